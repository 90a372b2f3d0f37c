import { tiers, type ServerReport, type Tier } from '../../core/posture/report.ts';
import type { FileState } from './file-state.ts';
import { capital } from './words.ts';
import type { FileNode, GroupNode, ServerNode } from './node.ts';

export type GroupBy = 'tier' | 'file' | 'client';

export const groupings = ['tier', 'file', 'client'] as const satisfies readonly GroupBy[];

/** More children than this are cut into parts, so that opening a group never holds the editor. */
const PART = 200;

/** The groups that hold something, in the order in which they are shown. */
export function groupsOf(
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
  const groups = names
    .map((name) => {
      const mine = ({ file }: ServerNode | FileNode) => labelOf(file).name === name;
      const some = files.find((file) => labelOf(file).name === name);
      const label = some === undefined ? name : labelOf(some).label;
      const servers = inside(rows, mine);
      return groupNode(groupBy, name, label, [...loose.filter(mine), ...servers], worst(servers));
    })
    .filter(isFull);
  // Files stay in the order of their places; a client has none.
  return groupBy === 'file' ? groups : groups.toSorted(worstFirst);
}

function worstFirst(a: GroupNode, b: GroupNode): number {
  const rankOf = ({ tier }: GroupNode) => (tier === null ? tiers.length : tiers.indexOf(tier));
  return rankOf(a) - rankOf(b) || compare(a.label, b.label);
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

/** A text as one part of an id. */
export function part(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** By code units, the same everywhere. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
