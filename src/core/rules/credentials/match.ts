import { formats, type Format } from './formats.ts';
import { findJwts, JWT_MARK } from './jwt.ts';
import { findPrivateKeys, PEM_MARK } from './private-key.ts';

/** A piece of text that has the form of a known credential. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly id: string;
  readonly label: string;
  readonly kind: 'secret' | 'publishable' | 'default';
}

interface Entry {
  readonly format: Format;
  readonly mark: string;
  readonly pattern: RegExp;
}

/**
 * Every credential of a known format in a text, in order, without overlaps. Linear in the length of the text: one look
 * at each character, and a bounded pattern where a mark stands. Placeholders are not taken out here.
 */
export function findFormats(text: string): readonly Match[] {
  const { length } = text;
  const first = nextPair(text, 0, length);
  if (first === Infinity) return [];
  const found: Match[] = [...findPrivateKeys(text), ...findJwts(text)];
  for (let at = first; at < length; at = nextPair(text, at + 1, length)) {
    for (const entry of index[pairAt(text, at)] ?? []) {
      if (!text.startsWith(entry.mark, at)) continue;
      const match = matchAt(text, at, entry);
      if (match === null) continue;
      found.push(match);
      at = match.end - 1;
      break;
    }
  }
  return found.length < 2 ? found : withoutOverlaps(found);
}

/**
 * Where a known credential may have its mark, the first place between two offsets; `Infinity` when there is none. A mark
 * of one sign counts only before so many signs of a word as the shortest credential has: it stands in every other name.
 */
export function nextMark(text: string, from: number, to = text.length): number {
  for (let at = nextPair(text, from, to); at < to; at = nextPair(text, at + 1, to)) {
    if (text.startsWith(PEM_MARK, at) || text.startsWith(JWT_MARK, at)) return at;
    for (const { mark } of index[pairAt(text, at)] ?? []) {
      if (mark.length > 1 ? text.startsWith(mark, at) : isLongWord(text, at + 1)) return at;
    }
  }
  return Infinity;
}

function isLongWord(text: string, from: number): boolean {
  WORD.lastIndex = from;
  return WORD.test(text);
}

const WORD = /[\w-]{12}/y;

/** The next place where the first two signs of a mark stand. All text goes through here at each keystroke. */
function nextPair(text: string, from: number, to: number): number {
  const last = to - 1;
  if (from >= last) return Infinity;
  let first = text.charCodeAt(from);
  for (let at = from; at < last; at++) {
    const second = text.charCodeAt(at + 1);
    if ((first | second) < 128 && pairs[(first << 7) | second] === 1) return at;
    first = second;
  }
  return Infinity;
}

function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at) << 7) | text.charCodeAt(at + 1);
}

/** Of matches that overlap, the one that starts first; of those, the longer. */
export function withoutOverlaps<Piece extends { readonly start: number; readonly end: number }>(
  pieces: readonly Piece[],
): readonly Piece[] {
  const ordered = [...pieces].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Piece[] = [];
  let last = -1;
  for (const piece of ordered) {
    if (piece.start < last) continue;
    kept.push(piece);
    last = piece.end;
  }
  return kept;
}

function matchAt(text: string, at: number, { format, mark, pattern }: Entry): Match | null {
  const start = format.lead === undefined ? at : leadStart(text, at, format.lead);
  if (start === null || !isFree(text, start, format.after)) return null;
  pattern.lastIndex = at + mark.length;
  if (!pattern.test(text)) return null;
  return {
    start: format.markOutside === true ? at + mark.length : start,
    end: pattern.lastIndex,
    id: format.id,
    label: format.label,
    kind: format.kind,
  };
}

function leadStart(text: string, at: number, lead: NonNullable<Format['lead']>): number | null {
  let start = at;
  while (start > 0 && at - start < lead.max && lead.of.test(text[start - 1] ?? '')) start--;
  return at - start < lead.min ? null : start;
}

/** Whether a credential may begin here: not in the middle of a word, but after `\n` or `%3D`. */
function isFree(text: string, at: number, after?: string): boolean {
  if (at === 0 || !/\w/.test(text[at - 1] ?? '')) return true;
  if (after !== undefined && text.startsWith(after, at - after.length)) return true;
  if (text[at - 2] === '\\') return true;
  return text[at - 3] === '%' && /^[0-9A-Fa-f]{2}$/.test(text.slice(at - 2, at));
}

/** By the first two signs of the mark; a mark of one sign stands under every second one. */
function buildIndex(): readonly (readonly Entry[] | undefined)[] {
  const buckets: (Entry[] | undefined)[] = Array.from({ length: 128 * 128 });
  for (const format of formats) {
    const pattern = new RegExp(`${format.rest}(?!\\w)`, 'y');
    for (const mark of format.marks) {
      const first = mark.charCodeAt(0) * 128;
      const seconds =
        mark.length > 1 ? [mark.charCodeAt(1)] : Array.from({ length: 128 }, (_, i) => i);
      for (const second of seconds)
        (buckets[first + second] ??= []).push({ format, mark, pattern });
    }
  }
  return buckets;
}

const index = buildIndex();
/** Which pairs of signs are worth a look: small enough to stay at hand, which the index is not. */
const pairs = Uint8Array.from(index, (bucket) => (bucket === undefined ? 0 : 1));
for (const mark of [PEM_MARK, JWT_MARK]) pairs[pairAt(mark, 0)] = 1;
