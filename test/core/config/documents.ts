/** Random documents from a seed: every odd thing that JSON with comments allows. */

export interface Random {
  /** A whole number from 0 to below `below`. */
  below(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]): T => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('Nothing to pick from');
      return item;
    },
  };
}

const KEYS = [
  'a',
  'b',
  'env',
  'args',
  'inputs',
  'servers',
  'TOKEN',
  '',
  '__proto__',
  'constructor',
  'toString',
  '0',
  '-1',
  'a.b',
  'a/b~c',
  ' ',
  'q"uote',
  'back\\slash',
  'tab\t',
  'é',
  '日本',
  '😀',
  '\u2028',
  '//x',
  '/*y*/',
  '{',
  ',',
];
const TEXTS = [
  '',
  '-y',
  'npx',
  'pkg@latest',
  '${input:t}',
  'a "b" \\ c',
  '// no comment',
  '/* nor this */',
  '],}',
  '😀😁',
  'ünï',
  'line\nbreak\ttab',
  '\u0000\u001f',
  '\ud83d',
  'x'.repeat(40),
];

export function someKey(random: Random): string {
  return random.pick(KEYS);
}

export function someText(random: Random): string {
  return random.pick(TEXTS);
}

interface Look {
  readonly random: Random;
  readonly eol: string;
  readonly unit: string;
  /** How often a gap holds a comment. */
  readonly comments: number;
  /** How often a gap is blank in an unusual way. */
  readonly odd: number;
  /** No line break anywhere. */
  readonly flat: boolean;
  readonly trailing: number;
  readonly colon: string;
}

export function someDocument(random: Random): string {
  const wild = random.chance(0.5);
  const look: Look = {
    random,
    eol: random.pick(['\n', '\n', '\r\n']),
    unit: random.pick(['  ', '    ', '\t', '   ']),
    comments: random.pick([0, 0.1, 0.3, 1]) * (wild ? 0.7 : 0.3),
    odd: wild ? random.pick([0.1, 0.5, 1]) : 0,
    flat: random.chance(0.2),
    trailing: random.pick([0, 0.3, 1]),
    colon: random.pick([': ', ':', ' : ']),
  };
  const outer = (): string =>
    look.flat ? '' : random.pick(['', look.eol, `// head${look.eol}`, '/* head */ ']);
  const bom = random.chance(0.15) ? '\uFEFF' : '';
  const lead = outer();
  return bom + lead + container(look, 3 + random.below(2), '', !look.flat) + outer();
}

function value(look: Look, depth: number, indent: string, multi: boolean): string {
  const { random } = look;
  if (depth > 0 && random.chance(0.5)) return container(look, depth - 1, indent, multi);
  const scalar = random.pick([
    0,
    -0.5,
    1e21,
    true,
    false,
    null,
    someText(random),
    someText(random),
    someText(random),
  ]);
  return typeof scalar === 'string' ? literal(look, scalar) : JSON.stringify(scalar);
}

/** A string, now and then with escapes nobody needs. */
function literal({ random }: Look, text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  if (escaped.includes(String.raw`\u`) || !random.chance(0.3)) return `"${escaped}"`;
  return `"${escaped.replaceAll(/(?<!\\)[a-t]/g, (c) => (random.chance(0.3) ? String.raw`\u00${c.charCodeAt(0).toString(16)}` : c)).replaceAll(/(?<!\\)\//g, String.raw`\/`)}"`;
}

function container(look: Look, depth: number, indent: string, above: boolean): string {
  const { random } = look;
  const isObject = random.chance(0.6);
  const [open, close] = isObject ? ['{', '}'] : ['[', ']'];
  const count = random.pick([0, 1, 1, 2, 3, 4]);
  const multi = above && random.chance(0.65);
  const inner = indent + look.unit;
  const flat = random.pick(['', ' ']);
  const start = multi ? look.eol + inner : flat;
  let text = open + gap(look, count === 0 ? '' : start, inner, multi);
  for (let i = 0; i < count; i++) {
    if (i > 0)
      text += `,${gap(look, multi ? look.eol + inner : random.pick([' ', '']), inner, multi)}`;
    if (isObject) {
      text += literal(look, someKey(random)) + gap(look, '', inner, multi);
      text += look.colon + gap(look, '', inner, multi);
    }
    text += value(look, depth, inner, multi) + (i < count - 1 ? gap(look, '', inner, multi) : '');
  }
  if (count > 0) text += gap(look, '', inner, multi);
  if (count > 0 && random.chance(look.trailing)) text += `,${gap(look, '', inner, multi)}`;
  return text + (count > 0 && multi ? look.eol + indent : flat) + close;
}

/** Blanks and comments; without line breaks unless `multi`. */
function gap(
  { random, odd, comments, eol }: Look,
  usual: string,
  indent: string,
  multi: boolean,
): string {
  let text = usual;
  if (random.chance(odd))
    text = multi
      ? random.pick(['', ' ', '\t', eol, eol + eol + indent, `  ${eol}`])
      : random.pick(['', ' ', '\t ']);
  while (random.chance(comments)) {
    const id = random.below(1000);
    if (!multi) text += random.pick([`/*${id}*/`, ` /* ${id}, */ `, `/**/`]);
    else
      text += random.pick([
        `/*${id}*/`,
        ` // ${id}${eol}${indent}`,
        `//${eol}`,
        `/*${eol}${id} "*/`,
        `// "x": {,]${eol}`,
      ]);
    if (random.chance(0.5)) break;
  }
  return text;
}
