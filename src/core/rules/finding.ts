import type { Span } from '../config/text.ts';
import type { Slice } from '../config/node.ts';
import type { Fix } from './fix.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';
export type Confidence = 'high' | 'medium' | 'low';
export type Pillar = 'access' | 'deployment' | 'integrity' | 'dependencies' | 'monitoring';
export type Grade = 'good' | 'caution' | 'bad' | 'not-applicable' | 'not-checked';

/**
 * What the tier must know of a finding beyond its grade:
 * `literal-credential`: a real credential stands in the file; `sent-in-clear`: and it goes over plain http;
 * `no-wall`: the container does not contain; `piped-script`: a remote script is piped to a shell;
 * `malicious`: the code is known to be malicious; `auto-approved`: tools run without asking;
 * `on-host`: fetched code runs outside any container, which alone makes a server no worse than medium.
 */
export type Mark =
  | 'literal-credential'
  | 'sent-in-clear'
  | 'no-wall'
  | 'piped-script'
  | 'malicious'
  | 'auto-approved'
  | 'on-host';

export interface Related {
  readonly message: string;
  readonly span: Span;
}

/** What a rule returns; what it leaves out is taken from the rule's meta. */
export interface Draft {
  readonly at: Span | Slice;
  /** Names the thing, then what is wrong; one line, no period, no part of a secret. */
  readonly message: string;
  readonly severity?: Severity;
  /** The grade this finding sets for its rule's pillar; null sets none. */
  readonly grade?: Grade | null;
  readonly confidence?: Confidence;
  readonly related?: readonly { readonly message: string; readonly at: Span | Slice }[];
  readonly fixes?: readonly Fix[];
  readonly marks?: readonly Mark[];
}

/** Why somebody accepts a finding, and until which day (`YYYY-MM-DD`); null: for ever. */
export interface Suppressed {
  readonly reason: string;
  readonly until: string | null;
}

export interface Finding {
  readonly rule: string;
  readonly pillar: Pillar | null;
  readonly severity: Severity;
  readonly grade: Grade | null;
  readonly confidence: Confidence;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  readonly marks: readonly Mark[];
  /** Null: nobody has accepted it. */
  readonly suppressed: Suppressed | null;
}

/** A clause as a message of its own: with a capital. */
export function sentence(clause: string): string {
  return clause.slice(0, 1).toUpperCase() + clause.slice(1);
}
