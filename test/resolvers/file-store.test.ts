import assert from 'node:assert/strict';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { createFileStore } from '../../src/resolvers/file-store.ts';

suite('a file that keeps answers', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mcp-posture-store-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('is made with its folder, for its owner alone, and read again', async () => {
    const path = join(folder, 'a/b/answers.json');
    await createFileStore(path).save('one');
    assert.equal(await createFileStore(path).load(), 'one');
    if (process.platform !== 'win32') {
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.equal((await stat(join(folder, 'a'))).mode & 0o777, 0o700);
    }
  });

  test('that is missing, a folder or a link to nowhere is nothing', async () => {
    await symlink(join(folder, 'nowhere'), join(folder, 'link'));
    await mkdir(join(folder, 'folder'));
    for (const name of ['none', 'link', 'folder']) {
      assert.equal(await createFileStore(join(folder, name)).load(), undefined, name);
    }
  });

  test('many writers leave one whole text and no drafts', async () => {
    const path = join(folder, 'many/answers.json');
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(100_000));
    await Promise.all(texts.map((text) => createFileStore(path).save(text)));
    assert.ok(texts.includes(await readFile(path, 'utf8')));
    assert.deepEqual(await readdir(join(folder, 'many')), ['answers.json']);
  });

  test('a link in its place is replaced, and what it led to is as it was', async () => {
    const target = join(folder, 'precious');
    await writeFile(target, 'precious');
    await symlink(target, join(folder, 'linked.json'));
    await createFileStore(join(folder, 'linked.json')).save('answers');
    assert.equal(await readFile(target, 'utf8'), 'precious');
    assert.equal(await readFile(join(folder, 'linked.json'), 'utf8'), 'answers');
  });

  test('a place that cannot be written is an error, and nothing is left behind', async () => {
    const path = join(folder, 'file-in-the-way');
    await writeFile(path, 'x');
    await assert.rejects(
      createFileStore(join(path, 'answers.json')).save('y'),
      /E(?:NOTDIR|EXIST)/,
    );
    assert.equal(await readFile(path, 'utf8'), 'x');
    await chmod(path, 0o600);
  });
});
