import type { Launch } from '../launch/launch.ts';
import { queryKey } from '../rules/facts.ts';
import type { Finding } from '../rules/finding.ts';
import type { ServerReport, ShownLaunch } from './report.ts';

/** The longest run of a secret that may show. */
const RUN = 5;
const HIDDEN = '•••';

/**
 * The report without any run of six or more characters of a credential that was found in the server: a name, version or
 * address may hold one where it does not belong. What would be asked with it is not asked.
 */
export function withoutSecrets(report: ServerReport, text: string): ServerReport {
  const secrets = report.findings.flatMap((finding) => secretsAt(finding, text));
  if (secrets.length === 0) return report;
  const hide = (shown: string): string => hideRuns(shown, secrets);
  const { pillars } = report;
  const hideWhy = <Graded extends { readonly why: string }>(graded: Graded): Graded => ({
    ...graded,
    why: hide(graded.why),
  });
  return {
    ...report,
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

/** The same for findings that belong to no server. */
export function findingsWithoutSecrets(
  findings: readonly Finding[],
  text: string,
): readonly Finding[] {
  const secrets = findings.flatMap((finding) => secretsAt(finding, text));
  if (secrets.length === 0) return findings;
  return findings.map((finding) => hideIn(finding, (shown) => hideRuns(shown, secrets)));
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
  const literal = source.startsWith('"') ? source : `"${source}"`;
  try {
    const decoded: unknown = JSON.parse(literal);
    return typeof decoded === 'string' ? [source, decoded] : [source];
  } catch {
    return [source];
  }
}

function hideIn(finding: Finding, hide: (shown: string) => string): Finding {
  return {
    ...finding,
    message: hide(finding.message),
    related: finding.related.map(({ message, span }) => ({ message: hide(message), span })),
    fixes: finding.fixes.map((fix) => ({ ...fix, title: hide(fix.title) })),
  };
}

function hideInLaunch(launch: ShownLaunch, hide: (shown: string) => string): ShownLaunch {
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

function hideRuns(shown: string, secrets: readonly string[]): string {
  let result = '';
  let at = 0;
  while (at < shown.length) {
    const run = Math.max(...secrets.map((secret) => runLength(shown, at, secret)));
    result += run > RUN ? HIDDEN : shown[at];
    at += run > RUN ? run : 1;
  }
  return result;
}

/** How many characters from here on stand in the secret in one piece; 0 when they are too few to matter. */
function runLength(shown: string, at: number, secret: string): number {
  let length = RUN + 1;
  if (at + length > shown.length || !secret.includes(shown.slice(at, at + length))) return 0;
  while (at + length < shown.length && secret.includes(shown.slice(at, at + length + 1)))
    length += 1;
  return length;
}
