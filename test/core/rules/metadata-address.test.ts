import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { metadataHosts } from '../../../src/core/rules/metadata-hosts.ts';

/** One number as an address may spell it. */
const spelled = (value: number) =>
  fc.constantFrom(
    String(value),
    `0x${value.toString(16)}`,
    `0X${value.toString(16).toUpperCase()}`,
    `0${value.toString(8)}`,
  );

/** The four parts, or the last of them together, each in a spelling of its own. */
function spellings([a, b, c, d]: readonly [number, number, number, number]) {
  const tails = [
    [a, b, c, d],
    [a, b, c * 256 + d],
    [a, b * 65_536 + c * 256 + d],
    [a * 16_777_216 + b * 65_536 + c * 256 + d],
  ];
  return fc
    .constantFrom(...tails)
    .chain((parts) => fc.tuple(...parts.map(spelled)))
    .map((parts) => parts.join('.'));
}

test('an address is found however it is spelled behind a scheme', () => {
  fc.assert(
    fc.property(
      spellings([169, 254, 169, 254]),
      fc.constantFrom('http://', 'https://', 'HTTP://', 'http://user:word@'),
      fc.constantFrom('', '/', ':80/latest', '?a', '#b'),
      fc.constantFrom('', 'see ', '"'),
      (host, scheme, rest, before) => {
        const text = before + scheme + host + rest;
        const found = metadataHosts(text);
        assert.deepEqual(
          found.map((one) => [one.host, text.slice(one.start, one.end)]),
          [['169.254.169.254', host]],
        );
      },
    ),
  );
});

test('other addresses are none', () => {
  fc.assert(
    fc.property(
      fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)),
      fc.boolean(),
      (parts, scheme) => {
        const known = ['169.254.169.254', '169.254.170.2', '100.100.100.200'];
        fc.pre(!known.includes(parts.join('.')));
        assert.deepEqual(metadataHosts(`${scheme ? 'http://' : ''}${parts.join('.')}/x`), []);
      },
    ),
  );
});

test('any text is read, in time that grows with its length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const { start, end } of metadataHosts(text))
        assert.ok(start < end && end <= text.length);
    }),
  );
  for (const part of ['a://', 'http://169.254.', '169.254.169.254', ':', '[::ffff:', '1.']) {
    assert.ok(metadataHosts(part.repeat(1_000_000 / part.length)).length < 20_000);
  }
});
