import type { ServerReport } from '../../core/posture/report.ts';
import type { Finding } from '../../core/rules/finding.ts';
import { pillarNames } from './filter.ts';
import type { Model } from './model.ts';
import type { Node } from './node.ts';

/** With more rows than this comparing costs more than drawing: rows are in closed parts, so little is drawn. */
const MOST = 1000;

/** The ids of the nodes to draw again, each with all below it; null when all of them are. */
export function changedNodes(before: Model, after: Model): readonly string[] | null {
  if (after.shown > MOST || !sameList(before.roots, after.roots)) return null;
  const changed: string[] = [];
  for (const id of after.roots) compare(id, before, after, changed);
  return changed;
}

function compare(id: string, before: Model, after: Model, changed: string[]): void {
  const old = before.node(id);
  const now = after.node(id);
  if (old === undefined || now === undefined || !sameRow(old, now)) {
    changed.push(id);
    return;
  }
  if (now.kind !== 'group') return;
  for (const child of now.children) compare(child.id, before, after, changed);
}

function sameRow(a: Node, b: Node): boolean {
  if (a.kind === 'group' && b.kind === 'group') {
    const ids = (node: typeof a) => node.children.map(({ id }) => id);
    return (
      a.label === b.label && a.tier === b.tier && a.count === b.count && sameList(ids(a), ids(b))
    );
  }
  if (a.kind === 'server' && b.kind === 'server') {
    return (
      a.report === b.report || (a.file.label === b.file.label && sameServer(a.report, b.report))
    );
  }
  if (a.kind === 'file' && b.kind === 'file') {
    return (
      a.file.label === b.file.label &&
      a.file.problem === b.file.problem &&
      sameFindings(a.file.report?.findings ?? [], b.file.report?.findings ?? [])
    );
  }
  return false;
}

/** Whether two reports of a server look the same; where its findings stand does not show. */
function sameServer(a: ServerReport, b: ServerReport): boolean {
  return (
    a.tier === b.tier &&
    a.server.disabled === b.server.disabled &&
    sameList(a.tierWhy, b.tierWhy) &&
    pillarNames.every(
      (pillar) =>
        a.pillars[pillar].grade === b.pillars[pillar].grade &&
        a.pillars[pillar].why === b.pillars[pillar].why,
    ) &&
    sameFindings(a.findings, b.findings)
  );
}

function sameFindings(a: readonly Finding[], b: readonly Finding[]): boolean {
  return (
    a.length === b.length &&
    a.every((finding, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        finding.rule === other.rule &&
        finding.message === other.message &&
        finding.severity === other.severity &&
        sameList(titles(finding), titles(other))
      );
    })
  );
}

function titles({ fixes }: Finding): readonly string[] {
  return fixes.map(({ title }) => title);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
