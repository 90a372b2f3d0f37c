import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cmdLine } from '../../src/launcher/cmd-line.ts';
import {
  childEnvironment,
  hashed,
  variable,
  withVariables,
} from '../../src/launcher/environment.ts';
import { expanded, idsIn, readWords, type Words } from '../../src/launcher/words.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_.-]{1,120}$/);
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,40}$/);

test('what is written is what is read', () => {
  const variables = fc.uniqueArray(fc.tuple(name, id), { selector: ([key]) => key, maxLength: 8 });
  const args = fc.array(fc.string());
  const command = fc.string({ minLength: 1 });
  fc.assert(
    fc.property(variables, fc.boolean(), command, args, (env, keychain, word, rest) => {
      const own = env.flatMap(([key, value]) => ['--env', `${key}=${value}`]);
      const read = readWords([...(keychain ? ['--keychain'] : []), ...own, '--', word, ...rest]);
      assert.deepEqual(read, { variables: new Map(env), keychain, command: word, args: rest });
    }),
  );
});

test('no words are an exception, and no reason repeats them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constant('--'), fc.constant('--env'))),
      (words) => {
        const marked = words.map((word) => (word.startsWith('--') ? word : `q7x9${word}`));
        const read = readWords(marked);
        if ('why' in read) assert.doesNotMatch(read.why, /q7x9|\n/);
        else assert.notEqual(read.command, '');
      },
    ),
  );
});

test('every id is needed once, and each mark gets its value as it is', () => {
  const words: Words = {
    variables: new Map([
      ['A', 'x'],
      ['B', 'y'],
    ]),
    keychain: false,
    command: '{secret:command}',
    args: ['{secret:y}', '--k={secret:z}{secret:x}', '{secret:no id}', '{secret:', '{{secret:x}}'],
  };
  assert.deepEqual(idsIn(words), ['x', 'y', 'z']);
  const values = new Map([
    ['x', '$&$1'],
    ['y', ''],
    ['z', '{secret:x}'],
  ]);
  assert.deepEqual(expanded(words.args, values), [
    '',
    '--k={secret:x}$&$1',
    '{secret:no id}',
    '{secret:',
    '{$&$1}',
  ]);
});

test('an environment without the shim’s word loses only the launcher’s own names', () => {
  const env = {
    A: 'a',
    MCP_LAUNCH_SAVED_NODE_OPTIONS: 'x',
    ELECTRON_RUN_AS_NODE: '1',
    NONE: undefined,
  };
  assert.deepEqual(
    [...childEnvironment(env)],
    [
      ['A', 'a'],
      ['ELECTRON_RUN_AS_NODE', '1'],
    ],
  );
});

test('an environment is given back as it was', () => {
  const env = {
    A: 'a',
    PWD: '/made/up',
    _: '/bin/x',
    ELECTRON_RUN_AS_NODE: '1',
    MCP_LAUNCH_SHIM: '1',
    MCP_LAUNCH_DROPPED: ' _ OLDPWD',
    MCP_LAUNCH_SAVED_PWD: '/real',
    MCP_LAUNCH_SAVED_NODE_OPTIONS: '',
    MCP_LAUNCH_ODD: 'a.b=c=d\u0001e\n=x=y\nnothing\n',
  };
  assert.deepEqual(Object.fromEntries(childEnvironment(env)), {
    A: 'a',
    PWD: '/real',
    NODE_OPTIONS: '',
    'a.b': 'c=d\ne',
  });
});

test('on Windows a variable has one name in any case', () => {
  const env = new Map([
    ['Path', 'a'],
    ['B', 'b'],
  ]);
  assert.equal(variable(env, 'PATH', 'win32'), 'a');
  assert.equal(variable(env, 'PATH', 'linux'), undefined);
  const more = new Map([['PATH', 'c']]);
  assert.deepEqual(
    [...withVariables(env, more, 'win32')],
    [
      ['B', 'b'],
      ['PATH', 'c'],
    ],
  );
  assert.equal(withVariables(env, more, 'linux').size, 3);
});

test('values are hashed, also of a variable named __proto__', () => {
  const hashes = hashed(
    new Map([
      ['__proto__', ''],
      ['A', 'abc'],
    ]),
  );
  assert.deepEqual(Object.entries(hashes), [
    ['__proto__', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['A', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ]);
});

test('a batch file gets its arguments in quotes', () => {
  assert.equal(
    cmdLine('C:\\Program Files\\nodejs\\npx.cmd', [
      '-y',
      'a b',
      '',
      'c&d|e^f',
      'back\\',
      'in\\side',
    ]),
    '""C:\\Program Files\\nodejs\\npx.cmd" "-y" "a b" "" "c&d|e^f" "back\\\\" "in\\side""',
  );
  for (const word of ['%PATH%', 'a"b', 'a\nb', 'a\rb', '\0'])
    assert.equal(cmdLine('npx.cmd', [word]), undefined, JSON.stringify(word));
  assert.equal(cmdLine('C:\\50%\\npx.cmd', []), undefined);
});

test('no argument ends its quotes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('\\', ' ', '&', 'a', '^') })),
      (args) => {
        const line = cmdLine('x.cmd', args) ?? '';
        // As the C runtime reads what cmd hands on.
        const inner = line.slice(1, -1);
        const read = [...inner.matchAll(/"((?:\\+(?=")(?:)|[^"])*)"/g)].map(([, text = '']) =>
          text.replace(/\\+$/, (run) => '\\'.repeat(run.length / 2)),
        );
        assert.deepEqual(read, ['x.cmd', ...args]);
      },
    ),
  );
});
