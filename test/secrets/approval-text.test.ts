import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { differences } from '../../src/secrets/differences.ts';
import { entryHash, entryText, sha256 } from '../../src/secrets/entry-hash.ts';
import type { Binding } from '../../src/secrets/vault.ts';
import { documentOf } from './bound-world.ts';

const words = ['--env', 'TOKEN=a.b', '--', 'npx', 'server'];

/** Of an entry alone. */
function boundTo(entry: unknown, rest: Partial<Binding> = {}): Binding {
  const document = documentOf({ servers: { a: entry } });
  const [server] = document.servers;
  assert.ok(server);
  return {
    entry: entryHash(server, document),
    text: entryText(server, document),
    envFile: null,
    program: '/bin/npx',
    script: null,
    cwd: '/w',
    client: null,
    steering: {},
    ...rest,
  };
}

function shown(before: Binding, now: Binding): readonly string[] {
  return differences(before, now).map(({ text, loads }) => `${loads ? '! ' : ''}${text}`);
}

suite('what a person is shown before a secret is given', () => {
  const before = boundTo({ command: 'mcp-launch', args: words });

  test('another program stands before any number of harmless changes', () => {
    const env = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`PLAIN_${n}`, 'x']));
    const now = boundTo({ command: 'mcp-launch', args: words, env }, { program: '/w/npx' });
    const [first, ...rest] = shown(before, now);
    assert.equal(first, '! the program: /bin/npx → /w/npx');
    assert.equal(rest.length, 41);
  });

  test('a key that reads as a way to another place hides nothing', () => {
    const env = { NODE_OPTIONS: '--max-old-space-size=1' };
    const was = boundTo({ command: 'mcp-launch', args: words, env });
    const now = boundTo({
      command: 'mcp-launch',
      args: [...words, 'x'],
      env: { NODE_OPTIONS: '--require ./evil.js' },
      'env.NODE_OPTIONS': '--max-old-space-size=1',
      'args[5]': 'y',
    });
    assert.deepEqual(shown(was, now), [
      '! env.NODE_OPTIONS: "--max-old-space-size=1" → "--require ./evil.js"',
      '"env.NODE_OPTIONS": added "--max-old-space-size=1"',
      '"args[5]": added "y"',
      'args[5]: added "x"',
    ]);
  });

  test('an entry that is too long to be kept is not shown as one that lost everything', () => {
    const env = { PADDING: 'x'.repeat(20_000), NODE_OPTIONS: '--require ./evil.js' };
    const now = boundTo({ command: 'mcp-launch', args: words, env });
    assert.equal(now.text, null);
    const tooLong = '! the entry has changed and is too long to be shown: look at it in its file';
    assert.deepEqual(shown(before, now), [tooLong]);
    assert.deepEqual(shown({ ...now, entry: sha256('other') }, now), [tooLong]);
    assert.equal(shown(now, before).length, 6);
  });

  test('names are cut as values are', () => {
    const now = boundTo({ command: 'mcp-launch', args: words, env: { ['N'.repeat(9000)]: 'v' } });
    const [line = ''] = shown(before, now);
    assert.ok(line.length < 200, `${line.length}`);
    assert.match(line, /^env\."N{99}… \(9002 characters\): added "v"$/);
  });

  test('long texts are compared whole, and shown where they differ', () => {
    const code = (end: string): string => `${'x'.repeat(5000)}${end}`;
    const was = boundTo({ command: 'mcp-launch', args: [...words, '-e', code('good')] });
    const now = boundTo({ command: 'mcp-launch', args: [...words, '-p', code('evil')] });
    assert.deepEqual(shown(was, now), [
      `args[6]: …${'x'.repeat(20)}good" → …${'x'.repeat(20)}evil"`,
      'args[5]: "-e" → "-p"',
    ]);
  });

  test('a secret for a variable that loads code is marked, on any line', () => {
    const loading = [...words.with(1, 'LD_PRELOAD=a.b'), '-e', 'NODE_OPTIONS=--require x'];
    const attached = ['--env=BASH_ENV=a.b', ...words.slice(2)];
    assert.deepEqual(shown(before, boundTo({ command: 'mcp-launch', args: loading })), [
      '! args[1]: "TOKEN=a.b" → "LD_PRELOAD=a.b"',
      '! args[6]: added "NODE_OPTIONS=--require x"',
      'args[5]: added "-e"',
    ]);
    const [first] = shown(before, boundTo({ command: 'mcp-launch', args: attached }));
    assert.equal(first, '! args[0]: "--env" → "--env=BASH_ENV=a.b"');
  });

  test('two inputs of one name are both part of the entry, whichever a client takes', () => {
    const hash = (first: string): string => {
      const document = documentOf({
        inputs: [
          { id: 'x', type: first },
          { id: 'x', type: 'promptString' },
        ],
        servers: { a: { command: 'a', args: ['${input:x}'] } },
      });
      const [server] = document.servers;
      assert.ok(server);
      return entryHash(server, document);
    };
    assert.notEqual(hash('command'), hash('promptString'));
  });
});
