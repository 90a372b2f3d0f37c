import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { leakedRuns } from '../secret-runs.ts';
import { startLocalRegistry, type LocalRegistry } from './local-registry.ts';
import { folderWith, runCli, scanJson } from './run-cli.ts';

const stock = {
  images: ['team/tool:1.4'],
  packages: { 'some-server': { '1.0.0': 400, '1.4.2': 8, '1.5.0': 2 } },
};

function config({ host }: LocalRegistry): Record<string, string> {
  const servers = {
    image: { command: 'docker', args: ['run', `${host}/team/tool:1.4`] },
    gone: { command: 'docker', args: ['run', `${host}/team/tool:9`] },
    package: { command: 'npx', args: ['-y', 'some-server'] },
  };
  return { '.vscode/mcp.json': JSON.stringify({ servers }) };
}

/** A machine has its own caches; `env` has nothing else in it. */
function machine(t: TestContext): Readonly<Record<'XDG_CACHE_HOME', string>> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-machine-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return { XDG_CACHE_HOME: folder };
}

async function exported(
  t: TestContext,
  registry: LocalRegistry,
  folder: string,
): Promise<{ readonly file: string; readonly stdout: string }> {
  const file = join(machine(t).XDG_CACHE_HOME, 'out', 'answers.bundle');
  const env = { ...machine(t), npm_config_registry: `http://${registry.host}/` };
  const args = ['db', 'export', file, folder, '--registry-host', registry.host];
  const { code, stdout, stderr } = await runCli(args, { env });
  assert.deepEqual([code, stderr], [0, '']);
  return { file, stdout };
}

/** What a scan says of every server, but for the reasons why it knows no more. */
async function judged(
  folder: string,
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { report } = await scanJson([folder], { flags, env });
  return report.documents.flatMap(({ servers }) =>
    servers.map(({ name, tier, pillars, findings }) => ({
      ...{ name, tier },
      grades: Object.values(pillars).map(({ grade, why }) =>
        grade === 'not-checked' ? grade : why,
      ),
      findings: findings.map(({ rule, message, fixes }) => [rule, message, fixes]),
    })),
  );
}

suite('a bundle of answers', () => {
  test('carries them to a machine that asks nobody: the same grades, findings and fixes', async (t) => {
    await using registry = await startLocalRegistry(stock);
    const folder = folderWith(t, config(registry));
    const { file, stdout } = await exported(t, registry, folder);
    assert.match(stdout, /^\d+ answers written to /);
    const asked = registry.seen.length;
    const env = { ...machine(t), npm_config_registry: `http://${registry.host}/` };
    const online = await judged(folder, ['--registry-host', registry.host], env);

    const closed = machine(t);
    const before = await judged(folder, ['--no-network'], closed);
    assert.notDeepEqual(before, online);
    // Other settings name no registry of the first machine: the question is the same.
    assert.deepEqual(await judged(folder, ['--no-network', '--db', file], closed), online);
    assert.deepEqual(await judged(folder, ['--no-network'], closed), before);

    const run = await runCli(['db', 'import', file], { env: closed });
    assert.equal(run.code, 0);
    const day = new Date().toISOString().slice(0, 10);
    assert.match(run.stdout, new RegExp(`^\\d+ answers of ${day} imported\\n$`));
    assert.deepEqual(await judged(folder, ['--no-network'], closed), online);
    assert.deepEqual(await judged(folder, ['--no-network', '--no-cache'], closed), before);
    assert.ok(registry.seen.length > asked);
  });

  test('names nobody and nothing that was asked', async (t) => {
    await using registry = await startLocalRegistry(stock);
    const { file } = await exported(t, registry, folderWith(t, config(registry)));
    const text = readFileSync(file, 'utf8');
    for (const name of [registry.host, 'some-server', 'team/tool']) {
      assert.deepEqual(leakedRuns(name, text), [], name);
    }
    const read = JSON.parse(text) as { format: string; version: number; answers: unknown[][] };
    assert.deepEqual([read.format, read.version], ['mcp-posture-answers', 1]);
    for (const [key, at] of read.answers) {
      assert.match(String(key), /^[a-z-]+ [\w-]{43}$/);
      assert.ok(typeof at === 'number' && at <= Date.now());
    }
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  test('is asked only where nobody can be, and a newer answer counts for more', async (t) => {
    await using old = await startLocalRegistry(stock);
    const folder = folderWith(t, config(old));
    const { file } = await exported(t, old, folder);
    const aged = agedBy(file, 3);
    const env = { npm_config_registry: `http://${old.host}/` };
    const flags = ['--registry-host', old.host];
    const first = await runCli(['scan', folder, ...flags, '--db', aged], { env });
    assert.doesNotMatch(first.stdout, /Some answers are of/);
    const asked = old.seen.length;
    const offline = await runCli(['scan', folder, '--no-network', '--db', aged], { env });
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    assert.match(offline.stdout, new RegExp(`\\nSome answers are of ${day}\\n`));
    assert.equal(old.seen.length, asked);
    // The registry is gone: what it once said is what there is.
    await old[Symbol.asyncDispose]();
    const alone = await runCli(['scan', folder, ...flags, '--db', aged], { env });
    assert.match(alone.stdout, new RegExp(`\\nSome answers are of ${day}\\n`));
    assert.doesNotMatch(alone.stdout, /Not checked:\n.*team\/tool:1\.4/);
  });

  test('is worth nothing after 90 days', async (t) => {
    await using registry = await startLocalRegistry(stock);
    const folder = folderWith(t, config(registry));
    const { file } = await exported(t, registry, folder);
    const offline = await judged(folder, ['--no-network'], machine(t));
    const flags = ['--no-network', '--db', agedBy(file, 91)];
    assert.deepEqual(await judged(folder, flags, machine(t)), offline);
  });
});

/** The same bundle, as it would be so many days later. */
function agedBy(file: string, days: number): string {
  const read = JSON.parse(readFileSync(file, 'utf8')) as { answers: [string, number, unknown][] };
  for (const entry of read.answers) entry[1] -= days * 86_400_000;
  writeFileSync(`${file}.${days}`, JSON.stringify(read));
  return `${file}.${days}`;
}

suite('what is no bundle', () => {
  const head = '"format":"mcp-posture-answers","version":1';
  for (const [name, text, why] of [
    ['nothing', '', 'it is no bundle of answers'],
    ['another file', '{"servers":{}}', 'it is no bundle of answers'],
    [
      'a later version',
      '{"format":"mcp-posture-answers","version":2,"answers":[]}',
      'it is of version 2, not 1',
    ],
    [
      'nested too deep',
      `{${head},"answers":${'['.repeat(9000)}${']'.repeat(9000)}}`,
      'it is no bundle of answers',
    ],
  ] as const) {
    test(`${name} is refused, by import and by --db`, async (t) => {
      const folder = folderWith(t, { 'bundle.json': text, '.mcp.json': '{"mcpServers":{}}' });
      const file = join(folder, 'bundle.json');
      const env = machine(t);
      for (const args of [
        ['db', 'import', file],
        ['scan', folder, '--no-network', '--db', file],
      ]) {
        const run = await runCli(args, { env });
        assert.deepEqual(run, { code: 2, stdout: '', stderr: `mcp-posture: ${file}: ${why}\n` });
      }
      assert.deepEqual(readdirSync(env.XDG_CACHE_HOME), []);
    });
  }

  test('a file that is not there', async (t) => {
    const file = join(folderWith(t, {}), 'none');
    const run = await runCli(['db', 'import', file]);
    assert.equal(run.code, 2);
    assert.equal(run.stderr, `mcp-posture: ${file} could not be read, or is larger than 16 MB\n`);
  });

  test('entries that this version does not know are left out, the others count', async (t) => {
    const hash = 'A'.repeat(43);
    const answers = [
      [`image-digest ${hash}`, 1_700_000_000_000, `sha256:${'ab'.repeat(32)}`],
      [`image-digest ${hash}`, 1_700_000_000_000, 'sha256:short'],
      [`image-digest ${hash}`, Date.now() + 7 * 86_400_000, `sha256:${'cd'.repeat(32)}`],
      [`image-digest ${hash}`, -1],
      ['image-digest short', 1_700_000_000_000],
      [`weather ${hash}`, 1_700_000_000_000],
      [`releases ${hash}`, 1_700_000_000_000, { list: 'many' }],
      ['__proto__', 1],
      null,
      {},
    ];
    const text = JSON.stringify({ format: 'mcp-posture-answers', version: 1, answers });
    const file = join(folderWith(t, { bundle: text }), 'bundle');
    const env = machine(t);
    const run = await runCli(['db', 'import', file], { env });
    assert.equal(
      run.stdout,
      '1 answer of 2023-11-14 imported, 9 left out because this version cannot read them\n',
    );
    const kept = readFileSync(join(env.XDG_CACHE_HOME, 'mcp-posture/imported.json'), 'utf8');
    assert.deepEqual(Object.values(JSON.parse(kept) as object)[3], [answers[0]]);
  });

  test('a second import keeps the newer answer of each question', async (t) => {
    const entry = (at: number, digit: string) => [
      `image-digest ${'A'.repeat(43)}`,
      at,
      `sha256:${digit.repeat(64)}`,
    ];
    const bundle = (...answers: readonly unknown[]) =>
      JSON.stringify({ format: 'mcp-posture-answers', version: 1, answers });
    const folder = folderWith(t, { a: bundle(entry(2000, 'a')), b: bundle(entry(1000, 'b')) });
    const env = machine(t);
    for (const name of ['a', 'b']) await runCli(['db', 'import', join(folder, name)], { env });
    const kept = readFileSync(join(env.XDG_CACHE_HOME, 'mcp-posture/imported.json'), 'utf8');
    assert.match(kept, /"sha256:a{64}"/);
    assert.doesNotMatch(kept, /b{64}/);
  });
});
