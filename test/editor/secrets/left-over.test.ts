import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftOver } from '../../../src/editor/secrets/left-over.ts';

test('one line says where a moved token still stands, and none when it stands nowhere', () => {
  const onDisk = 'the token still stands in the file on the disk until it is saved';
  assert.equal(leftOver({ unsaved: false, copies: 0 }), null);
  assert.equal(leftOver({ unsaved: true, copies: 0 }), onDisk);
  assert.equal(
    leftOver({ unsaved: false, copies: 1 }),
    'the token still stands in 1 copy in Local History',
  );
  assert.equal(
    leftOver({ unsaved: true, copies: 2 }),
    `${onDisk} and in 2 copies in Local History`,
  );
});
