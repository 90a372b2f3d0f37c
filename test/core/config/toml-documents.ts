import { parseTOML } from 'toml-eslint-parser';
import { parse, TomlDate } from 'smol-toml';
import { someKey, someText, type Random } from './documents.ts';
import type { Data } from './jsonc-oracle.ts';

/** Random TOML from a seed: every way to say a thing, in any order that TOML allows. */

interface Look {
  readonly random: Random;
  readonly eol: string;
  readonly comments: number;
  readonly odd: number;
  readonly indent: string;
  readonly sign: string;
  /** Sections that may stand anywhere behind the first. */
  readonly later: string[];
}

export function someToml(random: Random): string {
  const look: Look = {
    random,
    eol: random.pick(['\n', '\n', '\r\n']),
    comments: random.pick([0, 0.1, 0.4]),
    odd: random.pick([0, 0.2, 0.6]),
    indent: random.pick(['', '', '  ', '\t']),
    sign: random.pick([' = ', '=', ' =  ']),
    later: [],
  };
  const bom = random.chance(0.15) ? '\uFEFF' : '';
  const own = section(look, [], 3, true);
  const later = random.chance(0.5) ? look.later : look.later.toReversed();
  const text = [...own, ...later].join('');
  return bom + (random.chance(0.2) ? text.replace(/(?:\r?\n)+$/, '') : text);
}

/** The text of a table and of what is below it, in pieces of which the first must come first. */
function section(
  look: Look,
  path: readonly string[],
  depth: number,
  mayMove: boolean,
  item = false,
): string[] {
  const { random, eol } = look;
  const keys = new Set<string>();
  const fresh = (): string | null => {
    const name = keyName(random);
    if (keys.has(name)) return null;
    keys.add(name);
    return name;
  };
  let text = '';
  for (let count = random.below(4); count > 0; count--) {
    const name = fresh();
    if (name !== null) text += pairs(look, key(random, name), depth);
  }
  const below: string[][] = [];
  for (let count = depth > 0 ? random.below(3) : 0; count > 0; count--) {
    const name = fresh();
    if (name === null) continue;
    const at = [...path, key(random, name)];
    if (random.chance(0.75)) below.push(section(look, at, depth - 1, mayMove));
    else
      for (let items = 1 + random.below(3); items > 0; items--)
        below.push([section(look, at, depth - 1, false, true).join('')]);
  }
  const isRoot = path.length === 0;
  const silent = text === '' && below.length > 0 && !item && random.chance(0.6);
  const blank = random.chance(0.7) ? eol : '';
  const name = path.join(random.chance(0.1) ? ' . ' : '.');
  const header = item ? `[[${name}]]` : random.chance(0.1) ? `[ ${name} ]` : `[${name}]`;
  const head = isRoot || silent ? '' : blank + lead(look) + header + trail(look) + eol;
  const whole = [head + text, ...below.flat()];
  if (!isRoot && mayMove && random.chance(0.15)) {
    look.later.push(whole.join(''));
    return [];
  }
  return whole;
}

function pairs(look: Look, name: string, depth: number): string {
  const { random, eol, sign, indent } = look;
  const line = (at: string, written: string): string =>
    lead(look) + indent + at + sign + written + trail(look) + eol;
  if (!random.chance(0.2)) return line(name, valueText(look, depth, true));
  const names = new Set([keyName(random), keyName(random), keyName(random)]);
  return [...names]
    .map((own) => line(`${name}.${key(random, own)}`, valueText(look, depth, true)))
    .join('');
}

function lead(look: Look): string {
  const { random, comments, eol, odd, indent } = look;
  let text = random.chance(odd) ? random.pick([eol, `  ${eol}`, '']) : '';
  while (random.chance(comments)) text += `${indent}# ${random.below(1000)} "[{${eol}`;
  return text;
}

function trail({ random, comments, odd }: Look): string {
  const blank = random.chance(odd) ? '  ' : '';
  return random.chance(comments) ? `${blank} # ${random.below(1000)} '` : blank;
}

function valueText(look: Look, depth: number, multi: boolean): string {
  const { random, eol, sign } = look;
  if (depth > 0 && random.chance(0.25)) {
    const items = Array.from({ length: random.below(4) }, () => valueText(look, depth - 1, multi));
    const trailing = items.length > 0 && random.chance(0.3) ? ',' : '';
    if (!multi || random.chance(0.5)) return `[${items.join(random.pick([', ', ',']))}${trailing}]`;
    const comment = (): string =>
      random.chance(look.comments) ? ` # ${random.below(1000)} ]` : '';
    const lines = items.map(
      (item, i) => `  ${item}${i < items.length - 1 ? ',' : trailing}${comment()}${eol}`,
    );
    return `[${comment()}${eol}${lines.join('')}]`;
  }
  if (depth > 0 && random.chance(0.2)) {
    const names = new Set([keyName(random), keyName(random)].slice(random.below(3)));
    const own = [...names].map(
      (name) => key(random, name) + sign + valueText(look, depth - 1, false),
    );
    const pad = random.pick(['', ' ']);
    return own.length === 0 ? '{}' : `{${pad}${own.join(', ')}${pad}}`;
  }
  const scalar = random.pick([
    '0',
    '-12',
    '1_000',
    '0x1F',
    '0.5',
    '1e3',
    'true',
    'false',
    null,
    null,
    null,
    null,
  ]);
  return scalar ?? literal(look, soundText(random), multi);
}

/** Without what no TOML can say. */
function soundText(random: Random): string {
  return someText(random).toWellFormed();
}

function keyName(random: Random): string {
  return someKey(random).toWellFormed();
}

function key(random: Random, name: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(name) && !random.chance(0.1)) return name;
  return /['\p{Cc}]/u.test(name) || random.chance(0.5) ? basic(name) : `'${name}'`;
}

function basic(of: string): string {
  return JSON.stringify(of).replaceAll('\x7f', String.raw`\u007f`);
}

function literal({ random, eol }: Look, of: string, multi: boolean): string {
  const plain = !/['\p{Cc}]/u.test(of);
  const kind = random.below(5);
  if (kind === 0 && plain) return `'${of}'`;
  if (kind === 1 && plain && multi) return `'''${random.pick(['', eol])}${of}'''`;
  if (kind === 2 && multi) {
    const inner = basic(of)
      .slice(1, -1)
      .replaceAll(String.raw`\n`, () => eol);
    return `"""${random.pick(['', eol])}${random.chance(0.2) ? `\\${eol}  ` : ''}${inner}"""`;
  }
  if (kind === 3 && !basic(of).includes(String.raw`\u`))
    return basic(of).replaceAll(/(?<!\\)[a-m]/g, (c) =>
      random.chance(0.3) ? String.raw`\u00${c.charCodeAt(0).toString(16)}` : c,
    );
  return basic(of);
}

/** What smol-toml reads; it keeps the line ends of Windows in texts. */
export function readSmol(source: string): Data {
  return dataOf(parse(source));
}

function dataOf(value: unknown): Data {
  if (Array.isArray(value)) return value.map(dataOf);
  if (typeof value === 'string') return value.replaceAll('\r\n', '\n');
  if (typeof value === 'number' || typeof value === 'boolean') return value === 0 ? 0 : value;
  if (value instanceof TomlDate) return value.toISOString();
  return new Map(
    Object.entries(value ?? {}).map(([name, item]): [string, Data] => [name, dataOf(item)]),
  );
}

/** The comments in the order of the file, by the parser's own account. */
export function tomlComments(source: string): readonly string[] {
  const { comments } = parseTOML(source.replace(/^\uFEFF/, ' '));
  return comments.map(({ value: body }) => body);
}
