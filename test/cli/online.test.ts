import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as http from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { leakedRuns } from '../secret-runs.ts';
import { startLocalProxy } from './local-proxy.ts';
import { startLocalRegistry, type LocalRegistry } from './local-registry.ts';
import { folderWith, runCli, scanJson, type RunOptions } from './run-cli.ts';

const stock = {
  images: ['team/tool:1.4'],
  packages: { 'some-server': { '1.0.0': 400, '1.4.2': 8, '1.5.0': 2 } },
};
const noProxies = !('setGlobalProxyFromEnv' in http) && 'this Node knows no proxy';

function config({ host }: LocalRegistry): Record<string, string> {
  const servers = {
    image: { command: 'docker', args: ['run', `${host}/team/tool:1.4`] },
    package: { command: 'npx', args: ['-y', 'some-server'] },
  };
  return { '.vscode/mcp.json': JSON.stringify({ servers }) };
}

/** The titles of the first fixes of what is unpinned. */
async function titlesIn(
  folder: string,
  { host }: LocalRegistry,
  env: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<readonly string[]> {
  const flags = ['--registry-host', host, ...more];
  const options: RunOptions = { env: { npm_config_registry: `http://${host}/`, ...env } };
  const { report } = await scanJson([folder], { ...options, flags });
  return report.documents.flatMap(({ servers }) =>
    servers.flatMap(({ findings }) =>
      findings
        .filter(({ rule }) => rule.startsWith('unpinned-'))
        .map(({ fixes }) => fixes[0]?.title ?? 'none'),
    ),
  );
}

function expected({ host, digest }: LocalRegistry): readonly string[] {
  return [
    `Pin to ${digest('team/tool:1.4').slice(0, 19)}… (${host}/team/tool 1.4)`,
    'Pin to 1.4.2 (newest at least 7 days old)',
  ];
}

test('a scan asks for images and packages, and takes the cool-down as it is given', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const folder = folderWith(t, config(registry));
  assert.deepEqual(await titlesIn(folder, registry, {}), expected(registry));
  const [, title] = await titlesIn(folder, registry, {}, '--cool-down', '300');
  assert.equal(title, 'Pin to 1.0.0 (newest at least 300 days old)');
});

test('every kind of question that got no answer is told', async (t) => {
  await using registry = await startLocalRegistry({});
  const servers = {
    image: { command: 'docker', args: ['run', '127.0.0.1:9/team/tool:1'] },
    package: { command: 'npx', args: ['-y', 'some-server'] },
    git: { command: 'uvx', args: ['--from', 'git+https://127.0.0.1:9/o/r@main', 'x'] },
  };
  const folder = folderWith(t, { '.vscode/mcp.json': JSON.stringify({ servers }) });
  const env = { npm_config_registry: 'http://127.0.0.1:9/' };
  const { stdout } = await runCli(['scan', folder, '--registry-host', registry.host], { env });
  const told = stdout.slice(stdout.indexOf('Not checked:')).split('\n').slice(1, 4);
  assert.deepEqual(
    told.map((line) => line.replace(/(: \S+) .*/, '$1')),
    [
      '  127.0.0.1:9/team/tool:1: 127.0.0.1:9',
      '  some-server: 127.0.0.1:9',
      '  https://127.0.0.1:9/o/r main: 127.0.0.1:9',
    ],
  );
});

test('answers are kept between runs, for their owner alone, and not with --no-cache', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const folder = folderWith(t, config(registry));
  const cache = folderWith(t, {});
  const env = { XDG_CACHE_HOME: cache };
  // Advisories have no answer here, and such are asked for again.
  const reads = () => registry.seen.filter(({ method }) => method !== 'POST').length;
  const once = await titlesIn(folder, registry, env);
  const asked = reads();
  assert.ok(asked >= 2);
  const file = join(cache, 'mcp-posture/answers.json');
  if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(await titlesIn(folder, registry, env), once);
  assert.equal(reads(), asked);
  const kept = readFileSync(file, 'utf8');
  assert.deepEqual(await titlesIn(folder, registry, env, '--no-cache'), once);
  assert.equal(reads(), 2 * asked);
  assert.equal(readFileSync(file, 'utf8'), kept);
  const fresh = folderWith(t, {});
  await titlesIn(folder, registry, { XDG_CACHE_HOME: fresh }, '--no-cache');
  assert.deepEqual(readdirSync(fresh), []);
});

test('a cache that cannot be read or written costs nothing', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const folder = folderWith(t, config(registry));
  const broken = folderWith(t, { 'mcp-posture/answers.json': '{"version":2,"entries":[[1]]}' });
  assert.deepEqual(
    await titlesIn(folder, registry, { XDG_CACHE_HOME: broken }),
    expected(registry),
  );
  const blocked = folderWith(t, { 'mcp-posture': 'a file' });
  assert.deepEqual(
    await titlesIn(folder, registry, { XDG_CACHE_HOME: blocked }),
    expected(registry),
  );
});

test('requests go through the proxy of the environment', { skip: noProxies }, async (t) => {
  await using registry = await startLocalRegistry(stock);
  await using proxy = await startLocalProxy();
  const folder = folderWith(t, config(registry));
  const titles = await titlesIn(folder, registry, { HTTP_PROXY: proxy.address });
  assert.deepEqual(titles, expected(registry));
  assert.ok(proxy.seen.length > 0);
  for (const line of proxy.seen) assert.ok(line.includes(registry.host), line);
});

test('a host in NO_PROXY is asked directly', { skip: noProxies }, async (t) => {
  await using registry = await startLocalRegistry(stock);
  await using proxy = await startLocalProxy();
  const folder = folderWith(t, config(registry));
  const env = { HTTP_PROXY: proxy.address, NO_PROXY: 'localhost,127.0.0.1' };
  assert.deepEqual(await titlesIn(folder, registry, env), expected(registry));
  assert.deepEqual(proxy.seen, []);
  assert.ok(registry.seen.length >= 2);
});

test('a proxy that is none ends the run, and what it holds is not told', async (t) => {
  await using registry = await startLocalRegistry(stock);
  const folder = folderWith(t, config(registry));
  const password = ['Zx8', 'kQ2', 'vN6'].join('');
  const env = { HTTPS_PROXY: `http//me:${password}@proxy` };
  const run = await runCli(['scan', folder, '--registry-host', registry.host], { env });
  if (noProxies === false) {
    assert.deepEqual(run, {
      code: 2,
      stdout: '',
      stderr: 'mcp-posture: the proxy in HTTPS_PROXY or HTTP_PROXY is not an address\n',
    });
    assert.deepEqual(registry.seen, []);
  }
  assert.deepEqual(leakedRuns(password, run.stdout + run.stderr), []);
  const off = await runCli(['scan', folder, '--no-network', '--fail-on', 'never'], { env });
  assert.equal(off.code, 0);
});

test('the .npmrc beside the files counts only when it is trusted', async (t) => {
  await using users = await startLocalRegistry({ packages: { 'some-server': { '1.0.0': 30 } } });
  await using projects = await startLocalRegistry({ packages: { 'some-server': { '2.0.0': 30 } } });
  const folder = folderWith(t, {
    ...config(projects),
    '.npmrc': `registry=http://${projects.host}/\n`,
  });
  const home = folderWith(t, { '.npmrc': `registry=http://${users.host}/\n` });
  const pin = async (...flags: string[]) => {
    const hosts = ['--registry-host', projects.host];
    const run = await runCli(['pin', folder, '--dry-run', '--no-cache', ...hosts, ...flags], {
      env: { HOME: home },
    });
    return /some-server → (\S+)/.exec(run.stdout)?.[1];
  };
  assert.equal(await pin(), '1.0.0');
  const packages = () => projects.seen.filter(({ path }) => !/^\/(?:v2|-)\//.test(path));
  assert.deepEqual(packages(), []);
  assert.equal(await pin('--trust-workspace'), '2.0.0');
  assert.equal(packages().length, 1);
});
