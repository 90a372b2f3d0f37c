/** How one provider writes one kind of credential. */
export interface Format {
  /** Stable, kebab case; stands in reports. */
  readonly id: string;
  /** Reads after "holds a". */
  readonly label: string;
  /** Literal texts of which one stands in every such credential; the index is built from them. */
  readonly marks: readonly string[];
  /** What stands before the mark, for formats that do not begin with it. */
  readonly lead?: { readonly of: RegExp; readonly min: number; readonly max: number };
  /** A word that may stand right before it, where otherwise only a sign may. */
  readonly after?: string;
  /** The mark says what follows and is no part of the credential itself. */
  readonly markOutside?: true;
  /** Regex source of the whole credential but its lead and mark; every quantifier is bounded. */
  readonly rest: string;
  /** `publishable`: made to be seen, such as a browser key. */
  readonly kind: 'secret' | 'publishable';
  /** The page or public rule set that gives the format. */
  readonly source: string;
  /** Where a leaked one is revoked. */
  readonly revoke: string;
}

// Rule sets that state formats as facts; each row that names one was compared with it.
const gitleaks = 'https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml';
const trufflehog = 'https://github.com/trufflesecurity/trufflehog/tree/main/pkg/detectors';
const kingfisher =
  'https://github.com/mongodb/kingfisher/tree/main/crates/kingfisher-rules/data/rules';
/** Names the formats that providers have registered, without their length. */
const githubScanning =
  'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns';

const A = '[A-Za-z0-9]';
const W = '[\\w-]';
const H = '[0-9a-f]';
const UUID = `${H}{8}-${H}{4}-${H}{4}-${H}{4}-${H}{12}`;
/** The end of a credential whose alphabet has the dash, or the signs of base64. */
const END = '(?![\\w-])';
const END64 = '(?![A-Za-z0-9+/=_-])';

function secret(
  id: string,
  label: string,
  marks: string,
  rest: string,
  source: string,
  revoke: string,
): Format {
  return { id, label, marks: marks.split(' '), rest, kind: 'secret', source, revoke };
}

function publishable(
  id: string,
  label: string,
  marks: string,
  rest: string,
  source: string,
  revoke: string,
): Format {
  return { ...secret(id, label, marks, rest, source, revoke), kind: 'publishable' };
}

const github =
  'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/';
const githubRevoke = 'https://github.com/settings/tokens';
const githubApps = 'https://github.com/settings/applications';
const gitlab = 'https://docs.gitlab.com/security/tokens/#token-prefixes';
const gitlabRevoke = 'https://gitlab.com/-/user_settings/personal_access_tokens';
const slack = 'https://docs.slack.dev/authentication/tokens/';
const slackRevoke = 'https://api.slack.com/apps';
const stripe = 'https://docs.stripe.com/keys';
const stripeRevoke = 'https://dashboard.stripe.com/apikeys';
const supabase = 'https://supabase.com/docs/guides/api/api-keys';
const supabaseRevoke = 'https://supabase.com/dashboard/project/_/settings/api-keys';
const shopify = 'https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing';
const shopifyRevoke =
  'https://shopify.dev/docs/apps/build/authentication-authorization/client-secrets/rotate-revoke-client-credentials';
const googleKeys = 'https://console.cloud.google.com/apis/credentials';
const vercel = 'https://vercel.com/changelog/new-token-formats-and-secret-scanning';
const vercelRevoke = 'https://vercel.com/account/settings/tokens';
const openai = 'https://platform.openai.com/api-keys';
const anthropicRevoke = 'https://console.anthropic.com/settings/keys';
const azureRevoke = 'https://portal.azure.com/';
const cloudflare = 'https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/';
const cloudflareRevoke = 'https://dash.cloudflare.com/profile/api-tokens';
const doppler = 'https://docs.doppler.com/reference/auth-token-formats';
const mollie = 'https://docs.mollie.com/reference/authentication';
const vault = 'https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes';
const planetscale = 'https://planetscale.com/docs/api/reference/service-tokens';
const docker = 'https://docs.docker.com/security/access-tokens/';
const grafana = 'https://grafana.com/docs/grafana/latest/administration/service-accounts/';

/** The first that fits at a place wins, so the narrower row stands first. */
// prettier-ignore
export const formats: readonly Format[] = [
  // Source code hosts and package registries
  secret('github-pat', 'GitHub personal access token', 'ghp_', `${A}{36,251}`, github, githubRevoke),
  secret('github-fine-grained', 'GitHub fine-grained token', 'github_pat_', `${A}{22}_${A}{59}`, gitleaks, githubRevoke),
  secret('github-oauth', 'GitHub OAuth token', 'gho_', `${A}{36,251}`, github, githubApps),
  secret('github-user-to-server', 'GitHub App user token', 'ghu_', `${A}{36,251}`, github, githubApps),
  secret('github-server-to-server', 'GitHub App installation token', 'ghs_', `${A}{36,251}`, github, githubApps),
  secret('github-refresh', 'GitHub refresh token', 'ghr_', `${A}{36,251}`, github, githubApps),
  secret('gitlab-pat', 'GitLab personal access token', 'glpat-', `${W}{20,300}(?:\\.[0-9a-z]{2}[0-9a-z]{7}|\\.[0-9a-z]{2}\\.[0-9a-z]{7,9})?${END}`, gitlab, gitlabRevoke),
  secret('gitlab-deploy', 'GitLab deploy token', 'gldt-', `${W}{20,60}${END}`, gitlab, gitlabRevoke),
  secret('gitlab-runner', 'GitLab runner token', 'glrt- GR1348941', `${W}{20,300}(?:\\.[0-9a-z]{9})?${END}`, gitlab, gitlabRevoke),
  secret('gitlab-job', 'GitLab job token', 'glcbt-', `${A}{1,5}_${W}{20}${END}`, gitlab, gitlabRevoke),
  secret('gitlab-trigger', 'GitLab pipeline trigger token', 'glptt-', `${H}{40}`, gitlab, gitlabRevoke),
  secret('gitlab-agent', 'GitLab Kubernetes agent token', 'glagent-', `${W}{50}${END}`, gitlab, gitlabRevoke),
  secret('gitlab-oauth-secret', 'GitLab OAuth application secret', 'gloas-', `${W}{64}${END}`, gitlab, gitlabRevoke),
  secret('gitlab-feed', 'GitLab feed, mail or SCIM token', 'glft- glimt- glsoat-', `${W}{20,30}${END}`, gitlab, gitlabRevoke),
  secret('bitbucket-app-password', 'Bitbucket app password', 'ATBB', `${A}{32}`, trufflehog, 'https://bitbucket.org/account/settings/app-passwords/'),
  secret('npm', 'npm access token', 'npm_', `${A}{36}`, gitleaks, 'https://docs.npmjs.com/revoking-access-tokens'),
  secret('pypi', 'PyPI API token', 'pypi-AgEIcHlwaS5vcmc pypi-AgENdGVzdC5weXBpLm9yZw', `${W}{50,1000}${END}`, gitleaks, 'https://pypi.org/manage/account/token/'),
  secret('rubygems', 'RubyGems API key', 'rubygems_', `${H}{48}`, gitleaks, 'https://rubygems.org/profile/api_keys'),
  secret('docker-pat', 'Docker personal access token', 'dckr_pat_', `${W}{27}${END}`, docker, 'https://app.docker.com/settings/personal-access-tokens'),
  secret('docker-oat', 'Docker organization access token', 'dckr_oat_', `${W}{27,32}${END}`, docker, 'https://app.docker.com/'),
  secret('nuget', 'NuGet API key', 'oy2', '[a-z0-9]{43}', kingfisher, 'https://www.nuget.org/account/apikeys'),
  secret('clojars', 'Clojars deploy token', 'CLOJARS_', '[a-z0-9]{60}', gitleaks, 'https://clojars.org/tokens'),
  secret('artifactory', 'Artifactory API key', 'AKCp', `${A}{69}`, gitleaks, 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens'),
  secret('sourcegraph', 'Sourcegraph access token', 'sgp_', `(?:(?:${H}{16}|local)_)?${H}{40}`, gitleaks, 'https://sourcegraph.com/users/me/settings/tokens'),
  secret('buildkite', 'Buildkite API token', 'bkua_', `${H}{40}`, trufflehog, 'https://buildkite.com/user/api-access-tokens'),
  secret('circleci', 'CircleCI token', 'CCIPAT_ CCIPRJ_', `${A}{22}_${H}{40}`, trufflehog, 'https://app.circleci.com/settings/user/tokens'),
  secret('sonar', 'SonarQube token', 'squ_ sqp_ sqa_', `${H}{40}`, 'https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/', 'https://sonarcloud.io/account/security'),

  // Models and inference
  secret('anthropic', 'Anthropic API key', 'sk-ant-api03- sk-ant-admin01- sk-ant-oat01- sk-ant-ort01- sk-ant-sid01-', `${W}{80,120}${END}`, gitleaks, anthropicRevoke),
  secret('openrouter', 'OpenRouter API key', 'sk-or-v1-', `${H}{64}`, 'https://openrouter.ai/docs/api-reference/authentication', 'https://openrouter.ai/settings/keys'),
  secret('openai-project', 'OpenAI API key', 'sk-proj- sk-svcacct- sk-admin- sk-None-', `${W}{40,200}${END}`, gitleaks, openai),
  secret('openai', 'OpenAI API key', 'sk-', `${A}{20}T3BlbkFJ${A}{20}`, gitleaks, openai),
  secret('langfuse', 'Langfuse secret key', 'sk-lf-', UUID, 'https://langfuse.com/docs/api-and-data-platform/features/public-api', 'https://cloud.langfuse.com/'),
  publishable('langfuse-public', 'Langfuse public key', 'pk-lf-', UUID, 'https://langfuse.com/docs/api-and-data-platform/features/public-api', 'https://cloud.langfuse.com/'),
  secret('openai-style', 'model provider API key (sk-…)', 'sk-', `${A}{32,64}`, 'https://platform.moonshot.ai/docs/introduction', 'the provider that issued it'),
  secret('xai', 'xAI API key', 'xai-', `\\w{80}`, trufflehog, 'https://console.x.ai/'),
  secret('groq', 'Groq API key', 'gsk_', `${A}{52}`, trufflehog, 'https://console.groq.com/keys'),
  secret('perplexity', 'Perplexity API key', 'pplx-', `${A}{48}`, gitleaks, 'https://www.perplexity.ai/account/api/keys'),
  secret('hugging-face', 'Hugging Face token', 'hf_', `${A}{34}`, gitleaks, 'https://huggingface.co/settings/tokens'),
  secret('hugging-face-org', 'Hugging Face organization token', 'api_org_', `${A}{34}`, gitleaks, 'https://huggingface.co/settings/tokens'),
  secret('replicate', 'Replicate API token', 'r8_', `${W}{37}${END}`, trufflehog, 'https://replicate.com/account/api-tokens'),
  secret('elevenlabs', 'ElevenLabs API key', 'sk_', `${H}{48}`, kingfisher, 'https://elevenlabs.io/app/settings/api-keys'),
  secret('nvidia', 'NVIDIA API key', 'nvapi-', `${W}{60,70}${END}`, trufflehog, 'https://build.nvidia.com/settings/api-keys'),
  secret('cerebras', 'Cerebras API key', 'csk-', '[a-z0-9]{48}', trufflehog, 'https://cloud.cerebras.ai/'),
  secret('fireworks', 'Fireworks API key', 'fw_', `${A}{24}`, githubScanning, 'https://fireworks.ai/account/api-keys'),
  secret('voyage', 'Voyage API key', 'pa-', `${W}{43}${END}`, trufflehog, 'https://dash.voyageai.com/'),
  secret('jina', 'Jina API key', 'jina_', `${W}{60}${END}`, trufflehog, 'https://jina.ai/api-dashboard/'),
  secret('langsmith', 'LangSmith API key', 'lsv2_pt_ lsv2_sk_', `${H}{32}_${H}{10}`, trufflehog, 'https://smith.langchain.com/settings'),
  secret('pinecone', 'Pinecone API key', 'pcsk_', `${A}{5,6}_${A}{60,66}`, trufflehog, 'https://app.pinecone.io/'),
  secret('mem0', 'Mem0 API key', 'm0-', `${A}{40}`, 'https://docs.mem0.ai/platform/quickstart', 'https://app.mem0.ai/dashboard/api-keys'),
  secret('cursor', 'Cursor API key', 'key_', `${H}{64}`, 'https://cursor.com/docs/account/teams/admin-api', 'https://cursor.com/dashboard'),

  // Search, crawling and browsers
  secret('tavily', 'Tavily API key', 'tvly-', `(?:dev-|prod-)?${W}{28,64}${END}`, trufflehog, 'https://app.tavily.com/'),
  secret('firecrawl', 'Firecrawl API key', 'fc-', `${H}{32}`, 'https://docs.firecrawl.dev/api-reference/introduction', 'https://www.firecrawl.dev/app/api-keys'),
  secret('brave-search', 'Brave Search API key', 'BSA', `${W}{27,29}${END}`, 'https://api-dashboard.search.brave.com/app/documentation/web-search/get-started', 'https://api-dashboard.search.brave.com/app/keys'),
  secret('context7', 'Context7 API key', 'ctx7sk-', UUID, 'https://github.com/upstash/context7', 'https://context7.com/dashboard'),
  secret('apify', 'Apify API token', 'apify_api_', `${A}{36}`, trufflehog, 'https://console.apify.com/settings/integrations'),
  secret('browserbase', 'Browserbase API key', 'bb_live_ bb_test_', `${W}{26,40}${END}`, 'https://docs.browserbase.com/introduction/getting-started', 'https://www.browserbase.com/settings'),
  secret('e2b', 'E2B API key', 'e2b_', `${H}{40}`, 'https://e2b.dev/docs/api-key', 'https://e2b.dev/dashboard'),

  // Clouds
  secret('aws-access-key-id', 'AWS access key ID', 'AKIA ASIA ABIA ACCA', '[A-Z2-7]{16}', gitleaks, 'https://console.aws.amazon.com/iam/home#/security_credentials'),
  secret('aws-bedrock', 'Amazon Bedrock API key', 'ABSK', `[A-Za-z0-9+/]{109,269}={0,2}${END64}`, gitleaks, 'https://console.aws.amazon.com/bedrock/'),
  secret('google-api-key', 'Google API key', 'AIza', `${W}{35}${END}`, gitleaks, googleKeys),
  secret('google-auth-key', 'Google API key', 'AQ.', `Ab8R${W}{44,60}${END}`, 'https://ai.google.dev/gemini-api/docs/api-key', 'https://aistudio.google.com/apikey'),
  secret('google-client-secret', 'Google OAuth client secret', 'GOCSPX-', `${W}{28}${END}`, kingfisher, googleKeys),
  secret('google-access-token', 'Google OAuth access token', 'ya29.', `${W}{40,1000}${END}`, kingfisher, 'https://myaccount.google.com/connections'),
  secret('google-refresh-token', 'Google OAuth refresh token', '1//0', `${W}{60,250}${END}`, githubScanning, 'https://myaccount.google.com/connections'),
  { ...secret('azure-client-secret', 'Microsoft Entra client secret', 'Q~', `[\\w~.-]{31,34}(?![\\w~.-])`, gitleaks, 'https://entra.microsoft.com/'), lead: { of: /[A-Za-z0-9_~.-]/, min: 4, max: 4 } },
  { ...secret('azure-devops', 'Azure DevOps personal access token', 'AZDO', `${A}{4}`, 'https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate', 'https://dev.azure.com/'), lead: { of: /[A-Za-z0-9]/, min: 76, max: 76 } },
  { ...secret('azure-ai', 'Azure AI services key', 'JQQJ99', `${A}{26}`, githubScanning, azureRevoke), lead: { of: /[A-Za-z0-9]/, min: 52, max: 52 } },
  { ...secret('azure-search', 'Azure AI Search key', 'AzSe', `${A}{6}`, 'https://learn.microsoft.com/en-us/purview/sit-defn-azure-search-api-key', azureRevoke), lead: { of: /[A-Za-z0-9]/, min: 42, max: 42 } },
  { ...secret('azure-functions', 'Azure Functions key', 'AzFu', `${W}{6}==`, 'https://learn.microsoft.com/en-us/purview/sit-defn-azure-function-master-api-key', azureRevoke), lead: { of: /[\w-]/, min: 44, max: 44 } },
  { ...secret('azure-storage', 'Azure storage account key', 'AccountKey=', `[A-Za-z0-9+/]{86}==`, 'https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage', azureRevoke), markOutside: true },
  secret('alibaba', 'Alibaba Cloud access key ID', 'LTAI', `${A}{16,20}`, gitleaks, 'https://ram.console.aliyun.com/manage/ak'),
  secret('tencent', 'Tencent Cloud secret ID', 'AKID', `${A}{32}`, githubScanning, 'https://console.cloud.tencent.com/cam/capi'),
  secret('digitalocean', 'DigitalOcean token', 'dop_v1_ doo_v1_ dor_v1_', `${H}{64}`, gitleaks, 'https://cloud.digitalocean.com/account/api/tokens'),
  secret('cloudflare-token', 'Cloudflare API token', 'cfut_ cfat_ cfk_', `${A}{40}${H}{8}`, cloudflare, cloudflareRevoke),
  secret('cloudflare-origin-ca', 'Cloudflare Origin CA key', 'v1.0-', `${H}{24}-${H}{146}`, gitleaks, cloudflareRevoke),
  secret('vercel', 'Vercel token', 'vcp_ vci_ vca_ vcr_ vck_', `${W}{24,64}${END}`, vercel, vercelRevoke),
  secret('netlify', 'Netlify access token', 'nfp_', `\\w{36}`, trufflehog, 'https://app.netlify.com/user/applications'),
  secret('heroku', 'Heroku API key', 'HRKU-', `(?:AA${W}{58}|${UUID})${END}`, gitleaks, 'https://dashboard.heroku.com/account'),
  secret('fly', 'Fly.io access token', 'fo1_', `${W}{43}${END}`, gitleaks, 'https://fly.io/user/personal_access_tokens'),
  secret('fly-macaroon', 'Fly.io access token', 'fm2_ fm1r_ fm1a_', `[A-Za-z0-9+/]{100,1000}={0,3}${END64}`, gitleaks, 'https://fly.io/user/personal_access_tokens'),
  secret('render', 'Render API key', 'rnd_', `${A}{28,32}`, 'https://render.com/docs/api', 'https://dashboard.render.com/u/settings'),
  secret('scalingo', 'Scalingo API token', 'tk-us-', `${W}{48}${END}`, gitleaks, 'https://dashboard.scalingo.com/account/tokens'),
  secret('tailscale', 'Tailscale key', 'tskey-', `(?:auth|api|client|scim|webhook)-\\w{8,30}-\\w{20,40}`, 'https://tailscale.com/kb/1277/key-prefixes', 'https://login.tailscale.com/admin/settings/keys'),
  secret('pulumi', 'Pulumi access token', 'pul-', `${H}{40}`, gitleaks, 'https://app.pulumi.com/account/tokens'),
  { ...secret('terraform', 'HCP Terraform token', '.atlasv1.', `[\\w=-]{60,70}(?![\\w=-])`, gitleaks, 'https://app.terraform.io/app/settings/tokens'), lead: { of: /[A-Za-z0-9]/, min: 14, max: 14 } },
  secret('vault-service', 'HashiCorp Vault token', 'hvs.', `${W}{90,120}${END}`, vault, vault),
  secret('vault-batch', 'HashiCorp Vault batch token', 'hvb.', `${W}{138,300}${END}`, vault, vault),
  secret('doppler', 'Doppler token', 'dp.pt. dp.ct. dp.sa. dp.scim. dp.audit.', `${A}{40,44}`, doppler, 'https://dashboard.doppler.com/'),
  secret('doppler-service', 'Doppler service token', 'dp.st.', `(?:[a-z0-9_-]{2,35}\\.)?${A}{40,44}`, doppler, 'https://dashboard.doppler.com/'),
  secret('1password-service-account', '1Password service account token', 'ops_eyJ', `[A-Za-z0-9+/_-]{250,1200}={0,3}${END64}`, gitleaks, 'https://my.1password.com/developer-tools/directory'),
  secret('1password-secret-key', '1Password secret key', 'A3-', '[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}', gitleaks, 'https://my.1password.com/profile'),

  // Databases
  secret('supabase-access-token', 'Supabase access token', 'sbp_', `(?:v0_|oauth_)?${H}{40}`, trufflehog, 'https://supabase.com/dashboard/account/tokens'),
  secret('supabase-secret', 'Supabase secret key', 'sb_secret_', `${W}{28,60}${END}`, supabase, supabaseRevoke),
  publishable('supabase-publishable', 'Supabase publishable key', 'sb_publishable_', `${W}{28,60}${END}`, supabase, supabaseRevoke),
  secret('neon', 'Neon API key', 'napi_', '[a-z0-9]{64}', 'https://neon.com/docs/manage/api-keys', 'https://console.neon.tech/app/settings/api-keys'),
  secret('neon-password', 'Neon database password', 'npg_', `${A}{12,16}`, 'https://neon.com/docs/manage/api-keys', 'https://console.neon.tech/'),
  secret('planetscale', 'PlanetScale token or password', 'pscale_tkn_ pscale_pw_ pscale_oauth_', `[\\w=.-]{32,64}(?![\\w=-])`, planetscale, 'https://app.planetscale.com/'),
  secret('databricks', 'Databricks access token', 'dapi', `${H}{32}(?:-\\d)?`, gitleaks, 'https://docs.databricks.com/aws/en/dev-tools/auth/pat'),
  secret('clickhouse', 'ClickHouse Cloud API secret', '4b1d', `${A}{38}`, gitleaks, 'https://console.clickhouse.cloud/'),
  secret('airtable', 'Airtable personal access token', 'pat', `${A}{14}\\.${H}{64}`, gitleaks, 'https://airtable.com/create/tokens'),

  // Watching
  secret('sentry-user', 'Sentry user token', 'sntryu_', `${H}{64}`, gitleaks, 'https://sentry.io/settings/account/api/auth-tokens/'),
  secret('sentry-org', 'Sentry organization token', 'sntrys_eyJ', `[A-Za-z0-9+/]{60,420}={0,2}_[A-Za-z0-9+/]{43}${END64}`, gitleaks, 'https://sentry.io/settings/auth-tokens/'),
  secret('grafana-service-account', 'Grafana service account token', 'glsa_', `${A}{32}_[0-9A-Fa-f]{8}`, grafana, grafana),
  secret('grafana-cloud', 'Grafana Cloud token', 'glc_', `[A-Za-z0-9+/]{32,400}={0,3}${END64}`, gitleaks, 'https://grafana.com/profile/org/access-policies'),
  secret('new-relic', 'New Relic key', 'NRAK- NRAA- NRRA-', '[A-Z0-9]{27}', 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/', 'https://one.newrelic.com/api-keys'),
  secret('dynatrace', 'Dynatrace token', 'dt0c01. dt0s01. dt0s16.', '[A-Z0-9]{24}\\.[A-Z0-9]{64}', 'https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens', 'https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens'),
  secret('axiom', 'Axiom token', 'xaat- xapt-', UUID, 'https://axiom.co/docs/reference/tokens', 'https://app.axiom.co/settings/api-tokens'),
  secret('posthog', 'PostHog personal API key', 'phx_', `\\w{43,48}`, 'https://posthog.com/docs/api', 'https://us.posthog.com/settings/user-api-keys'),
  publishable('posthog-project', 'PostHog project key', 'phc_', `${A}{43}`, 'https://posthog.com/docs/api', 'https://us.posthog.com/settings/project'),
  publishable('mapbox-public', 'Mapbox public token', 'pk.eyJ', `${W}{40,200}\\.${W}{22}${END}`, 'https://docs.mapbox.com/help/dive-deeper/access-tokens/', 'https://console.mapbox.com/account/access-tokens/'),
  secret('mapbox-secret', 'Mapbox secret token', 'sk.eyJ', `${W}{40,200}\\.${W}{22}${END}`, 'https://docs.mapbox.com/help/dive-deeper/access-tokens/', 'https://console.mapbox.com/account/access-tokens/'),
  secret('honeycomb', 'Honeycomb ingest key', 'hcaik_ hcxik_', '[a-z0-9]{58}', 'https://docs.honeycomb.io/configure/environments/manage-api-keys/', 'https://ui.honeycomb.io/'),

  // Work
  secret('notion', 'Notion integration token', 'ntn_', `${A}{43,50}`, gitleaks, 'https://www.notion.so/profile/integrations'),
  secret('notion-legacy', 'Notion integration token', 'secret_', `${A}{43}`, trufflehog, 'https://www.notion.so/profile/integrations'),
  secret('linear', 'Linear API key', 'lin_api_', `${A}{40}`, gitleaks, 'https://linear.app/settings/account/security'),
  secret('linear-oauth', 'Linear OAuth token', 'lin_oauth_', `${H}{64}`, 'https://linear.app/developers/oauth-2-0-authentication', 'https://linear.app/settings/account/security'),
  secret('figma', 'Figma personal access token', 'figd_', `${W}{38,44}${END}`, 'https://developers.figma.com/docs/rest-api/authentication/', 'https://www.figma.com/settings'),
  secret('figma-oauth', 'Figma OAuth token', 'figu_ figor_', `${W}{38,44}${END}`, trufflehog, 'https://www.figma.com/settings'),
  secret('atlassian', 'Atlassian API token', 'ATATT3 ATCTT3', `[\\w=-]{180,220}(?![\\w=-])`, gitleaks, 'https://id.atlassian.com/manage-profile/security/api-tokens'),
  secret('trello', 'Trello API token', 'ATTA', `${H}{64}[0-9A-F]{8}`, trufflehog, 'https://trello.com/your/account'),
  secret('postman', 'Postman API key', 'PMAK-', `${H}{24}-${H}{34}`, gitleaks, 'https://go.postman.co/settings/me/api-keys'),
  secret('hubspot', 'HubSpot private app token', 'pat-', `(?:na|eu|ap|ca|au)\\d-${UUID}`, 'https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview', 'https://app.hubspot.com/private-apps'),
  secret('clickup', 'ClickUp API token', 'pk_', '\\d{6,12}_[A-Z0-9]{32}', 'https://developer.clickup.com/docs/authentication', 'https://app.clickup.com/settings/apps'),
  secret('typeform', 'Typeform access token', 'tfp_', `[\\w.=-]{40,59}(?![\\w=-])`, gitleaks, 'https://admin.typeform.com/user/tokens'),
  secret('intercom', 'Intercom access token', 'dG9rO', `[A-Za-z0-9+/]{54,60}={0,2}${END64}`, trufflehog, 'https://app.intercom.com/a/apps/_/developer-hub'),
  secret('contentful', 'Contentful management token', 'CFPAT-', `${W}{43}${END}`, trufflehog, 'https://app.contentful.com/account/profile/cma_tokens'),
  secret('readme', 'ReadMe API key', 'rdme_', '[a-z0-9]{70}', gitleaks, 'https://dash.readme.com/'),
  secret('prefect', 'Prefect API key', 'pnu_', `${A}{36}`, gitleaks, 'https://app.prefect.cloud/my/api-keys'),
  secret('frameio', 'Frame.io token', 'fio-u-', `[\\w=-]{64}(?![\\w=-])`, gitleaks, 'https://developer.frame.io/app/tokens'),

  // Messages
  secret('slack-token', 'Slack token', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxo-', `(?:\\d-)?(?:\\d{8,14}-){0,3}${A}{18,64}`, slack, slackRevoke),
  secret('slack-config', 'Slack configuration token', 'xoxe.xoxp- xoxe.xoxb- xoxe-', `\\d-${A}{140,200}`, slack, slackRevoke),
  secret('slack-browser', 'Slack browser session token', 'xoxc-', `\\d{8,14}-${W}{30,200}${END}`, slack, 'https://slack.com/signout/all'),
  secret('slack-cookie', 'Slack session cookie', 'xoxd-', `[A-Za-z0-9%+/=_-]{40,400}`, slack, 'https://slack.com/signout/all'),
  secret('slack-app', 'Slack app-level token', 'xapp-', `\\d-[A-Z0-9]{8,14}-\\d{8,16}-[a-f0-9]{40,80}`, gitleaks, slackRevoke),
  { ...secret('slack-webhook', 'Slack webhook address', 'hooks.slack.com/services/', 'T[A-Z0-9]{7,12}/B[A-Z0-9]{7,12}/[A-Za-z0-9]{20,28}', gitleaks, slackRevoke), markOutside: true },
  { ...secret('discord-webhook', 'Discord webhook address', 'discord.com/api/webhooks/ discordapp.com/api/webhooks/', `\\d{17,20}/${W}{60,72}${END}`, trufflehog, 'https://support.discord.com/hc/en-us/articles/228383668'), markOutside: true },
  secret('discord-bot', 'Discord bot token', 'M N O', `[A-Za-z\\d_-]{23,27}\\.${W}{6}\\.${W}{27,38}${END}`, trufflehog, 'https://discord.com/developers/applications'),
  { ...secret('telegram-bot', 'Telegram bot token', ':AA', `${W}{33}${END}`, trufflehog, 'https://core.telegram.org/bots/features#botfather'), lead: { of: /\d/, min: 8, max: 10 }, after: 'bot' },
  secret('twilio', 'Twilio API key', 'SK', `${H}{32}`, gitleaks, 'https://console.twilio.com/us1/account/keys-credentials/api-keys'),
  secret('sendgrid', 'SendGrid API key', 'SG.', `${W}{20,24}\\.${W}{39,50}${END}`, gitleaks, 'https://app.sendgrid.com/settings/api_keys'),
  secret('mailgun', 'Mailgun API key', 'key-', `${H}{32}`, gitleaks, 'https://app.mailgun.com/settings/api_security'),
  { ...secret('mailchimp', 'Mailchimp API key', '-us', '\\d{1,2}', trufflehog, 'https://mailchimp.com/help/about-api-keys/'), lead: { of: /[0-9a-f]/, min: 32, max: 32 } },
  secret('brevo', 'Brevo API key', 'xkeysib-', `${H}{64}-${A}{16}`, gitleaks, 'https://app.brevo.com/settings/keys/api'),
  secret('resend', 'Resend API key', 're_', `${A}{8}_${A}{24}`, 'https://resend.com/docs/api-reference/introduction', 'https://resend.com/api-keys'),

  // Money and shops
  secret('stripe-secret', 'Stripe secret key', 'sk_live_ sk_test_ sk_prod_', `${A}{20,247}`, stripe, stripeRevoke),
  secret('stripe-restricted', 'Stripe restricted key', 'rk_live_ rk_test_ rk_prod_', `${A}{20,247}`, stripe, stripeRevoke),
  publishable('stripe-publishable', 'Stripe publishable key', 'pk_live_ pk_test_', `${A}{20,247}`, stripe, stripeRevoke),
  secret('stripe-webhook', 'webhook signing secret', 'whsec_', `[A-Za-z0-9+/]{32,64}={0,2}${END64}`, stripe, 'https://dashboard.stripe.com/webhooks'),
  secret('shopify', 'Shopify access token', 'shpat_ shpca_ shppa_ shpss_', `${A}{32,64}`, shopify, shopifyRevoke),
  secret('square', 'Square access token', 'EAAA', `${W}{60}${END}`, gitleaks, 'https://developer.squareup.com/apps'),
  secret('square-oauth', 'Square OAuth secret', 'sq0csp- sq0atp-', `${W}{22,43}${END}`, gitleaks, 'https://developer.squareup.com/apps'),
  secret('mollie', 'Mollie access token', 'access_', `${A}{40}`, mollie, 'https://my.mollie.com/dashboard/developers/api-keys'),
  secret('mollie-key', 'Mollie API key', 'live_', `${A}{30}`, mollie, 'https://my.mollie.com/dashboard/developers/api-keys'),
  secret('plaid', 'Plaid access token', 'access-', `(?:sandbox|development|production)-${UUID}`, 'https://plaid.com/docs/api/tokens/', 'https://plaid.com/docs/api/items/#itemremove'),
  secret('easypost', 'EasyPost API key', 'EZAK EZTK', `${A}{54}`, gitleaks, 'https://www.easypost.com/account/api-keys'),
  secret('shippo', 'Shippo API token', 'shippo_live_ shippo_test_', `${H}{40}`, gitleaks, 'https://apps.goshippo.com/settings/api'),
  secret('duffel', 'Duffel API token', 'duffel_live_ duffel_test_', `[\\w=-]{43}(?![\\w=-])`, gitleaks, 'https://app.duffel.com/'),
  secret('facebook', 'Facebook access token', 'EAAM EAAC', `${A}{100,300}`, gitleaks, 'https://developers.facebook.com/tools/accesstoken/'),

  // Keys
  secret('age', 'age private key', 'AGE-SECRET-KEY-1', '[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}', gitleaks, 'https://github.com/FiloSottile/age'),

  // Found by their structure, in jwt.ts and private-key.ts
  { ...secret('private-key', 'private key', '', '', 'https://www.rfc-editor.org/rfc/rfc7468', 'wherever its public half is trusted'), marks: [] },
  { ...secret('jwt', 'JSON Web Token', '', '', 'https://www.rfc-editor.org/rfc/rfc7519', 'the service that issued it'), marks: [] },
  { ...secret('supabase-service-role', 'Supabase service role key', '', '', supabase, supabaseRevoke), marks: [] },
  { ...publishable('supabase-anon', 'Supabase anon key', '', '', supabase, supabaseRevoke), marks: [] },
];

/** The row of a format id. */
export function formatOf(id: string): Format | undefined {
  return formats.find((format) => format.id === id);
}
