import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { isReleases } from '../../src/resolvers/kept-releases.ts';
import { releasesIn } from '../../src/resolvers/npm-packument.ts';

const date = '2026-01-02T03:04:05.678Z';

function document(
  versions: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>> = {},
): unknown {
  return { name: 'server', versions, ...rest };
}

function knownIn(read: unknown) {
  const releases = releasesIn(read, 'server');
  assert.ok(typeof releases === 'object', String(releases));
  assert.ok(isReleases(releases));
  assert.ok(isReleases(JSON.parse(JSON.stringify(releases))));
  return releases;
}

suite('the document of a package', () => {
  test('with no release, or taken back', () => {
    assert.equal(releasesIn(document({}), 'server'), 'none');
    const time = { created: date, unpublished: { name: 'ann', time: date } };
    assert.equal(releasesIn({ name: 'server', time }, 'server'), 'none');
  });

  for (const [what, read] of [
    ['no object', 'text'],
    ['null', null],
    ['a list', []],
    ['an empty object', {}],
    ['an error', { error: 'not found' }],
    ['of another package', { name: 'other', versions: { '1.0.0': {} } }],
    ['versions as a list', { name: 'server', versions: ['1.0.0'] }],
    ['versions that are none', { name: 'server', versions: { x: {}, '1.0': {}, 'v1.0.0': {} } }],
    ['manifests that are none', { name: 'server', versions: { '1.0.0': null, '1.1.0': 'x' } }],
    ['time as a text', { name: 'server', versions: { '1.0.0': {} }, time: date }],
  ] as const) {
    test(`${what}: it says nothing`, () => {
      assert.equal(releasesIn(read, 'server'), undefined);
    });
  }

  test('deprecations and dates of every shape', () => {
    const versions = {
      '1.0.0': { deprecated: 'loses data' },
      '1.0.1': { deprecated: '' },
      '1.0.2': { deprecated: true },
      '1.0.3': { deprecated: false },
      '1.0.4': { deprecated: { why: 'x' } },
      '1.0.5': {},
    };
    const time = {
      '1.0.0': date,
      '1.0.1': 'yesterday',
      '1.0.2': 1_700_000_000_000,
      '1.0.3': '1',
      '1.0.4': '1969-01-01T00:00:00.000Z',
      '1.0.5': '2026-13-45T00:00:00Z',
    };
    const moment = Date.parse(date);
    assert.deepEqual(knownIn(document(versions, { time })), {
      list: [
        { version: '1.0.0', publishedAt: moment, withdrawn: true },
        { version: '1.0.1', publishedAt: null, withdrawn: false },
        { version: '1.0.2', publishedAt: null, withdrawn: true },
        { version: '1.0.3', publishedAt: null, withdrawn: false },
        { version: '1.0.4', publishedAt: null, withdrawn: false },
        { version: '1.0.5', publishedAt: null, withdrawn: false },
      ],
      tags: [],
    });
  });

  for (const [what, manifest, expected] of [
    ['nothing said', {}, {}],
    ['a person', { _npmUser: { name: 'ann', email: 'a@h.example' } }, { publisher: 'ann' }],
    ['a service', { _npmUser: { name: 'GitHub Actions' } }, { publisher: 'GitHub Actions' }],
    ['a name of another type', { _npmUser: { name: 7 } }, {}],
    ['a name that is too long', { _npmUser: { name: 'a'.repeat(65) } }, {}],
    ['a name with a line break', { _npmUser: { name: 'a\nb' } }, {}],
    ['a name with markup', { _npmUser: { name: '[a](https://h.example)' } }, {}],
    ['a text for a user', { _npmUser: 'ann' }, {}],
    ['the short form says yes', { hasInstallScript: true }, { installScripts: true }],
    ['a whole manifest without scripts', { _id: 'server@1.0.0' }, { installScripts: false }],
    ['other scripts', { scripts: { test: 'x', prepare: 'y' } }, { installScripts: false }],
    ['preinstall', { scripts: { preinstall: 'node x' } }, { installScripts: true }],
    ['install', { scripts: { install: 'node x' } }, { installScripts: true }],
    ['postinstall', { scripts: { postinstall: 'node x' } }, { installScripts: true }],
    ['an empty postinstall', { scripts: { postinstall: ' ' } }, { installScripts: false }],
    ['a postinstall of another type', { scripts: { postinstall: [] } }, { installScripts: false }],
    ['what npm builds unasked', { gypfile: true, scripts: {} }, { installScripts: true }],
    [
      'inherited names',
      JSON.parse('{"scripts":{"__proto__":{"install":"x"}}}'),
      { installScripts: false },
    ],
    ['attested', { dist: { attestations: { url: 'https://h.example' } } }, { attested: true }],
    ['signed and not attested', { dist: { signatures: [{}] } }, { attested: false }],
    ['not signed', { dist: { signatures: [] } }, {}],
    ['an attestation of another type', { dist: { attestations: 'x' } }, {}],
  ] as const satisfies readonly (readonly [string, unknown, object])[]) {
    test(`who published it, what it runs, whether it is attested: ${what}`, () => {
      const release = { version: '1.0.0', publishedAt: null, withdrawn: false };
      assert.deepEqual(knownIn(document({ '1.0.0': manifest })).list, [
        { ...release, ...expected },
      ]);
    });
  }

  test('a registry that knows one attestation would know of others', () => {
    const { list } = knownIn(document({ '1.0.0': {}, '1.1.0': { dist: { attestations: {} } } }));
    assert.deepEqual(
      list.map(({ attested }) => attested),
      [false, true],
    );
  });

  test('names of tags: those that name a release', () => {
    const tags = {
      latest: '1.0.0',
      'a b': '1.0.0',
      gone: '2.0.0',
      number: 1,
      ...Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`t${n}`, '1.0.0'])),
    };
    const read = knownIn(document({ '1.0.0': {} }, { 'dist-tags': tags }));
    assert.equal(read.tags.length, 50);
    assert.deepEqual(read.tags.slice(0, 2), [
      ['latest', '1.0.0'],
      ['t0', '1.0.0'],
    ]);
  });

  test('names that every object has', () => {
    const read = JSON.parse(
      `{"name":"server","versions":{"__proto__":{"deprecated":"x"},"constructor":{},"1.0.0":{}},
        "time":{"__proto__":"${date}"},"dist-tags":{"__proto__":"1.0.0","constructor":"1.0.0"}}`,
    ) as unknown;
    const { list, tags } = knownIn(read);
    assert.deepEqual(list, [{ version: '1.0.0', publishedAt: null, withdrawn: false }]);
    assert.deepEqual(tags, [
      ['__proto__', '1.0.0'],
      ['constructor', '1.0.0'],
    ]);
  });

  test('too many releases: those with a tag, and the newest, pre-releases last', () => {
    const count = 1500;
    const day = 86_400_000;
    const all = Array.from({ length: count }, (_, n) => `1.${n}.0`);
    const nightly = Array.from({ length: count }, (_, n) => `2.0.0-nightly.${n}`);
    const start = Date.UTC(2020, 0, 1);
    const dates = all.map(
      (version, n) => [version, new Date(start + n * day).toISOString()] as const,
    );
    const late = nightly.map((version) => [version, date] as const);
    const { list } = knownIn(
      document(Object.fromEntries([...all, ...nightly].map((version) => [version, {}])), {
        time: Object.fromEntries([...dates, ...late]),
        'dist-tags': { old: '1.3.0', next: '2.0.0-nightly.7' },
      }),
    );
    const versions = list.map(({ version }) => version);
    assert.equal(versions.length, 1002);
    assert.deepEqual(new Set(versions), new Set(['1.3.0', '2.0.0-nightly.7', ...all.slice(-1000)]));
  });

  test('never throws, whatever it holds, and what it gives is accepted when it was kept', () => {
    const key = fc.oneof(
      fc.constantFrom('1.0.0', '2.0.0-a.1', '__proto__', 'unpublished'),
      fc.string(),
    );
    const map = fc.dictionary(
      key,
      fc.oneof(fc.jsonValue(), fc.record({ deprecated: fc.jsonValue() })),
    );
    const shape = fc.record(
      { name: fc.constant('server'), versions: map, time: map, 'dist-tags': map },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shape), (read) => {
        const releases = releasesIn(read, 'server');
        assert.ok(typeof releases !== 'object' || isReleases(JSON.parse(JSON.stringify(releases))));
      }),
    );
  });
});

suite('releases kept between runs', () => {
  const release = { version: '1!2.0.post1', publishedAt: null, withdrawn: false };
  test('of any ecosystem are taken', () => {
    assert.ok(
      isReleases({ list: [release, { ...release, publishedAt: 5 }], tags: [['latest', '1']] }),
    );
    assert.ok(isReleases({ list: [], tags: [] }));
  });
  for (const value of [
    null,
    'x',
    {},
    { list: [release] },
    { list: release, tags: [] },
    { list: [{ ...release, version: '' }], tags: [] },
    { list: [{ ...release, version: '1 2' }], tags: [] },
    { list: [{ ...release, version: 'x'.repeat(300) }], tags: [] },
    { list: [{ ...release, publishedAt: -1 }], tags: [] },
    { list: [{ ...release, publishedAt: 'x' }], tags: [] },
    { list: [{ ...release, withdrawn: 1 }], tags: [] },
    { list: [{ ...release, publisher: 'a\nb' }], tags: [] },
    { list: [{ ...release, publisher: 7 }], tags: [] },
    { list: [{ ...release, installScripts: 'no' }], tags: [] },
    { list: [{ ...release, attested: null }], tags: [] },
    { list: [{ version: '1' }], tags: [] },
    { list: [release], tags: [['latest']] },
    { list: [release], tags: [['latest', 1]] },
    { list: [release], tags: Array.from({ length: 51 }, () => ['a', '1']) },
  ]) {
    test(`${JSON.stringify(value).slice(0, 70)}: not`, () =>
      assert.equal(isReleases(value), false));
  }
});
