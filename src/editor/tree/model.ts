import { tiers, type Report, type ServerReport, type Tier } from '../../core/posture/report.ts';
import { findingKeys, serverKeys } from '../finding-key.ts';
import { pillarNames, showsFile, showsServer, type Filter } from './filter.ts';
import type { FileState } from './file-state.ts';
import { gainOf } from './gain.ts';
import { capital } from './words.ts';
import type { FileNode, FindingNode, GroupNode, Node, PillarNode, ServerNode } from './node.ts';

export type GroupBy = 'tier' | 'file' | 'client';

export const groupings = ['tier', 'file', 'client'] as const satisfies readonly GroupBy[];

/** More children than this are cut into parts, so that opening a group never holds the editor. */
const PART = 200;

/** The tree at one moment. Nodes below a server are made when they are asked for. */
export interface Model {
  readonly roots: readonly string[];
  readonly shown: number;
  readonly total: number;
  node(id: string): Node | undefined;
  children(id: string): readonly string[];
}

export function buildModel(files: readonly FileState[], groupBy: GroupBy, filter: Filter): Model {
  const nodes = new Map<string, Node>();
  const ordered = files.toSorted((a, b) => compare(a.label, b.label) || compare(a.key, b.key));
  const rows = ordered.flatMap((file) => rowsOf(file, filter));
  const loose = ordered.filter((file) => hasLoose(file) && showsFile(filter, file)).map(looseOf);
  const groups = groupsOf(groupBy, rows, loose, ordered);
  for (const group of groups) add(group);

  function add(row: GroupNode['children'][number]): void {
    nodes.set(row.id, row);
    if (row.kind === 'group') for (const child of row.children) add(child);
  }

  function node(id: string): Node | undefined {
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const above = parentId(id);
    if (above === null) return undefined;
    children(above);
    return nodes.get(id);
  }

  function children(id: string): readonly string[] {
    const parent = node(id);
    if (parent === undefined) return [];
    const below = childrenOf(parent);
    for (const child of below) if (!nodes.has(child.id)) nodes.set(child.id, child);
    return below.map((child) => child.id);
  }

  return {
    roots: groups.map(({ id }) => id),
    shown: rows.length,
    total: files.reduce((sum, { report }) => sum + (report?.servers.length ?? 0), 0),
    node,
    children,
  };
}

function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'group':
      return node.children;
    case 'file':
      return findingNodes(node, node.file.report?.findings ?? [], node.file, null);
    case 'server':
      return [
        ...findingNodes(
          node,
          node.report.findings.filter(({ pillar }) => pillar === null),
          node.file,
          node,
        ),
        ...pillarNames.map((pillar): PillarNode => {
          const findings = node.report.findings.filter((finding) => finding.pillar === pillar);
          return {
            kind: 'pillar',
            id: `${node.id}/${pillar}`,
            parent: node.id,
            pillar,
            server: node,
            findings,
          };
        }),
      ];
    case 'pillar':
      return findingNodes(node, node.findings, node.server.file, node.server);
    case 'finding':
      return [];
  }
}

function findingNodes(
  parent: Node,
  findings: Report['findings'],
  file: FileState,
  server: ServerNode | null,
): readonly FindingNode[] {
  const key = server?.key ?? null;
  return findingKeys(key, findings).flatMap((place, index): FindingNode[] => {
    const finding = findings[index];
    if (finding === undefined) return [];
    const id = `${parent.id}/${place.rule}/${place.nth}`;
    return [{ kind: 'finding', id, parent: parent.id, key: place, finding, file, server }];
  });
}

function rowsOf(file: FileState, filter: Filter): readonly ServerNode[] {
  const { report } = file;
  if (report === null) return [];
  const keys = serverKeys(report);
  const below = `server/${part(file.key)}`;
  return report.servers.flatMap((server, index): ServerNode[] => {
    const key = keys[index];
    if (key === undefined || !showsServer(filter, file, server)) return [];
    const id = `${below}/${part(key.name)}/${key.nth}`;
    return [
      { kind: 'server', id, parent: null, key, file, report: server, gain: gainOf(report, server) },
    ];
  });
}

function hasLoose({ report, problem }: FileState): boolean {
  return problem !== null || (report !== null && report.findings.length > 0);
}

function looseOf(file: FileState): FileNode {
  return { kind: 'file', id: `loose/${part(file.key)}`, parent: null, file };
}

function groupsOf(
  groupBy: GroupBy,
  rows: readonly ServerNode[],
  loose: readonly FileNode[],
  files: readonly FileState[],
): readonly GroupNode[] {
  if (groupBy === 'tier') {
    const byTier = tiers.map((tier) =>
      groupNode(
        'tier',
        tier,
        capital(tier),
        inside(rows, ({ report }) => report.tier === tier),
        tier,
      ),
    );
    return [...byTier, groupNode('loose', 'files', 'Files', loose, null)].filter(isFull);
  }
  const labelOf = groupBy === 'file' ? byFile : byClient;
  const names = [...new Set(files.map((file) => labelOf(file).name))];
  return names
    .map((name) => {
      const mine = ({ file }: ServerNode | FileNode) => labelOf(file).name === name;
      const some = files.find((file) => labelOf(file).name === name);
      const label = some === undefined ? name : labelOf(some).label;
      const servers = inside(rows, mine);
      return groupNode(groupBy, name, label, [...loose.filter(mine), ...servers], worst(servers));
    })
    .filter(isFull);
}

function byFile(file: FileState): { readonly name: string; readonly label: string } {
  return { name: file.key, label: file.label };
}

function byClient(file: FileState): { readonly name: string; readonly label: string } {
  return { name: file.client, label: file.client };
}

/** Worst tier first, then what one fix would gain most; else the order of files and servers stays. */
function inside(
  rows: readonly ServerNode[],
  mine: (row: ServerNode) => boolean,
): readonly ServerNode[] {
  return rows.filter(mine).toSorted((a, b) => rank(a.report) - rank(b.report) || b.gain - a.gain);
}

function rank({ tier }: ServerReport): number {
  return tiers.indexOf(tier);
}

function worst(rows: readonly ServerNode[]): Tier | null {
  return rows[0]?.report.tier ?? null;
}

function groupNode(
  by: GroupNode['by'],
  name: string,
  label: string,
  children: readonly (ServerNode | FileNode)[],
  tier: Tier | null,
): GroupNode {
  const id = `${by}/${part(name)}`;
  const count = children.length;
  return {
    kind: 'group',
    id,
    parent: null,
    by,
    label,
    tier,
    count,
    children: inParts(id, children, tier),
  };
}

function inParts(
  id: string,
  children: readonly (ServerNode | FileNode)[],
  tier: Tier | null,
): GroupNode['children'] {
  if (children.length <= PART) return children.map((child) => ({ ...child, parent: id }));
  const parts: GroupNode[] = [];
  for (let from = 0; from < children.length; from += PART) {
    const some = children.slice(from, from + PART);
    const label = `${from + 1} to ${from + some.length}`;
    const partId = `${id}/${from}`;
    parts.push({
      kind: 'group',
      id: partId,
      parent: id,
      by: 'part',
      label,
      tier,
      count: some.length,
      children: some.map((child) => ({ ...child, parent: partId })),
    });
  }
  return parts;
}

function isFull({ count }: GroupNode): boolean {
  return count > 0;
}

/** Below a server every id is its parent's and one part more; a finding has two. */
function parentId(id: string): string | null {
  const parts = id.split('/');
  if (parts[0] === 'loose') return parts.length === 4 ? parts.slice(0, 2).join('/') : null;
  if (parts[0] !== 'server') return null;
  if (parts.length === 5) return parts.slice(0, 4).join('/');
  if (parts.length === 6) return parts.slice(0, 4).join('/');
  return parts.length === 7 ? parts.slice(0, 5).join('/') : null;
}

function part(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
