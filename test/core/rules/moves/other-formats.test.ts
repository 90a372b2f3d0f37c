import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allFormats } from '../../../../src/core/config/all-formats.ts';
import { readDocument, withText, type Document } from '../../../../src/core/config/document.ts';
import { applyEdits } from '../../../../src/core/config/text.ts';
import { putBack } from '../../../../src/core/rules/moves/put-back.ts';
import { K, T } from './shapes.ts';
import { assertSameStarts, moveAll, startsOf, type Moved } from './started.ts';

/** The same moves in TOML and YAML: ops go by path, so only what is written differs. */

interface Row {
  readonly path: string;
  readonly before: string;
  /** `#1`: the end of the first id. */
  readonly after: string;
  readonly back: string;
  /** Those whose launcher stays. */
  readonly left?: readonly string[];
}

const rows: readonly Row[] = [
  {
    path: '/h/.codex/config.toml',
    before: `# mine
[mcp_servers.a]
command = "npx" # why
args = ["-y", "p@1.0.0", "--token", "${T}"]

[mcp_servers.a.env]
TOKEN = "${T}" # the token
LEVEL = "debug"

[mcp_servers.b]
command = 'docker'
args = [
    "run",
    "-e", "KEY=${K}", # key
    "img",
]
env = { KEY2 = "${K}" }

[mcp_servers.c]
command = "c"
env.TOKEN = "${T}"
`,
    after: `# mine
[mcp_servers.a]
command = "/home/u/.mcp/bin/mcp-launch" # why
args = ["--keychain", "--env", "TOKEN=a.token.#2", "--", "npx", "-y", "p@1.0.0", "--token", "{secret:a.token.#1}"]

[mcp_servers.a.env]
# the token
LEVEL = "debug"

[mcp_servers.b]
command = '/home/u/.mcp/bin/mcp-launch'
args = [
    "--keychain",
    "--env",
    "KEY=b.key.#3",
    "--env",
    "KEY2=b.key2.#4",
    "--",
    "docker",
    "run",
    "-e", "KEY", # key
    "img",
]

[mcp_servers.c]
command = "/home/u/.mcp/bin/mcp-launch"
args = ["--keychain", "--env", "TOKEN=c.token.#5", "--", "c"]
`,
    back: `# mine
[mcp_servers.a]
command = "/home/u/.mcp/bin/mcp-launch" # why
args = ["--keychain", "--env", "TOKEN=a.token.#2", "--", "npx", "-y", "p@1.0.0", "--token", "{secret:a.token.#1}"]

[mcp_servers.a.env]
# the token
LEVEL = "debug"

[mcp_servers.b]
command = 'docker'
args = [
    "run",
    "-e", "KEY", # key
    "img",
]
env_vars = ["KEY", "KEY2"]

[mcp_servers.c]
command = "c"
args = []
env_vars = ["TOKEN"]
`,
    left: ['a'],
  },
  {
    path: '/h/.continue/config.yaml',
    before: `name: x # mine
mcpServers:
  - name: a
    command: npx # why
    args:
      - -y
      - p@1.0.0
      - --token
      - ${T} # it
    env:
      TOKEN: "${T}"
      LEVEL: debug
`,
    after: `name: x # mine
mcpServers:
  - name: a
    command: /home/u/.mcp/bin/mcp-launch # why
    args:
      - --keychain
      - --env
      - TOKEN=a.token.#2
      - --
      - npx
      - -y
      - p@1.0.0
      - --token
      - "{secret:a.token.#1}" # it
    env:
      LEVEL: debug
`,
    back: `name: x # mine
mcpServers:
  - name: a
    command: npx # why
    args:
      - -y
      - p@1.0.0
      - --token
      - "\${{ secrets.A_TOKEN }}" # it
    env:
      LEVEL: debug
      TOKEN: \${{ secrets.TOKEN }}
`,
  },
  {
    path: '/h/.config/goose/config.yaml',
    before: `extensions:
  a:
    type: stdio
    cmd: npx
    args: [-y, p@1.0.0]
    envs:
      TOKEN: ${T} # t
    enabled: true
`,
    after: `extensions:
  a:
    type: stdio
    cmd: /home/u/.mcp/bin/mcp-launch
    args: [--keychain, --env, TOKEN=a.token.#1, --, npx, -y, p@1.0.0]
    # t
    enabled: true
`,
    back: `extensions:
  a:
    type: stdio
    cmd: npx
    args: [-y, p@1.0.0]
    # t
    enabled: true
    env_keys: [TOKEN]
`,
  },
  {
    path: '/h/librechat.yaml',
    before: `mcpServers:
  a:
    command: npx
    args:
    - -y
    - p
    env:
      TOKEN: ${T}
  r:
    url: https://example.com
`,
    after: `mcpServers:
  a:
    command: /home/u/.mcp/bin/mcp-launch
    args:
    - --keychain
    - --env
    - TOKEN=a.token.#1
    - --
    - npx
    - -y
    - p
  r:
    url: https://example.com
`,
    back: `mcpServers:
  a:
    command: npx
    args:
    - -y
    - p
    env:
      TOKEN: \${TOKEN}
  r:
    url: https://example.com
`,
  },
];

for (const { path, before, after, back, left = [] } of rows) {
  test(`${path}: its tokens move, its servers start as before, and go back`, () => {
    const document = readDocument(before, path, { formats: allFormats });
    const moved = moveAll(document);
    const hashes = hashesOf(document, moved);
    const numbered = (text: string): string =>
      text.replaceAll(/(?<=\.)[\da-f]{8}\b/g, (hash) => `#${hashes.indexOf(hash) + 1}`);
    assert.equal(numbered(moved.text), after);
    assert.deepEqual(moved.stays, []);
    assert.ok(startsOf(document).some((start) => start !== null));
    assertSameStarts(document, moved, path);

    const again = withText(document, moved.text);
    const result = putBack(again, again.servers);
    assert.equal(numbered(applyEdits(again.text, result.edits)), back);
    assert.deepEqual(
      result.left.map(({ server }) => server.name),
      left,
    );
  });
}

test('a server of YAML without arguments moves to the same text again', () => {
  for (const args of ['', '    args: []\n'])
    for (const more of ['', '    type: stdio\n']) {
      const text = `mcpServers:\n  a:\n    command: npx\n${args}    env:\n      TOKEN: ${T}\n${more}`;
      const document = readDocument(text, '/h/librechat.yaml', { formats: allFormats });
      const moved = moveAll(document);
      const again = withText(document, moved.text);
      const back = applyEdits(again.text, putBack(again, again.servers).edits);
      const filled = back.replace('${TOKEN}', T);
      assert.notEqual(filled, back);
      assert.equal(moveAll(withText(document, filled)).text, moved.text);
    }
});

/** In the order in which the values stand in the file. */
function hashesOf(document: Document, { moves }: Moved): readonly string[] {
  const start = ({ literalSpans }: Moved['moves'][number]): number =>
    literalSpans[0]?.start ?? document.text.length;
  return moves.toSorted((a, b) => start(a) - start(b)).map(({ id }) => id.slice(-8));
}
