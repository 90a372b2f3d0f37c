import { Lexer, parseDocument, stringify } from 'yaml';
import { someKey, someText, type Random } from './documents.ts';
import type { Data } from './jsonc-oracle.ts';

/** Random YAML from a seed: blocks and brackets in each other, every kind of text, anchors where they are wanted. */

interface Look {
  readonly random: Random;
  readonly eol: string;
  readonly unit: number;
  /** How much further than its name the dash of a list stands. */
  readonly dash: number;
  readonly comments: number;
  readonly odd: number;
  readonly anchors: { count: number; readonly open: string[] } | null;
}

export function someYaml(random: Random, withAnchors = false): string {
  const unit = random.pick([2, 2, 4, 3]);
  const look: Look = {
    random,
    eol: random.pick(['\n', '\n', '\r\n']),
    unit,
    dash: random.pick([0, unit, 2]),
    comments: random.pick([0, 0.1, 0.4]),
    odd: random.pick([0, 0.2]),
    anchors: withAnchors ? { count: 0, open: [] } : null,
  };
  const bom = random.chance(0.1) ? '\uFEFF' : '';
  const head = random.chance(0.1) ? `---${look.eol}` : '';
  const text = head + blockMap(look, 3, 0, 1 + random.below(3));
  return bom + (random.chance(0.2) ? text.replace(/(?:\r?\n)+$/, '') : text);
}

/** Its lines, the first one indented as well. */
function blockMap(look: Look, depth: number, column: number, least = 1): string {
  const { random, eol } = look;
  const names = new Set<string>();
  for (let count = least + random.below(3); count > 0; count--) names.add(someKey(random));
  let text = '';
  for (const name of names) {
    const indent = ' '.repeat(column);
    text += lead(look, column) + indent + scalar(look, name, false, true);
    text += `:${blockValue(look, depth, column, 'map')}${eol}`;
  }
  return text.slice(0, -eol.length);
}

function blockSeq(look: Look, depth: number, column: number): string {
  const { random, eol } = look;
  let text = '';
  for (let count = 1 + random.below(3); count > 0; count--) {
    text += `${lead(look, column)}${' '.repeat(column)}-${blockValue(look, depth, column, 'seq')}${eol}`;
  }
  return text.slice(0, -eol.length);
}

/** From behind the colon or the dash to the end of the last line, its break left out. */
function blockValue(look: Look, depth: number, column: number, inside: 'map' | 'seq'): string {
  const { random, eol, comments, anchors } = look;
  if (anchors !== null && anchors.open.length > 0 && random.chance(0.2))
    return ` *${random.pick(anchors.open)}`;
  const anchor = anchors !== null && random.chance(0.2) ? `x${anchors.count++}` : null;
  const prop = anchor === null ? '' : ` &${anchor}`;
  const text = prop + plainBlockValue();
  if (anchor !== null) anchors?.open.push(anchor);
  return text;

  function plainBlockValue(): string {
    const trail = (): string => (random.chance(comments) ? ` # ${random.below(1000)} '` : '');
    const kind = depth > 0 ? random.below(10) : 9;
    if (kind < 2) {
      const inner = column + look.unit;
      if (inside === 'seq' && prop === '' && random.chance(0.6))
        return ` ${withoutLead(blockMap({ ...look, comments: 0, odd: 0 }, depth - 1, column + 2), column + 2)}`;
      return trail() + eol + blockMap(look, depth - 1, inner);
    }
    if (kind < 4) {
      const inner = inside === 'map' ? column + look.dash : column + look.unit;
      if (inside === 'seq' && prop === '' && random.chance(0.4))
        return ` ${withoutLead(blockSeq({ ...look, comments: 0, odd: 0 }, depth - 1, column + 2), column + 2)}`;
      return trail() + eol + blockSeq(look, depth - 1, inner);
    }
    if (kind < 6) return ` ${flow(look, depth - 1)}${trail()}`;
    if (kind === 6) return ` ${blockText(look, column + look.unit)}`;
    if (random.chance(0.1)) return trail();
    return ` ${scalarOrNumber(look, false)}${trail()}`;
  }
}

function withoutLead(text: string, column: number): string {
  return text.slice(column);
}

function lead({ random, comments, odd, eol }: Look, column: number): string {
  let text = random.chance(odd) ? eol : '';
  while (random.chance(comments)) text += `${' '.repeat(column)}# ${random.below(1000)} "[{${eol}`;
  return text;
}

function blockText({ random, eol }: Look, column: number): string {
  const lines = Array.from({ length: 1 + random.below(3) }, () =>
    random.pick(['one two', 'x: y # z', '  deeper', '', '😀 "q"', '- no item']),
  );
  if ((lines[0] ?? '').trim() === '' || lines[0]?.startsWith(' ')) lines[0] = 'first';
  if (lines.at(-1) === '') lines[lines.length - 1] = 'last';
  const head = random.pick(['|', '|-', '>', '>-']);
  return head + lines.map((line) => eol + (line === '' ? '' : ' '.repeat(column) + line)).join('');
}

function flow(look: Look, depth: number): string {
  const { random } = look;
  const pad = random.pick(['', ' ']);
  const value = (): string =>
    depth > 0 && random.chance(0.3) ? flow(look, depth - 1) : scalarOrNumber(look, true);
  if (random.chance(0.5)) {
    const items = Array.from({ length: random.below(4) }, value);
    return items.length === 0 ? '[]' : `[${pad}${items.join(random.pick([', ', ',  ']))}${pad}]`;
  }
  const names = new Set(Array.from({ length: random.below(3) }, () => someKey(random)));
  const pairs = [...names].map((name) => `${scalar(look, name, true, true)}: ${value()}`);
  return pairs.length === 0 ? '{}' : `{${pad}${pairs.join(', ')}${pad}}`;
}

function scalarOrNumber(look: Look, inFlow: boolean): string {
  const { random } = look;
  const bare = random.pick([
    '0',
    '-12',
    '0x1F',
    '0.5',
    '1e3',
    'true',
    'false',
    'null',
    '~',
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  return bare ?? scalar(look, someText(random), inFlow, false);
}

function scalar({ random }: Look, text: string, inFlow: boolean, isKey: boolean): string {
  const kind = random.below(4);
  const sound = text.toWellFormed();
  const control = /\p{Cc}/u.test(sound);
  const written = stringify(sound, { lineWidth: 0, blockQuote: false });
  if (
    kind < 2 &&
    written === `${sound}\n` &&
    !(inFlow && /[,[\]{}]/.test(sound)) &&
    !(isKey && sound.length > 100)
  )
    return sound;
  if (kind === 2 && !control) return `'${sound.replaceAll("'", "''")}'`;
  const literal = JSON.stringify(sound).replaceAll('\u2028', String.raw`\u2028`);
  if (literal.includes(String.raw`\u`) || kind !== 3) return literal;
  return literal.replaceAll(/(?<!\\)[a-m]/g, (c) =>
    random.chance(0.3) ? String.raw`\x${c.charCodeAt(0).toString(16)}` : c,
  );
}

/** What the package itself makes of it, with merges. */
export function readOracle(text: string): Data {
  const document = parseDocument(text, { merge: true, uniqueKeys: false, mapAsMap: true } as never);
  if (document.errors.length > 0) throw new Error(document.errors[0]?.message);
  return dataOf(document.toJS({ mapAsMap: true, maxAliasCount: -1 }));
}

function dataOf(value: unknown): Data {
  if (Array.isArray(value)) return value.map(dataOf);
  if (value instanceof Map)
    return new Map([...value].map(([key, below]): [string, Data] => [String(key), dataOf(below)]));
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  throw new Error(`Not a value: ${typeof value}`);
}

/** The comments in the order of the file, by the lexer's own account. */
export function yamlComments(text: string): readonly string[] {
  return [...new Lexer().lex(text)].filter((token) => token.startsWith('#'));
}
