import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCredentials } from '../../../../src/core/rules/credentials/find.ts';
import { silent } from './silent-values.ts';

test('at least sixty values that look like something stay silent', () => {
  assert.ok(silent.length >= 60, String(silent.length));
  const wrong = silent.flatMap(([name, value, place = 'env']) =>
    findCredentials(value, { name, place }).map((found) => [
      name,
      value,
      found.format ?? found.label,
    ]),
  );
  assert.deepEqual(wrong, []);
});
