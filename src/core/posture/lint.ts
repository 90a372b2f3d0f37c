import type { Document } from '../config/document.ts';
import type { Slice } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import { spanOfSlice } from '../config/slice.ts';
import type { Span } from '../config/text.ts';
import { queryKey, type FactsAtHand, type Query } from '../rules/facts.ts';
import type { Draft, Finding } from '../rules/finding.ts';
import { rules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { gradePillars } from './pillars.ts';
import type { Asked, Report, RuleFailure, ServerReport } from './report.ts';
import { reuseFrom } from './reuse.ts';
import { findingsWithoutSecrets, shownLaunch, shownName, withoutSecrets } from './shown.ts';
import { tierOf } from './tier.ts';

/** How many findings are one step. */
const A_STEP = 100;

/**
 * Everything there is to say about a document with these facts. Pure: the same document and facts give the same report.
 * A report of an earlier version saves the work for the servers that did not change since.
 */
export function lint(
  document: Document,
  facts: FactsAtHand,
  earlier: Report | null = null,
): Report {
  const steps = lintSteps(document, facts, earlier);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps, short ones also where one server fills the file, for who must not hold the thread. */
export function* lintSteps(
  document: Document,
  facts: FactsAtHand,
  earlier: Report | null = null,
): Generator<void, Report> {
  const reuse = reuseFrom(earlier, document, facts);
  const servers: ServerReport[] = [];
  for (const server of document.servers) {
    servers.push(reuse(server) ?? (yield* checkServer(server, document, facts)));
    yield;
  }
  const findings: Finding[] = [];
  const failures = servers.flatMap((server) => server.failures);
  for (const rule of rules) {
    yield* guarded(rule, null, failures, function* () {
      yield* findingsOf(rule, rule.checkDocument?.(document), document, findings);
    });
  }
  return {
    document,
    servers,
    findings: yield* findingsWithoutSecrets(inOrder(findings), document.text),
    failures,
    queries: openQueries(servers),
  };
}

function* checkServer(
  server: Server,
  document: Document,
  facts: FactsAtHand,
): Generator<void, ServerReport> {
  const name = shownName(server.name);
  const drafts: Finding[] = [];
  const asked: Asked[] = [];
  const failures: RuleFailure[] = [];
  for (const rule of rules) {
    yield* guarded(rule, name, failures, function* () {
      for (const query of rule.needs?.(server, document) ?? []) {
        asked.push({ query, fact: facts.imageDigest(query) });
      }
      yield* findingsOf(rule, rule.check?.(server, document, facts), document, drafts);
    });
  }
  const findings = inOrder(drafts);
  const pillars = gradePillars(server, document, findings);
  const launch = shownLaunch(server.launch);
  const tier = tierOf(server, pillars, findings);
  return yield* withoutSecrets(
    { server, name, findings, asked, failures, pillars, launch, ...tier },
    document.text,
  );
}

function openQueries(servers: readonly ServerReport[]): readonly Query[] {
  const open = new Map<string, Query>();
  for (const { asked } of servers) {
    for (const { query, fact } of asked) if (fact === undefined) open.set(queryKey(query), query);
  }
  return [...open.values()];
}

/** A rule that throws costs its own findings of this server only, and is reported. */
function* guarded(
  rule: Rule,
  server: string | null,
  failures: RuleFailure[],
  run: () => Generator<void>,
): Generator<void> {
  try {
    yield* run();
  } catch (error) {
    failures.push({
      rule: rule.meta.id,
      server,
      error: error instanceof Error ? error.name : typeof error,
    });
  }
}

/** Adds what a rule says to `findings`, with a step after each hundred and one at the end. */
function* findingsOf(
  rule: Rule,
  drafts: Iterable<Draft> = [],
  document: Document,
  findings: Finding[],
): Generator<void> {
  let taken = 0;
  for (const draft of drafts) {
    findings.push(findingOf(rule, draft, document));
    taken += 1;
    if (taken % A_STEP === 0) yield;
  }
  if (taken > 0) yield;
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
  if (findings.length < 2) return findings;
  return findings.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
