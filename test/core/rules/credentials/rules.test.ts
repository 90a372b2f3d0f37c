import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerFix } from '../../../../src/core/config/lower-fix.ts';
import { readDocument } from '../../../../src/core/config/document.ts';
import { applyEdits } from '../../../../src/core/config/text.ts';
import { lint } from '../../../../src/core/posture/lint.ts';
import { credentialSources } from '../../../../src/core/rules/credentials/sources.ts';
import { noFacts } from '../../../../src/core/rules/facts.ts';
import type { Finding } from '../../../../src/core/rules/finding.ts';
import { sample, seeded } from './samples.ts';

const random = seeded(99);
const pat = sample('ghp_<A36>', random);
const hex = sample('<H32>', random);
const pinned = `ghcr.io/acme/tool@sha256:${'0f'.repeat(32)}`;
const prompt = (id: string) => ({ id, type: 'promptString', description: id, password: true });

interface Answer {
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly spans: readonly string[];
  /** The text after this fix of the first finding. */
  readonly fixed: (index?: number) => unknown;
}

function ask(rule: string, config: unknown, path = '.vscode/mcp.json'): Answer {
  const text = typeof config === 'string' ? config : JSON.stringify(config, null, 2);
  const document = readDocument(text, path);
  const report = lint(document, noFacts);
  assert.deepEqual(report.failures, []);
  const all = [...report.servers.flatMap(({ findings }) => findings), ...report.findings];
  const findings = all.filter((finding) => finding.rule === rule);
  return {
    text,
    findings,
    spans: findings.map(({ span }) => text.slice(span.start, span.end)),
    fixed(index = 0) {
      const fix = findings[0]?.fixes[index];
      assert.ok(fix && document.root);
      const edits = lowerFix(text, document.root, fix.ops);
      assert.ok(edits);
      return JSON.parse(applyEdits(text, edits));
    },
  };
}

function stdio(env: Record<string, string>, ...args: string[]) {
  return { command: 'node', args: ['server.js', ...args], env };
}

test('a literal in env becomes a password input named after the variable', () => {
  const { spans, fixed, findings } = ask('secret-literal', {
    servers: { gh: stdio({ GITHUB_TOKEN: pat }) },
  });
  assert.deepEqual(spans, [pat]);
  assert.deepEqual(findings[0]?.marks, ['literal-credential']);
  assert.equal(
    findings[0]?.message,
    'env GITHUB_TOKEN holds a GitHub personal access token in plain text, so whoever gets this file has it',
  );
  assert.equal(
    findings[0]?.fixes[0]?.title,
    'Ask for it with a password prompt (${input:github-token})',
  );
  assert.equal(findings[0]?.fixes[0]?.safety, 'unsafe');
  assert.deepEqual(fixed(), {
    servers: { gh: stdio({ GITHUB_TOKEN: '${input:github-token}' }) },
    inputs: [
      {
        type: 'promptString',
        id: 'github-token',
        description: 'GitHub personal access token for gh',
        password: true,
      },
    ],
  });
});

test('only the token of a header is replaced, and a taken id is left alone', () => {
  const server = {
    type: 'http',
    url: 'https://x.example/',
    headers: { Authorization: `Bearer ${pat}` },
  };
  const config = { inputs: [prompt('gh-authorization')], servers: { gh: server } };
  const { fixed } = ask('secret-literal', config);
  assert.deepEqual(fixed(), {
    inputs: [
      prompt('gh-authorization'),
      { ...prompt('gh-authorization-2'), description: 'GitHub personal access token for gh' },
    ],
    servers: {
      gh: { ...server, headers: { Authorization: 'Bearer ${input:gh-authorization-2}' } },
    },
  });
});

test('docker -e NAME=value: the value goes to env, out of the list of processes', () => {
  for (const option of [
    ['-e', `GITHUB_TOKEN=${pat}`],
    [`--env=GITHUB_TOKEN=${pat}`],
    [`-eGITHUB_TOKEN=${pat}`],
  ]) {
    const args = ['run', '-i', '--rm', ...option, pinned];
    const { spans, fixed } = ask('secret-literal', {
      servers: { gh: { command: 'docker', args } },
    });
    assert.deepEqual(spans, [pat]);
    const left = option.map((word) => word.replace(`=${pat}`, ''));
    const after = fixed() as { servers: { gh: { args: string[]; env: object } } };
    assert.deepEqual(after.servers.gh.args, ['run', '-i', '--rm', ...left, pinned]);
    assert.deepEqual(after.servers.gh.env, { GITHUB_TOKEN: '${input:github-token}' });
  }
});

test('docker -e of a name that env has already: replaced where it stands, nothing is lost', () => {
  const server = {
    command: 'docker',
    args: ['run', '-e', `T_TOKEN=${pat}`, pinned],
    env: { T_TOKEN: 'x' },
  };
  const after = ask('secret-literal', { servers: { gh: server } }).fixed() as {
    servers: { gh: typeof server };
  };
  assert.deepEqual(after.servers.gh.args[2], 'T_TOKEN=${input:t-token}');
  assert.deepEqual(after.servers.gh.env, { T_TOKEN: 'x' });
});

test('a secret in JSON in a string: its span alone, and the inner JSON stays JSON', () => {
  const config = JSON.stringify({ apiKey: hex, region: 'eu' });
  const { spans, fixed } = ask('secret-literal', { servers: { a: stdio({}, '--config', config) } });
  assert.deepEqual(spans, [hex]);
  const after = fixed() as { servers: { a: { args: string[] } } };
  assert.deepEqual(JSON.parse(after.servers.a.args[2] ?? ''), {
    apiKey: '${input:a-api-key}',
    region: 'eu',
  });
});

test('other clients: their own reference, said to remove the value; none where they have none', () => {
  const config = { mcpServers: { gh: stdio({ GITHUB_TOKEN: pat }) } };
  const cursor = ask('secret-literal', config, '.cursor/mcp.json');
  assert.match(
    cursor.findings[0]?.fixes[0]?.title ?? '',
    /environment as \$\{env:GITHUB_TOKEN\} \(removes the value/,
  );
  assert.deepEqual(cursor.fixed(), {
    mcpServers: { gh: stdio({ GITHUB_TOKEN: '${env:GITHUB_TOKEN}' }) },
  });
  const code = ask('secret-literal', config, '.mcp.json');
  assert.deepEqual(code.fixed(), {
    mcpServers: { gh: stdio({ GITHUB_TOKEN: '${GITHUB_TOKEN}' }) },
  });
  assert.deepEqual(
    ask('secret-literal', config, 'claude_desktop_config.json').findings[0]?.fixes,
    [],
  );
});

test('sent in clear: a header or address of plain http to another machine, also through mcp-remote', () => {
  const marksOf = (server: object) =>
    ask('secret-literal', { servers: { a: server } }).findings[0]?.marks;
  const clear = ['literal-credential', 'sent-in-clear'];
  assert.deepEqual(marksOf({ url: 'http://x.example/', headers: { 'X-Api-Key': hex } }), clear);
  assert.deepEqual(marksOf({ url: `http://x.example/?token=${hex}` }), clear);
  const remote = [
    '-y',
    'mcp-remote@0.1.2',
    'http://x.example/sse',
    '--header',
    `X-Api-Key: ${hex}`,
  ];
  assert.deepEqual(marksOf({ command: 'npx', args: remote }), clear);
  assert.deepEqual(marksOf({ url: 'http://localhost:1/', headers: { 'X-Api-Key': hex } }), [
    'literal-credential',
  ]);
  assert.deepEqual(marksOf({ url: 'https://x.example/', headers: { 'X-Api-Key': hex } }), [
    'literal-credential',
  ]);
});

test('publishable is information, a published default a hint; neither marks nor grades', () => {
  const key = sample('pk_live_<A24>', random);
  const [seen] = ask('secret-literal', { servers: { a: stdio({ STRIPE_KEY: key }) } }).findings;
  assert.deepEqual(
    [seen?.severity, seen?.grade, seen?.marks, seen?.fixes],
    ['information', null, [], []],
  );
  const url = 'postgresql://postgres:postgres@localhost:5432/x';
  const [known] = ask('secret-literal', { servers: { a: stdio({}, url) } }).findings;
  assert.deepEqual([known?.severity, known?.grade, known?.marks], ['hint', null, []]);
  const far = {
    url: 'https://x.example/',
    headers: { Authorization: `Basic ${btoa('admin:admin')}` },
  };
  assert.equal(ask('secret-literal', { servers: { a: far } }).findings[0]?.severity, 'error');
});

test('outside servers: comments, hidden duplicates, other settings, input defaults, broken text', () => {
  assert.deepEqual(ask('secret-literal', `{ // was ${pat}\n "servers": {} }`).spans, [pat]);
  const twice = `{"servers":{"a":{"command":"x","env":{"TOKEN":"${hex}"}},"a":{"command":"x"}}}`;
  assert.deepEqual(ask('secret-literal', twice).spans, [hex]);
  assert.deepEqual(ask('secret-literal', { provider: { apiKey: hex }, servers: {} }).spans, [hex]);
  const half = `{"servers":{"a":{"command":"x","env":{"TOKEN":"${pat}", "API_KEY": "${hex}`;
  assert.deepEqual(ask('secret-literal', half).spans, [pat, hex]);
  assert.deepEqual(ask('secret-literal', `"mcp": { "API_KEY": "${hex}" }`).spans, [hex]);
  assert.deepEqual(ask('secret-literal', `API_KEY="${hex}" and more`).spans, [hex]);
  const inputs = [{ ...prompt('api-key'), default: hex }];
  const used = ask('secret-literal', {
    inputs,
    servers: { a: stdio({ API_KEY: '${input:api-key}' }) },
  });
  assert.deepEqual(used.spans, [hex]);
  assert.equal(used.findings[0]?.grade, 'bad');
  assert.deepEqual((used.fixed() as { inputs: object[] }).inputs, [prompt('api-key')]);
});

test('plain inputs: the finding is on the input, its use related; only promptString can be fixed', () => {
  const plain = { id: 't', type: 'promptString', description: 'Something' };
  const server = stdio({ API_TOKEN: '${input:t}' });
  const { spans, findings, text, fixed } = ask('secret-in-plain-input', {
    inputs: [plain],
    servers: { a: server },
  });
  assert.deepEqual(spans, ['t']);
  const [use] = findings[0]?.related ?? [];
  assert.equal(text.slice(use?.span.start, use?.span.end), '${input:t}');
  assert.equal(findings[0]?.fixes[0]?.safety, 'safe');
  assert.deepEqual((fixed() as { inputs: object[] }).inputs, [{ ...plain, password: true }]);
  for (const type of ['pickString', 'command']) {
    const [one] = ask('secret-in-plain-input', {
      inputs: [{ id: 't', type }],
      servers: { a: server },
    }).findings;
    assert.deepEqual(one?.fixes, []);
  }
  const command = ask('secret-in-plain-input', {
    servers: { a: stdio({ API_TOKEN: '${command:x.token}' }) },
  });
  assert.deepEqual(command.spans, ['${command:x.token}']);
});

test('plain inputs: not for what is no secret, and also for one that only says it is', () => {
  const inputs = [
    { id: 'db_host', type: 'promptString', description: 'Database host' },
    { id: 'mcp_url', type: 'promptString', description: 'Server URL, see the API keys page' },
    { id: 'spare_token', type: 'promptString' },
    prompt('good_token'),
  ];
  const server = stdio({ DB_HOST: '${input:db_host}', MCP_URL: '${input:mcp_url}' });
  assert.deepEqual(ask('secret-in-plain-input', { inputs, servers: { a: server } }).spans, [
    'spare_token',
  ]);
});

test('unknown inputs: declared as a prompt, as a password where the place is secret', () => {
  const server = stdio({ REGION: '${input:region}' }, '--token', '${input:t}', '${input:t}');
  const { spans, findings, fixed } = ask('unknown-input', { servers: { a: server } });
  assert.deepEqual(spans.toSorted(), ['${input:region}', '${input:t}']);
  assert.equal(
    findings.find(({ fixes }) => fixes[0]?.title.includes('password'))?.related.length,
    1,
  );
  const after = fixed() as { inputs: { id: string; password?: boolean }[] };
  assert.equal(after.inputs[0]?.password, after.inputs[0]?.id === 't' ? true : undefined);
  const code = ask('unknown-input', { mcpServers: { a: server } }, '.mcp.json');
  assert.deepEqual(
    code.findings.flatMap(({ fixes }) => fixes),
    [],
  );
  assert.equal(code.findings.length, 2);
});

test('handed on: files, folders, agents, variables of the environment, whole env files', () => {
  const of = (...options: string[]) =>
    ask('credential-passthrough', {
      servers: { a: { command: 'docker', args: ['run', ...options, pinned] } },
    }).findings.map(({ severity, grade }) => `${severity} ${grade}`);
  const caution = ['information caution'];
  const bad = ['information bad'];
  assert.deepEqual(
    of('-v', '~/.config/gcloud/application_default_credentials.json:/a.json:ro'),
    caution,
  );
  assert.deepEqual(of('--mount', 'type=bind,src=/home/me/.kube/config,dst=/k,readonly'), caution);
  assert.deepEqual(of('-v', '~/.config/gcloud/application_default_credentials.json:/a.json'), bad);
  assert.deepEqual(of('-v', '${userHome}/.aws:/root/.aws:ro'), bad);
  assert.deepEqual(of('-v', 'C:\\Users\\me\\.ssh:/root/.ssh:ro'), bad);
  assert.deepEqual(of('-e', 'SSH_AUTH_SOCK'), bad);
  assert.deepEqual(of('-e', 'AWS_SECRET_ACCESS_KEY'), caution);
  assert.deepEqual(of('-e', 'NOTES_TOKEN'), []);
  assert.deepEqual(of('--env-file', '.env'), caution);
  assert.deepEqual(of('-e', 'GOOGLE_APPLICATION_CREDENTIALS=/tmp/adc.json', '-e', 'REGION'), []);
  assert.deepEqual(of('-v', '${workspaceFolder}/data:/data'), []);
});

test('sources: how each credential reaches the server', () => {
  const kinds = (server: object, rest: object = {}, path = '.vscode/mcp.json') => {
    const document = readDocument(JSON.stringify({ ...rest, servers: { a: server } }), path);
    const [first] = document.servers;
    assert.ok(first);
    return credentialSources(first, document).map(({ kind, where }) => `${kind}: ${where}`);
  };
  const inputs = { inputs: [prompt('t'), { id: 'p', type: 'promptString' }] };
  assert.deepEqual(kinds(stdio({ TOKEN: hex })), ['literal: env TOKEN']);
  assert.deepEqual(kinds(stdio({ TOKEN: '${input:t}' }), inputs), ['password-input: env TOKEN']);
  assert.deepEqual(kinds(stdio({ TOKEN: '${input:p}' }), inputs), ['plain-input: env TOKEN']);
  assert.deepEqual(kinds(stdio({ TOKEN: '${env:TOKEN}' })), ['env-reference: env TOKEN']);
  assert.deepEqual(kinds({ ...stdio({}), envFile: '.env' }), ['env-file: an env file']);
  assert.deepEqual(
    kinds({ url: 'https://x.example', headers: { Authorization: 'Bearer ${input:t}' } }, inputs),
    ['password-input: header Authorization'],
  );
  assert.deepEqual(kinds({ command: 'docker', args: ['run', '-e', 'NOTES_TOKEN', pinned] }), [
    'env-reference: env NOTES_TOKEN',
  ]);
  assert.deepEqual(kinds(stdio({ KEY_FILE: '/run/key' })), ['token-file: named by env KEY_FILE']);
  assert.deepEqual(kinds(stdio({ REGION: 'eu', LOG: '${env:LOG}', HOME: '${userHome}' })), []);
});

test('a default password of a program on this machine is a hint that says what it is', () => {
  const { findings } = ask('secret-literal', {
    servers: { graph: stdio({ NEO4J_PASSWORD: 'notes-dev-password' }) },
  });
  assert.deepEqual(
    findings.map(({ severity, grade, message }) => [severity, grade, message]),
    [['hint', null, 'env NEO4J_PASSWORD holds a default password that anyone can guess']],
  );
});
