import { findFormats, withoutOverlaps, type Match } from './match.ts';
import { secretName } from './names.ts';
import { looseParts, partsOf, type Part, type Place } from './parts.ts';
import { isPlaceholder, isReference, isSetting } from './placeholder.ts';
import { isOpaque, isPublishedDefault, shapeOf } from './shape.ts';
import { urlParts } from './url-parts.ts';

/** A credential in a decoded text: offsets of exactly the secret, `end` exclusive. */
export interface Credential {
  readonly start: number;
  readonly end: number;
  /** The row of the table of formats; null when it was told by its name and shape. */
  readonly format: string | null;
  /** Reads after "holds a". */
  readonly label: string;
  /** The nearest name in the text, such as the key of an inner object or of a query; else the name given. */
  readonly name: string;
  /** `publishable`: made to be seen. `default`: printed in every manual, and only used on this machine. */
  readonly kind: 'secret' | 'publishable' | 'default';
  readonly confidence: 'high' | 'medium' | 'low';
}

export interface Context {
  /** What the text is called: the variable, flag or header. Empty when it has no name. */
  readonly name: string;
  readonly place: Place;
  /** Those of the text, where they are kept. */
  readonly parts?: readonly Part[];
}

/** Every literal credential in the text of one value. */
export function findCredentials(text: string, context: Context): readonly Credential[] {
  if (text.length < 4) return [];
  const { name, place } = context;
  if (isPlain(text, name)) return knownIn(text, name, (offset) => offset);
  const found: Credential[] = [];
  for (const part of context.parts ?? partsOf(text, name, place)) {
    // What stands before a segment of an address is no name for it.
    const called = part.role === 'url-segment' ? '' : part.name;
    if (part.text !== text) found.push(...knownIn(part.text, called, part.toOuter));
    const judged = judge(part);
    if (judged !== null) found.push(judged);
  }
  // Last, so that a piece that has a name of its own keeps it.
  found.push(...knownIn(text, name, (offset) => offset));
  return preferKnown(found);
}

/** Whether its one part is the whole text, under a name that says nothing of it. Most strings are like that. */
function isPlain(text: string, name: string): boolean {
  return !STRUCTURED.test(text) && secretName(name) === null;
}

/** Signs by which a text can hold a value that is not its whole. */
const STRUCTURED = /[=:{["'\s;]/;

/** Every credential in a text that could not be parsed: known formats, and values with a name that says so. */
export function findInText(text: string): readonly Credential[] {
  const found = knownIn(text, '', (offset) => offset);
  for (const part of [...urlParts(text, 'other'), ...looseParts(text)]) {
    const judged = judge({ ...part, loose: true });
    if (judged !== null) found.push(judged);
  }
  return preferKnown(found);
}

/** Known formats alone: for texts that are no values, such as comments. */
export function findKnown(text: string): readonly Credential[] {
  return knownIn(text, '', (offset) => offset);
}

function knownIn(text: string, name: string, toOuter: Part['toOuter']): Credential[] {
  const matches = findFormats(text);
  if (matches.length === 0) return [];
  return matches
    .filter((match) => !isPlaceholder(text.slice(match.start, match.end)))
    .map((match) => knownAs(match, name, toOuter));
}

function knownAs(match: Match, name: string, toOuter: Part['toOuter']): Credential {
  const { id, label, kind } = match;
  return {
    start: toOuter(match.start),
    end: toOuter(match.end),
    format: id,
    label,
    name,
    kind,
    confidence: 'high',
  };
}

function judge(part: Part): Credential | null {
  if (part.role === 'value' && secretName(part.name) === null) return null;
  const text = part.text.trim();
  if (text === '' || isReference(text) || text.includes('${')) return null;
  if (part.role === 'value') return judgeValue(part, text);
  if (part.role === 'basic') return judgeBasic(part, text);
  if (isPlaceholder(text)) {
    const isDefault = part.role === 'url-password' && part.local && isPublishedDefault(text);
    return isDefault ? credential(part, text, 'default', 'low') : null;
  }
  if (part.role === 'bearer') {
    if (text.length < 8 || (part.loose && !isOpaque(text))) return null;
    return credential(part, text, 'secret', isOpaque(text) ? 'high' : 'medium');
  }
  if (part.role === 'url-password') {
    const isDefault = part.local && isPublishedDefault(text);
    return credential(part, text, isDefault ? 'default' : 'secret', isDefault ? 'low' : 'high');
  }
  return isOpaque(text) ? credential(part, text, 'secret', 'medium') : null;
}

function judgeValue(part: Part, text: string): Credential | null {
  const name = secretName(part.name);
  if (name === null) return null;
  if (name === 'password' && isPublishedDefault(text)) {
    return part.loose ? null : credential(part, text, 'default', 'low');
  }
  if (part.loose && !isOpaque(text) && !(name === 'password' && isStrong(text))) return null;
  const confidence = shapeOf(text, name === 'publishable' ? 'key' : name);
  if (confidence === null) return null;
  if (name === 'auth' && isBasic(text) !== null) return judgeBasic(part, text);
  return credential(part, text, name === 'publishable' ? 'publishable' : 'secret', confidence);
}

/** In running text a password needs more than to be a word. */
function isStrong(text: string): boolean {
  return text.length >= 8 && /\d/.test(text) && /[A-Za-z]/.test(text);
}

function judgeBasic(part: Part, text: string): Credential | null {
  const pair = isBasic(text);
  if (pair === null)
    return !part.loose && isOpaque(text) ? credential(part, text, 'secret', 'medium') : null;
  const password = pair.slice(pair.indexOf(':') + 1);
  if (isPublishedDefault(password)) return credential(part, text, 'default', 'low');
  if (password !== '' && (isReference(password) || isPlaceholder(password))) return null;
  return credential(part, text, 'secret', 'high');
}

/** The `user:password` of Basic authentication; null when the text is no such thing. */
function isBasic(text: string): string | null {
  if (!/^[A-Za-z\d+/]{4,4096}={0,2}$/.test(text)) return null;
  try {
    const pair = atob(text);
    return /^[\x20-\x7e\x80-\xff]{1,512}$/.test(pair) && pair.includes(':') ? pair : null;
  } catch {
    return null;
  }
}

function credential(
  part: Part,
  text: string,
  kind: Credential['kind'],
  confidence: Credential['confidence'],
): Credential {
  const start = part.text.indexOf(text);
  return {
    start: part.toOuter(start),
    end: part.toOuter(start + text.length),
    format: null,
    label: labelOf(part),
    name: part.role === 'url-segment' ? '' : part.name,
    kind,
    confidence,
  };
}

function labelOf(part: Part): string {
  if (part.role === 'bearer') return 'bearer token';
  if (part.role === 'basic') return 'user name and password';
  if (part.role === 'url-segment') return 'token in its path';
  const name = part.role === 'value' ? secretName(part.name) : 'password';
  if (name === 'words') return 'seed phrase';
  return name === 'password' ? 'password' : 'token or key';
}

/** One finding a place: a known format before what was told by its name, then the one that starts first. */
function preferKnown(found: readonly Credential[]): readonly Credential[] {
  if (found.length < 2) return found;
  const known = withoutOverlaps(found.filter((one) => one.format !== null));
  const told = found.filter(
    (one) =>
      one.format === null && !known.some((other) => other.start < one.end && one.start < other.end),
  );
  return [...known, ...withoutOverlaps(told)].sort((a, b) => a.start - b.start);
}

/** Stand-ins such as `YOUR_API_KEY` where a credential belongs. */
export function findPlaceholders(text: string, context: Context): readonly Placeholder[] {
  const { name, place } = context;
  if (text.length < 3 || isPlain(text, name)) return [];
  const found: Placeholder[] = [];
  for (const part of context.parts ?? partsOf(text, name, place)) {
    const kind = part.role === 'value' ? secretName(part.name) : 'key';
    if (kind === null || part.role === 'url-user' || part.role === 'url-segment') continue;
    const value = part.text.trim();
    if (part.loose || value.length < 3 || isReference(value) || isSetting(value)) continue;
    if (!isPlaceholder(value) || (kind === 'password' && isPublishedDefault(value))) continue;
    const start = part.text.indexOf(value);
    found.push({
      start: part.toOuter(start),
      end: part.toOuter(start + value.length),
      name: part.name,
    });
  }
  return withoutOverlaps(found);
}

export interface Placeholder {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}
