import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { Release } from '../../src/core/rules/facts.ts';
import { isReleases, maxReleases } from '../../src/resolvers/kept-releases.ts';
import { joined, normalName, readReleases } from '../../src/resolvers/python-releases.ts';

function simple(files: readonly unknown[], versions?: readonly unknown[]): readonly Release[] {
  const found = readReleases({ files, versions }, 'my-demo');
  assert.ok(found !== undefined);
  return found.list;
}

function wheel(version: string, more: object = {}): object {
  return { filename: `my_demo-${version}-py3-none-any.whl`, ...more };
}

function older(releases: unknown): readonly Release[] {
  const found = readReleases({ info: { name: 'my-demo' }, releases }, 'my-demo');
  assert.ok(found !== undefined);
  return found.list;
}

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

suite('the answer of the simple API', () => {
  test('a release is as old as its newest file, and withdrawn when all its files are', () => {
    const list = simple([
      wheel('1.0', { 'upload-time': '2024-03-02T00:00:00.123456Z', yanked: false }),
      {
        filename: 'my_demo-1.0.tar.gz',
        'upload-time': '2024-03-01T00:00:00.000000Z',
        yanked: 'bad',
      },
      wheel('1.1', { 'upload-time': '2024-04-01T02:00:00+02:00', yanked: true }),
      { filename: 'my.demo-1.1.zip', yanked: 'broken' },
      wheel('1.2', { yanked: '' }),
    ]);
    assert.deepEqual(list, [
      {
        version: '1.0',
        publishedAt: day('2024-03-02') + 123,
        withdrawn: false,
        installScripts: false,
      },
      { version: '1.1', publishedAt: day('2024-04-01'), withdrawn: true, installScripts: false },
      { version: '1.2', publishedAt: null, withdrawn: false, installScripts: false },
    ]);
  });

  test('versions of all kinds, from the names of files', () => {
    const names = ['1!2.0', '1.0a1', '1.0.post2', '1.0.dev3', '1.0+cu118', '2024.01.05'];
    assert.deepEqual(
      simple(names.map((version) => wheel(version))).map(({ version }) => version),
      names,
    );
  });

  test('a wheel with a build number, a source archive whose name holds hyphens, a version with one', () => {
    const list = simple([
      { filename: 'my_demo-1.0-1-cp311-cp311-manylinux_2_17_x86_64.whl' },
      { filename: 'my-demo-2.0.tar.gz' },
      { filename: 'My-Demo-3.0-1.tar.bz2' },
    ]);
    assert.deepEqual(
      list.map(({ version }) => version),
      ['1.0', '2.0', '3.0-1'],
    );
  });

  test('two spellings of one version are one release, as the list of versions writes it', () => {
    const files = [wheel('1.0a1'), { filename: 'my-demo-1.0-alpha.1.tar.gz', yanked: true }];
    assert.deepEqual(
      simple(files).map(({ version, withdrawn }) => [version, withdrawn]),
      [['1.0a1', false]],
    );
    assert.deepEqual(simple(files, ['1.0.alpha1', 7])[0]?.version, '1.0.alpha1');
  });

  test('numbers that a float cannot hold stay apart', () => {
    const versions = ['1.90071992547409931', '1.90071992547409932'];
    assert.deepEqual(
      simple(versions.map((version) => wheel(version))).map(({ version }) => version),
      versions,
    );
  });

  test('what cannot be installed, or is of another package, is left out', () => {
    const others = [
      'my_demo-1.0-py2.7.egg',
      'my_demo-1.0.win32-py2.7.exe',
      'my_demo-1.0.whl.asc',
      'my_demo-latest-py3-none-any.whl',
      'my_demo_extra-1.0-py3-none-any.whl',
      'my_demo-extra-1.0.tar.gz',
      'my_demo.tar.gz',
      '-1.0.tar.gz',
      `my_demo-${'1'.repeat(200)}.tar.gz`,
    ];
    assert.deepEqual(
      simple([...others.map((filename) => ({ filename })), {}, null, 7, []], ['9.9']),
      [],
    );
  });

  for (const [what, names, expected] of [
    ['a source archive alone', ['my-demo-1.0.tar.gz'], true],
    ['a wheel for all', ['my_demo-1.0-py3-none-any.whl'], false],
    ['both', ['my-demo-1.0.tar.gz', 'my_demo-1.0-py3-none-any.whl'], false],
    ['both, the other way round', ['my_demo-1.0-py3-none-any.whl', 'my-demo-1.0.tar.gz'], false],
    ['a wheel for one machine', ['my_demo-1.0-cp312-cp312-win_amd64.whl'], undefined],
    [
      'that and a source archive',
      ['my_demo-1.0-cp312-cp312-win_amd64.whl', 'my-demo-1.0.zip'],
      undefined,
    ],
    [
      'two source archives and a wheel for one machine',
      ['my-demo-1.0.zip', 'my_demo-1.0-cp312-cp312-win_amd64.whl', 'my-demo-1.0.tar.gz'],
      undefined,
    ],
  ] as const) {
    test(`whether code of the release builds it: ${what}`, () => {
      const [release] = simple(names.map((filename) => ({ filename })));
      assert.equal(release?.installScripts, expected);
    });
  }

  for (const [what, files, expected] of [
    ['said of no file', [{}, {}], undefined],
    [
      'of every file',
      [{ provenance: 'https://h.example/a' }, { provenance: 'https://h.example/b' }],
      true,
    ],
    [
      'of one file, null for the other',
      [{ provenance: 'https://h.example/a' }, { provenance: null }],
      false,
    ],
    ['null first', [{ provenance: null }, { provenance: 'https://h.example/a' }], false],
    ['of one file, nothing said of the other', [{ provenance: 'https://h.example/a' }, {}], true],
    ['of a wrong type', [{ provenance: 7 }], false],
  ] as const) {
    test(`provenance (PEP 740): ${what}`, () => {
      const [release] = simple(files.map((file) => wheel('1.0', file)));
      assert.equal(release?.attested, expected);
    });
  }

  test('an index that holds an attestation would say so of every release', () => {
    const files = [wheel('1.0', { provenance: 'https://h.example/a' }), wheel('1.1', {})];
    const { list } = readReleases({ files }, 'my-demo') ?? { list: [] };
    assert.deepEqual(
      list.map(({ version, attested }) => [version, attested]),
      [
        ['1.0', true],
        ['1.1', false],
      ],
    );
    const silent = readReleases({ files: [wheel('1.0', {}), wheel('1.1', {})] }, 'my-demo');
    assert.deepEqual(
      silent?.list.map(({ attested }) => attested),
      [undefined, undefined],
    );
  });

  test('several indexes: attested in all that say so', () => {
    const of = (provenance: string | null) => {
      const found = readReleases({ files: [wheel('1.0', { provenance })] }, 'my-demo');
      assert.ok(found !== undefined);
      return found;
    };
    const address = 'https://h.example/a';
    assert.equal(joined([of(address), of(address)]).list[0]?.attested, true);
    assert.equal(joined([of(address), of(null)]).list[0]?.attested, false);
  });

  test('times that are none', () => {
    const times = ['yesterday', '2024-13-45T99:99:99Z', 7, '1950-01-01T00:00:00Z', '2024-01-01'];
    for (const time of times)
      assert.equal(simple([wheel('1.0', { 'upload-time': time })])[0]?.publishedAt, null);
  });
});

suite('the older answer', () => {
  test('releases with their files', () => {
    const list = older({
      '1.0': [
        { filename: 'my-demo-1.0.tar.gz', upload_time: '2024-03-02T10:00:00', yanked: false },
        {
          filename: 'x.whl',
          upload_time_iso_8601: '2024-03-01T00:00:00.5Z',
          upload_time: 'x',
          yanked: true,
        },
      ],
      '1.1': [{ filename: 'x.tar.gz', yanked: true, upload_time: '2024-04-01 00:00:00' }],
      '1.2': [],
      '1.3': [{ filename: 'x.exe' }],
      '1.4': 7,
      '1!0.1rc1': [{}],
      nonsense: [{}],
    });
    assert.deepEqual(list, [
      { version: '1.0', publishedAt: day('2024-03-02') + 36_000_000, withdrawn: false },
      { version: '1.1', publishedAt: day('2024-04-01'), withdrawn: true, installScripts: true },
      { version: '1!0.1rc1', publishedAt: null, withdrawn: false },
    ]);
  });
});

test('other answers are none', () => {
  for (const value of [
    null,
    7,
    'x',
    [],
    {},
    { files: {} },
    { releases: [] },
    { message: 'Not Found' },
  ])
    assert.equal(readReleases(value, 'my-demo'), undefined);
});

test('of very many releases the newest stay, and of those that are no pre-releases first', () => {
  const at = (n: number): string => new Date(day('2020-01-01') + n * 86_400_000).toISOString();
  const files = [
    wheel('1.0', { 'upload-time': at(0) }),
    wheel('1.1.post1+local', { 'upload-time': at(1) }),
    ...Array.from({ length: 1200 }, (_, n) => wheel(`2.0.dev${n}`, { 'upload-time': at(n + 2) })),
  ];
  const versions = new Set(simple(files).map(({ version }) => version));
  assert.equal(versions.size, maxReleases);
  assert.ok(versions.has('1.0') && versions.has('1.1.post1+local') && versions.has('2.0.dev1199'));
  assert.ok(!versions.has('2.0.dev0') && versions.has('2.0.dev202') && !versions.has('2.0.dev201'));
  const undated = Array.from({ length: 1200 }, (_, n) => wheel(`1.${n}`));
  assert.ok(simple(undated).some(({ version }) => version === '1.1199'));
});

test('several indexes: all releases, each as young and as little withdrawn as one of them says', () => {
  const first = simple([
    wheel('1.0', { 'upload-time': '2024-03-02T00:00:00Z', yanked: true }),
    wheel('2.0'),
  ]);
  const second = simple([wheel('1.0', { 'upload-time': '2024-03-01T00:00:00Z' }), wheel('3.0')]);
  const { list } = joined([
    { list: first, tags: [] },
    { list: second, tags: [] },
  ]);
  assert.deepEqual(list, [
    { version: '1.0', publishedAt: day('2024-03-02'), withdrawn: false, installScripts: false },
    { version: '2.0', publishedAt: null, withdrawn: false, installScripts: false },
    { version: '3.0', publishedAt: null, withdrawn: false, installScripts: false },
  ]);
});

test('names', () => {
  assert.equal(normalName('My._-Demo'), 'my-demo');
  assert.equal(normalName('a'), 'a');
  for (const name of [
    '',
    '-a',
    'a-',
    'a/b',
    'a b',
    '..',
    'a\n',
    'é',
    '%2e',
    'a[x]',
    'a'.repeat(300),
  ])
    assert.equal(normalName(name), undefined, name);
});

suite('whatever an index sends', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'my_demo-1.0-py3-none-any.whl',
      'my-demo-2.0.tar.gz',
      '1.0',
      '__proto__',
      '2024-01-01T00:00:00Z',
    ),
  );
  const key = fc.oneof(
    word,
    fc.constantFrom(
      'files',
      'versions',
      'releases',
      'filename',
      'yanked',
      'upload-time',
      'upload_time',
    ),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 5, noNullPrototype: false }),
    ),
  }));

  test('releases are read or not, and those that are read may be kept', () => {
    fc.assert(
      fc.property(tree, tree, tree, (files, releases, versions) => {
        for (const answer of [files, { files, versions }, { releases }]) {
          const read = readReleases(answer, 'my-demo');
          assert.ok(read === undefined || isReleases(read));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a long name costs no more than its length', () => {
    const filename = `${'a-'.repeat(250)}.tar.gz`;
    assert.deepEqual(simple(Array.from({ length: 2000 }, () => ({ filename }))), []);
  });
});
