import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCredentials, findInText } from '../../../../src/core/rules/credentials/find.ts';
import type { Place } from '../../../../src/core/rules/credentials/parts.ts';
import { descriptions, sample, seeded } from './samples.ts';

const random = seeded(42);
const pat = sample(descriptions['github-pat'] ?? '', random);
const hex32 = sample('<H32>', random);
const hex64 = sample('<H64>', random);
const uuid = sample('<uuid>', random);
const opaque = sample('<A24>', random);
const short = 'LOtqCpZ3x8vPdjSW';
const password = 'BTmqK438@';
const basic = (pair: string): string => Buffer.from(pair).toString('base64');
const pemBody = Array.from({ length: 6 }, () => sample('<B64>', random)).join('\n');
const pem = `-----BEGIN ${'PRIVATE KEY'}-----\n${pemBody}\n-----END ${'PRIVATE KEY'}-----`;
const jwt = (claims: object): string =>
  ['{"alg":"HS256","typ":"JWT"}', JSON.stringify(claims)]
    .map((part) => Buffer.from(part).toString('base64url'))
    .concat(sample('<A43>', random))
    .join('.');

interface Case {
  readonly says: string;
  readonly name: string;
  readonly place: Place;
  readonly text: string;
  /** The texts of the spans, in order. */
  readonly secrets: readonly string[];
  readonly kind?: 'publishable' | 'default';
}

function found(says: string, name: string, place: Place, text: string, ...secrets: string[]): Case {
  return { says, name, place, text, secrets };
}

const cases: readonly Case[] = [
  // By name and shape
  found('hex under a key name', 'AMAP_MAPS_API_KEY', 'env', hex32, hex32),
  found('64 hex', 'OBSIDIAN_API_KEY', 'env', hex64, hex64),
  found('a UUID under a key name', 'EXA_API_KEY', 'env', uuid, uuid),
  found('sixteen mixed signs', 'SUPABASE_ACCESS_TOKEN', 'env', short, short),
  found('camel case', 'mysqlPassword', 'other', password, password),
  found('a plain password', 'DB_PASSWORD', 'env', 'correcthorse', 'correcthorse'),
  found('a password with blanks', 'SMTP_PASS', 'env', 'abqd efkh ijwl mzop', 'abqd efkh ijwl mzop'),
  found('a password with odd signs', 'PGPASSWORD', 'env', 'p@$$:w/rd#1', 'p@$$:w/rd#1'),
  found(
    'a readable token in a header',
    'Authorization',
    'header',
    'Bearer lyt-mcp-pjnbcod-token-8416',
    'lyt-mcp-pjnbcod-token-8416',
  ),
  found('a bare token in a header', 'authorization', 'header', opaque, opaque),
  found('a custom header', 'X-Api-Key', 'header', hex32, hex32),
  found('token scheme', 'Authorization', 'header', `token ${opaque}`, opaque),
  found(
    'a seed phrase',
    'MNEMONIC',
    'env',
    'able acid also apex aqua arch army aunt away axis baby back',
    'able acid also apex aqua arch army aunt away axis baby back',
  ),
  found('a 64 hex wallet key', 'PRIVATE_KEY', 'env', `0x${hex64}`, `0x${hex64}`),
  found(
    'AWS secret by name',
    'AWS_SECRET_ACCESS_KEY',
    'env',
    'q9Xc4Vb6Nm1Kj8Hg5Fd3Sa0Po2Iu4Yt/r+W7eZ1L',
    'q9Xc4Vb6Nm1Kj8Hg5Fd3Sa0Po2Iu4Yt/r+W7eZ1L',
  ),
  found('a cookie', 'Cookie', 'header', `session=${opaque}; theme=dark`, opaque),
  found('a readable signing secret', 'JWT_SECRET', 'env', 's3cr3t-Sign-2024', 's3cr3t-Sign-2024'),
  // Arguments
  found('curl -u', '', 'arg', `curl -u admin:${short} https://x.example`, short),
  found('-eNAME=value', '', 'arg', `-eAPI_KEY=${hex32}`, hex32),
  found('npmrc', '', 'arg', `//registry.example/:_authToken=${opaque}`, opaque),
  found('PowerShell', '', 'arg', `$env:API_KEY='${hex32}'; npx x`, hex32),
  found('cmd', '', 'arg', `set API_KEY=${hex32}&& npx x`, hex32),
  found('a flag and its value', '--api-key', 'arg', hex32, hex32),
  found('a UUID after --key', '--key', 'arg', uuid, uuid),
  found('--flag=value', '', 'arg', `--access-token=${opaque}`, opaque),
  found('NAME=value after -e', '-e', 'arg', `GITHUB_TOKEN=${pat}`, pat),
  found('NAME="value"', '', 'arg', `API_KEY="${hex64}"`, hex64),
  found('a header argument', '--header', 'arg', `X-Api-Key: ${hex32}`, hex32),
  found(
    'a header argument without a blank',
    '--header',
    'arg',
    `Authorization:Bearer ${opaque}`,
    opaque,
  ),
  found('--header=…', '', 'arg', `--header=Authorization: Bearer ${pat}`, pat),
  found(
    'a whole line',
    '',
    'arg',
    `API_KEY=${hex32} npx -y server --token ${opaque} --verbose`,
    hex32,
    opaque,
  ),
  found(
    'a curl line',
    '',
    'arg',
    `curl -H "Authorization: Bearer ${opaque}" https://x.example`,
    opaque,
  ),
  found('a known format with no name', '', 'arg', pat, pat),
  // JSON in a string
  found('JSON', '--config', 'arg', JSON.stringify({ user: 'root', password }), password),
  found(
    'JSON of headers',
    'OPENAPI_MCP_HEADERS',
    'env',
    JSON.stringify({ Authorization: `Bearer ${pat}`, V: '1' }),
    pat,
  ),
  found(
    'JSON of headers, readable',
    'HEADERS',
    'env',
    JSON.stringify({ Authorization: 'Bearer my4pp-readable-9' }),
    'my4pp-readable-9',
  ),
  found(
    'JSON in JSON',
    '--config',
    'arg',
    JSON.stringify(JSON.stringify({ apiKey: hex32 })),
    hex32,
  ),
  found(
    'JSON in single quotes',
    '--config',
    'arg',
    `'${JSON.stringify({ apiKey: hex32 })}'`,
    hex32,
  ),
  found(
    'nested objects',
    'CONFIG',
    'env',
    JSON.stringify({ a: { b: [{ token: opaque }] } }),
    opaque,
  ),
  // Addresses
  found(
    'userinfo',
    '',
    'arg',
    `postgresql://app:${short}@db.example.net:5432/x?sslmode=require`,
    short,
  ),
  found('srv', '', 'arg', `mongodb+srv://app:${short}@c0.example.net/x?retryWrites=true`, short),
  found(
    'redis without a user',
    'REDIS_URL',
    'env',
    `redis://:${short}@r.example.net:6379/0`,
    short,
  ),
  found(
    'an unescaped @ and /',
    'DATABASE_URL',
    'env',
    'postgres://app:p@ss/w0rd@db.example.net/x',
    'p@ss/w0rd',
  ),
  found('git over https', '', 'arg', `git+https://x-access-token:${pat}@github.com/a/b.git`, pat),
  found('a token as user', '', 'arg', `https://${pat}@github.com/a/b.git`, pat),
  found('a query', '', 'url', `https://mcp.example.com/mcp/?tavilyApiKey=${opaque}&x=1`, opaque),
  found('api_key', '', 'url', `https://mcp.example.com/mcp?api_key=${hex32}`, hex32),
  found('a segment', '', 'url', `http://127.0.0.1:8770/mcp/${hex32}`, hex32),
  found(
    'a segment of a host that takes keys',
    'RPC_URL',
    'env',
    `https://eth-mainnet.g.alchemy.com/v2/${sample('<A32>', random)}`,
  ),
  found(
    'ADO',
    'CONNECTION_STRING',
    'env',
    'Server=tcp:db.example.net,1433;User Id=app;Password=Qw8!zzLp;Encrypt=True',
    'Qw8!zzLp',
  ),
  found('libpq', '', 'arg', 'host=db.example.net user=app password=Qw8zzLp99', 'Qw8zzLp99'),
  found(
    'StackExchange.Redis',
    'REDIS',
    'env',
    'r.example.net:6380,password=Qw8zzLp99xK2,ssl=True',
    'Qw8zzLp99xK2',
  ),
  found(
    'azure storage',
    'AzureWebJobsStorage',
    'env',
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${sample('<B86>', random)}==;EndpointSuffix=core.windows.net`,
  ),
  // Keys
  found('PEM', 'CDP_PRIVATE_KEY', 'env', pem, pem),
  found(
    'PEM with written line ends',
    'KEY',
    'env',
    pem.replaceAll('\n', String.raw`\n`),
    pem.replaceAll('\n', String.raw`\n`),
  ),
  found(
    'a service account',
    'GOOGLE_CREDENTIALS',
    'env',
    JSON.stringify({ type: 'service_account', private_key: pem }),
    JSON.stringify(pem).slice(1, -1),
  ),
  // A default behind a reference
  found('the default of a reference', 'API_KEY', 'env', `\${API_KEY:-${hex32}}`, hex32),
  // Made to be seen, or known to all
  {
    ...found(
      'anon',
      'SUPABASE_ANON_KEY',
      'env',
      jwt({ iss: 'supabase', ref: 'abc', role: 'anon' }),
    ),
    kind: 'publishable',
  },
  {
    ...found('demo', 'SUPABASE_KEY', 'env', jwt({ iss: 'supabase-demo', role: 'service_role' })),
    kind: 'default',
  },
  { ...found('Stripe', 'STRIPE_KEY', 'env', sample('pk_live_<A24>', random)), kind: 'publishable' },
  {
    ...found(
      'postgres on loopback',
      '',
      'arg',
      'postgresql://postgres:postgres@localhost:5432/app',
      'postgres',
    ),
    kind: 'default',
  },
  {
    ...found(
      'a default in Basic',
      'Authorization',
      'header',
      `Basic ${basic('test@liferay.com:test')}`,
      basic('test@liferay.com:test'),
    ),
    kind: 'default',
  },
  {
    ...found(
      'a development password',
      'VAULT_NEO4J_PASSWORD',
      'env',
      'vault-dev-password',
      'vault-dev-password',
    ),
    kind: 'default',
  },
  found(
    'a default on another machine',
    '',
    'arg',
    'postgresql://postgres:postgres@db.example.net:5432/app',
    'postgres',
  ),
  found(
    'service role',
    'SUPABASE_KEY',
    'env',
    jwt({ iss: 'supabase', ref: 'abc', role: 'service_role' }),
  ),
  found(
    'Basic',
    'Authorization',
    'header',
    `Basic ${basic('app:Qw8zzLp99')}`,
    basic('app:Qw8zzLp99'),
  ),
];

for (const { says, name, place, text, secrets, kind = 'secret' } of cases) {
  test(`${says}: ${kind}, with its exact span`, () => {
    const all = findCredentials(text, { name, place });
    const spans = all.map(({ start, end }) => text.slice(start, end));
    if (secrets.length > 0) assert.deepEqual(spans, secrets);
    else assert.equal(spans.length, 1);
    for (const one of all) assert.equal(one.kind, kind);
  });
}

test('a text that does not parse is searched too', () => {
  const text = `"mcp": { "servers": { "a": { "env": { "API_KEY": "${hex32}",
    "url": "https://me:${short}@x.example/", "TOKEN": "\${input:t}", "k": "${pat}", "MAX_TOKENS": 5 } }`;
  const spans = findInText(text).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(spans, [hex32, short, pat]);
});

test('names of the inner value are kept', () => {
  const text = JSON.stringify({ Authorization: `Bearer ${pat}` });
  const [one] = findCredentials(text, { name: 'HEADERS', place: 'env' });
  assert.equal(one?.name, 'Authorization');
});
