import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { isOpenToOthers } from '../../src/secrets/open-to-others.ts';
import { createLookAround } from '../../src/secrets/surroundings.ts';
import { syncedBy } from '../../src/secrets/synced-folder.ts';
import { createTrackedFiles } from '../../src/secrets/tracked-file.ts';
import { folderFor, git, put } from './git-repository.ts';

const posix = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;

function look(path: string, platform: NodeJS.Platform = 'linux'): Promise<boolean | null> {
  return createTrackedFiles(platform).isTracked(path);
}

describe('what git tracks', () => {
  test('a file of a repository, in a folder of it, and beside one', async (t) => {
    const folder = folderFor(t);
    const inside = join(folder, 'repository');
    mkdirSync(inside);
    git(inside, 'init', '-q');
    assert.equal(await look(put(inside, 'mcp.json')), false, 'nothing was added yet');
    const file = put(inside, 'a/.vscode/mcp.json');
    git(inside, 'add', 'a');
    assert.equal(await look(file), true);
    assert.equal(await look(join(inside, 'mcp.json')), false);
    assert.equal(await look(put(folder, 'mcp.json')), false);
  });

  test('the answer changes with the index', async (t) => {
    const folder = folderFor(t);
    git(folder, 'init', '-q');
    const file = put(folder, 'mcp.json');
    const files = createTrackedFiles('linux');
    assert.equal(await files.isTracked(file), false);
    git(folder, 'add', '.');
    assert.equal(await files.isTracked(file), true);
    assert.equal(await files.isTracked(file), true);
    git(folder, 'rm', '-q', '--cached', 'mcp.json');
    assert.equal(await files.isTracked(file), false);
  });

  test('a worktree, a submodule, and a repository in another', async (t) => {
    const folder = folderFor(t);
    const main = join(folder, 'main');
    mkdirSync(main);
    git(main, 'init', '-q');
    put(main, 'mcp.json');
    git(main, 'add', '.');
    git(main, 'commit', '-q', '-m', 'a');
    git(main, 'worktree', 'add', '-q', '../tree');
    const outer = join(folder, 'outer');
    mkdirSync(outer);
    git(outer, 'init', '-q');
    git(outer, 'submodule', '--quiet', 'add', '../main', 'sub');
    const nested = join(outer, 'nested');
    mkdirSync(nested);
    git(nested, 'init', '-q');
    for (const inside of ['tree', 'outer/sub']) {
      assert.equal(await look(join(folder, inside, 'mcp.json')), true, inside);
      assert.equal(await look(put(join(folder, inside), 'other.json')), false, inside);
    }
    assert.equal(await look(put(nested, 'mcp.json')), false);
  });

  test('a broken index, and a link that leads nowhere or to another machine, leave it open', async (t) => {
    const folder = folderFor(t);
    const file = put(folder, 'a/mcp.json');
    put(folder, 'a/.git/index', 'DIRC');
    assert.equal(await look(file), null);
    mkdirSync(join(folder, 'b/.git/index'), { recursive: true });
    assert.equal(await look(put(folder, 'b/mcp.json')), null);
    const links: readonly (readonly [string, boolean | null])[] = [
      ['gitdir: ../missing\n', false],
      ['gitdir: /net/host.example/x\n', null],
      ['gitdir: \n', null],
      ['gitdir: a\nb\n', null],
      ['nothing', null],
      [`gitdir: ${'x'.repeat(9000)}\n`, null],
    ];
    const linked = put(folder, 'c/mcp.json');
    for (const [text, expected] of links) {
      writeFileSync(join(folder, 'c/.git'), text);
      assert.equal(await look(linked), expected, text.slice(0, 40));
    }
    writeFileSync(join(folder, 'c/.git'), 'gitdir: \\\\host.example\\share\n');
    assert.equal(await look(linked, 'win32'), null);
  });
});

describe('who can read a file', { skip: !posix }, () => {
  /** A file below two folders, with these permissions. */
  function file(t: TestContext, ...modes: readonly [number, number, number]): string {
    const [own, inner, outer] = modes;
    const base = folderFor(t);
    const path = put(base, 'outer/inner/mcp.json');
    chmodSync(path, own);
    chmodSync(join(base, 'outer/inner'), inner);
    chmodSync(join(base, 'outer'), outer);
    chmodSync(base, 0o755);
    return path;
  }

  for (const [own, inner, outer, expected] of [
    [0o644, 0o755, 0o755, true],
    [0o604, 0o711, 0o701, true],
    [0o600, 0o755, 0o755, false],
    [0o640, 0o755, 0o755, false],
    [0o644, 0o700, 0o755, false],
    [0o644, 0o755, 0o750, false],
    [0o622, 0o755, 0o755, false],
    [0o666, 0o777, 0o755, true],
    [0o777, 0o755, 0o755, true],
    [0o777, 0o777, 0o755, null],
  ] as const) {
    test(`${own.toString(8)} in ${inner.toString(8)} in ${outer.toString(8)}`, async (t) => {
      assert.equal(await isOpenToOthers(file(t, own, inner, outer), 'linux'), expected);
    });
  }

  test('a group of others counts where its folders let it in', { skip: !isRoot }, async (t) => {
    const path = file(t, 0o640, 0o750, 0o755);
    const folder = join(path, '..');
    assert.equal(await isOpenToOthers(path, 'linux'), false, 'a group of the same number');
    chownSync(path, 4711, 4712);
    assert.equal(await isOpenToOthers(path, 'linux'), false, 'the folder is not of the group');
    chownSync(folder, 4711, 4712);
    assert.equal(await isOpenToOthers(path, 'linux'), true);
    chmodSync(folder, 0o700);
    assert.equal(await isOpenToOthers(path, 'linux'), false);
  });

  test('what is not there, and Windows, leave it open', async (t) => {
    const path = file(t, 0o644, 0o755, 0o755);
    assert.equal(await isOpenToOthers(path, 'win32'), null);
    assert.equal(await isOpenToOthers(join(path, '../none.json'), 'linux'), null);
  });
});

test('folders that are copied to other machines, by their names and places', () => {
  const home = '/Users/me';
  for (const [path, expected] of [
    ['/Users/me/Library/Mobile Documents/com~apple~CloudDocs/x/.mcp.json', 'iCloud Drive'],
    ['/Users/me/Library/CloudStorage/OneDrive-Example/mcp.json', 'OneDrive'],
    ['/Users/me/Library/CloudStorage/GoogleDrive-me@example.com/My Drive/mcp.json', 'Google Drive'],
    ['/Users/me/Library/CloudStorage/Dropbox/mcp.json', 'Dropbox'],
    ['/Users/me/Library/CloudStorage/Other/mcp.json', null],
    ['/Users/me/Library/mcp.json', null],
    ['/Users/me/OneDrive - Example Ltd/a/b/mcp.json', 'OneDrive'],
    ['/Users/me/Dropbox (Personal)/mcp.json', 'Dropbox'],
    ['/Users/me/Google Drive/mcp.json', 'Google Drive'],
    ['/Users/me/Nextcloud/a/mcp.json', 'Nextcloud'],
    ['/Users/me/src/Dropbox/mcp.json', null],
    ['/Users/me/Dropbox', null],
    ['/Users/me/.cursor/mcp.json', null],
    ['/Users/other/Dropbox/mcp.json', null],
    ['/srv/Dropbox/mcp.json', null],
  ] as const) {
    assert.equal(syncedBy(path, home), expected, path);
  }
  assert.equal(syncedBy('C:\\Users\\me\\OneDrive\\mcp.json', 'C:\\Users\\me\\'), 'OneDrive');
  assert.equal(syncedBy('G:\\My Drive\\a\\mcp.json', 'C:\\Users\\me'), 'Google Drive');
  assert.equal(syncedBy('D:\\src\\Dropbox\\mcp.json', 'C:\\Users\\me'), null);
});

test(
  'all of it at the place that a link leads to; null for no file',
  { skip: !posix },
  async (t) => {
    const folder = folderFor(t);
    chmodSync(folder, 0o755);
    const real = put(folder, 'Dropbox/dotfiles/mcp.json');
    git(join(folder, 'Dropbox'), 'init', '-q');
    git(join(folder, 'Dropbox'), 'add', '.');
    symlinkSync(real, join(folder, 'mcp.json'));
    const around = createLookAround({ home: folder, platform: 'linux' });
    assert.deepEqual(await around(join(folder, 'mcp.json')), {
      readableByOthers: true,
      tracked: true,
      synced: 'Dropbox',
    });
    assert.equal(await around(join(folder, 'none.json')), null);
  },
);
