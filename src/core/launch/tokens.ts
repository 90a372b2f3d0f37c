/** Whose rules of quoting hold. `argv`: no operators, as `env -S` splits. */
export type Syntax = 'posix' | 'argv' | 'cmd' | 'powershell';

export type Token = WordToken | OperatorToken;

export interface WordToken {
  readonly kind: 'word';
  /** Quotes and escapes taken off; variables as written. */
  readonly text: string;
  /** Offsets in the line, quotes included, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Holds a variable or a substitution. */
  readonly dynamic: boolean;
  readonly inner: readonly Inner[];
}

export interface OperatorToken {
  readonly kind: 'operator';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A command inside a word: `$(…)`, a pair of backticks, `<(…)`. Offsets of what is between the brackets. */
export interface Inner {
  readonly by: string;
  readonly start: number;
  readonly end: number;
}

interface Table {
  readonly escape: string;
  readonly single: boolean;
  readonly comments: boolean;
  readonly substitutes: boolean;
  /** Longest first. */
  readonly operators: readonly string[];
}

const posix: Table = {
  escape: '\\',
  single: true,
  comments: true,
  substitutes: true,
  operators: [
    ...['<<<', '<<-', '&>>', '&&', '||', ';;', '|&', '&>', '>>', '>&', '>|', '<<', '<&', '<>'],
    ...['<(', '>(', ';', '|', '&', '(', ')', '<', '>', '\n'],
  ],
};

const tables: Readonly<Record<Syntax, Table>> = {
  posix,
  argv: { ...posix, substitutes: false, operators: ['\n'] },
  cmd: {
    escape: '^',
    single: false,
    comments: false,
    substitutes: false,
    operators: ['&&', '||', '>>', '>&', '&', '|', '(', ')', '<', '>', '\n'],
  },
  powershell: {
    escape: '`',
    single: true,
    comments: true,
    substitutes: true,
    operators: ['&&', '||', '>>', '>&', ';', '|', '&', '(', ')', '{', '}', '>', '\n'],
  },
};

/** Splits a line as its shell would. Never throws; an open quote or bracket ends with the line. Linear in its length. */
export function tokensOf(text: string, syntax: Syntax): readonly Token[] {
  const table = tables[syntax];
  const scan: Scan = { text, syntax, table, lastBrace: text.lastIndexOf('}') };
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (isBlank(char)) {
      at += 1;
    } else if (char === '#' && table.comments) {
      at = endOfLine(text, at);
    } else if (table.escape === '\\' && char === '\\' && text[at + 1] === '\n') {
      at += 2;
    } else {
      const operator = operatorAt(scan, at);
      if (operator === null || operator.endsWith('<(') || operator.endsWith('>(')) {
        const word = readWord(scan, at, operator);
        at = word.end;
        // `2>file`: the number belongs to the redirection.
        const next = text[at];
        if (!(isDigits(text, word) && (next === '<' || next === '>'))) tokens.push(word);
      } else {
        tokens.push({ kind: 'operator', text: operator, start: at, end: at + operator.length });
        at += operator.length;
      }
    }
  }
  return tokens;
}

interface Scan {
  readonly text: string;
  readonly syntax: Syntax;
  readonly table: Table;
  readonly lastBrace: number;
}

/** A word as it grows. */
interface Growing {
  text: string;
  dynamic: boolean;
  readonly inner: Inner[];
}

function readWord(scan: Scan, start: number, opener: string | null): WordToken {
  const { text, table } = scan;
  const word: Growing = { text: '', dynamic: false, inner: [] };
  let at = start;
  if (opener !== null) at = takeInner(scan, word, at, opener);
  while (at < text.length) {
    const char = text[at] ?? '';
    if (isBlank(char) || operatorAt(scan, at) !== null) break;
    if (char === table.escape) {
      const next = text[at + 1];
      if (next !== '\n') word.text += next ?? '';
      at += 2;
    } else if (char === "'" && table.single) {
      at = takeSingle(scan, word, at);
    } else if (char === '"') {
      at = takeDouble(scan, word, at);
    } else {
      at = takePlain(scan, word, at);
    }
  }
  const end = Math.min(at, text.length);
  const dynamic = word.dynamic || (scan.syntax === 'cmd' && /%[^%\s]+%/.test(word.text));
  return { kind: 'word', text: word.text, start, end, dynamic, inner: word.inner };
}

function takeSingle(scan: Scan, word: Growing, at: number): number {
  const { text } = scan;
  const close = text.indexOf("'", at + 1);
  const end = close === -1 ? text.length : close;
  word.text += text.slice(at + 1, end);
  return end + 1;
}

function takeDouble(scan: Scan, word: Growing, from: number): number {
  const { text } = scan;
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    const next = text[at + 1] ?? '';
    if (escapesInQuotes(scan.syntax, text[at] ?? '', next)) {
      if (next !== '\n') word.text += next;
      at += 2;
    } else {
      at = takePlain(scan, word, at);
    }
  }
  return at + 1;
}

function escapesInQuotes(syntax: Syntax, char: string, next: string): boolean {
  if (next === '') return false;
  if (syntax === 'powershell') return char === '`';
  // cmd leaves quotes to the program, whose runtime knows a backslash before a quote.
  return char === '\\' && (syntax === 'cmd' ? next === '"' : '"\\$`\n'.includes(next));
}

/** One character, or a whole variable or substitution that begins there. */
function takePlain(scan: Scan, word: Growing, at: number): number {
  const { text, table, syntax } = scan;
  const char = text[at] ?? '';
  if (char === '$') {
    const next = text[at + 1] ?? '';
    if (next === '(' && table.substitutes) return takeInner(scan, word, at, '$(');
    if (next === '{' && at < scan.lastBrace) {
      const end = text.indexOf('}', at) + 1;
      word.text += text.slice(at, end);
      word.dynamic = true;
      return end;
    }
    if (/[\w@*#?!{]/.test(next)) word.dynamic = true;
  } else if (char === '`' && syntax === 'posix') {
    return takeInner(scan, word, at, '`');
  }
  word.text += char;
  return at + 1;
}

function takeInner(scan: Scan, word: Growing, at: number, by: string): number {
  const { text } = scan;
  const start = at + by.length;
  const end = by === '`' ? closingTick(text, start) : closingBracket(text, start);
  word.inner.push({ by, start, end });
  word.text += text.slice(at, end + 1);
  word.dynamic = true;
  return end + 1;
}

function closingTick(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '`') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

function closingBracket(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === "'" || char === '"') at = closingQuote(text, at + 1, char);
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    if (depth === 0) return at;
    at += 1;
  }
  return text.length;
}

function closingQuote(text: string, from: number, quote: string): number {
  let at = from;
  while (at < text.length && text[at] !== quote) at += quote === '"' && text[at] === '\\' ? 2 : 1;
  return at;
}

function operatorAt(scan: Scan, at: number): string | null {
  const { text, table } = scan;
  if (!'&|;<>(){}\n'.includes(text[at] ?? ' ')) return null;
  return table.operators.find((operator) => text.startsWith(operator, at)) ?? null;
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\r';
}

function isDigits(text: string, word: WordToken): boolean {
  return word.end - word.start <= 2 && /^\d+$/.test(text.slice(word.start, word.end));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
