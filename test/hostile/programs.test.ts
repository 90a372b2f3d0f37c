import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createScannerProgram } from '../../src/secrets/scanner-program.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const skip = process.platform === 'win32' && 'programs are other files there';

/** A workspace, and a folder beside it; a scanner in one of them leaves a trace when it is run. */
function places(t: TestContext) {
  const root = temporaryFolder(t, 'mcp-posture-programs');
  const trace = join(root, 'trace');
  const add = (folder: string): string => {
    const at = join(root, folder);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'trivy'), `#!/bin/sh\necho run > '${trace}'\necho '{}'\n`);
    chmodSync(join(at, 'trivy'), 0o755);
    return at;
  };
  const workspace = join(root, 'workspace');
  mkdirSync(join(root, 'links'));
  async function run(path: readonly string[]): Promise<boolean> {
    const env = { PATH: path.join(delimiter) };
    const forbidden = () => [workspace];
    const start = createScannerProgram({ env, home: root, platform: process.platform, forbidden });
    const result = await start('trivy', ['--version'], {}, AbortSignal.timeout(10_000));
    assert.equal(existsSync(trace), result !== null);
    return result !== null;
  }
  return { root, add, run };
}

test('a scanner outside of the workspace is run', { skip }, async (t) => {
  const { add, run } = places(t);
  assert.equal(await run([add('own')]), true);
});

test('a scanner that a workspace brings is never run', { skip }, async (t) => {
  const { root, add, run } = places(t);
  const inside = add('workspace/bin');
  symlinkSync(inside, join(root, 'links/folder'));
  symlinkSync(join(inside, 'trivy'), join(root, 'links/trivy'));
  const relative = ['.', '', 'bin', './workspace/bin', 'workspace/bin', '../workspace/bin'];
  for (const folder of [
    inside,
    `${inside}/`,
    join(root, 'links/folder'),
    join(root, 'links'),
    `${root}/own/../workspace/bin`,
    ...relative,
  ])
    assert.equal(await run([folder]), false, folder);
});

test('the programs of a project above the workspace are never run', { skip }, async (t) => {
  const { root, add, run } = places(t);
  const bin = add('node_modules/.bin');
  symlinkSync(bin, join(root, 'links/bin'));
  for (const folder of [bin, `${bin}/`, join(root, 'links/bin')])
    assert.equal(await run([folder]), false, folder);
  assert.equal(await run([bin, add('own')]), true);
});

test('no other program is run by the name of a scanner', async () => {
  const env = { PATH: process.env['PATH'] };
  const start = createScannerProgram({ env, home: '/', platform: 'linux', forbidden: () => [] });
  for (const name of ['sh', '/bin/sh', '../sh', 'trivy/../sh', '', 'constructor'])
    assert.equal(await start(name, [], {}, AbortSignal.timeout(10_000)), null, name);
});
