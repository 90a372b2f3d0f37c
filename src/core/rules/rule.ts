import type { LaunchPart } from './about.ts';
import type { Document } from '../config/document.ts';
import type { Server } from '../config/server.ts';
import type { Confidence, Draft, Finding, Grade, Pillar, Severity } from './finding.ts';
import type { FactsAtHand, Query } from './facts.ts';
import type { Safety } from './fix.ts';

export interface RuleMeta {
  /** Kebab case; stable for ever. */
  readonly id: string;
  /** One line, no period. */
  readonly title: string;
  /** Null for rules about the document itself. */
  readonly pillar: Pillar | null;
  readonly severity: Severity;
  /** The grade a finding sets for the pillar unless the draft says otherwise. */
  readonly grade: Grade | null;
  readonly confidence: Confidence;
  /** The boldest fix this rule offers. */
  readonly fix: 'none' | Safety;
  /** The first version that had it. */
  readonly since: string;
}

/** Synchronous, no clock, no network. The same check runs again when facts arrive. */
export interface Rule {
  readonly meta: RuleMeta;
  /** `needs` and `check` have nothing to say of a launch without one of these; left out: they look at every server. */
  readonly about?: readonly LaunchPart[];
  /** What the rule would like to know about this server; an answer at hand may raise the next question. */
  needs?(server: Server, document: Document, facts: FactsAtHand): readonly Query[];
  check?(server: Server, document: Document, facts: FactsAtHand): Iterable<Draft>;
  /**
   * For what is not part of any server: root keys, inputs, text that does not parse, where the file lies. `found`: what
   * was found in the servers, then by the rules before this one.
   */
  checkDocument?(document: Document, found: Iterable<Finding>): Iterable<Draft>;
}
