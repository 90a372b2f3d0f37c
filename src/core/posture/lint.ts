import type { Document } from '../config/document.ts';
import type { Slice } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import { spanOfSlice } from '../config/slice.ts';
import type { Span } from '../config/text.ts';
import { maskOf, partsIn } from '../rules/about.ts';
import { isOnDemand } from '../rules/dependency-facts.ts';
import { queryKey, type FactsAtHand, type Query } from '../rules/facts.ts';
import type { Draft, Finding } from '../rules/finding.ts';
import { rules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { suppression } from '../rules/suppression.ts';
import { dependenciesOf, dependencyNeeds } from './dependencies.ts';
import { gradePillars } from './pillars.ts';
import { notChecked } from './grades.ts';
import type { Asked, PillarGrade, Report, RuleFailure, ServerReport } from './report.ts';
import { reuseFrom } from './reuse.ts';
import { suppress } from './suppress.ts';
import {
  findingsWithoutSecrets,
  secretSpansOf,
  shownLaunch,
  shownName,
  withoutSecrets,
} from './shown.ts';
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
  const failures = servers.flatMap((server) => server.failures);
  const ask = (rule: Rule, own: readonly Finding[]) =>
    rule.checkDocument?.(document, inAll(servers, own));
  const own = yield* findingsOf(documentRules, ask, document, null, failures);
  const secretSpans = secretSpansOf(own);
  const shown = yield* findingsWithoutSecrets(leveled(own, facts), secretSpans, document.text);
  const suppressing = suppress(document, { servers, findings: shown }, facts, secretSpans);
  const about = suppressing.drafts.map((draft) => findingOf(suppression, draft, document));
  return {
    document,
    servers: suppressing.servers,
    findings: inOrder([...suppressing.findings, ...leveled(about, facts)]),
    secretSpans,
    failures,
    queries: openQueries(servers),
    choices: facts.choices,
    now: facts.now,
  };
}

function* checkServer(
  server: Server,
  document: Document,
  facts: FactsAtHand,
): Generator<void, ServerReport> {
  const name = shownName(server.name);
  // Many rules put the same question, and each costs a look at every keystroke.
  const asked = new Map<string, Asked>();
  const put = (query: Query): void => {
    const key = queryKey(query);
    if (!asked.has(key)) asked.set(key, { query, fact: facts.answer(query) });
  };
  const failures: RuleFailure[] = [];
  const ask = (rule: Rule) => {
    for (const query of rule.needs?.(server, document, facts) ?? nothingToAsk) put(query);
    return rule.check?.(server, document, facts);
  };
  const parts = partsIn(server.launch);
  const concerned = serverRules.flatMap(({ rule, mask }) => ((mask & parts) === 0 ? [] : [rule]));
  const all = yield* findingsOf(concerned, ask, document, name, failures);
  const findings = leveled(all, facts);
  const dependencies = judgeDependencies(server, facts, put, (error) => {
    failures.push({ rule: 'dependencies', server: name, error });
  });
  const pillars = gradePillars(server, document, findings, dependencies);
  const launch = shownLaunch(server.launch);
  const tier = tierOf(server, pillars, findings);
  return yield* withoutSecrets(
    {
      server,
      name,
      findings,
      asked: [...asked.values()],
      failures,
      pillars,
      launch,
      secretSpans: secretSpansOf(all),
      ...tier,
    },
    document.text,
  );
}

/** What the pillar asks is asked as what rules ask; an error in it costs this grade only. */
function judgeDependencies(
  server: Server,
  facts: FactsAtHand,
  put: (query: Query) => void,
  onError: (name: string) => void,
): PillarGrade {
  try {
    for (const query of dependencyNeeds(server, facts)) put(query);
    return dependenciesOf(server, facts);
  } catch (error) {
    onError(error instanceof Error ? error.name : typeof error);
    return notChecked('This program failed when it looked at the dependencies');
  }
}

function* inAll(
  servers: readonly ServerReport[],
  own: readonly Finding[],
): Generator<Finding, void> {
  for (const { findings } of servers) yield* findings;
  yield* own;
}

function openQueries(servers: readonly ServerReport[]): readonly Query[] {
  const open = new Map<string, Query>();
  for (const { asked } of servers) {
    for (const { query, fact } of asked) {
      if (fact === undefined && !isOnDemand(query)) open.set(queryKey(query), query);
    }
  }
  return [...open.values()];
}

const serverRules = rules
  .filter((rule) => 'needs' in rule || 'check' in rule)
  .map((rule) => ({ rule, mask: maskOf(rule.about) }));
const documentRules = rules.filter((rule) => 'checkDocument' in rule);

/**
 * What rules say, in the order of the file, with a step after each rule that spoke and after each hundred findings.
 * A rule that throws costs its own findings only, and is reported.
 */
function* findingsOf(
  those: readonly Rule[],
  ask: (rule: Rule, found: readonly Finding[]) => Iterable<Draft> | undefined,
  document: Document,
  server: string | null,
  failures: RuleFailure[],
): Generator<void, readonly Finding[]> {
  const findings: Finding[] = [];
  for (const rule of those) {
    const before = findings.length;
    try {
      for (const draft of ask(rule, findings) ?? nothing) {
        findings.push(findingOf(rule, draft, document));
        if ((findings.length - before) % A_STEP === 0) yield;
      }
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      failures.push({ rule: rule.meta.id, server, error: name });
    }
    if (findings.length > before) yield;
  }
  return inOrder(findings);
}

const nothing: readonly Draft[] = [];
const nothingToAsk: readonly Query[] = [];

/** The findings as the person wants their rules to speak; those of a rule that is off are gone. */
function leveled(
  findings: readonly Finding[],
  { choices: { levels } }: FactsAtHand,
): readonly Finding[] {
  if (levels === undefined || levels.size === 0) return findings;
  return findings.flatMap((finding) => {
    const level = levels.get(finding.rule);
    if (level === undefined) return [finding];
    return level === 'off' ? [] : [{ ...finding, severity: level }];
  });
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
    suppressed: null,
  };
}

function spanOf(text: string, at: Span | Slice): Span {
  return 'atom' in at ? spanOfSlice(text, at) : at;
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  return findings.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
