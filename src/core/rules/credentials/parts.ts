import { jsonStrings } from './json-strings.ts';
import { secretName } from './names.ts';
import { urlParts } from './url-parts.ts';

/** Where a text stands. It decides what counts: a header may hold a readable token, a url a secret segment. */
export type Place = 'env' | 'arg' | 'header' | 'url' | 'input' | 'other';

/**
 * A value inside a text, with what the text says about it.
 * - `value`: called `name`.
 * - `bearer`, `basic`: what follows that word in a header.
 * - `url-password`, `url-user`, `url-segment`: those parts of an address.
 */
export interface Part {
  readonly role: 'value' | 'bearer' | 'basic' | 'url-password' | 'url-user' | 'url-segment';
  readonly name: string;
  readonly text: string;
  /** Turns an offset of `text` into one of the text that was given. */
  readonly toOuter: (offset: number) => number;
  /** The address is this machine, or a name without a dot. */
  readonly local: boolean;
  /** Cut out of running text, where words mean less than in a field. */
  readonly loose: boolean;
}

/** Nothing of what follows can be in it: most words are like that. */
const PLAIN = /^[\w@./~+%,-]*$/;
const COOKIES = /cookies?$/i;
const SCHEME_WORD = /^(bearer|token|apikey|api-key|key|bot|basic)\s+(?=\S)/i;
const ASSIGNMENT = /^["']?(?:--|-e(?=[A-Z])|-)?([A-Za-z_][\w.-]{0,63})["']?=(?=[^=\s]|=*[^=\s])/;
const HEADER = /^\s*([A-Za-z][\w-]{1,63}):\s*(?=[^\s/])/;
/** Begins as an assignment and goes on as a command line. */
const LINE =
  /^[A-Za-z_]\w{0,63}=\S{1,4096}\s(?:.{0,4096}\s)?(?:--?[A-Za-z]|[A-Z_]{3,64}=|npx |uvx |node |docker |python)/;
const PAIRS = /(?:^|[;,\s])([A-Za-z][\w ]{0,40}?)\s?=\s?([^;,\s"']{1,512})/g;
/** `AccountName=acme;AccountKey=…`: the first name is not the name of the rest. */
const CONNECTION = /^[A-Za-z][\w ]{0,40}=[^;\s]{1,512};\s?[A-Za-z][\w ]{0,40}=/;
const COOKIE = /(?:^|;\s?)([^\s=;]{1,128})=([^;]{1,4096})/g;
const INLINE =
  /(?<![\w$%{.-])-{0,2}([A-Za-z_][\w.-]{0,63})\\{0,3}["']?\s{0,4}[=:]\s{0,4}\\{0,3}["']?([^\s"'`\\]{4,2048})/g;
const FLAG = /(?:^|\s)-{1,2}([A-Za-z][\w-]{0,63})\s{1,4}["']?([^\s"'`-][^\s"'`]{3,2048})/g;
const INLINE_BEARER = /(?<!\w)(bearer|basic)\s{1,4}([\w.~+/=-]{12,4096})/gi;

/** The values that stand in a text, each with its nearest name. Linear in the length of the text. */
export function* partsOf(text: string, name: string, place: Place, depth = 0): Generator<Part> {
  if (depth > 5) return;
  if (PLAIN.test(text) && !COOKIES.test(name)) {
    yield at('value', name, text, 0);
    return;
  }
  const inside = (start: number, part: string, called: string): Generator<Part> =>
    shifted(partsOf(part, called, place, depth + 1), (offset) => start + offset);

  const quoted = /^["']/.test(text) ? /^(["'])(.*)\1$/s.exec(text) : null;
  const strings = text.length <= 20_000 && depth < 4 ? jsonStrings(text) : null;
  if (strings !== null && strings.length > 0) {
    for (const { key, value, toOuter } of strings) {
      yield* shifted(partsOf(value, key ?? name, place, depth + 1), toOuter);
    }
    return;
  }
  if (quoted?.[2] !== undefined) {
    yield* inside(1, quoted[2], name);
    return;
  }
  const known = secretName(name);
  if (COOKIES.test(name)) {
    if (PLAIN.test(text)) yield at('value', name, text, 0);
    else yield* matches(text, COOKIE, () => true, false, 'cookie');
    return;
  }
  const fallback = text.startsWith('${') ? /^(\$\{[\w.]{1,128}:-)(.*)\}$/s.exec(text) : null;
  if (fallback !== null) {
    yield* inside(fallback[1]?.length ?? 0, fallback[2] ?? '', name);
    // It is a reference as well.
    yield at('value', name, text, 0);
    return;
  }
  // Most of what follows needs one of these.
  const assigns = text.includes('=');
  const hasBlank = /\s/.test(text);
  if (assigns && hasBlank && LINE.test(text)) {
    yield* urlParts(text, place);
    yield* looseParts(text);
    return;
  }
  const assigned = (assigns ? ASSIGNMENT.exec(text) : null) ?? HEADER.exec(text);
  const called = assigned?.[1] ?? '';
  if (
    assigned !== null &&
    !(CONNECTION.test(text) && secretName(called) === null) &&
    (secretName(called) !== null ||
      (known === null && (place !== 'env' || assigned[0].includes('=')))) &&
    !text.startsWith('://', called.length)
  ) {
    yield* inside(assigned[0].length, text.slice(assigned[0].length), called);
    return;
  }
  const scheme = hasBlank ? SCHEME_WORD.exec(text) : null;
  if (scheme !== null && (known === 'auth' || /^(?:bearer|basic)$/i.test(scheme[1] ?? ''))) {
    const rest = text.slice(scheme[0].length);
    if (!/\s\S/.test(rest.trim())) {
      const role = /^basic$/i.test(scheme[1] ?? '') ? 'basic' : 'bearer';
      yield at(role, name, rest, scheme[0].length);
      return;
    }
  }
  yield* urlParts(text, place);
  if (/^[a-z][a-z\d+.-]*:\/\/\S*$/i.test(text)) {
    // `sb://host/;SharedAccessKey=…` and `jdbc:sqlserver://host;password=…`
    if (text.includes(';')) yield* matches(text, PAIRS, isConnectionKey);
    if (known !== null) yield at('value', name, text, 0);
    return;
  }
  if (assigns && /[;,\s]/.test(text)) yield* matches(text, PAIRS, isConnectionKey);
  if (assigns || hasBlank) yield* looseParts(text);
  yield at('value', name, text, 0);
}

/** The named values of running text, such as a shell line or a file that does not parse. */
export function* looseParts(text: string): Generator<Part> {
  yield* matches(text, INLINE, (name) => secretName(name) !== null, true);
  yield* matches(text, FLAG, (name) => secretName(name) !== null, true);
  yield* matches(text, LOGIN, () => true, false, 'password');
  for (const match of text.matchAll(INLINE_BEARER)) {
    const value = match[2] ?? '';
    const role = match[1]?.toLowerCase() === 'basic' ? 'basic' : 'bearer';
    yield {
      ...at(role, 'authorization', value, match.index + match[0].length - value.length),
      loose: true,
    };
  }
}

function* matches(
  text: string,
  pattern: RegExp,
  wanted: (name: string) => boolean,
  loose = false,
  called?: string,
): Generator<Part> {
  for (const match of text.matchAll(pattern)) {
    const [whole, name = '', value = ''] = match;
    if (!wanted(name)) continue;
    // What ends a command is no part of the value before it.
    const kept = loose ? value.replace(/[&|;),\]}]{1,8}$/, '') : value;
    yield {
      ...at('value', called ?? name, kept, match.index + whole.length - value.length),
      loose,
    };
  }
}

/** `curl -u user:password` */
const LOGIN = /\s(?:-u|--user)[\s=]["']?([^\s:"']{1,64}):([^\s"']{4,256})/g;

/** Keys of ADO, JDBC, libpq, StackExchange.Redis and Azure connection strings that hold the secret. */
function isConnectionKey(name: string): boolean {
  return /^(?:password|pwd|passwd|accountkey|sharedaccesskey|sharedsecret|sharedaccesssignature|accesskey)$/i.test(
    name.replaceAll(' ', ''),
  );
}

function at(role: Part['role'], name: string, text: string, start: number): Part {
  return { role, name, text, toOuter: (offset) => start + offset, local: false, loose: false };
}

function* shifted(parts: Iterable<Part>, outer: (offset: number) => number): Generator<Part> {
  for (const part of parts) {
    const { toOuter } = part;
    yield { ...part, toOuter: (offset) => outer(toOuter(offset)) };
  }
}
