import { scannerOf } from '../config/tokens.ts';
import type { Span } from '../config/text.ts';
import type { Launch } from '../launch/launch.ts';
import { queryKey } from '../rules/facts.ts';
import type { Finding } from '../rules/finding.ts';
import type { ServerReport, ShownLaunch } from './report.ts';

/** The shortest run of a secret that may not show. */
const RUN = 6;
const HIDDEN = '•••';

/**
 * The report without any run of six or more characters of a credential that was found in the server: a name, version or
 * address may hold one where it does not belong. What would be asked with it is not asked.
 */
export function withoutSecrets(report: ServerReport, text: string): ServerReport {
  const secrets = report.findings.flatMap((finding) => secretsAt(finding, text));
  if (secrets.length === 0) return report;
  const hide = hiderOf(secrets);
  const { pillars } = report;
  const hideWhy = <Graded extends { readonly why: string }>(graded: Graded): Graded => ({
    ...graded,
    why: hide(graded.why),
  });
  const { server, name } = report;
  return {
    ...report,
    name: report.findings.some((finding) => isSecretIn(finding, server.nameSpan))
      ? hide(name)
      : name,
    tierWhy: report.tierWhy.map(hide),
    pillars: {
      access: hideWhy(pillars.access),
      deployment: hideWhy(pillars.deployment),
      integrity: hideWhy(pillars.integrity),
      dependencies: hideWhy(pillars.dependencies),
      monitoring: hideWhy(pillars.monitoring),
    },
    findings: report.findings.map((finding) => hideIn(finding, hide)),
    asked: report.asked.filter(({ query }) => hide(queryKey(query)) === queryKey(query)),
    launch: hideInLaunch(report.launch, hide),
  };
}

/** A name that happens to share a run with a secret elsewhere stays as it is. */
function isSecretIn({ rule, span }: Finding, within: Span): boolean {
  return rule === 'secret-literal' && span.start < within.end && within.start < span.end;
}

/** The same for findings that belong to no server. */
export function findingsWithoutSecrets(
  findings: readonly Finding[],
  text: string,
): readonly Finding[] {
  const secrets = findings.flatMap((finding) => secretsAt(finding, text));
  if (secrets.length === 0) return findings;
  const hide = hiderOf(secrets);
  return findings.map((finding) => hideIn(finding, hide));
}

/** What may be shown of a launch that holds no secret. */
export function shownLaunch(launch: Launch): ShownLaunch {
  const { kind, name, version, digest, runner, wrappers } = launch;
  return { kind, name, version, digest, runner, wrappers };
}

/** As it stands in the file and as the server gets it. A default that every manual prints is no secret. */
function secretsAt({ rule, severity, span }: Finding, text: string): readonly string[] {
  if (rule !== 'secret-literal' || severity === 'hint') return [];
  const source = text.slice(span.start, span.end);
  if (!source.includes('\\')) return [source];
  const scanner = scannerOf(source.startsWith('"') ? source : `"${source}"`);
  scanner.scan();
  return [source, scanner.getTokenValue()];
}

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
    wrappers: launch.wrappers.map(hide),
  };
}

/** Puts one mark in place of every piece of a text that is covered by runs of a secret. */
type Hide = (shown: string) => string;

/** Takes time by the length of the secrets once, then by the length of what is shown. */
function hiderOf(secrets: readonly string[]): Hide {
  const runs = new Set<string>();
  for (const secret of new Set(secrets)) {
    for (let at = 0; at + RUN <= secret.length; at++) runs.add(secret.slice(at, at + RUN));
  }
  return (shown) => {
    let result = '';
    let kept = 0;
    let hidden = 0;
    for (let at = 0; at + RUN <= shown.length; at++) {
      if (!runs.has(shown.slice(at, at + RUN))) continue;
      if (at > hidden || hidden === 0) result += shown.slice(kept, at) + HIDDEN;
      hidden = at + RUN;
      kept = hidden;
    }
    return result + shown.slice(kept);
  };
}
