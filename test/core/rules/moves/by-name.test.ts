import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allFormats } from '../../../../src/core/config/all-formats.ts';
import { readDocument } from '../../../../src/core/config/document.ts';
import { applyEdits } from '../../../../src/core/config/text.ts';
import { putBack } from '../../../../src/core/rules/moves/put-back.ts';
import { putBack as putBackFilled } from './put-back.ts';
import { K, T } from './shapes.ts';
import { again, assertSameStarts, moveAll, resolved, startsOf } from './started.ts';

/** Clients whose texts refer to nothing, and which are told in a list of names what they hand on. */

const codex = '/h/.codex/config.toml';
const goose = '/h/.config/goose/config.yaml';

/** Put back what was moved: the text, what stays, and that it moves to the same text again with its values in. */
function back(text: string, path: string) {
  const before = readDocument(text, path, { formats: allFormats });
  const moved = moveAll(before);
  assertSameStarts(before, moved, path);
  const wrapped = again(before, moved.text);
  const { edits, left, done } = putBack(wrapped, wrapped.servers);
  if (left.length === 0) {
    const filled = putBackFilled(before, moved);
    assert.deepEqual(starts(filled), starts(before), filled.text);
    assert.equal(moveAll(filled).text, moved.text, filled.text);
  }
  return {
    moved: moved.text.replaceAll(/(?<=\.)[\da-f]{8}\b/g, '#'),
    text: applyEdits(wrapped.text, edits),
    left: left.map(({ server, why, variables }) => [server.name, why, variables]),
    descriptions: done.map(({ unwrapped }) => unwrapped.description),
  };
}

function starts(document: ReturnType<typeof readDocument>) {
  return startsOf(document).map((start) => start && resolved(start));
}

test('Codex: the names are added to the list that is there, or to a new one; all else stays as it is', () => {
  const { text, left, descriptions } = back(
    `# mine
[mcp_servers.a]
command = "npx" # why
args = ["-y", "p@1.0.0"]
env_vars = [ "REGION" ] # these

[mcp_servers.a.env]
TOKEN = "${T}"
LEVEL = "debug"

[mcp_servers.b]
command = 'docker'
args = ["run", "-e", "KEY=${K}", "img"]
env = { KEY2 = "${K}" }
`,
    codex,
  );
  assert.equal(
    text,
    `# mine
[mcp_servers.a]
command = "npx" # why
args = ["-y", "p@1.0.0"]
env_vars = [ "REGION", "TOKEN" ] # these

[mcp_servers.a.env]
LEVEL = "debug"

[mcp_servers.b]
command = 'docker'
args = ["run", "-e", "KEY", "img"]
env_vars = ["KEY", "KEY2"]
`,
  );
  assert.deepEqual(left, []);
  assert.deepEqual(descriptions, [
    'Put the launch of a back and take its secrets from the environment',
    'Put the launch of b back and take its secrets from the environment',
  ]);
});

test('a name that stands in the list is not added again, as a text or in a table', () => {
  for (const item of ['"TOKEN"', '{ name = "TOKEN", source = "remote" }']) {
    const text = `[mcp_servers.a]
command = "/x/bin/mcp-launch"
args = ["--keychain", "--env", "TOKEN=a.token.1a2b3c4d", "--", "npx"]
env_vars = [${item}]
`;
    const document = readDocument(text, codex, { formats: allFormats });
    assert.equal(
      applyEdits(text, putBack(document, document.servers).edits),
      `[mcp_servers.a]
command = "npx"
args = []
env_vars = [${item}]
`,
    );
  }
});

test('Goose: its list of keys, of which an empty one goes when the variable moves', () => {
  const server = (keys: string) => `extensions:
  a:
    type: stdio
    cmd: npx
    args: [-y, p@1.0.0]
    envs:
      TOKEN: ${T}
      LEVEL: debug
    enabled: true
${keys}`;
  const plain = back(server(''), goose);
  assert.equal(
    plain.text,
    `extensions:
  a:
    type: stdio
    cmd: npx
    args: [-y, p@1.0.0]
    envs:
      LEVEL: debug
    enabled: true
    env_keys: [TOKEN]
`,
  );
  assert.deepEqual(plain.left, []);
  assert.deepEqual(back(server('    env_keys: []\n'), goose), plain);
  const listed = back(server('    env_keys: # asked for\n      - OTHER # o\n'), goose);
  assert.equal(
    listed.text.slice(listed.text.indexOf('    env_keys')),
    '    env_keys: # asked for\n      - OTHER # o\n      - TOKEN\n',
  );
  assert.match(listed.moved, /env_keys: # asked for\n {6}- OTHER # o\n$/);
});

test('a variable of the file itself does not stand before the one that is handed on', () => {
  const text = `[mcp_servers.a]
command = "/x/bin/mcp-launch"
args = ["--keychain", "--env", "TOKEN=a.token.1a2b3c4d", "--", "npx"]
env = { TOKEN = "", LEVEL = "debug" }
`;
  const document = readDocument(text, codex, { formats: allFormats });
  const after = applyEdits(text, putBack(document, document.servers).edits);
  assert.equal(
    after,
    `[mcp_servers.a]
command = "npx"
args = []
env = { LEVEL = "debug" }
env_vars = ["TOKEN"]
`,
  );
});

test('the launcher stays where a name cannot say it, with the reason', () => {
  const launch = (words: string) =>
    `command = "/x/bin/mcp-launch"\nargs = ["--keychain", ${words}]\n`;
  const text = `[mcp_servers.arg]
${launch('"--env", "TOKEN=arg.token.1a2b3c4d", "--", "npx", "{secret:arg.key.1a2b3c4d}"')}
[mcp_servers.one]
${launch('"--env", "TOKEN=one.token.1a2b3c4d", "--", "npx"')}
[mcp_servers.two]
${launch('"--env", "TOKEN=two.token.1a2b3c4d", "--env", "MORE=two.more.1a2b3c4d", "--", "npx"')}
[mcp_servers.same]
${launch('"--env", "TOKEN=one.token.1a2b3c4d", "--env", "MORE=same.more.1a2b3c4d", "--", "npx"')}
[mcp_servers.named]
${launch('"--env", "REGION=named.region.1a2b3c4d", "--", "npx"')}
[mcp_servers.other]
command = "npx"
env_vars = ["REGION"]

[mcp_servers.odd]
${launch('"--env", "ODD=odd.odd.1a2b3c4d", "--", "npx"')}env_vars = "ODD"
`;
  const document = readDocument(text, codex, { formats: allFormats });
  const { done, left } = putBack(document, document.servers);
  assert.deepEqual(
    done.map(({ server }) => server.name),
    ['one', 'same'],
  );
  const taken =
    'another server has such a name for a secret of its own, and Codex has one value a name: the launcher stays';
  assert.deepEqual(
    left.map(({ server, why, variables }) => [server.name, why, variables]),
    [
      [
        'arg',
        'Codex hands on variables and puts none into an argument: keep the launcher, or write the value in by hand',
        ['TOKEN', 'ARG_KEY'],
      ],
      ['two', taken, ['TOKEN', 'MORE']],
      ['named', taken, ['REGION']],
      ['odd', 'env_vars is no list: the launcher stays', ['ODD']],
    ],
  );
});

test('put back and moved again, with the values put in, it is the same text', () => {
  const names = fc.uniqueArray(fc.constantFrom('A_TOKEN', 'B_API_KEY', 'C_SECRET', 'PLAIN'), {
    maxLength: 4,
  });
  const server = fc.record({
    own: names,
    listed: fc.option(names),
    first: fc.boolean(),
    args: fc.boolean(),
  });
  const files = fc.tuple(fc.constantFrom(codex, goose), fc.array(server, { maxLength: 3 }));
  fc.assert(
    fc.property(files, ([path, servers]) => {
      const text = servers
        .map(({ own, listed, first, args }, n) => {
          const variables = own.map((name) => [`${name}${n}`, name === 'PLAIN' ? 'x' : T] as const);
          // A name that is handed on besides a literal says nothing, and goes with it.
          const others = listed?.filter((name) => !own.includes(name)).map((name) => name + n);
          if (path === codex) {
            const env = `env = { ${variables.map(([k, v]) => `${k} = "${v}"`).join(', ')} }\n`;
            const list = others ? `env_vars = ${JSON.stringify(others)}\n` : '';
            return `[mcp_servers.s${n}]\n${first ? list + env : env + list}command = "npx"\n${args ? 'args = ["p"]\n' : ''}`;
          }
          const envs = variables.map(([k, v]) => `      ${k}: ${v}\n`).join('');
          const list = others ? `    env_keys: [${others.join(', ')}]\n` : '';
          const parts = envs === '' ? [list] : [`    envs:\n${envs}`, list];
          return `  s${n}:\n    cmd: npx\n${args ? '    args: [p]\n' : ''}${(first ? parts : parts.toReversed()).join('')}`;
        })
        .join('');
      const { left } = back(path === codex ? text : `extensions:\n${text}`, path);
      assert.deepEqual(left, []);
    }),
    { numRuns: 400 },
  );
});
