import { stringify } from 'yaml';
import type { Data } from './data.ts';
import { format, type Notation, type Style } from './style.ts';

/** How collections in brackets are written. */
export const yamlNotation: Notation = {
  sign: ':',
  colon: ': ',
  spaced: true,
  breaks: false,
  scalar: (value) => scalarText(value, true),
  key: (key) => scalarText(key, true),
};

/** How a file writes what stands in lines. */
export interface Look {
  /** Blanks of one level. */
  readonly unit: number;
  /** How much further than its name the dash of a list stands. */
  readonly dash: number;
  readonly eol: string;
  /** For what is written in brackets. */
  readonly style: Style;
  /** Whether a collection of that name is written in brackets. */
  readonly isFlow: (key: string, value: Data) => boolean;
}

/** With quotes only where it needs them, for readers of YAML 1.1 too: `yes` is a text here and a yes there. */
export function scalarText(value: string | number | boolean | null, inFlow: boolean): string {
  if (typeof value !== 'string') return String(value);
  return isPlain(value, inFlow) ? value : quoted(value);
}

export function isPlain(value: string, inFlow: boolean): boolean {
  if (/[\r\n]/.test(value) || (inFlow && /[,[\]{}]/.test(value))) return false;
  return stringify(value, { lineWidth: 0, blockQuote: false, compat: 'yaml-1.1' }) === `${value}\n`;
}

/** JSON's escapes are YAML's; these it leaves as they are, and no YAML may hold them. */
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

export function quoted(value: string): string {
  return JSON.stringify(value).replaceAll(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What stands behind the colon of a name, or behind a dash, at this column: its blank or its line break included. */
export function valueText(value: Data, key: string | null, column: number, look: Look): string {
  if (!Array.isArray(value) && !(value instanceof Map)) return ` ${scalarText(value, false)}`;
  const size = Array.isArray(value) ? value.length : value.size;
  if (size === 0 || (key !== null && look.isFlow(key, value)))
    return ` ${format(value, look.style, '', false)}`;
  // Behind a dash the first line goes on, and the others stand below it.
  const inner = key === null ? column + 2 : column + (Array.isArray(value) ? look.dash : look.unit);
  const gap = look.eol + ' '.repeat(inner);
  const lines = Array.isArray(value)
    ? value.map((item) => `-${valueText(item, null, inner, look)}`)
    : [...value].map(([name, item]) => pairText(name, item, inner, look));
  return (key === null ? ' ' : gap) + lines.join(gap);
}

/** A name and its value. */
export function pairText(key: string, value: Data, column: number, look: Look): string {
  return `${scalarText(key, false)}:${valueText(value, key, column, look)}`;
}
