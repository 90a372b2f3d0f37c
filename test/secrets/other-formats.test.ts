import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryInFile } from '../../src/secrets/bound-file.ts';
import { idsInText } from '../../src/secrets/doctor.ts';
import { disk, type Files } from '../../src/secrets/world.ts';

/** Files that are read anew for a launch, in the formats that only some clients have. */

const launch = '/h/.mcp/bin/mcp-launch';
const [first, second] = ['a.token.0a1b2c3d', 'b.token.4e5f6a7b'];

function holding(text: string): Files {
  return { ...disk, read: async () => new TextEncoder().encode(text) };
}

const scattered = `[mcp_servers.a]
command = "${launch}"
args = ["--env", "TOKEN=${first}", "--", "npx", "p"]

[mcp_servers.b]
command = "${launch}"
args = ["--env", "TOKEN=${second}", "--", "npx", "q"]

[mcp_servers.a.env]
LEVEL = "debug"
`;

test('each of two servers is found, also where the tables of one stand on both sides of the other', async () => {
  for (const [id, name] of [
    [first, 'a'],
    [second, 'b'],
  ] as const) {
    const found = await entryInFile('/h/.codex/config.toml', id, holding(scattered));
    assert.ok(found.ok, id);
    assert.equal(found.entry.server.name, name);
    assert.deepEqual(found.entry.sharing, []);
    assert.deepEqual([...found.entry.variables], [['TOKEN', id]]);
  }
  assert.deepEqual(
    (await idsInText(scattered, '/h/.codex/config.toml')).map(({ id, server }) => [id, server]),
    [
      [first, 'a'],
      [second, 'b'],
    ],
  );
});

test('the same in YAML', async () => {
  const text = `mcpServers:\n  a:\n    command: ${launch}\n    args: [--env, TOKEN=${first}, --, npx, p]\n`;
  const found = await entryInFile('/h/librechat.yaml', first, holding(text));
  assert.ok(found.ok);
  assert.deepEqual(found.entry.words, ['npx', 'p']);
});

test('a second server that stands for the first by an alias is told', async () => {
  const text = `mcpServers:\n  a: &a\n    command: ${launch}\n    args: [--env, TOKEN=${first}, --, npx, p]\n  b: *a\n`;
  const found = await entryInFile('/h/librechat.yaml', first, holding(text));
  assert.ok(!found.ok);
  assert.match(found.why, /second place/);
});

test('a file that is broken there names nothing', async () => {
  const found = await entryInFile('/h/.codex/config.toml', first, holding('[mcp_servers.a\nx = ['));
  assert.deepEqual(found, { ok: false, why: `nothing in the file names ${first}` });
});
