import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decode, encode } from '../../src/cli/text-encoding.ts';

const wholeText = fc.string({ unit: 'grapheme' });

test('a text comes back from its bytes, in the encoding it had', () => {
  fc.assert(
    fc.property(wholeText, fc.constantFrom('utf-16le', 'utf-16be'), (text, encoding) => {
      const decoded = { text: `\ufeff${text}`, encoding } as const;
      assert.deepEqual(decode(encode(decoded)), decoded);
    }),
  );
  fc.assert(
    fc.property(wholeText, fc.constantFrom('', '\ufeff'), (text, mark) => {
      const decoded = { text: `${mark}x${text}`, encoding: 'utf-8' } as const;
      assert.deepEqual(decode(encode(decoded)), decoded);
    }),
  );
});

test('bytes of any kind are read, and what is no text gives other bytes back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const decoded = decode(Buffer.from(bytes));
      assert.deepEqual(decode(encode(decoded)), decoded);
    }),
  );
  const broken = Buffer.from([0x7b, 0xc3, 0x7d]);
  assert.equal(encode(decode(broken)).equals(broken), false);
});
