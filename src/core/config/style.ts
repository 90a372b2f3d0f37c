import type { Data } from './data.ts';
import type { ArrayNode, ConfigNode, ObjectNode } from './node.ts';
import { lineIndent, type Span } from './text.ts';

/** What a language of brackets and commas calls for. */
export interface Notation {
  /** What stands between a name and its value, and how it is written where the file shows no way of its own. */
  readonly sign: ':' | '=';
  readonly colon: string;
  /** Whether the sign is none without a blank behind it. */
  readonly spaced: boolean;
  /** Whether what is added may break a line inside. */
  readonly breaks: boolean;
  readonly scalar: (value: string | number | boolean | null) => string;
  readonly key: (key: string) => string;
}

/** How a place in a file is written, so that what is added looks like what is there. */
export interface Style {
  readonly notation: Notation;
  /** One level. */
  readonly unit: string;
  /** The line ending nearby. */
  readonly eol: string;
  /** Between a name and its value, colon included. */
  readonly colon: string;
  /** Between two values on one line, comma included. */
  readonly comma: string;
  /** Inside the braces of an object on one line. */
  readonly pad: string;
}

export type Container = ObjectNode | ArrayNode;

/** How many containers are asked for their indentation before two blanks are taken. */
const MOST_NODES = 200;
const BREAK = /[\r\n]/;
const LAST_BREAK = /\r\n?|\n/g;

export function hasBreak(text: string): boolean {
  return BREAK.test(text);
}

export function styleAt(text: string, node: ConfigNode, notation: Notation): Style {
  const found = fromNearest(node, (at) => colonOf(text, at, notation)) ?? notation.colon;
  const colon = notation.spaced && found.endsWith(notation.sign) ? `${found} ` : found;
  const blank = colon.endsWith(notation.sign) ? '' : ' ';
  return {
    notation,
    // Looked for only when a line is added: that may mean to search far.
    get unit() {
      return fromNearest(node, (at) => unitOf(text, at)) ?? unitAnywhere(text, node) ?? '  ';
    },
    get eol() {
      return eolNear(text, node.span.end - 1);
    },
    colon,
    comma: (node.kind === 'atom' ? undefined : commaOf(text, node)) ?? `,${blank}`,
    pad: blank,
  };
}

/** Name (or value in an array) to value: the elements of a container in the order of the file. */
export function elementSpans(node: Container): readonly Span[] {
  if (node.kind === 'array') return node.items.map((item) => item.span);
  return node.properties.map(({ keySpan, value }) => ({
    start: keySpan.start,
    end: value?.span.end ?? keySpan.end,
  }));
}

/** Whether a line break stands between the element and what comes before it, comments aside. */
export function isOnOwnLine(
  text: string,
  node: Container,
  spans: readonly Span[],
  index: number,
): boolean {
  const span = spans[index];
  if (span === undefined) return false;
  return hasBreak(text.slice(spans[index - 1]?.end ?? node.span.start, span.start));
}

/** Whether a value (with its name) stands on a line of its own inside its container. */
export function startsLine(text: string, node: ConfigNode): boolean {
  if (node.parent === null) return false;
  const spans = elementSpans(node.parent);
  const index = spans.findIndex(
    ({ start, end }) => start <= node.span.start && node.span.start < end,
  );
  return isOnOwnLine(text, node.parent, spans, index);
}

/** The value as it would be written at this indentation; with line breaks only when `multi`. */
export function format(value: Data, style: Style, indent: string, multi: boolean): string {
  const isArray = Array.isArray(value);
  const { notation } = style;
  if (!isArray && !(value instanceof Map)) return notation.scalar(value);
  const [open, close, pad] = isArray ? ['[', ']', ''] : ['{', '}', style.pad];
  const wide = multi && notation.breaks && (!isArray || isExpandable(value));
  const inner = wide ? indent + style.unit : indent;
  const parts = isArray
    ? value.map((item) => format(item, style, inner, wide))
    : [...value].map(
        ([key, item]) => notation.key(key) + style.colon + format(item, style, inner, wide),
      );
  if (parts.length === 0) return open + close;
  if (!wide) return open + pad + parts.join(style.comma) + pad + close;
  const { eol } = style;
  return open + eol + inner + parts.join(`,${eol}${inner}`) + eol + indent + close;
}

/** Written over several lines where there is room: an object, or an array that holds one. */
export function isExpandable(value: Data): boolean {
  if (Array.isArray(value)) return value.some((item) => isExpandable(item));
  return value instanceof Map && value.size > 0;
}

function fromNearest<T>(node: ConfigNode, read: (at: Container) => T | undefined): T | undefined {
  for (let at: ConfigNode | null = node; at !== null; at = at.parent) {
    const found = at.kind === 'atom' ? undefined : read(at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function colonOf(text: string, node: Container, { sign }: Notation): string | undefined {
  if (node.kind === 'array') return undefined;
  const last = node.properties.findLast((property) => property.value !== null);
  if (last === undefined) return undefined;
  const gap = text.slice(last.keySpan.end, last.value?.span.start);
  return gap.trim() === sign && !hasBreak(gap) ? gap : undefined;
}

function commaOf(text: string, node: Container): string | undefined {
  const [before, last] = elementSpans(node).slice(-2);
  if (before === undefined || last === undefined) return undefined;
  const gap = text.slice(before.end, last.start);
  return gap.trim() === ',' && !hasBreak(gap) ? gap : undefined;
}

function unitOf(text: string, node: Container): string | undefined {
  const spans = elementSpans(node);
  const index = spans.findLastIndex((_, i) => isOnOwnLine(text, node, spans, i));
  if (index < 0) return undefined;
  const outer = lineIndent(text, node.span.start);
  const inner = lineIndent(text, spans[index]?.start ?? 0);
  return inner.startsWith(outer) && inner.length > outer.length
    ? inner.slice(outer.length)
    : undefined;
}

/** The unit of any container of the file, those nearest to the root first. */
function unitAnywhere(text: string, node: ConfigNode): string | undefined {
  let root = node;
  while (root.parent !== null) root = root.parent;
  let level: ConfigNode[] = [root];
  let left = MOST_NODES;
  while (level.length > 0) {
    const below: ConfigNode[] = [];
    for (const at of level) {
      if (at.kind === 'atom') continue;
      if (left-- === 0) return undefined;
      const unit = unitOf(text, at);
      if (unit !== undefined) return unit;
      if (at.kind === 'array') for (const item of at.items) below.push(item);
      else for (const { value } of at.properties) if (value !== null) below.push(value);
    }
    level = below;
  }
  return undefined;
}

/** The last line break before the offset, else the first after it. */
export function eolNear(text: string, offset: number): string {
  const before = text.lastIndexOf('\n', offset);
  const at = before >= 0 ? before : text.indexOf('\n', offset);
  if (at >= 0) return text[at - 1] === '\r' ? '\r\n' : '\n';
  return text.includes('\r') ? '\r' : '\n';
}

/** Where the last line break of a run of blanks begins; -1 when it has none. */
export function lastBreak(blanks: string): number {
  return [...blanks.matchAll(LAST_BREAK)].at(-1)?.index ?? -1;
}
