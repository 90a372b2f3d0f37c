import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderWith, runCli, scanJson } from './run-cli.ts';

const shipped = '${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch';
const installed = '/home/u/.local/share/mcp-posture/launcher/mcp-launch';

const vscode = (command: string, args: string, more: string, inputs: string): string => `{
  // the team's
  "servers": {
    "gh": { "command": "${command}", "args": [${args}]${more} }, // kept
    "plain": { "command": "npx", "args": ["-y", "x@1.2.3"] },
  },${inputs}
}
`;
const wrapped = vscode(
  shipped,
  '"--env", "TOKEN=gh.token.1a2b3c4d", "--", "npx", "-y", "y@1.2.3"',
  '',
  '',
);
const back = vscode(
  'npx',
  '"-y", "y@1.2.3"',
  ', "env": { "TOKEN": "${input:gh-token-1a2b3c4d}" }',
  `
  "inputs": [
    {
      "type": "promptString",
      "id": "gh-token-1a2b3c4d",
      "description": "token for gh",
      "password": true
    }
  ],`,
);

const cursor = (command: string, args: readonly string[], env?: object): string =>
  JSON.stringify({ mcpServers: { a: { command, args, ...(env && { env }) } } });
const keychain = ['--keychain', '--env', 'TOKEN=a.token.1a2b3c4d', '--', 'npx', '-y', 'x@1.2.3'];

test('launches are put back in every file of a folder, and nothing else changes', async (t) => {
  const folder = folderWith(t, {
    '.vscode/mcp.json': wrapped,
    '.cursor/mcp.json': cursor(installed, keychain),
    'other/.cursor/mcp.json': cursor('npx', ['x@1.2.3']),
  });
  const { code, stdout, stderr } = await runCli(['unwrap', '.'], { cwd: folder });
  assert.deepEqual([code, stderr], [0, '']);
  assert.deepEqual(stdout.split('\n'), [
    '.cursor/mcp.json: a: mcp-launch, a.token.1a2b3c4d → ${env:TOKEN}',
    '.vscode/mcp.json: gh: mcp-launch, gh.token.1a2b3c4d → ${input:gh-token-1a2b3c4d}',
    '',
    'Put back 2 of 2 in 3 files',
    '',
    'The values stay where they were stored: mcp-posture secrets rm removes one',
    '',
  ]);
  assert.equal(readFileSync(join(folder, '.vscode/mcp.json'), 'utf8'), back);
  assert.deepEqual(JSON.parse(readFileSync(join(folder, '.cursor/mcp.json'), 'utf8')), {
    mcpServers: {
      a: { command: 'npx', args: ['-y', 'x@1.2.3'], env: { TOKEN: '${env:TOKEN}' } },
    },
  });
  const { report } = await scanJson([folder]);
  assert.deepEqual(
    report.documents.flatMap(({ servers }) => servers.flatMap(({ launch }) => launch.wrappers)),
    [],
  );
  const again = await runCli(['unwrap', '.'], { cwd: folder });
  assert.deepEqual([again.code, again.stdout], [0, 'Nothing to put back in 3 files\n']);
});

test('--dry-run writes nothing and shows what would change', async (t) => {
  const folder = folderWith(t, { '.vscode/mcp.json': wrapped });
  const file = join(folder, '.vscode/mcp.json');
  utimesSync(file, 1_000_000, 1_000_000);
  const { code, stdout } = await runCli(['unwrap', '--dry-run', '.vscode/mcp.json'], {
    cwd: folder,
  });
  assert.equal(code, 0);
  assert.deepEqual(stdout.split('\n'), [
    '--- .vscode/mcp.json',
    '+++ .vscode/mcp.json',
    '@@ -4 +4 @@ gh',
    `-"${shipped}",`,
    '+"npx",',
    '@@ -4 +4 @@ gh',
    '-["--env", "TOKEN=gh.token.1a2b3c4d", "--", "npx", ',
    '+[',
    '@@ -4 +4 @@ gh',
    '-]',
    '+], "env": { "TOKEN": "${input:gh-token-1a2b3c4d}" }',
    '@@ -6 +6 @@',
    '-},',
    '+},',
    '+  "inputs": [',
    '+    {',
    '+      "type": "promptString",',
    '+      "id": "gh-token-1a2b3c4d",',
    '+      "description": "token for gh",',
    '+      "password": true',
    '+    }',
    '+  ],',
    '',
    '.vscode/mcp.json: gh: mcp-launch, gh.token.1a2b3c4d → ${input:gh-token-1a2b3c4d}',
    '',
    'Would put back 1 of 1 in 1 file',
    '',
    'The values stay where they were stored: mcp-posture secrets rm removes one',
    '',
  ]);
  assert.equal(statSync(file).mtimeMs, 1_000_000_000);
});

test('what stays is told with its reason, and the rest is put back', async (t) => {
  const desktop = {
    a: { command: installed, args: keychain },
    b: { command: 'sudo', args: [installed, ...keychain] },
    c: { command: installed, args: ['--colour', '--', 'npx'] },
  };
  const folder = folderWith(t, {
    'claude_desktop_config.json': JSON.stringify({ mcpServers: desktop }),
    '.vscode/mcp.json': wrapped,
  });
  const run = await runCli(['unwrap', '.', '--format', 'json'], { cwd: folder });
  assert.deepEqual([run.code, run.stderr], [1, '']);
  const stays = JSON.stringify({ mcpServers: desktop });
  assert.equal(readFileSync(join(folder, 'claude_desktop_config.json'), 'utf8'), stays);
  assert.deepEqual(JSON.parse(run.stdout), {
    version: 1,
    documents: [
      {
        path: 'claude_desktop_config.json',
        unwrapped: [],
        left: [
          {
            server: 'a',
            what: 'TOKEN',
            why: 'Claude Desktop takes no secret from outside its file: keep the launcher, or write the values in by hand',
          },
          {
            server: 'b',
            what: 'mcp-launch',
            why: 'its launcher stands behind another program',
          },
          {
            server: 'c',
            what: 'mcp-launch',
            why: 'the launcher is given a word it does not know',
          },
        ],
        errors: [],
        written: false,
      },
      {
        path: '.vscode/mcp.json',
        unwrapped: [
          {
            server: 'gh',
            references: [{ secret: 'gh.token.1a2b3c4d', by: 'input', name: 'gh-token-1a2b3c4d' }],
          },
        ],
        left: [],
        errors: [],
        written: true,
      },
    ],
  });
});

test('a client with a list of names is told the name', async (t) => {
  const launch = `command = "${installed}"
args = ["--keychain", "--env", "TOKEN=gh.token.1a2b3c4d", "--", "npx", "x@1.2.3"]
`;
  const folder = folderWith(t, { '.codex/config.toml': `[mcp_servers.gh]\n${launch}` });
  const file = join(folder, '.codex/config.toml');
  const { code, stdout } = await runCli(['unwrap', file], { cwd: folder });
  assert.equal(code, 0);
  assert.match(stdout, /gh: mcp-launch, gh\.token\.1a2b3c4d → env_vars TOKEN\n/);
  assert.equal(
    readFileSync(file, 'utf8'),
    '[mcp_servers.gh]\ncommand = "npx"\nargs = ["x@1.2.3"]\nenv_vars = ["TOKEN"]\n',
  );
});

test('two servers that share a secret ask by one input', async (t) => {
  const args = ['--env', 'TOKEN=gh.token.1a2b3c4d', '--', 'npx', 'x@1.2.3'];
  const server = { command: shipped, args };
  const folder = folderWith(t, {
    '.vscode/mcp.json': JSON.stringify({ servers: { one: server, two: server } }, null, 2),
  });
  const file = join(folder, '.vscode/mcp.json');
  assert.equal((await runCli(['unwrap', file])).code, 0);
  const after = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const own = { command: 'npx', args: ['x@1.2.3'], env: { TOKEN: '${input:gh-token-1a2b3c4d}' } };
  assert.deepEqual(after['servers'], { one: own, two: own });
  assert.deepEqual(after['inputs'], [
    {
      type: 'promptString',
      id: 'gh-token-1a2b3c4d',
      description: 'token for one',
      password: true,
    },
  ]);
});

test('a file that is broken, read-only, missing or none of ours ends with 2 and its reason', async (t) => {
  const folder = folderWith(t, {
    'broken/.vscode/mcp.json': '{ "servers": { "gh": { "command": ',
    'closed/.vscode/mcp.json': wrapped,
  });
  chmodSync(join(folder, 'closed/.vscode/mcp.json'), 0o444);
  const run = await runCli(['unwrap', 'closed', 'broken', 'gone'], { cwd: folder });
  assert.equal(run.code, 2);
  assert.match(
    run.stdout,
    /^Not put back:\n {2}closed\/\.vscode\/mcp\.json: gh: gh\.token\.1a2b3c4d: it is read-only\n/,
  );
  assert.match(run.stdout, /\n {2}gone: no such file or folder\n/);
  assert.equal(readFileSync(join(folder, 'closed/.vscode/mcp.json'), 'utf8'), wrapped);
  writeFileSync(join(folder, 'notes.txt'), 'hello');
  const none = await runCli(['unwrap', 'notes.txt'], { cwd: folder });
  assert.deepEqual([none.code, none.stdout], [0, 'No MCP configuration found\n']);
});
