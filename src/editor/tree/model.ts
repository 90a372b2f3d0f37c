import type { Report } from '../../core/posture/report.ts';
import { findingKeys, serverKeys } from '../finding-key.ts';
import { pillarNames, showsFile, showsServer, type Filter } from './filter.ts';
import type { FileState } from './file-state.ts';
import { gainOf } from './gain.ts';
import { compare, groupsOf, part, type GroupBy } from './grouping.ts';
import type { FileNode, FindingNode, GroupNode, Node, PillarNode, ServerNode } from './node.ts';

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

/** Below a server every id is its parent's and one part more; a finding has two. */
function parentId(id: string): string | null {
  const parts = id.split('/');
  if (parts[0] === 'loose') return parts.length === 4 ? parts.slice(0, 2).join('/') : null;
  if (parts[0] !== 'server') return null;
  if (parts.length === 5) return parts.slice(0, 4).join('/');
  if (parts.length === 6) return parts.slice(0, 4).join('/');
  return parts.length === 7 ? parts.slice(0, 5).join('/') : null;
}
