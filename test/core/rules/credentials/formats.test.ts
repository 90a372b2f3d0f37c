import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCredentials } from '../../../../src/core/rules/credentials/find.ts';
import { formats } from '../../../../src/core/rules/credentials/formats.ts';
import { findFormats } from '../../../../src/core/rules/credentials/match.ts';
import { descriptions, sample, seeded } from './samples.ts';

const byStructure = new Set(['private-key', 'jwt', 'supabase-service-role', 'supabase-anon']);
/** The word before these says what they are and is no part of them. */
const marked =
  /^(?:AccountKey=|https:\/\/hooks\.slack\.com\/services\/|https:\/\/discord\.com\/api\/webhooks\/)/;

test('the table has at least sixty providers, each row with its source and where to revoke', () => {
  const labels = new Set(formats.map(({ label }) => label.split(' ')[0]));
  assert.ok(labels.size >= 60, `${labels.size} providers`);
  assert.equal(new Set(formats.map(({ id }) => id)).size, formats.length);
  for (const { id, label, source, revoke } of formats) {
    assert.match(source, /^https:\/\/[\w.-]+\//, id);
    assert.ok(revoke.length > 10, id);
    assert.match(label, /^[\w\d]/, id);
  }
});

test('every row is described on its own', () => {
  const described = new Set(Object.keys(descriptions));
  const missing = formats.filter(({ id }) => !described.has(id) && !byStructure.has(id));
  assert.deepEqual(
    missing.map(({ id }) => id),
    [],
  );
  assert.deepEqual(
    [...described].filter((id) => !formats.some((format) => format.id === id)),
    [],
  );
});

for (const [id, description] of Object.entries(descriptions)) {
  test(`${id}: twenty found, one character short and a wrong prefix not`, () => {
    const random = seeded(hash(id));
    for (let n = 0; n < 20; n++) {
      const token = sample(description, random);
      const secret = token.replace(marked, '');
      for (const text of [token, `"${token}"`, `before ${token} after`, `KEY=${token};`]) {
        const at = text.indexOf(secret);
        const [found, ...more] = findFormats(text);
        const seen = found && { id: found.id, start: found.start, end: found.end };
        assert.deepEqual(seen, { id, start: at, end: at + secret.length }, text);
        assert.deepEqual(more, []);
      }
      for (const variant of ['short', 'wrong'] as const) {
        const miss = sample(description, random, variant);
        assert.ok(
          !findFormats(`"${miss}"`).some((match) => match.id === id),
          `${variant}: ${miss}`,
        );
      }
    }
  });
}

test('every format is found under a name that says nothing, with the span of the token alone', () => {
  const random = seeded(7);
  for (const [id, description] of Object.entries(descriptions)) {
    const token = sample(description, random);
    const text = `Bearer ${token}`;
    const [found] = findCredentials(text, { name: 'X-Thing', place: 'header' });
    assert.equal(found?.format, id);
    assert.equal(text.slice(found?.start, found?.end), token.replace(marked, ''));
  }
});

function hash(text: string): number {
  let value = 17;
  for (const sign of text) value = (Math.imul(value, 31) + sign.charCodeAt(0)) >>> 0;
  return value;
}
