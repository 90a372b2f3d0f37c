import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
  delimiter,
  flush,
  packet,
  readPackets,
  type Packet,
} from '../../src/resolvers/git-pkt-line.ts';
import {
  commitOf,
  isRef,
  lsRefs,
  namesOf,
  readAdvertisement,
  readRefs,
} from '../../src/resolvers/git-refs.ts';

function read(text: string): readonly Packet[] | undefined {
  return readPackets(Buffer.from(text));
}

suite('packets', () => {
  test('texts with and without a line break, and those that end something', () => {
    assert.deepEqual(read(`${packet('a b')}0007abc000000010002${packet('ü')}0004`), [
      { kind: 'text', text: 'a b' },
      { kind: 'text', text: 'abc' },
      { kind: 'flush' },
      { kind: 'delimiter' },
      { kind: 'end' },
      { kind: 'text', text: 'ü' },
      { kind: 'text', text: '' },
    ]);
    assert.deepEqual(read(''), []);
  });

  test('what is none', () => {
    for (const text of [
      '0',
      '000',
      '0003',
      '0005',
      '00zz',
      ' 004',
      '-001',
      '0x10',
      '0008abc',
      'ffffx',
      '<html>',
    ])
      assert.equal(read(text), undefined, text);
    assert.equal(read(`fff1${'x'.repeat(0xfff1 - 4)}`), undefined);
    assert.equal(read(flush.repeat(600_001)), undefined);
  });

  test('what is written is read again', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 200 })
      .filter((value) => !value.endsWith('\n'));
    const one = fc.oneof(
      text.map((value) => [packet(value), { kind: 'text', text: value }] as const),
      fc.constant([flush, { kind: 'flush' }] as const),
      fc.constant([delimiter, { kind: 'delimiter' }] as const),
    );
    fc.assert(
      fc.property(fc.array(one), (list) => {
        assert.deepEqual(
          read(list.map(([raw]) => raw).join('')),
          list.map(([, packed]) => packed),
        );
      }),
    );
  });

  test('any bytes are packets or none', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('0000', '0001', '0005', '000e', 'version 2\n', '\0'),
          ),
        )
        .map((parts) => Buffer.from(parts.join(''))),
    );
    fc.assert(
      fc.property(bytes, (value) => {
        const packets = readPackets(value);
        assert.ok(packets === undefined || packets.length <= value.length / 4);
      }),
      { numRuns: 1000 },
    );
  });
});

suite('the name of a branch or a tag', () => {
  test('as git takes it', () => {
    for (const ref of [
      'main',
      'v1.0',
      'feature/x',
      '@scope/pkg@1.0.0',
      'refs/heads/main',
      'a@b',
      '-x',
      'ü',
      'x#y',
      "a'b",
      'HEAD',
    ])
      assert.ok(isRef(ref), ref);
    const bad = [
      '',
      '@',
      'a b',
      'a\n',
      'a\0b',
      'a..b',
      '.a',
      'a/.b',
      'a.lock',
      'a.lock/b',
      'a.',
      '/a',
      'a/',
      'a//b',
    ];
    for (const ref of [
      ...bad,
      'a~1',
      'a^',
      'a:b',
      'a?',
      'a*',
      'a[',
      'a\\b',
      'a@{1}',
      '\u007f',
      '\ud800',
      'a'.repeat(401),
    ])
      assert.ok(!isRef(ref), ref);
  });

  test('none that is taken gets a line of its own into a question', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (ref) => {
        if (!isRef(ref)) return;
        const names = namesOf(ref);
        const packets = read(lsRefs(names, 'sha1'));
        assert.deepEqual(packets, [
          { kind: 'text', text: 'command=ls-refs' },
          { kind: 'text', text: 'object-format=sha1' },
          { kind: 'delimiter' },
          { kind: 'text', text: 'peel' },
          ...names.map((name) => ({ kind: 'text', text: `ref-prefix ${name}` })),
          { kind: 'flush' },
        ]);
      }),
      { numRuns: 500 },
    );
  });
});

test('any packets are read or not, and give no commit that is none', () => {
  const id = fc.constantFrom(
    'a'.repeat(40),
    'b'.repeat(40),
    'c'.repeat(64),
    'A'.repeat(40),
    'abc',
    '',
  );
  const name = fc.constantFrom(
    'HEAD',
    'refs/heads/main',
    'refs/tags/main',
    'refs/tags/main^{}',
    'a\tb',
    '__proto__',
    '',
  );
  const line = fc.oneof(
    fc.constantFrom(
      'version 2',
      'version 1',
      'ls-refs=unborn',
      '# service=git-upload-pack',
      'shallow abc',
    ),
    fc
      .tuple(id, name, fc.constantFrom('', '\0caps', ' peeled:', ' symref-target:x'))
      .map(([a, b, c]) => `${a} ${b}${c}`),
    fc.tuple(id, name, id).map(([a, b, c]) => `${a} ${b} peeled:${c}`),
    fc.string(),
  );
  const some: fc.Arbitrary<Packet> = fc.oneof(
    { weight: 5, arbitrary: line.map((text) => ({ kind: 'text', text }) as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom({ kind: 'flush' }, { kind: 'delimiter' }, {
        kind: 'end',
      } as const),
    },
  );
  fc.assert(
    fc.property(fc.array(some, { maxLength: 8 }), (packets) => {
      const found = readAdvertisement(packets);
      const older = found?.protocol === 0 ? found.refs : undefined;
      for (const refs of [older, readRefs(packets)]) {
        if (refs === undefined) continue;
        for (const ref of ['main', null]) {
          const fact = commitOf(refs, ref, 'host');
          if (fact.state === 'known')
            assert.match(fact.value.sha, /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
        }
      }
    }),
    { numRuns: 1000 },
  );
});
