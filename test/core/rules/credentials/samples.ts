/**
 * Each format in words of its own, apart from the table under test: literal text, and `<alphabet><count>` in angle
 * brackets for the random parts. The count is the shortest that the provider gives out, so that one less is a miss.
 */
export const descriptions: Readonly<Record<string, string>> = {
  'github-pat': 'ghp_<A36>',
  'github-fine-grained': 'github_pat_<A22>_<A59>',
  'github-oauth': 'gho_<A36>',
  'github-user-to-server': 'ghu_<A36>',
  'github-server-to-server': 'ghs_<A36>',
  'github-refresh': 'ghr_<A36>',
  'gitlab-pat': 'glpat-<W20>',
  'gitlab-deploy': 'gldt-<W20>',
  'gitlab-runner': 'glrt-<W20>',
  'gitlab-job': 'glcbt-<A2>_<W20>',
  'gitlab-trigger': 'glptt-<H40>',
  'gitlab-agent': 'glagent-<W50>',
  'gitlab-oauth-secret': 'gloas-<W64>',
  'gitlab-feed': 'glft-<W20>',
  'bitbucket-app-password': 'ATBB<A32>',
  npm: 'npm_<A36>',
  pypi: 'pypi-AgEIcHlwaS5vcmc<W50>',
  rubygems: 'rubygems_<H48>',
  'docker-pat': 'dckr_pat_<W27>',
  'docker-oat': 'dckr_oat_<W27>',
  nuget: 'oy2<L43>',
  clojars: 'CLOJARS_<L60>',
  artifactory: 'AKCp<A69>',
  sourcegraph: 'sgp_<H40>',
  buildkite: 'bkua_<H40>',
  circleci: 'CCIPAT_<A22>_<H40>',
  sonar: 'squ_<H40>',
  anthropic: 'sk-ant-api03-<W80>',
  openrouter: 'sk-or-v1-<H64>',
  'openai-project': 'sk-proj-<W40>',
  openai: 'sk-<A20>T3BlbkFJ<A20>',
  langfuse: 'sk-lf-<uuid>',
  'langfuse-public': 'pk-lf-<uuid>',
  'openai-style': 'sk-<A32>',
  xai: 'xai-<A80>',
  groq: 'gsk_<A52>',
  perplexity: 'pplx-<A48>',
  'hugging-face': 'hf_<A34>',
  'hugging-face-org': 'api_org_<A34>',
  replicate: 'r8_<A37>',
  elevenlabs: 'sk_<H48>',
  nvidia: 'nvapi-<W60>',
  cerebras: 'csk-<L48>',
  fireworks: 'fw_<A24>',
  voyage: 'pa-<W43>',
  jina: 'jina_<W60>',
  langsmith: 'lsv2_pt_<H32>_<H10>',
  pinecone: 'pcsk_<A5>_<A60>',
  mem0: 'm0-<A40>',
  cursor: 'key_<H64>',
  tavily: 'tvly-<A28>',
  firecrawl: 'fc-<H32>',
  'brave-search': 'BSA<W27>',
  context7: 'ctx7sk-<uuid>',
  apify: 'apify_api_<A36>',
  browserbase: 'bb_live_<W26>',
  e2b: 'e2b_<H40>',
  'aws-access-key-id': 'AKIA<Y16>',
  'aws-bedrock': 'ABSK<B109>',
  'google-api-key': 'AIza<W35>',
  'google-auth-key': 'AQ.Ab8R<W44>',
  'google-client-secret': 'GOCSPX-<W28>',
  'google-access-token': 'ya29.<W40>',
  'google-refresh-token': '1//0<W60>',
  'azure-client-secret': '<A4>Q~<A31>',
  'azure-devops': '<A76>AZDO<A4>',
  'azure-ai': '<A52>JQQJ99<A26>',
  'azure-search': '<A42>AzSe<A6>',
  'azure-functions': '<A44>AzFu<A6>==',
  'azure-storage': 'AccountKey=<B86>==',
  alibaba: 'LTAI<A16>',
  tencent: 'AKID<A32>',
  digitalocean: 'dop_v1_<H64>',
  'cloudflare-token': 'cfut_<A40><H8>',
  'cloudflare-origin-ca': 'v1.0-<H24>-<H146>',
  vercel: 'vcp_<A24>',
  netlify: 'nfp_<A36>',
  heroku: 'HRKU-AA<W58>',
  fly: 'fo1_<W43>',
  'fly-macaroon': 'fm2_<B100>',
  render: 'rnd_<A28>',
  scalingo: 'tk-us-<W48>',
  tailscale: 'tskey-auth-<A12>-<A20>',
  pulumi: 'pul-<H40>',
  terraform: '<A14>.atlasv1.<A60>',
  'vault-service': 'hvs.<W90>',
  'vault-batch': 'hvb.<W138>',
  doppler: 'dp.pt.<A40>',
  'doppler-service': 'dp.st.<A40>',
  '1password-service-account': 'ops_eyJ<B250>',
  '1password-secret-key': 'A3-<U6>-<U11>-<U5>-<U5>-<U5>',
  'supabase-access-token': 'sbp_<H40>',
  'supabase-secret': 'sb_secret_<W28>',
  'supabase-publishable': 'sb_publishable_<W28>',
  neon: 'napi_<L64>',
  'neon-password': 'npg_<A12>',
  planetscale: 'pscale_tkn_<A32>',
  databricks: 'dapi<H32>',
  clickhouse: '4b1d<A38>',
  airtable: 'pat<A14>.<H64>',
  'sentry-user': 'sntryu_<H64>',
  'sentry-org': 'sntrys_eyJ<B60>_<B43>',
  'grafana-service-account': 'glsa_<A32>_<H8>',
  'grafana-cloud': 'glc_<B32>',
  'new-relic': 'NRAK-<U27>',
  dynatrace: 'dt0c01.<U24>.<U64>',
  axiom: 'xaat-<uuid>',
  posthog: 'phx_<A43>',
  'posthog-project': 'phc_<A43>',
  'mapbox-public': 'pk.eyJ<W40>.<W22>',
  'mapbox-secret': 'sk.eyJ<W40>.<W22>',
  honeycomb: 'hcaik_<L58>',
  notion: 'ntn_<A43>',
  'notion-legacy': 'secret_<A43>',
  linear: 'lin_api_<A40>',
  'linear-oauth': 'lin_oauth_<H64>',
  figma: 'figd_<W38>',
  'figma-oauth': 'figu_<W38>',
  atlassian: 'ATATT3<W180>',
  trello: 'ATTA<H64><D8>',
  postman: 'PMAK-<H24>-<H34>',
  hubspot: 'pat-na1-<uuid>',
  clickup: 'pk_<D8>_<U32>',
  typeform: 'tfp_<A40>',
  intercom: 'dG9rO<B54>=',
  contentful: 'CFPAT-<W43>',
  readme: 'rdme_<L70>',
  prefect: 'pnu_<A36>',
  frameio: 'fio-u-<W64>',
  'slack-token': 'xoxb-<D12>-<D12>-<A18>',
  'slack-config': 'xoxe.xoxp-1-<A140>',
  'slack-browser': 'xoxc-<D12>-<W30>',
  'slack-cookie': 'xoxd-<A40>',
  'slack-app': 'xapp-1-<U11>-<D13>-<H40>',
  'slack-webhook': 'https://hooks.slack.com/services/T<U8>/B<U8>/<A20>',
  'discord-webhook': 'https://discord.com/api/webhooks/<D18>/<A60>',
  'discord-bot': 'M<A23>.<A6>.<A27>',
  'telegram-bot': '<D10>:AA<A33>',
  twilio: 'SK<H32>',
  sendgrid: 'SG.<A22>.<A39>',
  mailgun: 'key-<H32>',
  mailchimp: '<H32>-us<D1>',
  brevo: 'xkeysib-<H64>-<A16>',
  resend: 're_<A8>_<A24>',
  'stripe-secret': 'sk_live_<A20>',
  'stripe-restricted': 'rk_live_<A20>',
  'stripe-publishable': 'pk_live_<A20>',
  'stripe-webhook': 'whsec_<A32>',
  shopify: 'shpat_<H32>',
  square: 'EAAA<W60>',
  'square-oauth': 'sq0csp-<W22>',
  mollie: 'access_<A40>',
  'mollie-key': 'live_<A30>',
  plaid: 'access-production-<uuid>',
  easypost: 'EZAK<A54>',
  shippo: 'shippo_live_<H40>',
  duffel: 'duffel_live_<W43>',
  facebook: 'EAAM<A100>',
  age: 'AGE-SECRET-KEY-1<C58>',
};

const alphabets: Readonly<Record<string, string>> = {
  A: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  W: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  B: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  H: '0123456789abcdef',
  L: 'abcdefghijklmnopqrstuvwxyz0123456789',
  U: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  Y: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  C: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  D: '0123456789',
};

export type Random = () => number;

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  };
}

/** A made-up credential after its description. `short`: its last random part lacks one sign. `wrong`: another prefix. */
export function sample(
  description: string,
  random: Random,
  variant: 'right' | 'short' | 'wrong' = 'right',
): string {
  const parts = description.match(/<(?:uuid|[A-Z]\d+)>|[^<]+/g) ?? [];
  const last = parts.findLastIndex((part) => part.startsWith('<'));
  const mark = parts.findIndex((part) => !part.startsWith('<') && /[A-Za-z\d]/.test(part));
  return parts
    .map((part, i) => {
      if (!part.startsWith('<')) return variant === 'wrong' && i === mark ? otherThan(part) : part;
      const text = part === '<uuid>' ? uuid(random) : run(part, random);
      return variant === 'short' && i === last ? text.slice(1) : text;
    })
    .join('');
}

function run(part: string, random: Random): string {
  const signs = alphabets[part[1] ?? ''] ?? '';
  const length = Number(part.slice(2, -1));
  const text = Array.from({ length }, () => signs[Math.floor(random() * signs.length)]).join('');
  // A dash at either end would belong to the text around it.
  return text.replaceAll(/^[-_]|[-_]$/g, 'k');
}

function uuid(random: Random): string {
  return ['H8', 'H4', 'H4', 'H4', 'H12'].map((size) => run(`<${size}>`, random)).join('-');
}

/** The same literal with its first letter or digit changed; of an address the host. */
function otherThan(text: string): string {
  const from = text.startsWith('https://') ? 8 : 0;
  const at = from + text.slice(from).search(/[A-Za-z\d]/);
  return `${text.slice(0, at)}${text[at] === 'Z' ? 'y' : 'Z'}${text.slice(at + 1)}`;
}
