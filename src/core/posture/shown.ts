import type { Span } from '../config/text.ts';
import { scannerOf } from '../config/tokens.ts';
import type { Launch } from '../launch/launch.ts';
import { findKnown } from '../rules/credentials/find.ts';
import { queryKey } from '../rules/facts.ts';
import type { Finding } from '../rules/finding.ts';
import type { ServerReport, ShownLaunch } from './report.ts';

/** The shortest run of a secret that may not show. */
const RUN = 6;
/** Names of servers tell them apart, and one may share a word with a password: a longer run is no chance. */
const NAME_RUN = 12;
/** How many findings are one step. */
const A_STEP = 100;
const HIDDEN = '•••';

/**
 * The report without any run of six or more characters of a credential that was found in the server: a name, version or
 * address may hold one where it does not belong. What would be asked with it is not asked.
 */
export function* withoutSecrets(report: ServerReport, text: string): Generator<void, ServerReport> {
  const hide = yield* hiderOf(report.secretSpans, text);
  if (hide === null) return report;
  const { pillars } = report;
  const hideWhy = <Graded extends { readonly why: string }>(graded: Graded): Graded => ({
    ...graded,
    why: hide(graded.why),
  });
  return {
    ...report,
    name: hide(report.name, NAME_RUN),
    failures: report.failures.map((failure) => ({
      ...failure,
      server: failure.server === null ? null : hide(failure.server, NAME_RUN),
    })),
    tierWhy: report.tierWhy.map((why) => hide(why)),
    pillars: {
      access: hideWhy(pillars.access),
      deployment: hideWhy(pillars.deployment),
      integrity: hideWhy(pillars.integrity),
      dependencies: hideWhy(pillars.dependencies),
      monitoring: hideWhy(pillars.monitoring),
    },
    findings: yield* hideInAll(report.findings, hide),
    asked: report.asked.filter(({ query }) => hide(queryKey(query)) === queryKey(query)),
    launch: hideInLaunch(report.launch, hide),
  };
}

/** A server's name as it may be shown: without a credential of a known format. */
export function shownName(name: string): string {
  let result = '';
  let kept = 0;
  for (const { start, end } of findKnown(name)) {
    result += name.slice(kept, start) + HIDDEN;
    kept = end;
  }
  return result + name.slice(kept);
}

/** The same for findings that belong to no server. */
export function* findingsWithoutSecrets(
  findings: readonly Finding[],
  secretSpans: readonly Span[],
  text: string,
): Generator<void, readonly Finding[]> {
  const hide = yield* hiderOf(secretSpans, text);
  return hide === null ? findings : yield* hideInAll(findings, hide);
}

function* hideInAll(findings: readonly Finding[], hide: Hide): Generator<void, readonly Finding[]> {
  const hidden: Finding[] = [];
  for (const finding of findings) {
    hidden.push(hideIn(finding, hide));
    if (hidden.length % A_STEP === 0) yield;
  }
  return hidden;
}

/** What may be shown of a launch that holds no secret. */
export function shownLaunch(launch: Launch): ShownLaunch {
  const { kind, name, version, digest, runner, wrappers } = launch;
  return { kind, name, version, digest, runner, wrappers };
}

/**
 * Where the credentials stand, by these findings as their rule made them: a person may have given them another level
 * since. A default that every manual prints is no secret.
 */
export function secretSpansOf(findings: readonly Finding[]): readonly Span[] {
  return findings
    .filter(({ rule, severity }) => rule === 'secret-literal' && severity !== 'hint')
    .map(({ span }) => span);
}

/** As it stands in the file and as the server gets it. */
function secretsAt(span: Span, text: string): readonly string[] {
  const source = text.slice(span.start, span.end);
  const written = /[\r\n]/.test(source) ? [source, onOneLine(source)] : [source];
  return written.flatMap((form) => [
    form,
    ...(form.includes("''") ? [form.replaceAll("''", "'")] : []),
    ...(form.includes('\\') ? [decoded(form)] : []),
  ]);
}

/** A line that ends with a backslash goes on in the next one; else a break is a blank. */
function onOneLine(source: string): string {
  let joined = '';
  for (const line of source.split(/[\r\n]+/)) {
    const words = line.trim();
    joined += words.endsWith('\\') ? words.slice(0, -1) : `${words} `;
  }
  return joined;
}

/** With every escape as what it stands for, whatever quotes are around and inside. */
function decoded(source: string): string {
  const plain = source
    .replaceAll(OTHER_ESCAPES, (_, short?: string, long?: string) =>
      short === undefined ? `\\u${long ?? ''}` : `\\u00${short}`,
    )
    .replaceAll(/(\\[^])|"/g, (_, escape?: string) => escape ?? String.raw`\"`);
  const scanner = scannerOf(`"${plain}"`);
  scanner.scan();
  return scanner.getTokenValue();
}

/** Of TOML and YAML; what they write with more digits is longer than what JSON's escapes can say. */
const OTHER_ESCAPES = /\\x([\da-f]{2})|\\U0000([\da-f]{4})/gi;

function hideIn(finding: Finding, hide: Hide): Finding {
  return {
    ...finding,
    message: hide(finding.message),
    related: finding.related.map(({ message, span }) => ({ message: hide(message), span })),
    fixes: finding.fixes.map((fix) => ({ ...fix, title: hide(fix.title) })),
  };
}

function hideInLaunch(launch: ShownLaunch, hide: Hide): ShownLaunch {
  const hideName = (name: string | null): string | null => (name === null ? null : hide(name));
  return {
    kind: launch.kind,
    name: hideName(launch.name),
    version: hideName(launch.version),
    digest: launch.digest,
    runner: hideName(launch.runner),
    wrappers: launch.wrappers.map((name) => hide(name)),
  };
}

/** Puts one mark in place of every piece of a text that is covered by runs of a secret and is `least` units long. */
type Hide = (shown: string, least?: number) => string;

/** Hides in any text what the credentials that stand at these places would show there. */
export function hiderFor(spans: readonly Span[], text: string): (shown: string) => string {
  const steps = hiderOf(spans, text);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value ?? ((shown) => shown);
  }
}

/** Where no single place is known in a text of many lines, all that is found in it stands at the whole of it. */
function eachOnce(spans: readonly Span[]): Iterable<Span> {
  return new Map(spans.map((span) => [`${span.start} ${span.end}`, span])).values();
}

/**
 * Null when no secret was found. Takes time by the length of the secrets once, then by the length of what is shown, with
 * a step after each hundred of them.
 */
function* hiderOf(spans: readonly Span[], text: string): Generator<void, Hide | null> {
  if (spans.length === 0) return null;
  const runs = new Set<string>();
  let taken = 0;
  for (const span of eachOnce(spans)) {
    for (const secret of secretsAt(span, text)) {
      for (let at = 0; at + RUN <= secret.length; at++) runs.add(secret.slice(at, at + RUN));
    }
    taken += 1;
    if (taken % A_STEP === 0) yield;
  }
  if (runs.size === 0) return null;
  return (shown, least = RUN) => {
    let result = '';
    let kept = 0;
    for (let at = 0; at + RUN <= shown.length; at++) {
      if (!runs.has(shown.slice(at, at + RUN))) continue;
      let end = at + RUN;
      while (end < shown.length && runs.has(shown.slice(end + 1 - RUN, end + 1))) end += 1;
      if (end - at >= least) {
        result += shown.slice(kept, at) + HIDDEN;
        kept = end;
      }
      at = end - 1;
    }
    return result + shown.slice(kept);
  };
}
