import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Atom } from '../../../src/core/config/node.ts';
import { readImage } from '../../../src/core/launch/image-reference.ts';
import { wordOf } from '../../../src/core/launch/words.ts';
import { cpuTime } from '../../cpu-time.ts';

function atom(value: string): Atom {
  return { kind: 'atom', value, span: { start: 0, end: 0 }, parent: null, key: 0 };
}

const read = (text: string) => readImage(wordOf(atom(text)));
const HEX = '0123456789abcdef'.repeat(4);
const DIGEST = `sha256:${HEX}`;

/** reference → registry, repository, name, tag, digest */
const valid: readonly (readonly [string, string, string, string, string | null, string | null])[] =
  [
    ['alpine', 'docker.io', 'library/alpine', 'alpine', null, null],
    ['alpine:3.20', 'docker.io', 'library/alpine', 'alpine', '3.20', null],
    ['mcp/slack', 'docker.io', 'mcp/slack', 'mcp/slack', null, null],
    ['mcp/slack:latest', 'docker.io', 'mcp/slack', 'mcp/slack', 'latest', null],
    ['docker.io/alpine', 'docker.io', 'library/alpine', 'docker.io/alpine', null, null],
    [
      'docker.io/library/alpine:1',
      'docker.io',
      'library/alpine',
      'docker.io/library/alpine',
      '1',
      null,
    ],
    ['index.docker.io/mcp/x:2', 'docker.io', 'mcp/x', 'index.docker.io/mcp/x', '2', null],
    ['index.docker.io/x', 'docker.io', 'library/x', 'index.docker.io/x', null, null],
    ['ghcr.io/a/b', 'ghcr.io', 'a/b', 'ghcr.io/a/b', null, null],
    ['ghcr.io/a/b/c/d:v1', 'ghcr.io', 'a/b/c/d', 'ghcr.io/a/b/c/d', 'v1', null],
    ['ghcr.io/x', 'ghcr.io', 'x', 'ghcr.io/x', null, null],
    ['quay.io:443/a/b:t', 'quay.io:443', 'a/b', 'quay.io:443/a/b', 't', null],
    ['localhost/a', 'localhost', 'a', 'localhost/a', null, null],
    ['localhost:5000/a', 'localhost:5000', 'a', 'localhost:5000/a', null, null],
    ['localhost:5000/a:b', 'localhost:5000', 'a', 'localhost:5000/a', 'b', null],
    ['localhost:5000', 'docker.io', 'library/localhost', 'localhost', '5000', null],
    ['127.0.0.1:5000/mcp/s:1', '127.0.0.1:5000', 'mcp/s', '127.0.0.1:5000/mcp/s', '1', null],
    ['[::1]:5000/a/b:1', '[::1]:5000', 'a/b', '[::1]:5000/a/b', '1', null],
    ['[2001:db8::1]/a', '[2001:db8::1]', 'a', '[2001:db8::1]/a', null, null],
    ['myhost:1/a', 'myhost:1', 'a', 'myhost:1/a', null, null],
    ['myhost/a', 'docker.io', 'myhost/a', 'myhost/a', null, null],
    ['MyHost/a', 'MyHost', 'a', 'MyHost/a', null, null],
    ['GHCR.IO/a/b', 'GHCR.IO', 'a/b', 'GHCR.IO/a/b', null, null],
    ['xn--7o8h.com/a', 'xn--7o8h.com', 'a', 'xn--7o8h.com/a', null, null],
    ['a-b.c-d.io/x', 'a-b.c-d.io', 'x', 'a-b.c-d.io/x', null, null],
    [`alpine@${DIGEST}`, 'docker.io', 'library/alpine', 'alpine', null, DIGEST],
    [`alpine:3@${DIGEST}`, 'docker.io', 'library/alpine', 'alpine', '3', DIGEST],
    [`ghcr.io/a/b:v1@${DIGEST}`, 'ghcr.io', 'a/b', 'ghcr.io/a/b', 'v1', DIGEST],
    [`h:1/a@${DIGEST}`, 'h:1', 'a', 'h:1/a', null, DIGEST],
    [`a@sha512:${HEX}${HEX}`, 'docker.io', 'library/a', 'a', null, `sha512:${HEX}${HEX}`],
    ['a__b/c', 'docker.io', 'a__b/c', 'a__b/c', null, null],
    ['x/a.b_c--d/e', 'docker.io', 'x/a.b_c--d/e', 'x/a.b_c--d/e', null, null],
    ['a:_x.Y-z', 'docker.io', 'library/a', 'a', '_x.Y-z', null],
    [`a:${'t'.repeat(128)}`, 'docker.io', 'library/a', 'a', 't'.repeat(128), null],
    ['a'.repeat(255), 'docker.io', `library/${'a'.repeat(255)}`, 'a'.repeat(255), null, null],
    ['true', 'docker.io', 'library/true', 'true', null, null],
    [HEX.slice(0, 63), 'docker.io', `library/${HEX.slice(0, 63)}`, HEX.slice(0, 63), null, null],
  ];

for (const [text, registry, repository, name, tag, digest] of valid) {
  test(`reads ${text.slice(0, 60)}`, () => {
    const image = read(text);
    assert.ok(image);
    assert.deepEqual(
      [image.registry, image.repository, image.name, image.tag, image.digest],
      [registry, repository, name, tag, digest],
    );
    const { at, tagAt } = image;
    assert.equal(text.slice(at.start, at.end), text);
    assert.equal(tagAt === null ? null : text.slice(tagAt.start, tagAt.end), tag);
  });
}

const invalid = [
  '',
  ':',
  '@',
  '/',
  'a/',
  '/a',
  'a//b',
  'A',
  'Alpine:3',
  'ghcr.io/A/b',
  'a:',
  'a:-x',
  `a:${'t'.repeat(129)}`,
  'a'.repeat(256),
  'a b',
  'a\n',
  '-a',
  'a-',
  'a..b',
  'a___b',
  'a._b',
  'a@sha256',
  'a@sha256:abc',
  `a@sha256:${HEX.toUpperCase()}`,
  `a@sha256:${HEX}0`,
  `a@md5:${HEX}`,
  `a@${DIGEST}@${DIGEST}`,
  `a@${DIGEST}:tag`,
  '[::1/a',
  '[::g]/a',
  '-h.io/a',
  'h..io/a',
  'h.io:x/a',
  'a.b_c/d',
  'https://ghcr.io/a/b',
  '$IMAGE',
  '%IMAGE%',
  '${IMAGE}',
  'ghcr.io/a/b:${input:tag}',
  '{env:IMAGE}',
  HEX,
  DIGEST,
  'ünïcode/a',
];

for (const text of invalid) {
  test(`refuses ${JSON.stringify(text.slice(0, 60))}`, () => assert.equal(read(text), null));
}

test('a dynamic word is never read, whatever its text', () => {
  assert.equal(readImage({ ...wordOf(atom('alpine')), dynamic: true }), null);
});

test('a word inside a longer text keeps its place', () => {
  const line = 'docker run a/b:1.2';
  const image = readImage({
    atom: atom(line),
    start: 11,
    end: line.length,
    text: 'a/b:1.2',
    dynamic: false,
  });
  assert.deepEqual([image?.at.start, image?.at.end], [11, 18]);
  assert.deepEqual([image?.tagAt?.start, image?.tagAt?.end], [15, 18]);
});

test('20,000 hostile characters take milliseconds', () => {
  const parts = ['a', 'a-', 'a/', 'a.', '_', '-', ':', '@', '[', '1', 'A.', 'a__', 'sha256:'];
  for (const part of parts) {
    const text = part.repeat(20_000);
    const all = [text, `${text}!`, `a@${text}`, `a:${text}`];
    assert.ok(cpuTime(() => all.forEach(read)) < 200, part);
  }
});

test('never throws, and what it reads adds up to the text', () => {
  const piece = fc.constantFrom('a', 'B', '0', '.', '-', '_', '/', ':', '@', '[', ']', DIGEST, ' ');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const image = read(text);
      if (image === null) return;
      const tag = image.tag === null ? '' : `:${image.tag}`;
      const digest = image.digest === null ? '' : `@${image.digest}`;
      assert.equal(image.name + tag + digest, text);
    }),
    { numRuns: 2000 },
  );
});
