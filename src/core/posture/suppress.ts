import type { Document } from '../config/document.ts';
import { keep } from '../config/kept.ts';
import type { Server } from '../config/server.ts';
import type { Span } from '../config/text.ts';
import type { FactsAtHand } from '../rules/facts.ts';
import type { Draft, Finding } from '../rules/finding.ts';
import { ruleOf } from '../rules/index.ts';
import { suppression } from '../rules/suppression.ts';
import { directivesOf, type Directive } from './directives.ts';
import type { ServerReport } from './report.ts';
import { hiderFor } from './shown.ts';

interface Found {
  readonly servers: readonly ServerReport[];
  readonly findings: readonly Finding[];
}

interface Suppressing extends Found {
  /** About the directives themselves. */
  readonly drafts: readonly Draft[];
}

/**
 * Marks the findings that a directive of the file speaks of: those of its rules that begin on its line, and where that
 * is the line of a server's name, all of the server's. A directive without a reason, or one that has run out, holds
 * nothing. No grade and no tier changes: they tell what is, a suppression what somebody accepts. `secretSpans`: where
 * credentials stand outside of servers; a reason shows nothing of any of them.
 */
export function suppress(
  document: Document,
  found: Found,
  facts: FactsAtHand,
  secretSpans: readonly Span[] = [],
): Suppressing {
  const directives = keep(document, directivesOf);
  if (directives.length === 0) return { ...unmarked(found), drafts: [] };
  const today = new Date(facts.now).toISOString().slice(0, 10);
  const holding = directives.filter((one) => whyNot(one, today, facts) === null);
  const used = new Map<Directive, Set<string>>();
  const byLine = new Map<number, Directive[]>();
  const spans = [...found.servers.flatMap((report) => report.secretSpans), ...secretSpans];
  const hide = hiderFor(spans, document.text);
  for (const one of holding) byLine.set(one.line, [...(byLine.get(one.line) ?? []), one]);
  const lineOf = (offset: number): number => document.lines.position(offset).line;

  function mark(finding: Finding, server: Server | null): Finding {
    const lines = new Set([lineOf(finding.span.start)]);
    if (server !== null) lines.add(lineOf(server.nameSpan.start));
    for (const line of lines) {
      for (const directive of byLine.get(line) ?? []) {
        if (!directive.rules.includes(finding.rule)) continue;
        used.set(directive, (used.get(directive) ?? new Set()).add(finding.rule));
        const { reason, until } = directive;
        return { ...finding, suppressed: { reason: hide(reason), until } };
      }
    }
    return finding.suppressed === null ? finding : { ...finding, suppressed: null };
  }

  const servers = found.servers.map((report) => ({
    ...report,
    findings: report.findings.map((finding) => mark(finding, report.server)),
  }));
  const findings = found.findings.map((finding) => mark(finding, null));
  const waiting = new Map<string, boolean>();
  let places: { server: Server; first: number; last: number }[] | undefined;
  /** Whether what a rule would find on this line is not known, or nobody wants to know. */
  function isOpen(id: string, { line }: Directive): boolean {
    if (facts.choices.levels?.get(id) === 'off') return true;
    if (ruleOf(id)?.needs === undefined) return false;
    const key = `${id} ${line}`;
    const known = waiting.get(key);
    if (known !== undefined) return known;
    places ??= found.servers.map(({ server }) => ({
      server,
      first: lineOf(server.span.start),
      last: lineOf(server.span.end),
    }));
    const waitsHere = places.some(
      ({ server, first, last }) =>
        first <= line && line <= last && waits(id, server, document, facts),
    );
    waiting.set(key, waitsHere);
    return waitsHere;
  }
  const drafts = directives.flatMap((directive): readonly Draft[] => {
    const why = whyNot(directive, today, facts);
    if (why !== null) return [{ at: directive.span, message: hide(why) }];
    return directive.rules
      .filter((rule) => used.get(directive)?.has(rule) !== true && !isOpen(rule, directive))
      .map((rule) => ({
        at: directive.span,
        message: `${rule} finds nothing here any more: this suppression hides what comes next`,
        severity: 'hint',
      }));
  });
  return { servers, findings, drafts };
}

function unmarked(found: Found): Found {
  const isMarked = ({ suppressed }: Finding): boolean => suppressed !== null;
  const clean = (findings: readonly Finding[]): readonly Finding[] =>
    findings.some(isMarked) ? findings.map((one) => ({ ...one, suppressed: null })) : findings;
  const servers = found.servers.map((report) =>
    report.findings.some(isMarked) ? { ...report, findings: clean(report.findings) } : report,
  );
  return { servers, findings: clean(found.findings) };
}

/** What is wrong with a directive, as a message; null: nothing. */
function whyNot(directive: Directive, today: string, facts: FactsAtHand): string | null {
  const { rules, reason, until } = directive;
  if (rules.length === 0) return 'This suppression names no rule, so it hides nothing';
  const unknown = rules.find((id) => ruleOf(id) === undefined);
  if (unknown !== undefined) {
    // Whatever else stands there may be a credential.
    const name = /^[a-z]+(?:-[a-z]+){0,4}$/.test(unknown) ? unknown : 'one of its names';
    return `This suppression hides nothing: ${name} is no rule`;
  }
  if (rules.includes(suppression.meta.id)) return 'A suppression cannot hide what is said of it';
  if (reason === '') {
    return 'This suppression hides nothing without a reason: write -- and why it may stay';
  }
  if (until === null) return null;
  if (!isDay(until)) return 'This suppression hides nothing: its date is no day as YYYY-MM-DD';
  // Without a clock, as with no facts at all, nothing has run out.
  return facts.now > 0 && until < today
    ? `This suppression ran out on ${until}, so it hides nothing`
    : null;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whether some question that a rule has about a server is without an answer yet. */
function waits(id: string, server: Server, document: Document, facts: FactsAtHand): boolean {
  try {
    return (ruleOf(id)?.needs?.(server, document, facts) ?? []).some((query) => {
      const fact = facts.answer(query);
      return fact === undefined || fact.state === 'failed';
    });
  } catch {
    // Reported where the rule is asked in the first place.
    return true;
  }
}
