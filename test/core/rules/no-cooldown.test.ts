import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { noCooldown } from '../../../src/core/rules/no-cooldown.ts';
import { draftsOf, read } from './reading.ts';

suite('no-cooldown: what it says', () => {
  const floats =
    'A new release of pkg, or of what it depends on, runs here the day it is published: nothing makes it wait';
  const below =
    'A new release of what pkg depends on runs here the day it is published: nothing makes it wait';
  for (const [line, message] of [
    ['npx -y pkg', floats],
    ['npx -y pkg@latest', floats],
    ['npx -y pkg@^1.0.0', floats],
    ['uvx pkg', floats],
    ['npx -y pkg@1.2.3', below],
    ['uvx pkg==1.2.3', below],
    ['bunx pkg@1.2.3', below],
  ] as const) {
    test(line, () => {
      const [command = '', ...args] = line.split(' ');
      const said = draftsOf(noCooldown, read(command, args)).map((draft) => draft.message);
      assert.deepEqual(said, [message]);
    });
  }

  for (const line of [
    'npx -y --before=2026-01-01 pkg@1.2.3',
    'uvx --exclude-newer 2026-01-01 pkg',
    'go run example.com/m@v1.2.3',
    'docker run -i --rm h.example/o/r:1',
    'node /opt/x/index.js',
  ]) {
    test(`${line}: nothing`, () => {
      const [command = '', ...args] = line.split(' ');
      assert.deepEqual(draftsOf(noCooldown, read(command, args)), []);
    });
  }
});
