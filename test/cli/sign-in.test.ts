import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { leakedRuns } from '../secret-runs.ts';
import { startLocalRegistry } from './local-registry.ts';
import { folderWith, runCli, type Run } from './run-cli.ts';

const skip = process.platform === 'win32' && 'helper programs are no scripts there';
const password = ['Zx8', 'kQ2', 'vN6', 'tW4'].join('');
const stock = { images: ['team/tool:1.4'], signIn: `me:${password}` };

/** A helper of docker that writes down what it was asked, beside itself. */
const helper = `#!/bin/sh
/bin/cat > "$(/usr/bin/dirname "$0")/asked"
echo '{"ServerURL":"","Username":"me","Secret":"${password}"}'
`;

function config(host: string): string {
  const args = ['run', '-i', `${host}/team/tool:1.4`];
  return JSON.stringify({ servers: { a: { command: 'docker', args } } });
}

/** Pins with the helper that lies in `<folder>/bin`. */
async function pinWith(
  t: TestContext,
  { host }: { readonly host: string },
  project: string,
  folder: string,
): Promise<Run> {
  const settings = JSON.stringify({ credHelpers: { [host]: 'test' } });
  const docker = folderWith(t, { 'config.json': settings });
  chmodSync(join(folder, 'bin/docker-credential-test'), 0o755);
  const env = {
    DOCKER_CONFIG: docker,
    PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
  };
  return await runCli(['pin', project, '--registry-host', host], { env });
}

test(
  'a private registry is asked with the credential that docker’s helper has',
  { skip },
  async (t) => {
    await using registry = await startLocalRegistry(stock);
    const folder = folderWith(t, { '.vscode/mcp.json': config(registry.host) });
    const programs = folderWith(t, { 'bin/docker-credential-test': helper });
    const run = await pinWith(t, registry, folder, programs);
    assert.equal(run.code, 0);
    const text = readFileSync(join(folder, '.vscode/mcp.json'), 'utf8');
    assert.ok(text.includes(registry.digest('team/tool:1.4')));
    assert.equal(readFileSync(join(programs, 'bin/asked'), 'utf8').trim(), registry.host);
    assert.deepEqual(leakedRuns(password, run.stdout + run.stderr), []);
  },
);

test('a helper that lies in what is looked at is not run', { skip }, async (t) => {
  await using registry = await startLocalRegistry(stock);
  const before = config(registry.host);
  const folder = folderWith(t, {
    '.git/HEAD': '',
    'bin/docker-credential-test': helper,
    'app/.vscode/mcp.json': before,
  });
  const run = await pinWith(t, registry, join(folder, 'app'), folder);
  assert.equal(run.code, 1);
  assert.match(run.stdout, /docker-credential-test was not found on PATH outside the workspace/);
  assert.equal(existsSync(join(folder, 'bin/asked')), false);
  assert.equal(readFileSync(join(folder, 'app/.vscode/mcp.json'), 'utf8'), before);
});
