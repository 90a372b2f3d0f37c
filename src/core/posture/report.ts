import type { Document } from '../config/document.ts';
import type { Server } from '../config/server.ts';
import type { Span } from '../config/text.ts';
import type { Launch } from '../launch/launch.ts';
import type { Fact, PinChoices, Query } from '../rules/facts.ts';
import type { Finding, Grade, Pillar } from '../rules/finding.ts';

export type Tier = 'critical' | 'high' | 'medium' | 'low' | 'unknown';

/** Worst first: the order in lists. */
export const tiers = [
  'critical',
  'high',
  'medium',
  'low',
  'unknown',
] as const satisfies readonly Tier[];

export interface PillarGrade {
  readonly grade: Grade;
  /** One sentence without a period. */
  readonly why: string;
}

export type Pillars = Readonly<Record<Pillar, PillarGrade>>;

export interface ServerReport {
  readonly server: Server;
  /** The server's name as it may be shown. */
  readonly name: string;
  readonly tier: Tier;
  /** The line of the policy that matched and the findings behind it. */
  readonly tierWhy: readonly string[];
  readonly pillars: Pillars;
  /** In the order of the file. */
  readonly findings: readonly Finding[];
  /** What the rules wanted to know, and what they were told: undefined when nobody knew yet. */
  readonly asked: readonly Asked[];
  readonly failures: readonly RuleFailure[];
  readonly launch: ShownLaunch;
  /** Where credentials stand in it, whatever a person has made of the rule that finds them. */
  readonly secretSpans: readonly Span[];
}

/** What reports show of a launch: without any part of a credential that was found in the server. */
export type ShownLaunch = Pick<
  Launch,
  'kind' | 'name' | 'version' | 'digest' | 'runner' | 'wrappers'
>;

/** A question, once for each server however many rules put it. */
export interface Asked {
  readonly query: Query;
  readonly fact: Fact<unknown> | undefined;
}

/** Everything known about one document. The editor, the tree and the command line all read this. */
export interface Report {
  readonly document: Document;
  readonly servers: readonly ServerReport[];
  /** What belongs to no server. */
  readonly findings: readonly Finding[];
  /** Of credentials that stand in no server. */
  readonly secretSpans: readonly Span[];
  /** Rules that threw: they cost their own findings only. */
  readonly failures: readonly RuleFailure[];
  /** Asked for and not at hand; without those that only a person's word puts. */
  readonly queries: readonly Query[];
  /** Of the facts it was made with. */
  readonly choices: PinChoices;
  readonly now: number;
}

export interface RuleFailure {
  readonly rule: string;
  /** Null when it threw on the document itself. */
  readonly server: string | null;
  /** The error's name; its message may hold text of the file. */
  readonly error: string;
}

/** Whether a real credential was found in the file, in a server or not. */
export function holdsSecret({ findings, servers }: Pick<Report, 'findings' | 'servers'>): boolean {
  const isSecret = ({ marks }: Finding): boolean => marks.includes('literal-credential');
  return findings.some(isSecret) || servers.some((server) => server.findings.some(isSecret));
}
