import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBundle } from '../../src/resolvers/bundle.ts';
import { resolverFor } from '../resolvers/resolver-for.ts';

const resolver = resolverFor({ network: false });
const key = `${'a'.repeat(43)}`;
const now = Date.UTC(2026, 0, 1);

/** How many answers of a bundle, or of the file between runs, are taken. */
function taken(kind: string, value: unknown): number {
  const text = JSON.stringify({
    ...{ format: 'mcp-posture-answers', version: 1 },
    answers: [[`${kind} ${key}`, now, value]],
  });
  const accepts = (of: string, answer: unknown) => resolver.accepts(of, answer);
  const read = readBundle(Buffer.from(text), accepts, now);
  assert.ok(typeof read === 'object');
  assert.equal(read.answers.size + read.refused, 1);
  return read.answers.size;
}

const releases = (version: string, tag = 'latest') => ({
  list: [{ version, publishedAt: 0, withdrawn: false }],
  tags: [[tag, version]],
});
const zero = { all: 0, fixable: 0 };
const scan = (scanner: string, id: string) => ({
  scanner,
  counts: { critical: zero, high: zero, medium: zero, low: zero, unknown: zero },
  worst: [{ id, package: 'openssl', severity: 'high', fixed: null }],
});
const advisories = (summary: string, fixed: string) => ({
  list: [
    { id: 'A-1', aliases: [], summary, severity: 'low', fixed, malicious: false, by: ['osv'] },
  ],
  asked: ['osv'],
  failed: [],
});
const verified = (repository: string, builder: string) => ({
  state: 'verified',
  repository,
  builder,
});
const steering = ['\u001b[2J', 'a\nb', '\u202Etxt', '\u2028', '\u200B', '\u{E0041}', '\u009B1m'];

test('a version that a shell or a runner would take for more is no answer', () => {
  for (const version of ['1.2.3', '1!2.0rc1+local.1', '2024.1.1-rc.1', 'v1.0'])
    assert.equal(taken('releases', releases(version)), 1, version);
  const versions = [
    '1;id',
    '1$(id)',
    '1`id`',
    '1"',
    "1'",
    '1|x',
    '-1',
    '--before=1',
    '../1',
    '1 2',
    '',
    '1@x',
    '1%2f',
    '1/x',
    '1*',
    '~1',
    '1\n',
  ];
  for (const version of versions) assert.equal(taken('releases', releases(version)), 0, version);
  for (const tag of ['a b', '', '\u202E', 'x'.repeat(200)])
    assert.equal(taken('releases', releases('1.0.0', tag)), 0, tag);
  assert.equal(taken('releases', { list: [], tags: [['latest', 'x'.repeat(900_000)]] }), 0);
});

test('a text that steers what is shown is no answer', () => {
  assert.equal(taken('image-scan', scan('trivy 0.60', 'CVE-1')), 1);
  assert.equal(taken('advisories', advisories('A hole', '1.2.3')), 1);
  assert.equal(
    taken('provenance', verified('https://github.com/a/b', 'https://github.com/a/b/x@y')),
    1,
  );
  assert.equal(taken('provenance', { state: 'invalid', why: 'its signature is wrong' }), 1);
  for (const text of steering) {
    assert.equal(taken('image-scan', scan(`trivy ${text}`, 'CVE-1')), 0);
    assert.equal(taken('image-scan', scan('trivy', `CVE ${text}`)), 0);
    assert.equal(taken('advisories', advisories(`A ${text}`, '1.2.3')), 0);
    assert.equal(taken('advisories', advisories('A hole', `1${text}`)), 0);
    assert.equal(taken('provenance', verified(`https://github.com/${text}`, 'x')), 0);
    assert.equal(taken('provenance', verified('https://github.com/', `x${text}`)), 0);
    assert.equal(taken('image-signature', { state: 'invalid', why: `x ${text}` }), 0);
  }
  assert.equal(taken('provenance', verified('javascript:alert(1)', 'x')), 0);
  assert.equal(taken('provenance', verified('command:x', 'x')), 0);
  assert.equal(taken('advisories', advisories('A hole', '--evil')), 0);
});

test('an answer under the name of a prototype, or of another kind, is none', () => {
  for (const kind of ['constructor', 'toString', '__proto__', 'advisories2', 'has-own-property'])
    assert.equal(taken(kind, releases('1.0.0')), 0, kind);
  assert.equal(taken('advisories', releases('1.0.0')), 0);
  assert.equal(taken('image-digest', 'sha256:x'), 0);
});
