import type { CST } from 'yaml';
import type { Token, TokenAt } from './pieces.ts';
import type { Span } from './text.ts';

const KINDS: Readonly<Record<string, Token['kind']>> = {
  comment: 'comment',
  comma: 'comma',
  'flow-map-start': 'open',
  'flow-seq-start': 'open',
  'flow-map-end': 'close',
  'flow-seq-end': 'close',
};

const BLANKS: ReadonlySet<string> = new Set([
  'space',
  'newline',
  'byte-order-mark',
  'doc-mode',
  'flow-error-end',
]);

/** Every token of a text in its order, blanks left out. No recursion: a text may be nested as deep as it likes. */
export function flatTokens(documents: readonly CST.Token[]): readonly Token[] {
  const flat: Token[] = [];
  const stack: CST.Token[] = documents.toReversed();
  for (let token = stack.pop(); token !== undefined; token = stack.pop()) {
    if ('source' in token && !BLANKS.has(token.type) && token.type !== 'block-scalar') {
      const kind = KINDS[token.type] ?? 'other';
      const end = token.offset + token.source.length;
      flat.push({ kind, start: token.offset, end, line: kind === 'comment' });
    }
    for (const below of belowOf(token).toReversed()) stack.push(below);
  }
  // An ordinary text is in order already.
  return flat.sort((a, b) => a.start - b.start);
}

function belowOf(token: CST.Token): readonly CST.Token[] {
  switch (token.type) {
    case 'document':
      return [
        ...token.start,
        ...(token.value === undefined ? [] : [token.value]),
        ...(token.end ?? []),
      ];
    case 'block-map':
    case 'block-seq':
      return token.items.flatMap(itemTokens);
    case 'flow-collection':
      return [token.start, ...token.items.flatMap(itemTokens), ...token.end];
    case 'block-scalar':
      return token.props;
    case 'alias':
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
    case 'doc-end':
      return token.end ?? [];
    default:
      return [];
  }
}

function itemTokens({ start, key, sep, value }: CST.CollectionItem): readonly CST.Token[] {
  return [
    ...start,
    ...(key == null ? [] : [key]),
    ...(sep ?? []),
    ...(value === undefined ? [] : [value]),
  ];
}

/** Behind all others: what is between two tokens, such as a block of text, is never what nobody can read. */
const END: Token = { kind: 'other', start: Infinity, end: Infinity, line: false };

/** For whoever asks for the token that begins at an offset or behind it. */
export function tokenAtIn(tokens: readonly Token[]): TokenAt {
  return (offset) => tokens[firstFrom(tokens, offset)] ?? END;
}

/** The comments that begin between two offsets. */
export function commentsBetween(tokens: readonly Token[], { start, end }: Span): readonly Token[] {
  const found: Token[] = [];
  for (let i = firstFrom(tokens, start); i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined || token.start >= end) break;
    if (token.kind === 'comment') found.push(token);
  }
  return found;
}

function firstFrom(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
