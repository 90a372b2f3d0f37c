import type { Dialect } from './dialects/dialect.ts';
import {
  child,
  effectiveProperties,
  isString,
  type Atom,
  type ConfigNode,
  type StringAtom,
} from './node.ts';
import type { Span } from './text.ts';

/** NAME: value of an `env` or `headers` object. */
export interface Entry {
  readonly name: string;
  readonly keySpan: Span;
  readonly value: ConfigNode | null;
}

/** What a client reads of the entry of a server. */
export interface ServerFields {
  readonly command: Atom | null;
  /** The words behind the command; with it where they are one array. */
  readonly words: readonly Atom[];
  readonly env: readonly Entry[];
  readonly headers: readonly Entry[];
  readonly url: StringAtom | null;
  readonly envFile: StringAtom | null;
  readonly cwd: StringAtom | null;
  readonly disabled: boolean;
  /** Names of variables of the environment that it gets, where they are texts of their own. */
  readonly envNames: readonly StringAtom[];
  /** What it runs, where that is not a command but the entry of a registry. */
  readonly release: ReleaseAtoms | null;
  /** Whether the client puts the line together itself: its options are not written in the file. */
  readonly isImplied: boolean;
}

/** A package by its name, with its version in a field of its own. */
export interface ReleaseAtoms {
  readonly ecosystem: 'npm' | 'pypi' | 'nuget';
  readonly name: StringAtom;
  readonly version: StringAtom | null;
}

/** The fields of an entry: all at once, as objects that answer later cost more than what they put off. */
export function fieldsOf(
  node: ConfigNode | null,
  dialect: Pick<Dialect, 'keys' | 'fields'>,
): ServerFields {
  const { keys } = dialect;
  const command = child(node, keys.command);
  const lead = command?.kind === 'array' ? command.items : [];
  const byKeys: ServerFields = {
    command: isString(command) ? command : null,
    words: [...lead, ...itemsOf(child(node, keys.args))].filter(isWord),
    env: entriesOf(child(node, keys.env)),
    headers: keys.headers.flatMap((key) => entriesOf(child(node, key))),
    url: firstString(node, keys.url),
    envFile: firstString(node, [keys.envFile]),
    cwd: firstString(node, [keys.cwd]),
    disabled: flag(node, 'disabled') === true || flag(node, 'enabled') === false,
    envNames: keys.envNames.flatMap((key) => textsOf(child(node, key))),
    release: null,
    isImplied: false,
  };
  const own = node === null ? undefined : dialect.fields?.(node);
  return own === undefined ? byKeys : { ...byKeys, ...own };
}

/** The properties of a map of texts. */
export function entriesOf(node: ConfigNode | undefined): readonly Entry[] {
  if (node?.kind !== 'object') return [];
  return effectiveProperties(node).map(({ key, keySpan, value }) => ({
    name: key,
    keySpan,
    value,
  }));
}

/** The first of these keys with a text. */
export function firstString(node: ConfigNode | null, keys: readonly string[]): StringAtom | null {
  for (const key of keys) {
    const value = child(node, key);
    if (isString(value)) return value;
  }
  return null;
}

export function flag(node: ConfigNode | null, key: string): boolean | null {
  const value = child(node, key);
  return value?.kind === 'atom' && typeof value.value === 'boolean' ? value.value : null;
}

/** A single text counts as a list of one. */
export function itemsOf(node: ConfigNode | undefined): readonly ConfigNode[] {
  if (node?.kind === 'array') return node.items;
  return isString(node) ? [node] : [];
}

/** What a program can be given. */
export function isWord(node: ConfigNode): node is Atom {
  return node.kind === 'atom' && ['string', 'number'].includes(typeof node.value);
}

/** The texts of a list, be they names of objects, or of a map, or the one text. */
function textsOf(node: ConfigNode | undefined): readonly StringAtom[] {
  if (node === undefined) return [];
  if (node.kind === 'object') {
    return effectiveProperties(node).flatMap(({ value }) => (isString(value) ? [value] : []));
  }
  return itemsOf(node).flatMap((item) => {
    const text = isString(item) ? item : child(item, 'name');
    return isString(text) ? [text] : [];
  });
}
