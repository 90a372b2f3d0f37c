import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { preloadedCode } from '../../../src/core/rules/preloaded-code.ts';
import { draftsOf, flagged, read } from './reading.ts';

const harmless = [
  '--max-old-space-size=4096',
  '--enable-source-maps',
  '--import tsx',
  '--require=ts-node/register',
  '-r dotenv/config',
  '"--title=two words"',
  '--conditions "a b"',
  '--inspect',
];
const loading = [
  '--require ./x.cjs',
  '-r=./x.cjs',
  '--import="/a b/x.mjs"',
  '--loader x',
  '--preload ../x.ts',
];

function found(env: Readonly<Record<string, string>>): readonly string[] {
  const launch = read('node', ['a.js'], { env });
  return draftsOf(preloadedCode, launch).map((draft) => flagged(launch, draft));
}

test('options that load code are found wherever they stand among those that do not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...harmless), { maxLength: 6 }),
      fc.array(fc.constantFrom(...loading), { maxLength: 3 }),
      fc.constantFrom(' ', '  ', '\t'),
      fc.infiniteStream(fc.nat(8)),
      (quiet, loud, blank, places) => {
        const options: string[] = [...quiet];
        for (const option of loud)
          options.splice(places.next().value % (options.length + 1), 0, option);
        const texts = found({ NODE_OPTIONS: options.join(blank) });
        const wanted = options.filter((option) => loading.includes(option));
        assert.deepEqual(
          texts.map((text) => text.replaceAll(/\s+|\\t/g, ' ')),
          wanted.map((option) => JSON.stringify(option).slice(1, -1)),
        );
      },
    ),
  );
});

test('any text in any of the variables is read, and what is found lies in its value', () => {
  const names = [
    'NODE_OPTIONS',
    'LD_PRELOAD',
    'PERL5OPT',
    'RUBYOPT',
    'JAVA_TOOL_OPTIONS',
    'BASH_ENV',
    '__proto__',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.string({ unit: 'binary', maxLength: 200 }),
      (name, value) => {
        for (const text of found({ [name]: value }))
          assert.ok(JSON.stringify(value).includes(text));
      },
    ),
  );
});

test('a long value costs no more than its length', () => {
  for (const part of ['"', '\\"', '-r ', '-r "', 'data:text/javascript,register("', '/lib', '${']) {
    const value = part.repeat(200_000 / part.length);
    for (const name of ['NODE_OPTIONS', 'LD_PRELOAD', 'JAVA_TOOL_OPTIONS'])
      assert.ok(found({ [name]: value }).length <= 8192);
  }
});
