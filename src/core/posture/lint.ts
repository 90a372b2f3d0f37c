import type { Document } from '../config/document.ts';
import type { Slice } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import { spanOfSlice } from '../config/slice.ts';
import type { Span } from '../config/text.ts';
import { queryKey, type FactsAtHand, type Query } from '../rules/facts.ts';
import type { Draft, Finding } from '../rules/finding.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { gradePillars } from './pillars.ts';
import type { Report, RuleFailure, ServerReport } from './report.ts';
import { tierOf } from './tier.ts';

/** Everything there is to say about a document with these facts. Pure; the same input gives the same report. */
export function lint(document: Document, facts: FactsAtHand, rules = allRules): Report {
  const steps = lintSteps(document, facts, rules);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps, one a server, for who must not hold the thread. */
export function* lintSteps(
  document: Document,
  facts: FactsAtHand,
  rules: readonly Rule[] = allRules,
): Generator<void, Report> {
  const failures: RuleFailure[] = [];
  const queries = new Map<string, Query>();
  const servers: ServerReport[] = [];
  for (const server of document.servers) {
    const findings: Finding[] = [];
    for (const rule of rules) {
      guarded(rule, server.name, failures, () => {
        for (const query of rule.needs?.(server, document) ?? []) {
          if (facts.imageDigest(query) === undefined) queries.set(queryKey(query), query);
        }
        for (const draft of rule.check?.(server, document, facts) ?? []) {
          findings.push(findingOf(rule, draft, document));
        }
      });
    }
    servers.push(serverReport(server, document, inOrder(findings)));
    yield;
  }
  const findings: Finding[] = [];
  for (const rule of rules) {
    guarded(rule, null, failures, () => {
      for (const draft of rule.checkDocument?.(document) ?? []) {
        findings.push(findingOf(rule, draft, document));
      }
    });
  }
  return {
    document,
    servers,
    findings: inOrder(findings),
    failures,
    queries: [...queries.values()],
  };
}

function serverReport(
  server: Server,
  document: Document,
  findings: readonly Finding[],
): ServerReport {
  const pillars = gradePillars(server, document, findings);
  return { server, findings, pillars, ...tierOf(server, pillars, findings) };
}

/** A rule that throws costs its own findings of this server only, and is reported. */
function guarded(
  rule: Rule,
  server: string | null,
  failures: RuleFailure[],
  run: () => void,
): void {
  try {
    run();
  } catch (error) {
    failures.push({
      rule: rule.meta.id,
      server,
      error: error instanceof Error ? error.name : typeof error,
    });
  }
}

function findingOf({ meta }: Rule, draft: Draft, { text }: Document): Finding {
  return {
    rule: meta.id,
    pillar: meta.pillar,
    severity: draft.severity ?? meta.severity,
    grade: draft.grade === undefined ? meta.grade : draft.grade,
    confidence: draft.confidence ?? meta.confidence,
    message: draft.message,
    span: spanOf(text, draft.at),
    related: (draft.related ?? []).map(({ message, at }) => ({ message, span: spanOf(text, at) })),
    fixes: draft.fixes ?? [],
    marks: draft.marks ?? [],
  };
}

function spanOf(text: string, at: Span | Slice): Span {
  return 'atom' in at ? spanOfSlice(text, at) : at;
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
