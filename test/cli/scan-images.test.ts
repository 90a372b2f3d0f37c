import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { scanners, trivyReport } from '../resolvers/scanners.ts';
import { startLocalRegistry } from './local-registry.ts';
import { folderWith, runCli, scanJson } from './run-cli.ts';

const report = trivyReport([['CVE-2024-0002', 'openssl', 'HIGH', '3.3.2']], '0.68.1');

function config(image: string): Record<string, string> {
  const servers = { one: { command: 'docker', args: ['run', '-i', image] } };
  return { '.vscode/mcp.json': JSON.stringify({ servers }) };
}

test('images are scanned when the flag says so, the one that a tag names too', async (t) => {
  await using registry = await startLocalRegistry({ images: ['team/tool:1.4'] });
  await using at = await scanners();
  await at.replay('trivy', report);
  const folder = folderWith(t, config(`${registry.host}/team/tool:1.4`));
  const env = { HOME: at.home, PATH: `${at.programs}:${dirname(process.execPath)}` };
  const hosts = ['--registry-host', registry.host];
  const grade = async (...flags: readonly string[]) => {
    const scanned = await scanJson([folder], { env, flags: [...hosts, ...flags] });
    const [server] = scanned.report.documents[0]?.servers ?? [];
    const found = server?.findings.filter(({ rule }) => rule === 'known-vulnerability');
    return [server?.pillars.dependencies.grade, found?.map(({ severity }) => severity)];
  };
  assert.deepEqual(await grade(), ['not-checked', []]);
  assert.deepEqual(await at.calls(), []);
  assert.deepEqual(await grade('--scan-images'), ['bad', ['error']]);
  const scan = 'trivy image --format json --quiet --scanners vuln --exit-code 0 --';
  const once = [`${scan} ${registry.host}/team/tool@${registry.digest('team/tool:1.4')}`];
  assert.deepEqual(await at.calls(), once);
});

test('an answer is kept for the next run', async (t) => {
  await using registry = await startLocalRegistry({ images: ['team/tool:1.4'] });
  await using at = await scanners();
  await at.replay('trivy', report);
  const folder = folderWith(t, config(`${registry.host}/team/tool:1.4`));
  const env = {
    ...{ HOME: at.home, PATH: `${at.programs}:${dirname(process.execPath)}` },
    XDG_CACHE_HOME: folderWith(t, {}),
  };
  const args = ['scan', folder, '--registry-host', registry.host];
  await runCli([...args, '--scan-images'], { env });
  // What is known counts, whoever asked for it.
  const { stdout } = await runCli(args, { env });
  assert.match(stdout, /1 high \(1 fixable\) vulnerability \(trivy 0\.68\.1\)/);
  await runCli([...args, '--scan-images'], { env });
  assert.equal((await at.calls()).length, 1);
});

test('a scanner among what is looked at is never run, and what is missing is said', async (t) => {
  await using registry = await startLocalRegistry({ images: ['team/tool:1.4'] });
  await using at = await scanners();
  const folder = folderWith(t, config(`${registry.host}/team/tool:1.4`));
  await at.add('trivy', `echo ran > '${at.home}/ran'`, folder);
  const env = { HOME: at.home, PATH: `${folder}:${dirname(process.execPath)}` };
  const args = ['scan', folder, '--registry-host', registry.host, '--scan-images'];
  const { stdout } = await runCli(args, { env });
  assert.match(
    stdout,
    /: no scanner is installed: brew install trivy, or see https:\/\/trivy\.dev\n/,
  );
  assert.equal(existsSync(join(at.home, 'ran')), false);
});

test('addresses that are none, and ones with a password, are refused', async (t) => {
  const folder = folderWith(t, config('x'));
  for (const [flag, address] of [
    ['--osv', 'osv.example'],
    ['--osv', 'file:///etc/passwd'],
    ['--trivy-server', '--output=x'],
    ['--trivy-server', 'https://me:pw@trivy.example'],
  ] as const) {
    const run = await runCli(['scan', folder, '--no-network', flag, address]);
    assert.equal(run.code, 2, address);
    assert.equal(run.stdout, '');
  }
});
