import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { git } from '../secrets/git-repository.ts';
import { folderWith, runCli, scanJson } from './run-cli.ts';

const token = 'q7Lw2Zr9Xc4Vb6Nm1Kj8Hg5F';
const literal = JSON.stringify({
  servers: { notes: { command: '/opt/notes', env: { NOTES_TOKEN: token } } },
});
const clean = JSON.stringify({ servers: { notes: { command: '/opt/notes' } } });
const posix = process.platform !== 'win32';

async function rulesIn(folder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const { report } = await scanJson(['.'], { cwd: folder });
  return Object.fromEntries(
    report.documents.map(({ path, findings }) => [path, findings.map(({ rule }) => rule)]),
  );
}

test('a file with a credential that git tracks, and none that it does not', async (t) => {
  const folder = folderWith(t, {
    'tracked/.vscode/mcp.json': literal,
    'untracked/.vscode/mcp.json': literal,
    'clean/.vscode/mcp.json': clean,
  });
  git(folder, 'init', '-q');
  git(folder, 'add', 'tracked', 'clean');
  assert.deepEqual(await rulesIn(folder), {
    'clean/.vscode/mcp.json': [],
    'tracked/.vscode/mcp.json': ['secret-committed'],
    'untracked/.vscode/mcp.json': [],
  });
});

test(
  'a file that others can read, with the command that closes it',
  { skip: !posix },
  async (t) => {
    const name = "it's open/.vscode/mcp.json";
    const folder = folderWith(t, {
      [name]: literal,
      'closed/mcp.json': literal,
      'mcp.json': clean,
    });
    for (const path of ['', "it's open", "it's open/.vscode", 'closed'])
      chmodSync(join(folder, path), 0o755);
    chmodSync(join(folder, name), 0o644);
    chmodSync(join(folder, 'closed/mcp.json'), 0o600);
    assert.deepEqual(await rulesIn(folder), {
      'closed/mcp.json': [],
      [name]: ['secret-file-exposed'],
      'mcp.json': [],
    });
    const { stdout } = await runCli(['scan', '--no-network', '.'], { cwd: folder });
    const [, command = ''] = /^ +fix \(unsafe\): (chmod 600 -- .*)$/m.exec(stdout) ?? [];
    assert.ok(!stdout.includes(token));
    execFileSync('sh', ['-c', command], { cwd: folder });
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
    assert.deepEqual((await rulesIn(folder))[name], []);
  },
);
