import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { doorText, newDoor, readDoorText } from '../../src/secrets/door.ts';
import { isSecretId, oneLine, readAnswer, readRequest } from '../../src/secrets/protocol.ts';
import { runFolder } from '../../src/secrets/run-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('the run folder is in the session’s folder, else in that for what passes', (t) => {
  const session = temporaryFolder(t, 'xdg');
  const uid = process.getuid?.() ?? -1;
  const at = (XDG_RUNTIME_DIR: string | undefined, more = {}) =>
    runFolder({ env: { XDG_RUNTIME_DIR }, uid, platform: 'linux', tmpdir: '/tmp', ...more });
  const fallback = { path: `/tmp/mcp-posture-${uid}` };
  assert.deepEqual(at(session), { path: `${session}/mcp-posture` });
  assert.deepEqual(at(`${session}/`), { path: `${session}/mcp-posture` });
  for (const none of [undefined, '', 'relative', `${session}/gone`, '/etc/passwd'])
    assert.deepEqual(at(none), fallback, none);
  // What `sudo -E` leaves.
  assert.deepEqual(at(session, { uid: uid + 1 }), { path: `/tmp/mcp-posture-${uid + 1}` });
  const long = join(session, 'x'.repeat(80));
  mkdirSync(long);
  assert.deepEqual(at(long), {
    why: `${long}/mcp-posture is too long for a socket; set XDG_RUNTIME_DIR to a shorter folder`,
  });
  assert.deepEqual(at(undefined, { tmpdir: 'relative' }), {
    why: `relative/mcp-posture-${uid} is not an absolute path`,
  });
});

test('on Windows it is in the profile', () => {
  const at = (LOCALAPPDATA: string | undefined) =>
    runFolder({ env: { LOCALAPPDATA }, uid: -1, platform: 'win32', tmpdir: 'C:\\Temp' });
  assert.deepEqual(at('C:\\Users\\a\\AppData\\Local'), {
    path: 'C:\\Users\\a\\AppData\\Local\\mcp-posture',
  });
  assert.deepEqual(at(undefined), { why: 'LOCALAPPDATA is not set' });
});

test('a door on Windows is told by a file, and no two are alike', () => {
  const [one, two] = [newDoor('/run', 7, 'win32'), newDoor('/run', 7, 'win32')];
  assert.equal(one.file, join('/run', '7.pipe'));
  assert.notEqual(one.address, two.address);
  assert.notEqual(one.key, two.key);
  assert.deepEqual(readDoorText(doorText(one)), { address: one.address, key: one.key });
  const [text, key] = [doorText(one), one.key ?? ''];
  for (const wrong of [
    '',
    '{}',
    `${text} `,
    text.replace('mcp-posture-', 'other-'),
    text.replace(key, key.slice(1)),
    text.replace('\\\\\\\\.', '\\\\\\\\host'),
    '{"address":"/tmp/x.sock","key":null}',
  ])
    assert.equal(readDoorText(wrong), undefined, wrong);
});

test('a secret’s id is nothing that a shell or a path could take for its own', () => {
  for (const good of ['github.github-token.1a2b3c4d', 'a', '-', '..', 'A_9'])
    assert.equal(isSecretId(good), true, good);
  for (const bad of ['', 'a b', 'a/b', 'a\n', 'ä', '$a', '{a}', 'a'.repeat(121)])
    assert.equal(isSecretId(bad), false, bad);
});

test('no text is an exception to who reads requests and answers', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((value) => JSON.stringify(value)),
      ),
      (text) => {
        assert.equal(readRequest(text), undefined);
        const answer = readAnswer(text);
        assert.ok(answer === undefined || typeof answer.ok === 'boolean');
      },
    ),
  );
});

test('an answer is read with its blanks, and a reason is one line', () => {
  assert.deepEqual(readAnswer('   {"ok":true,"values":{"a":"b","__proto__":"c"}}\n'), {
    ok: true,
    values: Object.fromEntries([
      ['a', 'b'],
      ['__proto__', 'c'],
    ]),
  });
  assert.deepEqual(readAnswer('{"ok":false,"why":"a\\nb\\u001b[31m","passOn":true}'), {
    ok: false,
    why: 'a b [31m',
    passOn: true,
  });
  for (const wrong of [
    '{"ok":true}',
    '{"ok":true,"values":{"a":1}}',
    '{"ok":false}',
    '{"ok":1}',
    '[]',
    '',
  ])
    assert.equal(readAnswer(wrong), undefined, wrong);
  assert.equal(oneLine('x'.repeat(600)).length, 500);
});
