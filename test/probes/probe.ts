import type { Severity } from '../../src/core/rules/finding.ts';
import type { Tier } from '../../src/core/posture/report.ts';

/** Rule, the exact text it underlines (null: any), and where they differ from the policy's row: severity and fix. */
export type Expected = readonly [
  rule: string,
  text: string | RegExp | null,
  more?: { readonly severity?: Severity; readonly fix?: 'none' | 'safe' | 'unsafe' },
];

export interface Probe {
  readonly id: string;
  readonly path: string;
  readonly text: string;
  /** Which server of the file is looked at. */
  readonly server: string;
  readonly tier: Tier;
  /** `kind name version runner`; `-` for null, `*` for any. */
  readonly launch: string | null;
  /** Access, deployment, integrity, dependencies, monitoring: g, c, b, n (not applicable), u (not checked), `.` any. */
  readonly grades: string;
  /** Every finding; none but these. */
  readonly wants: readonly Expected[];
  /** Rules that may speak or not: the policy leaves it open. */
  readonly open: readonly string[];
}

export interface Rest {
  readonly path?: string;
  readonly inputs?: readonly unknown[];
  readonly sandbox?: unknown;
  readonly open?: readonly string[];
}

/** A probe of one server under the key its client reads. */
export function probe(
  id: string,
  server: unknown,
  launch: string | null,
  grades: string,
  tier: Tier,
  wants: readonly Expected[] = [],
  rest: Rest = {},
): Probe {
  const { path = '.vscode/mcp.json', inputs, sandbox, open = [] } = rest;
  const key = path.startsWith('.vscode') ? 'servers' : 'mcpServers';
  const text = JSON.stringify({ inputs, sandbox, [key]: { s: server } }, null, 2);
  return { id, path, text, server: 's', tier, launch, grades, wants, open };
}

/** A probe of a text that no serializer would write. */
export function written(
  id: string,
  text: string,
  launch: string | null,
  grades: string,
  tier: Tier,
  wants: readonly Expected[] = [],
  rest: Rest & { readonly server?: string } = {},
): Probe {
  const { path = '.vscode/mcp.json', open = [], server = 's' } = rest;
  return { id, path, text, server, tier, launch, grades, wants, open };
}

/** A command and its arguments, split at blanks: for lines without any inside a word. */
export function run(line: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const [command, ...args] = line.split(' ');
  return { command, args, ...more };
}

/** Letters and digits that look drawn by lot and are the same at every run. */
export function drawn(length: number, seed: number, alphabet = letters): string {
  let state = seed * 2_654_435_761 + 12_345;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    text += alphabet[(state >>> 12) % alphabet.length];
  }
  return text;
}

export const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
export const hex = '0123456789abcdef';
