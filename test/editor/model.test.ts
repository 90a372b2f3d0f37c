import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedNodes } from '../../src/editor/tree/changes.ts';
import { noFilter, type Filter } from '../../src/editor/tree/filter.ts';
import type { GroupBy } from '../../src/editor/tree/grouping.ts';
import { buildModel, type Model } from '../../src/editor/tree/model.ts';
import type { FileState } from '../../src/editor/tree/file-state.ts';
import {
  exact,
  fileState,
  latest,
  pinned,
  remote,
  unread,
  unreadFile,
  vscodeText,
} from './files.ts';

const workspace = fileState(
  '/w/.vscode/mcp.json',
  vscodeText({ solid: pinned, moving: latest, exact, mystery: unread }),
);
const root = fileState('/w/.mcp.json', JSON.stringify({ mcpServers: { far: remote } }));
const files = [workspace, root];

function labels(model: Model): readonly string[] {
  return model.roots.flatMap((id) => {
    const group = model.node(id);
    assert.equal(group?.kind, 'group');
    const children = model.children(id).map((child) => nameOf(model, child));
    return [`${group.kind === 'group' ? group.label : ''}: ${children.join(', ')}`];
  });
}

function nameOf(model: Model, id: string): string {
  const node = model.node(id);
  if (node?.kind === 'server') return node.report.server.name;
  return node?.kind === 'file' ? `(${node.file.label})` : (node?.kind ?? 'nothing');
}

function build(
  some: readonly FileState[],
  by: GroupBy = 'tier',
  filter: Partial<Filter> = {},
): Model {
  return buildModel(some, by, { ...noFilter, ...filter });
}

test('groups by tier, worst first, with what belongs to no server at the end', () => {
  assert.deepEqual(labels(build([...files, unreadFile('/w/big/mcp.json', 'larger than 2 MB')])), [
    'High: moving',
    'Medium: exact',
    'Low: far, solid',
    'Unknown: mystery',
    'Files: (w/big/mcp.json)',
  ]);
});

test('groups by file and by client', () => {
  assert.deepEqual(labels(build(files, 'file')), [
    'w/.mcp.json: far',
    'w/.vscode/mcp.json: moving, exact, solid, mystery',
  ]);
  assert.deepEqual(labels(build(files, 'client')), [
    'VS Code: moving, exact, solid, mystery',
    'Claude Code: far',
  ]);
});

test('clients come worst first, then by name, those with no server at the end', () => {
  const mcpServers = (server: unknown) => JSON.stringify({ mcpServers: { one: server } });
  const some = [
    unreadFile('/a/.vscode/mcp.json', 'larger than 2 MB'),
    fileState('/w/.mcp.json', mcpServers(remote)),
    fileState('/h/.codeium/windsurf/mcp_config.json', mcpServers(latest)),
    fileState('/h/.cursor/mcp.json', mcpServers(latest)),
  ];
  const model = build(some, 'client');
  assert.deepEqual(
    labels(model).map((label) => label.split(':')[0]),
    ['Cursor', 'Windsurf', 'Claude Code', 'VS Code'],
  );
});

test('a filter shows the servers that fit each of its kinds', () => {
  assert.deepEqual(labels(build(files, 'tier', { tiers: ['high', 'unknown'] })), [
    'High: moving',
    'Unknown: mystery',
  ]);
  assert.deepEqual(labels(build(files, 'tier', { pillars: ['integrity'] })), [
    'High: moving',
    'Medium: exact',
  ]);
  assert.deepEqual(labels(build(files, 'tier', { clients: ['Claude Code'] })), ['Low: far']);
  assert.deepEqual(labels(build(files, 'tier', { text: 'EXAMPLE.com' })), ['Low: far']);
  assert.deepEqual(labels(build(files, 'tier', { tiers: ['high'], text: 'far' })), []);
});

test('the filter says how much it shows', () => {
  const model = build(files, 'tier', { tiers: ['high'] });
  assert.deepEqual([model.shown, model.total], [1, 5]);
});

test('a server has its five pillars, a pillar its findings, each found by its id alone', () => {
  const model = build(files);
  const server = model.children(model.roots[0] ?? '')[0] ?? '';
  const pillars = model.children(server).map((id) => model.node(id));
  assert.deepEqual(
    pillars.map((node) => (node?.kind === 'pillar' ? node.pillar : node?.kind)),
    ['access', 'deployment', 'integrity', 'dependencies', 'monitoring'],
  );
  const finding = model.children(`${server}/integrity`)[0] ?? '';
  // A later model knows the node although nobody opened the way to it.
  const later = build(files).node(finding);
  assert.equal(later?.kind === 'finding' ? later.finding.rule : later, 'unpinned-image');
  assert.equal(later?.parent, `${server}/integrity`);
});

test('hostile names have ids of their own', () => {
  const names = ['__proto__', 'constructor', '', 'a/b', 'a', '\ud800', 'x\n'];
  const servers = names.map((name, i) => `${JSON.stringify(name)}: {"command": "x${i}"}`);
  const model = build([fileState('/w/.vscode/mcp.json', `{"servers": {${servers.join(',')}}}`)]);
  const ids = model.roots.flatMap((id) => model.children(id));
  assert.equal(new Set(ids).size, names.length);
  for (const id of ids) assert.equal(model.children(id).length >= 5, true);
});

test('more servers than fit at once are in parts, in which none is lost', () => {
  const many = Object.fromEntries(Array.from({ length: 450 }, (_, i) => [`s${i}`, remote]));
  const model = build([fileState('/w/.vscode/mcp.json', vscodeText(many))]);
  const parts = model.children(model.roots[0] ?? '');
  assert.equal(parts.length, 3);
  const servers = parts.flatMap((id) => model.children(id));
  assert.equal(new Set(servers).size, 450);
  assert.equal(model.node(servers[449] ?? '')?.parent, parts[2]);
});

test('an edit draws only the servers that it changed', () => {
  const before = build(files);
  const moved = fileState(
    '/w/.vscode/mcp.json',
    // Everything moves down a line; nothing that shows is different.
    `\n${vscodeText({ solid: pinned, moving: latest, exact, mystery: unread })}`,
  );
  assert.deepEqual(changedNodes(before, build([moved, root])), []);

  const other = { ...exact, args: ['-y', '@a/b@1.2.4'] };
  const edited = fileState(
    '/w/.vscode/mcp.json',
    vscodeText({ solid: pinned, moving: latest, exact: other, mystery: unread }),
  );
  const changed = changedNodes(before, build([edited, root])) ?? [];
  assert.deepEqual(
    changed.map((id) => nameOf(before, id)),
    ['exact'],
  );
});

test('a server that changes its tier draws both groups; a new group draws all', () => {
  const before = build(files);
  const better = fileState(
    '/w/.vscode/mcp.json',
    vscodeText({ solid: pinned, moving: latest, exact: remote, mystery: unread }),
  );
  assert.equal(changedNodes(before, build([better, root])), null);
  const alike = { ...exact, args: ['-y', '@a/b@1.2.5'] };
  const worse = fileState(
    '/w/.vscode/mcp.json',
    vscodeText({ solid: alike, moving: latest, exact, mystery: unread }),
  );
  assert.deepEqual(changedNodes(before, build([worse, root])), ['tier/medium', 'tier/low']);
});
