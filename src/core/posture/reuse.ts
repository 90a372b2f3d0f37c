import type { Document } from '../config/document.ts';
import { samePath } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import { sameExposed } from '../config/surroundings.ts';
import type { Span } from '../config/text.ts';
import { takenInputIds } from '../rules/credentials/input-ids.ts';
import { sameChoices, type FactsAtHand } from '../rules/facts.ts';
import type { Finding } from '../rules/finding.ts';
import type { Report, ServerReport } from './report.ts';

type Reuse = (server: Server) => ServerReport | null;

/**
 * What an earlier report still says about a server: all of it, moved to its new place, when neither its text nor
 * anything its rules may look at has changed. A test holds that this gives the report a fresh run would give.
 */
export function reuseFrom(earlier: Report | null, document: Document, facts: FactsAtHand): Reuse {
  if (earlier === null || !sameSurroundings(earlier.document, document)) return () => null;
  if (!sameChoices(earlier.choices, facts.choices) || earlier.now !== facts.now) return () => null;
  const known = lookUp(earlier.servers);

  return (server) => {
    const report = known(server);
    if (report === undefined || report.failures.length > 0) return null;
    const before = report.server.span;
    if (!sameText(earlier.document.text, before, document.text, server.span)) return null;
    if (report.asked.some(({ query, fact }) => facts.answer(query) !== fact)) return null;
    server.lasting = report.server.lasting;
    const by = server.span.start - before.start;
    if (!report.findings.every((finding) => isInside(finding, before))) return null;
    const { findings } = report;
    const here = by === 0 ? findings : findings.map((finding) => moved(finding, by));
    const secretSpans = report.secretSpans.map((span) => shift(span, by));
    return { ...report, server, findings: here, secretSpans };
  };
}

/** The report of the server with the same path. They are asked for in the order of the file, which seldom changes. */
function lookUp(reports: readonly ServerReport[]): (server: Server) => ServerReport | undefined {
  let next = 0;
  let byPath: Map<string, ServerReport> | undefined;
  return (server) => {
    const likely = reports[next++];
    if (likely !== undefined && samePath(likely.server.path, server.path)) return likely;
    byPath ??= new Map(reports.map((report) => [keyOf(report.server), report]));
    return byPath.get(keyOf(server));
  };
}

function keyOf({ path }: Server): string {
  return path.join('\n');
}

/** Whether all that a rule reads besides its server is as it was: the client, and the text around the servers. */
function sameSurroundings(before: Document, now: Document): boolean {
  if (before.dialect !== now.dialect || before.servers.length === 0) return false;
  if (before.wrongRoots.length !== now.wrongRoots.length) return false;
  // An alias brings the text of another place.
  if (now.format?.id === 'yaml' && now.text.includes('*')) return false;
  if (!sameExposed(before.surroundings, now.surroundings)) return false;
  const [a, b] = [extent(before), extent(now)];
  return (
    before.text.slice(0, a.start) === now.text.slice(0, b.start) &&
    before.text.slice(a.end) === now.text.slice(b.end) &&
    sameIds(takenInputIds(before), takenInputIds(now))
  );
}

/** In the same order: the first free name is looked for among them. */
function sameIds(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].join() === [...b].join();
}

function extent({ servers }: Document): Span {
  const first = servers[0]?.span.start ?? 0;
  return { start: first, end: servers.at(-1)?.span.end ?? first };
}

/** By two slices: `startsWith` takes ten times as long. */
function sameText(before: string, a: Span, now: string, b: Span): boolean {
  return before.slice(a.start, a.end) === now.slice(b.start, b.end);
}

function isInside(finding: Finding, within: Span): boolean {
  return holds(within, finding.span) && finding.related.every(({ span }) => holds(within, span));
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function moved(finding: Finding, by: number): Finding {
  const related = finding.related.map(({ message, span }) => ({ message, span: shift(span, by) }));
  return { ...finding, span: shift(finding.span, by), related };
}

function shift({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
