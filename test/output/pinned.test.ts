import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPinsJson, formatPinsText, type PinnedFile } from '../../src/output/pinned.ts';

const file: PinnedFile = {
  path: 'a/mcp.json',
  done: [{ server: 's', name: 'one', to: '1.4.2' }],
  left: [{ server: 't', what: 'two', why: 'the registry has no such package' }],
  changes: [{ line: 3, server: 's', before: 'one', after: 'one@1.4.2' }],
  errors: [],
  complete: true,
  written: true,
};

test('text: a line a pin, what was left and why, a count', () => {
  assert.deepEqual(formatPinsText([file], false).split('\n'), [
    'a/mcp.json: s: one → 1.4.2',
    '',
    'Not pinned:',
    '  a/mcp.json: t: two: the registry has no such package',
    '',
    'Pinned 1 of 2 in 1 file',
    '',
  ]);
});

test('text of a dry run: the changed references come first', () => {
  const files = [
    { ...file, left: [] },
    { ...file, path: 'b', done: [], left: [], changes: [] },
  ];
  assert.deepEqual(formatPinsText(files, true).split('\n'), [
    '--- a/mcp.json',
    '+++ a/mcp.json',
    '@@ -4 +4 @@ s',
    '-one',
    '+one@1.4.2',
    '',
    'a/mcp.json: s: one → 1.4.2',
    '',
    'Would pin 1 of 1 in 2 files',
    '',
  ]);
});

test('nothing to do is said', () => {
  assert.equal(formatPinsText([], false), 'No MCP configuration found\n');
  const none = { ...file, done: [], left: [], changes: [] };
  assert.equal(formatPinsText([none, none], false), 'Nothing to pin in 2 files\n');
});

test('JSON holds the fields of version 1 and no others', () => {
  assert.deepEqual(JSON.parse(formatPinsJson([file])), {
    version: 1,
    documents: [
      {
        path: 'a/mcp.json',
        pins: [{ server: 's', name: 'one', to: '1.4.2' }],
        left: [{ server: 't', what: 'two', why: 'the registry has no such package' }],
        errors: [],
        written: true,
      },
    ],
  });
});

test('nothing of a file steers the terminal, and nothing of it is endless', () => {
  const odd = `x\u001b[2J\u202e\n${'y'.repeat(10_000)}`;
  const hostile: PinnedFile = {
    path: odd,
    done: [{ server: odd, name: odd, to: odd }],
    left: [{ server: odd, what: odd, why: odd }],
    changes: [{ line: 0, server: odd, before: odd, after: odd }],
    errors: Array.from({ length: 100 }, () => ({ message: odd, range: { start: at, end: at } })),
    complete: false,
    written: false,
  };
  for (const text of [formatPinsText([hostile], true), formatPinsText([hostile], false)]) {
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u202e]/);
    assert.ok(text.length < 12_000);
  }
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(formatPinsJson([hostile]), /[\u0000-\u0009\u000b-\u001f\u202e]/);
});

const at = { line: 0, character: 0 };
