import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assert as holds,
  constantFrom,
  dictionary,
  property,
  string,
  array,
  tuple,
} from 'fast-check';
import {
  expandArgument,
  isSecretId,
  parseLauncherWords,
  secretIdsOf,
  secretsInArgument,
} from '../../../src/core/launch/launcher-words.ts';
import { isSecretId as isSecretIdOfProtocol } from '../../../src/secrets/protocol.ts';
import { expanded, idsIn, readWords } from '../../../src/launcher/words.ts';
import { readLine } from './reading.ts';

test('the words of the launcher', () => {
  const words = ['--keychain', '--env', 'A=x.a.1', '--env=B_2=x.b.2', '--', 'npx', '-y', '--', 'p'];
  assert.deepEqual(parseLauncherWords(words), {
    keychain: true,
    env: [
      { name: 'A', id: 'x.a.1', word: 2 },
      { name: 'B_2', id: 'x.b.2', word: 3 },
    ],
    commandAt: 5,
    command: 'npx',
    args: ['-y', '--', 'p'],
  });
});

const wrong: readonly (readonly [readonly string[], string])[] = [
  [[], 'the launcher is given no -- with a command after it'],
  [['npx'], 'the launcher is given a word it does not know'],
  [['--env', 'A=b'], 'the launcher is given no -- with a command after it'],
  [['--'], 'the launcher is given no command after --'],
  [['--', ''], 'the launcher is given no command after --'],
  [['--env', '--', 'npx'], 'an --env of the launcher is not NAME=<secret id>'],
  [['--env', '1A=b', '--', 'npx'], 'an --env of the launcher is not NAME=<secret id>'],
  [['--env', 'A', '--', 'npx'], 'an --env of the launcher is not NAME=<secret id>'],
  [['--env', 'A=b c', '--', 'x'], 'an --env of the launcher does not name a secret by its id'],
  [['--env=A=', '--', 'x'], 'an --env of the launcher does not name a secret by its id'],
  [['--env', 'A=b', '--env', 'A=c', '--', 'x'], 'the launcher is given one variable twice'],
  [['--file', 'A=b', '--', 'npx'], 'the launcher is given a word it does not know'],
];

test('words that are refused', () => {
  for (const [words, why] of wrong) {
    assert.deepEqual(parseLauncherWords(words), { why }, words.join(' '));
  }
});

test('ids in arguments', () => {
  assert.deepEqual(secretsInArgument('--x={secret:a.b}{secret:c}{secret:d e}'), [
    { id: 'a.b', start: 4, end: 16 },
    { id: 'c', start: 16, end: 26 },
  ]);
  const words = parseLauncherWords([
    '--env',
    'A=a',
    '--',
    'x',
    '{secret:b}',
    '{secret:a}{secret:b}',
  ]);
  assert.ok(!('why' in words));
  assert.deepEqual(secretIdsOf(words), ['a', 'b']);
});

test('an argument is expanded once, and only with values that are there', () => {
  const values = { a: '{secret:b}$&', b: 'x' };
  assert.equal(expandArgument('-{secret:a}-{secret:b}', values), '-{secret:b}$&-x');
  assert.equal(expandArgument('plain {secret:}', values), 'plain {secret:}');
  assert.equal(expandArgument('{secret:c}', values), null);
  assert.equal(expandArgument('{secret:constructor}', {}), null);
});

test('what stands between ids stays, whatever it is', () => {
  const id = constantFrom('a.b', 'c-d', 'E_9');
  const part = tuple(string(), id);
  holds(
    property(array(part), dictionary(id, string()), (parts, given) => {
      const values: Record<string, string> = {
        'a.b': '',
        'c-d': '{secret:E_9}',
        E_9: '$1',
        ...given,
      };
      const clean = parts.map(([text, name]) => [text.replaceAll('{', '('), name] as const);
      const written = clean.map(([text, name]) => `${text}{secret:${name}}`).join('');
      const wanted = clean.map(([text, name]) => text + values[name]).join('');
      assert.equal(expandArgument(written, values), wanted);
    }),
  );
});

test('an id is the same to the core and to the broker', () => {
  holds(
    property(string({ maxLength: 130 }), (text) => {
      assert.equal(isSecretId(text), isSecretIdOfProtocol(text));
    }),
  );
  for (const text of ['', 'a'.repeat(120), 'a'.repeat(121), 'A-z_0.9', 'a b', 'ä']) {
    assert.equal(isSecretId(text), isSecretIdOfProtocol(text), text);
  }
});

test('a launch behind the launcher is read with the secrets that it names', () => {
  const args = [
    '--env',
    'T=a.t.1',
    '--',
    'docker',
    'run',
    '-e',
    'T',
    'img@sha256:1',
    '--k={secret:b}',
  ];
  for (const command of [
    '/opt/x/bin/mcp-launch',
    '${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch',
    'C:\\x\\bin\\mcp-launch.cmd',
  ]) {
    const { wrappers, runner, secrets } = readLine({ command, args, url: null });
    assert.deepEqual(wrappers, ['mcp-launch'], command);
    assert.equal(runner, 'docker');
    assert.deepEqual(
      secrets.map(({ id, name, at }) => [id, name, at.start, at.end]),
      [
        ['a.t.1', 'T', 0, 7],
        ['b', null, 4, 14],
      ],
    );
  }
  const asCommand = readLine({ command: 'mcp-posture', args: ['launch', ...args], url: null });
  assert.equal(asCommand.secrets.length, 2);
  const none = readLine({ command: 'mcp-launch', args: ['--what', '--', 'npx', 'x'], url: null });
  assert.deepEqual(
    [none.kind, none.why],
    ['unknown', 'the launcher is given a word it does not know'],
  );
});

test('the launcher understands what the reader does, and nothing else', () => {
  const known = constantFrom(
    ...['--', '--env', '--env=', '--env=A=b', '--keychain', '--keychain=x', '--no-keychain', '-e'],
    ...['A=b', 'B=x.y.1', 'A=', '=b', '1=b', 'A=b c', 'A=b=c', '', '-', 'npx', '{secret:x.y.1}'],
    ...['--k={secret:b}{secret:}', 'launch', '-A=b', '--env=--'],
  );
  let understood = 0;
  holds(
    property(array(known, { maxLength: 8 }), (words) => {
      const [read, launched] = [parseLauncherWords(words), readWords(words)];
      assert.equal('why' in read, 'why' in launched, words.join(' '));
      if ('why' in read || 'why' in launched) return;
      understood += 1;
      assert.deepEqual(
        [read.command, read.args, read.keychain, secretIdsOf(read)],
        [launched.command, launched.args, launched.keychain, idsIn(launched)],
      );
      assert.deepEqual(new Map(read.env.map(({ name, id }) => [name, id])), launched.variables);
      const values = new Map(secretIdsOf(read).map((id) => [id, `$&<${id}>`]));
      assert.deepEqual(
        read.args.map((text) => expandArgument(text, Object.fromEntries(values))),
        expanded(launched.args, values),
      );
    }),
    { numRuns: 5000 },
  );
  assert.ok(understood > 100, `${understood} understood`);
});
