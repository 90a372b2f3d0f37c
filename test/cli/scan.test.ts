import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { folderWith, runCli, scanJson } from './run-cli.ts';

const digest = `sha256:${'4b1f6d0c9e2a7835'.repeat(4)}`;
const docker = (image: string): string =>
  `{ "command": "docker", "args": ["run", "-i", "${image}"] }`;
const vscode = (...entries: readonly string[]): string =>
  `{ "servers": { ${entries.join(', ')} } }`;
const bad = vscode(`"bad": ${docker('alpine:latest')}`);
const good = vscode(`"good": ${docker(`alpine@${digest}`)}`);

test('exit code: 0 nothing, 1 something at the level, 2 could not run', async (t) => {
  const folder = folderWith(t, { 'bad/.vscode/mcp.json': bad, 'good/.vscode/mcp.json': good });
  const code = async (...args: readonly string[]) =>
    (await runCli(['scan', '--no-network', ...args], { cwd: folder })).code;
  const runs: readonly (readonly [number, ...string[]])[] = [
    [0, 'good'],
    [1, 'bad'],
    [1, 'good', 'bad'],
    [0, 'bad', '--fail-on', 'never'],
    [0, 'bad', '--fail-on', 'error'],
    [1, 'bad', '--fail-on', 'warning'],
    [1, 'bad', '--fail-on', 'hint'],
    [1, 'bad', '--fail-on', 'high'],
    [1, 'bad', '--fail-on', 'medium'],
    [0, 'bad', '--fail-on', 'critical'],
    [0, 'good', '--fail-on', 'medium'],
    [2, 'missing.json'],
    [2, 'good', '--fail-on', 'sometimes'],
    [2, 'good', '--format', 'xml'],
    [2, 'good', '--registry-host', 'https://x/'],
    [2, 'good', '--unknown'],
    [2],
  ];
  for (const [expected, ...args] of runs)
    assert.equal(await code(...args), expected, args.join(' '));
  assert.equal((await runCli([])).code, 2);
});

test('--version and --help', async () => {
  assert.deepEqual(await runCli(['--version']), {
    code: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
  const help = await runCli(['scan', '--help']);
  assert.equal(help.code, 0);
  for (const flag of ['--format', '--no-network', '--fail-on', '--registry-host', '--no-color']) {
    assert.ok(help.stdout.includes(flag), flag);
  }
});

test('the JSON report has every field of version 1', async (t) => {
  const folder = folderWith(t, { '.vscode/mcp.json': bad });
  const { code, report } = await scanJson(['.'], { cwd: folder });
  assert.equal(code, 1);
  assert.deepEqual(Object.keys(report), ['version', 'documents', 'summary']);
  assert.deepEqual(report.summary, {
    servers: 1,
    tiers: { critical: 0, high: 1, medium: 0, low: 0, unknown: 0 },
    suppressed: 0,
  });
  const [document] = report.documents;
  assert.ok(document !== undefined);
  assert.equal(document.path, '.vscode/mcp.json');
  assert.equal(document.dialect, 'vscode');
  assert.deepEqual([document.errors, document.findings], [[], []]);
  const [server] = document.servers;
  assert.ok(server !== undefined);
  const { name, range, tier, tierWhy, pillars, launch } = server;
  assert.deepEqual(
    { name, range, tier },
    {
      name: 'bad',
      range: { start: { line: 0, character: 15 }, end: { line: 0, character: 20 } },
      tier: 'high',
    },
  );
  assert.ok(tierWhy.length > 0);
  assert.deepEqual(Object.keys(pillars), [
    'access',
    'deployment',
    'integrity',
    'dependencies',
    'monitoring',
  ]);
  for (const { grade, why } of Object.values(pillars)) assert.ok(grade !== undefined && why !== '');
  assert.deepEqual(launch, {
    kind: 'image',
    name: 'alpine',
    version: 'latest',
    digest: null,
    runner: 'docker',
    wrappers: [],
  });
  const finding = server.findings.find(({ rule }) => rule === 'unpinned-image');
  assert.ok(finding !== undefined);
  assert.deepEqual(Object.keys(finding), [
    'rule',
    'severity',
    'confidence',
    'message',
    'pillar',
    'docs',
    'range',
    'related',
    'fixes',
    'suppressed',
  ]);
  const at = bad.indexOf('latest');
  assert.deepEqual(finding.range, {
    start: { line: 0, character: at },
    end: { line: 0, character: at + 'latest'.length },
  });
  assert.equal(finding.suppressed, null);
});

test('lines and characters survive CRLF, a byte order mark and UTF-16', async (t) => {
  const text = `{\r\n  "servers": {\r\n    "é😀": ${docker('alpine:latest')}\r\n  }\r\n}\r\n`;
  const folder = folderWith(t, {
    'crlf/.vscode/mcp.json': `\ufeff${text}`,
    'utf16/.vscode/mcp.json': Buffer.from(`\ufeff${text}`, 'utf16le'),
    'first/.vscode/mcp.json': `\ufeff${bad}`,
  });
  const { report } = await scanJson(['crlf', 'utf16', 'first'], { cwd: folder });
  const starts = report.documents.map(
    ({ servers }) =>
      servers[0]?.findings.find(({ rule }) => rule === 'unpinned-image')?.range.start,
  );
  const line = text.split('\r\n')[2] ?? '';
  const expected = { line: 2, character: line.indexOf('latest') };
  assert.deepEqual(starts, [expected, expected, { line: 0, character: bad.indexOf('latest') }]);
  assert.equal(report.documents[0]?.servers[0]?.name, 'é😀');
});

test('a folder: known names only, each file once, what is no configuration is absent', async (t) => {
  const folder = folderWith(t, {
    'a/.vscode/mcp.json': bad,
    'b/.mcp.json': `{ "mcpServers": { "x": ${docker(`alpine@${digest}`)} } }`,
    'b/settings.json': bad,
    'b/mcp-notes.json': '{ "title": "about MCP" }',
    'node_modules/p/.vscode/mcp.json': bad,
    '.git/mcp.json': bad,
    'big/.vscode/mcp.json': `${' '.repeat(2_000_001)}${bad}`,
    'README.md': '# mcp',
  });
  symlinkSync('..', join(folder, 'a/loop'));
  symlinkSync('/', join(folder, 'a/out'));
  symlinkSync('self', join(folder, 'self'));
  symlinkSync('a/.vscode/mcp.json', join(folder, 'mcp.json'));
  symlinkSync('b/settings.json', join(folder, 'z-mcp.json'));
  const { report } = await scanJson([folder, join(folder, 'b/.mcp.json')]);
  const seen = report.documents.map(({ path }) => path.slice(folder.length + 1)).sort();
  assert.deepEqual(seen, [
    'a/.vscode/mcp.json',
    'b/.mcp.json',
    'big/.vscode/mcp.json',
    'z-mcp.json',
  ]);
  assert.match(
    report.documents.find(({ path }) => path.includes('big'))?.errors[0]?.message ?? '',
    /2 MB/,
  );
});

test('links that lead out of the folder are left alone', async (t) => {
  const outside = folderWith(t, { 'mcp.json': bad });
  const folder = folderWith(t, { 'x.txt': '' });
  symlinkSync(join(outside, 'mcp.json'), join(folder, 'mcp.json'));
  symlinkSync(outside, join(folder, 'sub'));
  const { code, report } = await scanJson([folder]);
  assert.deepEqual([code, report.documents], [0, []]);
});

test('a file given by name is tried whatever it is called; one in its own folder is known by it', async (t) => {
  const folder = folderWith(t, {
    'settings.txt': bad,
    'package.json': '{ "name": "x" }',
    '.cursor/mcp.json': '{ "mcpServers": {} }',
  });
  const named = await scanJson(['settings.txt', 'package.json'], { cwd: folder });
  assert.deepEqual(
    named.report.documents.map(({ path }) => path),
    ['settings.txt'],
  );
  const inside = await scanJson(['mcp.json'], { cwd: join(folder, '.cursor') });
  assert.equal(inside.report.documents[0]?.dialect, 'cursor');
});

test('what cannot be read is there with a clear line', async (t) => {
  const folder = folderWith(t, {
    'five.json': Buffer.alloc(5_000_000, 32),
    'binary.json': Buffer.from([0x89, 0x50, 0, 0, 1, 2, 3]),
    'good/mcp.json': good,
  });
  const { code, report } = await scanJson(['five.json', 'binary.json', 'missing.json', 'good'], {
    cwd: folder,
  });
  assert.equal(code, 2);
  const lines = Object.fromEntries(
    report.documents.map(({ path, errors }) => [path, errors[0]?.message]),
  );
  assert.match(lines['five.json'] ?? '', /larger than 4 MB/);
  assert.match(lines['binary.json'] ?? '', /binary/);
  assert.match(lines['missing.json'] ?? '', /no such file/);
  assert.equal(lines['good/mcp.json'], undefined);
  assert.equal(report.summary.servers, 1);
});

test('a folder without permission is named and the rest is read', async (t) => {
  const folder = folderWith(t, { 'a/mcp.json': good });
  mkdirSync(join(folder, 'locked'));
  chmodSync(join(folder, 'locked'), 0);
  chmodSync(folder, 0o755);
  // Root may read everything, so it becomes somebody else.
  const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const { code, report } = await scanJson([folder], user);
  chmodSync(join(folder, 'locked'), 0o755);
  assert.equal(code, 2);
  assert.match(JSON.stringify(report.documents), /no permission/);
  assert.equal(report.summary.servers, 1);
});

test('hostile files: names of prototypes, 10,000 servers, 1,000 deep, half-typed', async (t) => {
  const many = Array.from({ length: 10_000 }, (_, i) => `"s${i}": ${docker(`alpine:${i}`)}`);
  const folder = folderWith(t, {
    'names/.vscode/mcp.json': vscode(
      `"__proto__": ${docker('alpine')}, "constructor": ${docker('alpine')}, "toString": null, "": {}`,
    ),
    'many/.vscode/mcp.json': vscode(...many),
    'deep/.vscode/mcp.json': `${'{"servers":'.repeat(1000)}${'['.repeat(1000)}`,
    'deeper/.vscode/mcp.json': '['.repeat(200_000),
    'half/.vscode/mcp.json': bad.slice(0, -8),
  });
  const started = performance.now();
  const { code, report } = await scanJson(['.'], { cwd: folder });
  assert.ok(performance.now() - started < 20_000, 'in bounded time');
  assert.equal(code, 1);
  const servers = Object.fromEntries(
    report.documents.map(({ path, servers: all }) => [
      path.split('/')[0],
      all.map(({ name }) => name),
    ]),
  );
  assert.deepEqual(servers.names, ['__proto__', 'constructor', 'toString', '']);
  assert.equal(servers.many?.length, 10_000);
  assert.deepEqual(servers.half, ['bad']);
});

test('what is long or deep inside one server costs linear time, and what was not judged is said', async (t) => {
  const server = (entry: object): string => JSON.stringify({ servers: { a: entry } });
  const folder = folderWith(t, {
    'pipes.json': server({ command: 'bash', args: ['-c', 'curl x | '.repeat(200_000)] }),
    'items.json': server({ command: 'npx', args: Array.from({ length: 400_000 }, () => '-y') }),
    'long.json': server({ command: '/opt/'.repeat(300_000) }),
    'deep.json': `{"servers":{"a":${'['.repeat(1000)}${']'.repeat(1000)}}}`,
  });
  const names = ['pipes.json', 'items.json', 'long.json'];
  const started = performance.now();
  const { code, report } = await scanJson(names, { cwd: folder });
  assert.deepEqual(
    report.documents.map(({ errors, servers }) => [errors.length, servers.length]),
    [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
  );
  // A line of downloads alone is no server, which is a warning.
  assert.equal(code, 1);
  const text = await runCli(['scan', 'long.json', '--no-network'], { cwd: folder });
  assert.ok(text.stdout.length < 5000, 'nobody reads a megabyte');
  const deep = await scanJson(['deep.json'], { cwd: folder });
  assert.equal(deep.code, 2);
  assert.match(deep.report.documents[0]?.errors[0]?.message ?? '', /deeper/);
  assert.ok(performance.now() - started < 30_000, 'in bounded time');
});

test('no steering character of a file reaches the terminal', async (t) => {
  const name = String.raw`x\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp\nnext`;
  const folder = folderWith(t, {
    '.vscode/mcp.json': vscode(
      `"${name}": { "command": "docker", "args": ["run", "\\u001b[31malpine:\\u0007"] }`,
    ),
  });
  for (const flags of [
    ['--format', 'text', '--no-color'],
    ['--format', 'json'],
  ]) {
    const { stdout, stderr } = await runCli(['scan', folder, '--no-network', ...flags]);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    assert.ok(stdout.includes('gnp'));
  }
  const { report } = await scanJson([folder]);
  assert.equal(
    report.documents[0]?.servers[0]?.name,
    JSON.parse(`"${name}"`),
    'and JSON loses nothing',
  );
});

test('colours only on a terminal or when asked for', async (t) => {
  const folder = folderWith(t, { '.vscode/mcp.json': bad });
  const colored = async (flags: readonly string[], env: Record<string, string> = {}) =>
    (await runCli(['scan', folder, '--no-network', ...flags], { env })).stdout.includes('\u001b[');
  assert.equal(await colored([]), false);
  assert.equal(await colored(['--color']), true);
  assert.equal(await colored(['--no-color']), false);
  assert.equal(await colored(['--color', '--format', 'json']), false);
  assert.equal(await colored([], { NO_COLOR: '1' }), false);
});

test('a reader that leaves early is no failure', async (t) => {
  const many = Array.from({ length: 3000 }, (_, i) => `"s${i}": ${docker(`alpine:${i}`)}`);
  const folder = folderWith(t, { '.vscode/mcp.json': vscode(...many) });
  const run = await runCli(['scan', folder, '--no-network', '--fail-on', 'never'], {
    closeEarly: true,
  });
  assert.deepEqual([run.code, run.stderr], [0, '']);
});

test('text shows file, server, tier, reasons, place, rule and fixes', async (t) => {
  const folder = folderWith(t, { '.vscode/mcp.json': bad });
  const { stdout } = await runCli(['scan', '.', '--no-network'], { cwd: folder });
  assert.match(stdout, /^\.vscode\/mcp\.json \(VS Code\)$/m);
  assert.match(stdout, /^ {2}bad: high$/m);
  assert.match(stdout, /^ {4}1:\d+ {2}warning {2}.* {2}unpinned-image$/m);
  assert.match(stdout, /1 server in 1 file: 0 critical, 1 high/);
});

test('it runs on the system’s Node too', async (t) => {
  const folder = folderWith(t, { '.vscode/mcp.json': bad });
  for (const node of [process.execPath, '/usr/bin/node'].filter((path) => existsSync(path))) {
    const { code, report } = await scanJson([folder], { node });
    assert.equal(code, 1);
    assert.equal(report.summary.servers, 1);
  }
});
