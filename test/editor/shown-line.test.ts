import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownLine } from '../../src/editor/shown-line.ts';

test('a line of the output channel or of a message steers nothing and stays one line', () => {
  const asked = (name: string) => shownLine(`Asked ghcr.io about ${name}: known`);
  assert.equal(asked('ghcr.io/a/b:1'), 'Asked ghcr.io about ghcr.io/a/b:1: known');
  for (const [name, shown] of [
    ['a\nAsked evil.example', 'a\\u{a}Asked evil.example'],
    ['a\r\n', 'a\\u{d}\\u{a}'],
    ['\u001b[2J\u001b]0;x\u0007', '\\u{1b}[2J\\u{1b}]0;x\\u{7}'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['a\u2028b\u0085c\u0000', 'a\\u{2028}b\\u{85}c\\u{0}'],
    ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
  ] as const) {
    assert.equal(asked(name), `Asked ghcr.io about ${shown}: known`);
  }
});

test('a name as long as a file is cut, never in the middle of a character', () => {
  assert.equal(shownLine('x'.repeat(1000)), 'x'.repeat(1000));
  assert.equal(shownLine('x'.repeat(1001)), `${'x'.repeat(1000)}…`);
  assert.equal(shownLine(`${'x'.repeat(999)}😀😀`), `${'x'.repeat(999)}\ufffd…`);
});
