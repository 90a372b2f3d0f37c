import type { Document } from '../core/config/document.ts';
import type { Report, ServerReport } from '../core/posture/report.ts';
import { queryKey, type FactsAtHand, type Query } from '../core/rules/facts.ts';
import type { Finding, Severity } from '../core/rules/finding.ts';
import type { Fix } from '../core/rules/fix.ts';
import { ruleOf } from '../core/rules/index.ts';
import type { Target } from '../resolvers/index.ts';
import { placed, type FindingKey, type Found } from './finding-key.ts';

/** What a person can do about a finding: a fix, a question whose answer brings the fix, or what no edit is. */
export type Remedy =
  | { readonly kind: 'fix'; readonly title: string; readonly safe: boolean; readonly fix: Fix }
  | {
      readonly kind: 'ask';
      readonly title: string;
      readonly safe: false;
      readonly queries: readonly Query[];
    }
  /** The value is stored before the file is edited, so what it does is known only when it is picked. */
  | { readonly kind: 'move'; readonly title: string; readonly safe: false }
  /** The file's permissions, not its text. */
  | {
      readonly kind: 'close';
      readonly title: string;
      readonly safe: false;
      /** Another file than that of the finding. Absolute. */
      readonly file: string | null;
    };

/** Whether a token of a file can be moved into a vault. */
export type Offer =
  | { readonly kind: 'move'; readonly title: string }
  /** One clause: why only the file itself can be changed. */
  | { readonly kind: 'stays'; readonly why: string };

/** What is known of the tokens of a file; null when nothing is. */
export type Offering = (found: Found) => Offer | null;

/** What may be asked when a person picks it; null when nothing may. */
export interface Asking {
  readonly facts: FactsAtHand;
  readonly target: (query: Query) => Target;
}

/** The remedies of one finding, the one to prefer first. */
export function remediesOf(
  { finding, server }: Found,
  document: Document,
  asking: Asking | null,
  offering: Offering | null = null,
): readonly Remedy[] {
  const offer = offering?.({ finding, server }) ?? null;
  const moves: readonly Remedy[] = offer?.kind === 'move' ? [{ ...offer, safe: false }] : [];
  if (finding.fixes.length === 0) {
    if (asking === null || server === null || moves.length > 0) return moves;
    return questionOf(finding, server, document, asking);
  }
  const remedies = finding.fixes.map((fix): Remedy => {
    if (fix.chmod !== undefined)
      return { kind: 'close', title: fix.title, safe: false, file: fix.file ?? null };
    const title = offer?.kind === 'stays' ? withReason(fix.title, offer.why) : fix.title;
    return { kind: 'fix', title, safe: fix.safety === 'safe', fix };
  });
  return [...moves, ...remedies.toSorted((a, b) => Number(b.safe) - Number(a.safe))];
}

/** Whether a token was found that may have to go somewhere else. */
export function holdsToken({ finding, server }: Found): boolean {
  return finding.rule === 'secret-literal' && server !== null;
}

/** Why a prompt is all that there is. */
function withReason(title: string, why: string): string {
  return title.startsWith('Ask for it ') ? `${title}: ${why}` : title;
}

/** Of all hosts of one question, in UTF-16 units. */
const longestHosts = 120;

function questionOf(
  finding: Finding,
  { server, asked }: ServerReport,
  document: Document,
  { facts, target }: Asking,
): readonly Remedy[] {
  const hosts = new Set<string>();
  // A report leaves out what would show a credential.
  const shown = new Set(asked.map(({ query }) => queryKey(query)));
  const queries = needsOf(finding, server, document, facts).filter((query) => {
    if (!shown.has(queryKey(query))) return false;
    const fact = facts.answer(query);
    const to = target(query);
    if ((fact !== undefined && fact.state !== 'failed') || to.state === 'never') return false;
    // A title is cut where it is too long, and nobody is asked whose name was not seen.
    if ([...new Set([...hosts, to.host])].join(', ').length > longestHosts) return false;
    hosts.add(to.host);
    return true;
  });
  const [first] = queries;
  if (first === undefined) return [];
  const title = `Ask ${[...hosts].join(', ')} for the ${wanted[first.kind]}`;
  return [{ kind: 'ask', title, safe: false, queries }];
}

/**
 * The remedy that a person picked by this title. Of a question that somebody has answered meanwhile, the fix; never a
 * question to another host than that of the title.
 */
export function pickedOf(remedies: readonly Remedy[], title: string): Remedy | undefined {
  const same = remedies.find((remedy) => remedy.title === title);
  if (same !== undefined || !isQuestion(title)) return same;
  return remedies.find(({ kind }) => kind === 'fix');
}

function isQuestion(title: string): boolean {
  const ends = Object.values(wanted).map((what) => ` for the ${what}`);
  return title.startsWith('Ask ') && ends.some((end) => title.endsWith(end));
}

/** Whether this asks a host that only the file names, so that a person has to see its name first. */
export function asksStranger(remedy: Remedy, { target }: Pick<Asking, 'target'>): boolean {
  return remedy.kind === 'ask' && remedy.queries.some((query) => target(query).state === 'picked');
}

const wanted = {
  'image-digest': 'digest and pin to it',
  'image-build': 'age of the image',
  releases: 'releases and pin to one',
  'git-commit': 'commit and pin to it',
  advisories: 'advisories',
  provenance: 'provenance',
  'image-signature': 'signature of the image',
  'image-scan': 'vulnerabilities of the image',
} as const satisfies Record<Query['kind'], string>;

function needsOf(
  { rule }: Finding,
  server: ServerReport['server'],
  document: Document,
  facts: FactsAtHand,
): readonly Query[] {
  return ruleOf(rule)?.needs?.(server, document, facts) ?? [];
}

/** Why a question behind a finding has no answer, such as a registry that cannot be reached; null when none failed. */
export function whyUnanswered(
  { finding, server }: Found,
  document: Document,
  facts: FactsAtHand,
): string | null {
  if (finding.fixes.length > 0 || server === null) return null;
  for (const query of needsOf(finding, server.server, document, facts)) {
    const fact = facts.answer(query);
    if (fact?.state === 'failed') return fact.why;
  }
  return null;
}

export interface PlacedRemedy extends Found {
  readonly key: FindingKey;
  readonly remedy: Remedy;
}

const severityOrder = [
  'error',
  'warning',
  'information',
  'hint',
] as const satisfies readonly Severity[];

/** Every remedy of a report, of its worst findings first; of one server when it is given. */
export function allRemedies(
  report: Report,
  asking: Asking | null,
  of?: ServerReport | null,
  offering: Offering | null = null,
): readonly PlacedRemedy[] {
  const found: PlacedRemedy[] = [];
  for (const { finding, server, key } of placed(report)) {
    if (of != null && server !== of) continue;
    for (const remedy of remediesOf({ finding, server }, report.document, asking, offering)) {
      found.push({ finding, server, key, remedy });
    }
  }
  const rank = ({ finding }: Found) => severityOrder.indexOf(finding.severity);
  return found.toSorted(
    (a, b) => rank(a) - rank(b) || Number(b.remedy.safe) - Number(a.remedy.safe),
  );
}
