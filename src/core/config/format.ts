import type { Op } from './edit.ts';
import { parseJson } from './json.ts';
import { lowerFix } from './lower-fix.ts';
import type { ConfigNode } from './node.ts';
import { commentsIn } from './pieces.ts';
import type { Span, TextEdit } from './text.ts';
import { jsonTokens } from './tokens.ts';

export type FormatId = 'json' | 'toml' | 'yaml';

export interface Parsed {
  /** Null when no value could be read. */
  readonly root: ConfigNode | null;
  readonly errors: readonly { readonly message: string; readonly span: Span }[];
}

/** How a kind of text becomes nodes, and how ops become edits of that text. */
export interface Format {
  readonly id: FormatId;
  /** Never throws; text that is too large or too deep gives one error and no root. */
  parse(text: string): Parsed;
  /**
   * The only writer of this format. As small as it can be: comments, formatting and everything around stay. Null when
   * the ops do not fit, or the text afterwards would not say exactly what they ask for.
   */
  lower(text: string, root: ConfigNode | null, ops: readonly Op[]): readonly TextEdit[] | null;
  /** Whether a comment begins between two offsets; true also where that cannot be told. */
  holdsComment(text: string, within: Span): boolean;
  /** What a comment to the end of the line begins with. */
  readonly lineComment: '//' | '#';
}

/** The formats at hand. JSON always is; the others are loaded when a file asks for them. */
export type Formats = { readonly json: Format } & { readonly [id in FormatId]?: Format };

export const json: Format = {
  id: 'json',
  parse: parseJson,
  lower: lowerFix,
  holdsComment: (text, within) => commentsIn(jsonTokens(text), within)?.length !== 0,
  lineComment: '//',
};

export const jsonAlone: Formats = { json };

/** By the ending of the name; JSON, with comments or without, for every other. */
export function formatIdOf(path: string): FormatId {
  const ending = /\.(toml|ya?ml)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined) return 'json';
  return ending === 'toml' ? 'toml' : 'yaml';
}
