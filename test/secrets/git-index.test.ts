import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { isInIndex } from '../../src/secrets/git-index.ts';
import { folderFor, git, put } from './git-repository.ts';

const long = `deep/${'folder-with-a-long-name/'.repeat(180)}mcp.json`;
const tracked = ['.vscode/mcp.json', 'a', 'ab', 'abc/d.json', 'é/mcp.json', 'z/z/z/.mcp.json'];
const untracked = ['.vscode/mcp.jso', '.vscode', 'mcp.json', 'abc/D.json', 'b', '', 'z/z/z/.mcp'];

/** The index of a repository that tracks `tracked`. */
function indexOf(t: TestContext, version: number, ...init: readonly string[]): Buffer {
  const folder = folderFor(t);
  git(folder, 'init', '-q', ...init);
  for (const path of tracked) put(folder, path);
  put(folder, 'mcp.json');
  git(folder, 'add', '--', ...tracked);
  // Only with something that version 2 cannot say does git write version 3.
  if (version === 3) git(folder, 'add', '-N', '--', 'mcp.json');
  else git(folder, 'update-index', '--index-version', String(version));
  const bytes = readFileSync(join(folder, '.git/index'));
  assert.equal(bytes.readUInt32BE(4), version);
  return bytes;
}

for (const version of [2, 3, 4]) {
  for (const format of ['sha1', 'sha256']) {
    test(`what git has written in version ${version} with ids of ${format}`, (t) => {
      const bytes = indexOf(t, version, `--object-format=${format}`);
      for (const path of tracked) assert.equal(isInIndex(bytes, path, false), true, path);
      for (const path of untracked) {
        const expected = version === 3 && path === 'mcp.json';
        assert.equal(isInIndex(bytes, path, false), expected, path);
      }
    });
  }
}

test('where the file system knows no case and writes accents in two ways, so do we', (t) => {
  const bytes = indexOf(t, 2);
  for (const path of ['.VSCODE/mcp.JSON', 'abc/D.json', 'E\u0301/mcp.json', 'A']) {
    assert.equal(isInIndex(bytes, path, true), true, path);
    assert.equal(isInIndex(bytes, path, false), false, path);
  }
  for (const path of ['mcp.json', 'abc/e.json', '']) {
    assert.equal(isInIndex(bytes, path, true), false, path);
  }
});

test('a split index leaves open what it does not say itself', (t) => {
  const folder = folderFor(t);
  git(folder, 'init', '-q');
  put(folder, 'one.json');
  put(folder, 'two.json');
  git(folder, 'add', 'one.json');
  git(folder, 'config', 'splitIndex.maxPercentChange', '100');
  git(folder, 'update-index', '--split-index');
  git(folder, 'add', 'two.json');
  const bytes = readFileSync(join(folder, '.git/index'));
  assert.equal(isInIndex(bytes, 'two.json', false), true);
  assert.equal(isInIndex(bytes, 'one.json', false), null);
  assert.equal(isInIndex(bytes, 'three.json', false), null);
});

test('a sparse index leaves open what is in the folders that it left out', (t) => {
  const folder = folderFor(t);
  git(folder, 'init', '-q');
  for (const path of ['in/mcp.json', 'out/mcp.json', 'out/deep/mcp.json']) put(folder, path);
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'a');
  git(folder, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
  const bytes = readFileSync(join(folder, '.git/index'));
  assert.ok(bytes.includes('sdir'), 'it is sparse');
  assert.equal(isInIndex(bytes, 'in/mcp.json', false), true);
  assert.equal(isInIndex(bytes, 'out/mcp.json', false), null);
  assert.equal(isInIndex(bytes, 'outer/mcp.json', false), false);
});

const names = fc.uniqueArray(fc.stringMatching(/^[a-c/.é]{1,12}$/), {
  minLength: 1,
  maxLength: 20,
});
const versions = fc.constantFrom(2, 3, 4);
const idLengths = fc.constantFrom(20, 32);

test('every name of an index is found and no other, names of any length among them', () => {
  fc.assert(
    fc.property(names, versions, idLengths, fc.string(), (some, version, idLength, other) => {
      const all = [...some, long];
      const bytes = written(all, version, idLength);
      for (const name of all) assert.equal(isInIndex(bytes, name, false), true, name);
      assert.equal(isInIndex(bytes, other, false), all.includes(other));
    }),
  );
});

test('an index that was cut or changed never throws, and one that was cut is none', () => {
  const some = ['a/b', 'a/bc', 'd', long];
  fc.assert(
    fc.property(versions, fc.nat(), fc.nat(255), fc.nat(), (version, where, byte, cut) => {
      const bytes = written(some, version, 20);
      assert.equal(isInIndex(bytes.subarray(0, cut % bytes.length), 'e', false), null);
      bytes[where % bytes.length] = byte;
      assert.ok([true, false, null].includes(isInIndex(bytes, 'a/b', where % 2 === 0)));
    }),
  );
});

test('any bytes behind a head of an index are read or refused, never more', () => {
  fc.assert(
    fc.property(versions, fc.nat(4), fc.uint8Array({ maxLength: 400 }), (version, count, rest) => {
      const bytes = Buffer.concat([headOf(version, count), rest]);
      assert.ok([true, false, null].includes(isInIndex(bytes, 'a', false)));
      assert.equal(isInIndex(rest, 'a', false), null);
    }),
  );
});

test('an extension that must be understood and is not leaves open what was not found', () => {
  const bytes = written(['a'], 2, 20);
  const withOne = (name: string) => {
    const extension = Buffer.alloc(8 + 3);
    extension.write(name, 'latin1');
    extension.writeUInt32BE(3, 4);
    return Buffer.concat([bytes.subarray(0, -20), extension, bytes.subarray(-20)]);
  };
  assert.equal(isInIndex(withOne('TREE'), 'b', false), false);
  assert.equal(isInIndex(withOne('what'), 'b', false), null);
  assert.equal(isInIndex(withOne('what'), 'a', false), true);
});

function headOf(version: number, count: number): Buffer {
  const head = Buffer.from('DIRC\0\0\0\0\0\0\0\0', 'latin1');
  head.writeUInt32BE(version, 4);
  head.writeUInt32BE(count, 8);
  return head;
}

/** An index as its format says, without git. */
function written(all: readonly string[], version: number, idLength: number): Buffer {
  let last = Buffer.alloc(0);
  const entries = all.map((text) => {
    const name = Buffer.from(text);
    const extended = version > 2 && name.length % 2 === 0;
    const head = Buffer.alloc(40 + idLength + (extended ? 4 : 2), 7);
    head.writeUInt32BE(0o100644, 24);
    head.writeUInt16BE(Math.min(name.length, 0xfff) | (extended ? 0x4000 : 0), 40 + idLength);
    if (version < 4) {
      const size = (head.length + name.length + 8) & ~7;
      return Buffer.concat([head, name, Buffer.alloc(size - head.length - name.length)]);
    }
    let same = 0;
    while (same < name.length && name[same] === last[same]) same += 1;
    const dropped = numberOf(last.length - same);
    last = name;
    return Buffer.concat([head, dropped, name.subarray(same), Buffer.alloc(1)]);
  });
  return Buffer.concat([headOf(version, all.length), ...entries, Buffer.alloc(idLength, 9)]);
}

function numberOf(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) {
    rest -= 1;
    bytes.unshift((rest & 0x7f) | 0x80);
  }
  return Buffer.from(bytes);
}
