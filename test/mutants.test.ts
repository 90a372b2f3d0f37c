import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mutants } from '../scripts/mutate/mutants.ts';

const editor = join(import.meta.dirname, '../src/editor');

test('what each mutant replaces stands in its file, once', () => {
  assert.ok(mutants.length >= 8);
  for (const { feature, file, from } of mutants) {
    assert.equal(readFileSync(join(editor, file), 'utf8').split(from).length, 2, feature);
  }
});
