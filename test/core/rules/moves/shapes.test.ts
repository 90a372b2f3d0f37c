import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../../src/core/config/document.ts';
import { frontFor, launcherCommand } from '../../../../src/core/rules/moves/front.ts';
import { movesIn } from '../../../../src/core/rules/moves/index.ts';
import { describeMoves, moveOps } from '../../../../src/core/rules/moves/move-ops.ts';
import { isSecretId } from '../../../../src/core/launch/launcher-words.ts';
import { entryNaming } from '../../../../src/secrets/secret-entry.ts';
import { assertSameStarts, edited, inEditor, inKeychain, moveAll, targetOf } from './started.ts';
import { K, shapes, T } from './shapes.ts';

for (const { name, path = '.vscode/mcp.json', before, after, moves, stays = [] } of shapes) {
  test(name, () => {
    const document = readDocument(before, path);
    const moved = moveAll(document);
    const hashes = moved.moves.map(({ id }) => id.slice(-8));
    const wanted = after
      .replaceAll('<launch>', launcherCommand(targetOf(document)))
      .replaceAll(/#(\d)/g, (_, n: string) => hashes[Number(n) - 1] ?? '');
    assert.equal(moved.text, wanted);
    assert.deepEqual(
      moved.moves.map(({ what, inProcessList }) => `${what}${inProcessList ? ' ps' : ''}`),
      moves,
    );
    assert.deepEqual(
      moved.stays.map(({ what, why }) => `${what}: ${why}`),
      stays,
    );
    for (const { id, literalSpans } of moved.moves) {
      assert.ok(isSecretId(id), id);
      for (const { start, end } of literalSpans)
        assert.ok([T, K, 'Zk4tVw8pQm2x'].includes(before.slice(start, end)));
    }
    if (moved.moves.length > 0) assertSameStarts(document, moved, name);
  });
}

test('ids are the same for the same place, and move apart when one is taken', () => {
  const text = `{"servers":{"a":{"command":"x","args":["${T}","${K}"],"env":{"TOKEN":"${T}"}}}}`;
  const ids = (given = text, salt = 0, path = '.vscode/mcp.json') => {
    const document = readDocument(given, path);
    const [server] = document.servers;
    assert.ok(server !== undefined);
    return movesIn(document, server, { ...inEditor, salt }).moves.map(({ id }) => id);
  };
  const [first, second, third] = ids();
  assert.equal(new Set([first, second, third]).size, 3);
  assert.deepEqual(ids(), [first, second, third]);
  assert.deepEqual(ids(`// c\n${text.replace('"TOKEN"', '"A": "b", "TOKEN"')}`), ids());
  assert.ok(ids(text, 5).every((id) => !ids().includes(id)));
  assert.ok(ids(text, 0, 'b/.vscode/mcp.json').every((id) => !ids().includes(id)));
  // One by one they get the ids that they get together.
  const document = readDocument(text, '.vscode/mcp.json');
  const [server] = document.servers;
  const found = server === undefined ? [] : movesIn(document, server, inEditor).moves;
  for (const move of found) {
    assert.ok(server !== undefined);
    const ops = moveOps(document, server, [move], inEditor) ?? [];
    const rest = [first, second, third].filter((id) => id !== move.id);
    assert.deepEqual(ids(edited(document, ops)), rest);
  }
});

test('servers of one name, which a file has for several projects, have secrets of their own', () => {
  const server = { command: 'x', env: { TOKEN: T } };
  const other = { command: 'x', env: { TOKEN: K } };
  const text = (...folders: readonly string[]): string =>
    JSON.stringify({
      mcpServers: { gh: server, b: other },
      projects: Object.fromEntries(
        folders.map((folder) => [folder, { mcpServers: { gh: other } }]),
      ),
    });
  const moved = moveAll(readDocument(text('/a', '/b'), '/h/.claude.json'));
  const ids = moved.moves.map(({ id }) => id);
  assert.equal(new Set(ids).size, 4);
  assertSameStarts(moved.document, moved, 'projects');
  const after = readDocument(moved.text, '/h/.claude.json');
  assert.deepEqual(
    ids.map((id) => entryNaming(after, id).ok),
    [true, true, true, true],
  );
  // Another project is no reason for another id.
  const more = moveAll(readDocument(text('/0', '/a', '/b'), '/h/.claude.json'));
  assert.deepEqual(
    ids.filter((id) => !more.moves.some((move) => move.id === id)),
    [],
  );
});

test('what a vault takes is counted in bytes', () => {
  const stays = (value: string): readonly string[] => {
    const text = JSON.stringify({ servers: { a: { command: 'x', env: { CONF: value } } } });
    return moveAll(readDocument(text, '.vscode/mcp.json')).stays.map(({ why }) => why);
  };
  const of = (letter: string, length: number): string => `${T} ${letter.repeat(length - 41)}`;
  assert.deepEqual(stays(of('.', 65_536)), []);
  assert.deepEqual(stays(of('é', 32_788)), []);
  for (const value of [of('.', 65_537), of('é', 32_789)])
    assert.deepEqual(stays(value), ['the value is longer than a vault takes']);
});

test('no part of a value stands in an id or in what a move is called', () => {
  const text = `{"servers":{"wonderland9x":{"command":"x","env":{"PASSWORD":"wonderland9x-Kq7wJt2Z"}}}}`;
  const { moves } = moveAll(readDocument(text, '.vscode/mcp.json'));
  assert.match(moves[0]?.id ?? '', /^server\.password\.[0-9a-f]{8}$/);
});

test('what a fix says', () => {
  const text = `{"servers":{"a":{"command":"x","args":["--api-key","${K}"],"env":{"TOKEN":"${T}","B_TOKEN":"${T}"}}}}`;
  const document = readDocument(text, '.vscode/mcp.json');
  const [server] = document.servers;
  assert.ok(server !== undefined);
  const { moves } = movesIn(document, server, inEditor);
  assert.equal(describeMoves(moves, server), '--api-key, TOKEN and B_TOKEN of a');
  assert.equal(describeMoves(moves.slice(0, 1), server), '--api-key of a');
});

test('a target that does not fit is refused', () => {
  const why = (
    path: string,
    target: Parameters<typeof frontFor>[2],
    command = 'x',
    args = '[]',
  ) => {
    const root = path.includes('vscode') ? 'servers' : 'mcpServers';
    const document = readDocument(
      `{"${root}":{"a":{"command":"${command}","args":${args}}}}`,
      path,
    );
    const [server] = document.servers;
    assert.ok(server !== undefined);
    const front = frontFor(document, server, target);
    return 'why' in front ? front.why : null;
  };
  const desktop = 'claude_desktop_config.json';
  const windows = 'a word of the line cannot pass through cmd.exe: use the password prompt';
  assert.equal(
    why(desktop, inEditor),
    'only VS Code finds a launcher that is shipped with an extension',
  );
  assert.equal(
    why(desktop, { vault: 'keychain', launcher: 'bin/mcp-launch' }),
    'the launcher is not named by an absolute path',
  );
  assert.equal(
    why(desktop, inKeychain, '~/x'),
    'the command begins with ~, which only a client expands',
  );
  assert.equal(why('.vscode/mcp.json', inEditor, '~/x'), null);
  const alone = 'Amazon Q expands a part of the command, and of no argument';
  for (const command of ['$HOME/x', '${HOME}/x'])
    assert.equal(why('.amazonq/mcp.json', inKeychain, command), alone);
  assert.equal(why('.amazonq/mcp.json', inKeychain, 'x', '["$HOME"]'), null);
  for (const path of ['.cursor/mcp.json', '.gemini/settings.json'])
    assert.equal(why(path, inKeychain, '${env:HOME}/x'), null);
  assert.equal(why('.vscode/mcp.json', { ...inEditor, windows: true }, 'x', '["100%"]'), windows);
  assert.equal(why('.vscode/mcp.json', inEditor, 'x', '["100%"]'), null);
  for (const gap of ['${config:a.b}', 'x${command:c}', '${file}', '${input:nowhere}'])
    assert.equal(
      why('.vscode/mcp.json', inEditor, 'x', JSON.stringify([gap])),
      'it holds a ${…} that others may fill: use the password prompt',
    );
  assert.equal(why('.vscode/mcp.json', inEditor, 'x', '["${env:A}", "${userHome}"]'), null);
  assert.equal(
    why('.vscode/mcp.json', inEditor, 'x', '"y"'),
    'the arguments are not a list of texts',
  );
});
