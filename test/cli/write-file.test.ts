import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Encoding } from '../../src/cli/text-encoding.ts';
import { replaceFile } from '../../src/cli/write-file.ts';
import { folderWith } from './run-cli.ts';

const skip = process.platform === 'win32' && 'modes, pipes and links are others there';
const before = { text: 'old', encoding: 'utf-8' } as const;

test('the whole text is written, and nothing is left beside it', (t) => {
  const folder = folderWith(t, { 'a.json': 'old' });
  assert.equal(replaceFile(join(folder, 'a.json'), before, 'new'), null);
  assert.equal(readFileSync(join(folder, 'a.json'), 'utf8'), 'new');
  assert.deepEqual(readdirSync(folder), ['a.json']);
});

test('the encoding stays', (t) => {
  const bytes: Readonly<Record<Encoding, (text: string) => Buffer>> = {
    'utf-8': (text) => Buffer.from(`\ufeff${text}`),
    'utf-16le': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    'utf-16be': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  };
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
    const path = join(folderWith(t, { 'a.json': bytes[encoding]('é😀') }), 'a.json');
    assert.equal(replaceFile(path, { text: '\ufeffé😀', encoding }, '\ufeffü'), null);
    assert.deepEqual(readFileSync(path), bytes[encoding]('ü'), encoding);
  }
});

test('the mode stays', { skip }, (t) => {
  for (const mode of [0o600, 0o640, 0o664, 0o755]) {
    const path = join(folderWith(t, { 'a.json': 'old' }), 'a.json');
    chmodSync(path, mode);
    assert.equal(replaceFile(path, before, 'new'), null);
    assert.equal(statSync(path).mode & 0o777, mode);
  }
});

test('a link stays, what it leads to is written', { skip }, (t) => {
  const folder = folderWith(t, { 'real/a.json': 'old' });
  symlinkSync('real/a.json', join(folder, 'link.json'));
  assert.equal(replaceFile(join(folder, 'link.json'), before, 'new'), null);
  assert.equal(readlinkSync(join(folder, 'link.json')), 'real/a.json');
  assert.ok(lstatSync(join(folder, 'real/a.json')).isFile());
  assert.equal(readFileSync(join(folder, 'real/a.json'), 'utf8'), 'new');
});

test('a file that says something else than what was read is left alone', (t) => {
  for (const now of ['new words', 'OLD', '', Buffer.from('\ufeffold', 'utf16le')]) {
    const path = join(folderWith(t, { 'a.json': now }), 'a.json');
    const why = replaceFile(path, before, 'new');
    assert.equal(why, 'it has changed since it was read, so it was not written');
    assert.deepEqual(readFileSync(path), Buffer.from(now));
  }
});

test('bytes that are no text would be lost, so the file is left alone', (t) => {
  const bytes = Buffer.from([0x7b, 0xc3, 0x7d]);
  const path = join(folderWith(t, { 'a.json': bytes }), 'a.json');
  const why = replaceFile(path, { text: '{\ufffd}', encoding: 'utf-8' }, '{}');
  assert.equal(why, 'it is not valid UTF-8, so it was not written');
  assert.deepEqual(readFileSync(path), bytes);
});

test('what is no file of its own is not written', { skip, timeout: 10_000 }, (t) => {
  const folder = folderWith(t, { 'a.json': 'old', 'read-only.json': 'old', 'linked.json': 'old' });
  chmodSync(join(folder, 'read-only.json'), 0o444);
  linkSync(join(folder, 'linked.json'), join(folder, 'other.json'));
  execFileSync('mkfifo', [join(folder, 'pipe.json')]);
  mkdirSync(join(folder, 'folder.json'));
  symlinkSync('/dev/null', join(folder, 'device.json'));
  symlinkSync('loop.json', join(folder, 'loop.json'));
  const why = (name: string) => replaceFile(join(folder, name), before, 'new');
  assert.equal(why('read-only.json'), 'it is read-only');
  assert.equal(why('linked.json'), 'it has another name by a hard link, so it was not written');
  for (const name of ['pipe.json', 'folder.json', 'device.json']) {
    assert.equal(why(name), 'not a regular file, so it was not written', name);
  }
  assert.equal(why('loop.json'), 'it has changed since it was read, so it was not written');
  assert.equal(why('missing.json'), 'it is no longer there');
  for (const name of ['read-only.json', 'linked.json', 'other.json']) {
    assert.equal(readFileSync(join(folder, name), 'utf8'), 'old', name);
  }
  assert.ok(!readdirSync(folder).some((name) => name.endsWith('.tmp')));
});

test('a path that leads through a file is none', { skip }, (t) => {
  const folder = folderWith(t, { 'a.json': 'old' });
  const why = replaceFile(join(folder, 'a.json/b'), before, 'new');
  assert.equal(why, 'could not be written (ENOTDIR)');
});
