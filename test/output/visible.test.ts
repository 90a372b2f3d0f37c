import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { visible, visibleJson } from '../../src/output/visible.ts';

const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/;
const text = fc.string({ unit: 'binary', maxLength: 200 });

test('no text brings a steering character or a line break', () => {
  fc.assert(
    fc.property(text, (value) => {
      assert.doesNotMatch(visible(value), steering);
      assert.ok(!visible(value).includes('\n'));
    }),
  );
  assert.equal(visible('a\u001b[31mb\u202ec\u{e0041}'), String.raw`a\u{1b}[31mb\u{202e}c\u{e0041}`);
  const unseen = ['\u00ad', '\u034f', '\u115f', '\u180e', '\u3164', '\ufff9', '\u{1bca0}'];
  for (const one of unseen) assert.match(visible(`a${one}b`), /^a\\u\{[\da-f]+\}b$/);
  assert.equal(visible('Grüße 😀 日本'), 'Grüße 😀 日本');
});

test('JSON says the same without steering characters', () => {
  fc.assert(
    fc.property(fc.jsonValue(), text, (value, key) => {
      const data = { [`k${key}`]: value, text: key };
      const json = visibleJson(JSON.stringify(data, null, 2));
      assert.doesNotMatch(json, steering);
      assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(data)));
    }),
  );
});
