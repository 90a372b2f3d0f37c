import { drawn, hex } from '../probes/probe.ts';

const uuid = (seed: number): string =>
  [8, 4, 4, 4, 12].map((length, index) => drawn(length, seed + index, hex)).join('-');
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const token = [{ alg: 'HS256' }, { role: 'service_role' }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat(drawn(43, 22))
  .join('.');

/** Variable and value: one for each provider whose keys MukundaKatta/mcpcheck holds in tests/core.test.ts. */
export const keys: readonly (readonly [name: string, value: string])[] = [
  ['GITLAB_TOKEN', `glpat-${drawn(20, 1)}`],
  ['TWILIO_API_KEY', `SK${drawn(32, 2, hex)}`],
  ['SENDGRID_KEY', `SG.${drawn(22, 3)}.${drawn(43, 4)}`],
  ['HF_TOKEN', `hf_${drawn(34, 5)}`],
  ['NPM_TOKEN', `npm_${drawn(36, 6)}`],
  ['MAILGUN_KEY', `key-${drawn(32, 7, hex)}`],
  ['REPLICATE_TOKEN', `r8_${drawn(37, 8)}`],
  ['PERPLEXITY_KEY', `pplx-${drawn(48, 9)}`],
  ['GROQ_API_KEY', `gsk_${drawn(52, 10)}`],
  ['XAI_KEY', `xai-${drawn(80, 11)}`],
  ['CLOUDFLARE_API_TOKEN', drawn(40, 12)],
  ['DATADOG_API_KEY', drawn(32, 13, hex)],
  ['DATABASE_URL', `postgres://ledger:${drawn(12, 14)}@db.quarry.example/app`],
  ['MONGO_URL', `mongodb+srv://ledger:${drawn(12, 15)}@c.quarry.example/app`],
  ['FIGMA_TOKEN', `figd_${drawn(40, 16)}`],
  ['NOTION_API_TOKEN', `secret_${drawn(43, 17)}`],
  ['LINEAR_API_KEY', `lin_api_${drawn(40, 18)}`],
  ['SENTRY_AUTH_TOKEN', `sntrys_${drawn(64, 19)}`],
  ['AUTH0_CLIENT_SECRET', drawn(64, 20)],
  ['PLANETSCALE_TOKEN', `pscale_oauth_${drawn(43, 21)}`],
  ['SUPABASE_SERVICE_ROLE_KEY', token],
  ['SENTRY_DSN', `https://${drawn(32, 23, hex)}@o1234.ingest.sentry.io/4567`],
  ['ALIBABA_ACCESS_KEY_ID', `LTAI${drawn(20, 24)}`],
  ['TENCENT_SECRET_ID', `AKID${drawn(32, 25)}`],
  ['OPENAI_SESSION_TOKEN', `sess-${drawn(40, 26)}`],
  ['COHERE_API_KEY', drawn(40, 27)],
  ['AI21_API_KEY', drawn(32, 28)],
  ['INTERCOM_ACCESS_TOKEN', `${drawn(59, 29)}=`],
  ['SEGMENT_WRITE_KEY', drawn(32, 30)],
  ['RETOOL_TOKEN', `retool_${drawn(30, 31)}`],
  ['PINECONE_API_KEY', uuid(32)],
  ['SUPABASE_ACCESS_TOKEN', `sbp_${drawn(40, 33, hex)}`],
  ['ANYSCALE_API_KEY', `esecret_${drawn(26, 34)}`],
  ['INNGEST_SIGNING_KEY', `signkey-prod-${drawn(64, 35, hex)}`],
  ['STRIPE_WEBHOOK_SECRET', `whsec_${drawn(32, 36)}`],
  [
    'SLACK_WEBHOOK_URL',
    `https://hooks.slack.com/services/T${drawn(9, 37, upper)}/B${drawn(9, 38, upper)}/${drawn(24, 39)}`,
  ],
  ['ASANA_PAT', `1/12345678901234:${drawn(32, 40, hex)}`],
  ['AIRTABLE_PAT', `pat${drawn(14, 41)}.${drawn(64, 42, hex)}`],
  ['VERCEL_BLOB_TOKEN', `vercel_blob_rw_${drawn(40, 43)}`],
  ['LAMBDA_API_KEY', `secret_${drawn(32, 44)}`],
  ['DATABRICKS_TOKEN', `dapi${drawn(32, 45, hex)}`],
  ['BITBUCKET_APP_PASSWORD', drawn(20, 46)],
  ['FRESHDESK_API_KEY', drawn(20, 47)],
  ['SHOPIFY_ACCESS_TOKEN', `shpat_${drawn(32, 48, hex)}`],
  ['ROLLBAR_ACCESS_TOKEN', drawn(32, 49, hex)],
  ['PAGERDUTY_TOKEN', `u+${drawn(18, 50)}`],
  ['NEON_API_KEY', `napi_${drawn(60, 51)}`],
  ['SNYK_TOKEN', uuid(52)],
  ['RAILWAY_TOKEN', uuid(60)],
  ['ALGOLIA_ADMIN_API_KEY', drawn(32, 53, hex)],
  ['CLOUDINARY_URL', `cloudinary://123456789012345:${drawn(27, 54)}@quarry`],
  ['STYTCH_SECRET', `secret-test-${drawn(36, 55)}`],
  ['HEROKU_API_KEY', uuid(70)],
  ['BUILDKITE_API_TOKEN', `bkua_${drawn(40, 56, hex)}`],
  ['BRAINTREE_API_KEY', drawn(32, 57, hex)],
  ['SNOWFLAKE_PAT', drawn(80, 58)],
  ['FASTLY_API_TOKEN', drawn(32, 59)],
  ['DISCORD_BOT_TOKEN', `M${drawn(25, 60)}.${drawn(6, 61)}.${drawn(38, 62)}`],
];

/** Not a secret: it lets whoever has it send events and read none (docs.sentry.io/concepts/key-terms/dsn-explainer). */
export const publicByDesign: ReadonlySet<string> = new Set(['SENTRY_DSN']);
