import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintSource } from '@secretlint/core';
import { creator as preset } from '@secretlint/secretlint-rule-preset-recommend';
import { findCredentials } from '../../../../src/core/rules/credentials/find.ts';
import { descriptions, sample, seeded } from './samples.ts';
import { silent } from './silent-values.ts';

/** Where secretlint wants more than the shortest that a provider gives out: the usual form. */
const usual: Readonly<Record<string, string>> = {
  anthropic: 'sk-ant-api03-<W93>AA',
  'openai-project': 'sk-proj-<A74>T3BlbkFJ<A74>',
  notion: 'ntn_<D11><A35>',
  sendgrid: 'SG.<A22>.<A43>',
  figma: 'figd_<A40>',
};

/** What we find and secretlint does not, by reason. */
const oursAlone: Readonly<Record<string, string>> = {
  'it has no rule for this provider': `bitbucket-app-password pypi rubygems nuget clojars artifactory sourcegraph
    buildkite circleci sonar openrouter langfuse langfuse-public openai-style xai perplexity replicate elevenlabs nvidia
    cerebras fireworks voyage jina langsmith pinecone mem0 cursor tavily firecrawl brave-search context7 apify
    browserbase e2b azure-client-secret azure-devops azure-ai azure-search azure-functions azure-storage alibaba
    tencent digitalocean cloudflare-token cloudflare-origin-ca netlify heroku fly fly-macaroon render scalingo tailscale
    pulumi terraform doppler doppler-service supabase-access-token supabase-secret supabase-publishable neon
    neon-password planetscale clickhouse airtable sentry-user sentry-org new-relic dynatrace axiom posthog
    posthog-project mapbox-public mapbox-secret honeycomb atlassian trello postman hubspot clickup typeform intercom contentful readme prefect
    frameio discord-webhook discord-bot telegram-bot twilio mailgun mailchimp brevo resend stripe-secret
    stripe-restricted stripe-publishable stripe-webhook square square-oauth mollie mollie-key plaid easypost shippo
    duffel facebook age`,
  'of this provider it knows another kind alone': `gitlab-deploy gitlab-runner gitlab-job gitlab-trigger gitlab-agent
    gitlab-oauth-secret gitlab-feed docker-oat aws-bedrock google-api-key google-auth-key google-client-secret
    google-access-token google-refresh-token 1password-secret-key notion-legacy linear-oauth figma-oauth
    slack-config slack-browser slack-cookie hugging-face-org`,
  'it allows access key ids by its default': 'aws-access-key-id',
  'it decodes the payload, and a random one is no JSON': '1password-service-account',
  'it takes letters alone, and these have digits too': 'hugging-face',
};

/** What secretlint reports and we call no secret. */
const theirsAlone: Readonly<Record<string, string>> = {
  [`ghp_${'x'.repeat(36)}`]: 'masked',
  [`ghp_${'1234567890'.repeat(4).slice(0, 36)}`]: 'counted',
  'postgresql://postgres:[YOUR-PASSWORD]@db.abc.supabase.co:5432/postgres': 'a stand-in',
};

const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: preset }];

async function secretlintFinds(text: string): Promise<boolean> {
  const { messages } = await lintSource({
    source: { filePath: '/mcp.json', content: text, ext: '.json', contentType: 'text' },
    options: { config: { rules }, noPhysicFilePath: true },
  });
  return messages.length > 0;
}

test('secretlint and the table: every disagreement is explained', async () => {
  const random = seeded(11);
  const disagreements: string[] = [];
  for (const [id, description] of Object.entries(descriptions)) {
    const token = sample(usual[id] ?? description, random);
    const ours = findCredentials(token, { name: 'KEY', place: 'env' }).some(
      ({ format }) => format === id,
    );
    assert.ok(ours, `${id} is missed`);
    if (!(await secretlintFinds(`{ "KEY": "${token}" }`))) disagreements.push(id);
  }
  const explained = Object.values(oursAlone).flatMap((ids) => ids.split(/\s+/));
  assert.deepEqual(disagreements.toSorted(), explained.toSorted());
});

test('what secretlint reports among the silent values is explained', async () => {
  const reported: string[] = [];
  for (const [name, value] of silent) {
    if (await secretlintFinds(JSON.stringify({ [name]: value }))) reported.push(value);
  }
  assert.deepEqual(reported.toSorted(), Object.keys(theirsAlone).toSorted());
});

test('what secretlint finds by structure, we find too', async () => {
  const random = seeded(3);
  const body = `MIIE${sample('<B400>', random)}`;
  const texts: readonly (readonly [string, string])[] = [
    ['KEY', `-----BEGIN ${'RSA PRIVATE KEY'}-----\n${body}\n-----END ${'RSA PRIVATE KEY'}-----`],
    ['AWS_SECRET_ACCESS_KEY', sample('<B40>', random)],
    ['DATABASE_URL', `postgresql://app:${sample('<A20>', random)}@db.example.net/app`],
    ['URL', `https://app:${sample('<A20>', random)}@example.net/`],
  ];
  for (const [name, value] of texts) {
    assert.ok(await secretlintFinds(`${name}=${value}`), `secretlint: ${name}`);
    assert.equal(findCredentials(value, { name, place: 'env' }).length, 1, name);
  }
});
