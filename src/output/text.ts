import type { Document } from '../core/config/document.ts';
import type { Lines } from '../core/config/text.ts';
import type { Report, ServerReport, Tier } from '../core/posture/report.ts';
import type { Finding, Grade, Severity } from '../core/rules/finding.ts';
import type { Fix } from '../core/rules/fix.ts';
import {
  failureLine,
  findingsOf,
  isSuppressed,
  serversOf,
  tierLine,
  type Scanned,
  type Unanswered,
} from './scanned.ts';
import { quoted } from './quoted.ts';
import { visible } from './visible.ts';

export interface TextOptions {
  readonly color: boolean;
  readonly unanswered: readonly Unanswered[];
  /** The day of the oldest answer that counts, `2026-11-20`, where it is not of today. */
  readonly oldest?: string | null;
}

const pillarOrder = ['access', 'deployment', 'integrity', 'dependencies', 'monitoring'] as const;

type Paint = (text: string, ...codes: readonly number[]) => string;

/** In UTF-16 units. */
const LONGEST = 400;

const BOLD = 1;
const DIM = 2;
const RED = 31;
const GREEN = 32;
const YELLOW = 33;
const BLUE = 34;

const tierColor = {
  critical: RED,
  high: RED,
  medium: YELLOW,
  low: GREEN,
  unknown: DIM,
} as const satisfies Record<Tier, number>;
const severityColor = {
  error: RED,
  warning: YELLOW,
  information: BLUE,
  hint: DIM,
} as const satisfies Record<Severity, number>;
const gradeColor = {
  good: GREEN,
  caution: YELLOW,
  bad: RED,
  'not-applicable': DIM,
  'not-checked': DIM,
} as const satisfies Record<Grade, number>;

/** The report for people: file, then server with its tier and the reasons, then findings. Ends with a line break. */
export function formatText(scanned: readonly Scanned[], options: TextOptions): string {
  const paint: Paint = options.color
    ? (text, ...codes) => `\u001b[${codes.join(';')}m${text}\u001b[0m`
    : (text) => text;
  const blocks = scanned.map((item) =>
    item.kind === 'read'
      ? documentLines(item.report, paint)
      : [paint(shown(item.path), BOLD), `  ${paint('not read', YELLOW)}: ${shown(item.why)}`],
  );
  if (options.unanswered.length > 0) blocks.push(unansweredLines(options.unanswered));
  if (options.oldest != null) blocks.push([`Some answers are of ${options.oldest}`]);
  blocks.push([summaryLine(scanned)]);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Questions without an answer, for people; empty when there are none. Ends with a line break else. */
export function formatUnanswered(unanswered: readonly Unanswered[]): string {
  return unanswered.length === 0 ? '' : `${unansweredLines(unanswered).join('\n')}\n`;
}

function documentLines(
  { document, servers, findings, failures }: Report,
  paint: Paint,
): readonly string[] {
  const { lines } = document;
  const head = `${paint(shown(document.path), BOLD)} (${document.dialect.client})`;
  const errors = document.errors.slice(0, 3).map(({ message, span }) => {
    return `  ${place(lines, span.start)}  ${paint('syntax', YELLOW)}  ${shown(message)}`;
  });
  const rest = document.errors.length - errors.length;
  if (rest > 0) errors.push(`  and ${rest} more of these`);
  return [
    head,
    ...errors,
    ...failures.map((failure) => `  ${paint('error', RED)}  ${shown(failureLine(failure))}`),
    ...findings.flatMap((finding) => findingLines(finding, document, paint, '  ')),
    ...servers.flatMap((server) => serverLines(server, document, paint)),
  ];
}

function serverLines(report: ServerReport, document: Document, paint: Paint): readonly string[] {
  const { server, tier } = report;
  const disabled = server.disabled ? ', disabled' : '';
  return [
    `  ${paint(shown(report.name), BOLD)}: ${paint(tier, tierColor[tier])}${disabled}`,
    ...reasonsBeyondFindings(report).map((why) => `    ${paint('because', DIM)} ${shown(why)}`),
    `    ${pillarOrder.map((pillar) => `${pillar} ${gradeWord(report.pillars[pillar].grade, paint)}`).join(' · ')}`,
    ...report.findings.flatMap((finding) => findingLines(finding, document, paint, '    ')),
  ];
}

/** What decided the tier; findings are listed below anyway. */
function reasonsBeyondFindings({ tierWhy, findings }: ServerReport): readonly string[] {
  return tierWhy.filter((why) => !findings.some(({ message }) => message === why));
}

function gradeWord(grade: Grade, paint: Paint): string {
  return paint(grade.replace('-', ' '), gradeColor[grade]);
}

function findingLines(
  finding: Finding,
  { lines, path }: Document,
  paint: Paint,
  indent: string,
): readonly string[] {
  const rule = paint(finding.rule, DIM);
  if (finding.suppressed !== null) {
    const { reason, until } = finding.suppressed;
    const end = until === null ? '' : ` until ${until}`;
    const line = `${shown(finding.message)}: ${shown(reason)}${end}`;
    return [
      `${indent}${place(lines, finding.span.start)}  ${paint('suppressed', DIM)}  ${line}  ${rule}`,
    ];
  }
  const severity = paint(finding.severity, severityColor[finding.severity]);
  return [
    `${indent}${place(lines, finding.span.start)}  ${severity}  ${shown(finding.message)}  ${rule}`,
    ...finding.related.map(
      ({ message, span }) => `${indent}  see ${place(lines, span.start)}: ${shown(message)}`,
    ),
    ...finding.fixes.map((fix) => `${indent}  fix (${fix.safety}): ${fixWords(fix, path)}`),
  ];
}

/** What is no edit of the text is a command, for a person to run. */
function fixWords({ title, chmod, file }: Fix, own: string): string {
  const path = file ?? own;
  // A path that cannot be shown as it is cannot be copied either.
  if (chmod === undefined || visible(path) !== path) return shown(title);
  return `chmod ${chmod} -- ${quoted(path)}`;
}

/** Line and column from 1, as editors show them. */
function place(lines: Lines, offset: number): string {
  const { line, character } = lines.position(offset);
  return `${line + 1}:${character + 1}`;
}

function unansweredLines(unanswered: readonly Unanswered[]): readonly string[] {
  return ['Not checked:', ...unanswered.map(({ what, why }) => `  ${shown(what)}: ${shown(why)}`)];
}

function summaryLine(scanned: readonly Scanned[]): string {
  const servers = serversOf(scanned);
  if (scanned.length === 0) return 'No MCP configuration found';
  const all = findingsOf(scanned);
  const suppressed = all.filter(isSuppressed).length;
  const accepted = suppressed === 0 ? '' : `, ${suppressed} suppressed`;
  const unread = scanned.filter(({ kind }) => kind === 'unreadable').length;
  const files = `${count(scanned.length, 'file')}${unread > 0 ? ` (${unread} not read)` : ''}`;
  return `${count(servers.length, 'server')} in ${files}: ${tierLine(servers)}; ${count(all.length - suppressed, 'finding')}${accepted}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** One line of what a file says; nobody reads more of it. */
function shown(text: string): string {
  return visible(text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}…`);
}
