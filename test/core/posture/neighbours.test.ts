import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { sameNeighbours } from '../../../src/core/config/neighbours.ts';
import { neighboursOf, type Placed } from '../../../src/core/posture/neighbours.ts';

function placed(file: string, servers: object, isUsers = false): Placed {
  const text = JSON.stringify(servers);
  return {
    document: readDocument(text, file),
    file,
    label: file.replace('/home/ana/', '~/'),
    isUsers,
  };
}

/** Path in the file → what is said, in the order of the files. */
function said(all: readonly Placed[]): readonly (readonly string[])[] {
  const known = neighboursOf(all);
  return all.map(({ document }) =>
    [...(known.get(document)?.sameName ?? [])].flatMap(([path, others]) =>
      others.map(
        ({ wins, where, differs }) =>
          `${path.split('\n').join('.')} ${wins ? 'wins over' : 'loses to'} ${where}: ${differs.join()}`,
      ),
    ),
  );
}

const one = { command: '/opt/one' };
const two = { command: '/opt/two', args: [] };

test('a project’s server wins over the user’s of the same client, where they differ', () => {
  const all = [
    placed(
      '/home/ana/.cursor/mcp.json',
      { mcpServers: { notes: one, same: one, mine: one } },
      true,
    ),
    placed('/work/a/.cursor/mcp.json', { mcpServers: { notes: two, same: one, other: two } }),
    placed('/work/a/.kiro/settings/mcp.json', { mcpServers: { notes: two } }),
  ];
  assert.deepEqual(said(all), [
    ['mcpServers.notes loses to /work/a/.cursor/mcp.json: command,args'],
    ['mcpServers.notes wins over ~/.cursor/mcp.json: command,args'],
    [],
  ]);
});

test('projects have nothing to do with each other', () => {
  const all = ['/work/a', '/work/b'].map((folder, index) =>
    placed(`${folder}/.cursor/mcp.json`, { mcpServers: { notes: index === 0 ? one : two } }),
  );
  assert.deepEqual(said(all), [[], []]);
});

test('what a user keeps for one project wins over that project’s, which wins over what is for all', () => {
  const three = { command: '/opt/three' };
  const all = [
    placed(
      '/home/ana/.claude.json',
      {
        mcpServers: { notes: one },
        projects: { '/work/a': { mcpServers: { notes: two } }, '/work/b': {} },
      },
      true,
    ),
    placed('/work/a/.mcp.json', { mcpServers: { notes: three } }),
    placed('/work/b/.mcp.json', { mcpServers: { notes: three } }),
  ];
  assert.deepEqual(said(all), [
    [
      'mcpServers.notes loses to ~/.claude.json for /work/a: command,args',
      'mcpServers.notes loses to /work/b/.mcp.json: command',
      'projects./work/a.mcpServers.notes wins over ~/.claude.json: command,args',
      'projects./work/a.mcpServers.notes wins over /work/a/.mcp.json: command,args',
    ],
    // In /work/a a third one is started: which of these two would be does not matter there.
    ['mcpServers.notes loses to ~/.claude.json for /work/a: command,args'],
    ['mcpServers.notes wins over ~/.claude.json: command'],
  ]);
});

test('of clients that start both nothing is said', () => {
  const all = [
    placed('/home/ana/.config/Code/User/mcp.json', { servers: { notes: one } }, true),
    placed('/work/a/.vscode/mcp.json', { servers: { notes: two } }),
  ];
  assert.deepEqual(said(all), [[], []]);
});

test('every file knows all clients, and names like those of Object are names', () => {
  const all = [
    placed(
      '/home/ana/.cursor/mcp.json',
      { mcpServers: { constructor: one, ['__proto__x']: one } },
      true,
    ),
    placed('/work/a/.cursor/mcp.json', { mcpServers: { constructor: two } }),
    placed('/work/a/.vscode/mcp.json', { servers: {} }),
  ];
  const known = [...neighboursOf(all).values()];
  assert.deepEqual(
    known.map(({ clients }) => clients),
    [
      ['cursor', 'vscode'],
      ['cursor', 'vscode'],
      ['cursor', 'vscode'],
    ],
  );
  assert.equal(said(all)[1]?.length, 1);
  assert.ok(sameNeighbours(known[0] ?? null, [...neighboursOf(all).values()][0] ?? null));
  assert.ok(!sameNeighbours(known[0] ?? null, known[1] ?? null));
});

test('thousands of projects of one file take no time by their pairs', () => {
  const projects = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `/work/${index}`,
        { mcpServers: { notes: { command: `/opt/${index}` } } },
      ]),
    );
  const all = [
    placed(
      '/home/ana/.claude.json',
      { mcpServers: { notes: one }, projects: projects(3000) },
      true,
    ),
  ];
  const [lines = []] = said(all);
  assert.equal(lines.filter((line) => line.includes('loses to')).length, 10);
  assert.equal(lines.filter((line) => line.includes('wins over')).length, 3000);
  const spent = (count: number): number => {
    const document = [
      placed(
        '/home/ana/.claude.json',
        { mcpServers: { notes: one }, projects: projects(count) },
        true,
      ),
    ];
    neighboursOf(document);
    const begun = performance.now();
    for (let i = 0; i < 3; i++) neighboursOf(document);
    return performance.now() - begun;
  };
  // By pairs it would be sixty-four.
  assert.ok(spent(8000) / spent(1000) < 30);
});
