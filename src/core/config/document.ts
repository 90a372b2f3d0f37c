import { dialectOf, dialectOfRoot, type Dialect } from './dialects.ts';
import type { Op } from './edit.ts';
import { formatIdOf, jsonAlone, type Format, type Formats } from './format.ts';
import {
  child,
  effectiveProperties,
  isString,
  nodeAt,
  type Atom,
  type ConfigNode,
  type Path,
  type StringAtom,
} from './node.ts';
import type { Keeps } from './kept.ts';
import { readServer, type Place, type Problem, type Server } from './server.ts';
import type { Surroundings } from './surroundings.ts';
import { linesOf, type Lines, type TextEdit } from './text.ts';

/** One configuration file, read as far as it can be. */
export interface Document extends Keeps {
  readonly text: string;
  /** As given, with `/` separators. */
  readonly path: string;
  readonly dialect: Dialect;
  /** Null when it is not at hand: nothing of the text is read then, and nothing is said of it. */
  readonly format: Format | null;
  /** Whether this is a client's file at all: by its name, or by its map of servers. */
  readonly isConfig: boolean;
  /** Null when nothing could be parsed. */
  readonly root: ConfigNode | null;
  readonly servers: readonly Server[];
  /** Maps of servers under a key that this client does not read. */
  readonly wrongRoots: readonly Path[];
  /** The file's `inputs`, where the client has them. */
  readonly inputs: readonly Input[];
  /** The input that an id means: the last of its name. */
  readonly inputsById: ReadonlyMap<string, Input>;
  readonly errors: readonly Problem[];
  readonly lines: Lines;
  /** Null when nobody has looked. For rules about the whole file: what is said of a server does not depend on it. */
  readonly surroundings: Surroundings | null;
}

export interface Input {
  readonly id: string;
  readonly type: string;
  readonly password: boolean;
  readonly node: ConfigNode;
  readonly idAtom: StringAtom;
  readonly defaultAtom: Atom | null;
}

export interface ReadOptions {
  /** Told by the name and the content when it is left out. */
  readonly dialect?: Dialect | undefined;
  readonly surroundings?: Surroundings | null;
  /** JSON alone when it is left out. */
  readonly formats?: Formats;
}

/** Reads any text; never throws. Half-typed, commented and broken files yield the servers that can be read. */
export function readDocument(
  text: string,
  path: string,
  { dialect: given, surroundings = null, formats = jsonAlone }: ReadOptions = {},
): Document {
  const format = formats[formatIdOf(path)] ?? null;
  const { root, errors } = format?.parse(text) ?? { root: null, errors: [] };
  const dialect = given ?? pickDialect(path, root);
  const maps = dialect.roots.filter((at) => nodeAt(root, at) !== undefined);
  const wrongRoots = dialect.wrongRoots.filter((at) => isMisplaced(at, nodeAt(root, at)));
  const bare =
    maps.length === 0 &&
    wrongRoots.length === 0 &&
    dialect.bareMap &&
    isServerMap(root ?? undefined);
  const roots = bare ? [[]] : [...maps, ...wrongRoots];
  const allowListed = dialect.sandbox && hasAllowList(root);
  const servers = roots.flatMap((at) =>
    placesOf(nodeAt(root, at), at).map((place) => readServer(place, dialect, allowListed)),
  );
  const inputs = dialect.inputs ? inputsOf(root) : [];
  let lines: Lines | undefined;
  return {
    kept: new Map(),
    text,
    path,
    dialect,
    format,
    isConfig: roots.length > 0 || isNamed(path) || (root === null && dialectOf(path) !== null),
    root,
    servers,
    wrongRoots,
    inputs,
    inputsById: new Map(inputs.map((input) => [input.id, input])),
    errors,
    get lines() {
      lines ??= linesOf(text);
      return lines;
    },
    surroundings,
  };
}

/** The ops of a fix as edits of the document's text; null when they do not fit it. */
export function lowerOps(
  { text, root, format }: Document,
  ops: readonly Op[],
): readonly TextEdit[] | null {
  return format?.lower(text, root, ops) ?? null;
}

/** The same document with what is known of its place by now; nothing is read again. */
export function withSurroundings(document: Document, surroundings: Surroundings | null): Document {
  return document.surroundings === surroundings ? document : { ...document, surroundings };
}

function pickDialect(path: string, root: ConfigNode | null): Dialect {
  const named = dialectOf(path);
  if (named !== null && named.id !== 'generic') return named;
  // A file with `servers` is written for VS Code whatever its name; most other clients share `mcpServers`.
  const vscodeRoot =
    child(root, 'servers') !== undefined && child(root, 'mcpServers') === undefined;
  return dialectOfRoot(vscodeRoot);
}

function isNamed(path: string): boolean {
  const named = dialectOf(path);
  return named !== null && named.id !== 'generic';
}

/** `mcpServers` can mean nothing else, whatever its entries look like; other keys may be another program's. */
function isMisplaced(at: Path, node: ConfigNode | undefined): boolean {
  if (at.at(-1) !== 'mcpServers' || node?.kind !== 'object') return isServerMap(node);
  return node.properties.some(({ value }) => value?.kind === 'object');
}

/** An object of objects of which one has the keys of a server. */
function isServerMap(node: ConfigNode | undefined): boolean {
  if (node?.kind !== 'object') return node?.kind === 'array' && node.items.some(looksLikeServer);
  return node.properties.some(({ value }) => looksLikeServer(value));
}

function looksLikeServer(node: ConfigNode | null): boolean {
  return ['command', 'url', 'serverUrl', 'httpUrl'].some((key) => child(node, key) !== undefined);
}

function placesOf(node: ConfigNode | undefined, at: Path): readonly Place[] {
  if (node?.kind === 'object') {
    return effectiveProperties(node)
      .filter(({ value }) => at.length > 0 || looksLikeServer(value))
      .map(({ key, keySpan, value }) => ({
        name: key,
        nameSpan: keySpan,
        path: [...at, key],
        node: value,
        problem: null,
      }));
  }
  if (node?.kind !== 'array') return [];
  return node.items.map((item, index) => {
    const name = child(item, 'name') ?? child(item, 'id');
    return {
      name: isString(name) ? name.value : String(index),
      nameSpan: isString(name) ? name.span : item.span,
      path: [...at, index],
      node: item,
      problem: 'stands in an array, where a map of names is expected',
    };
  });
}

function inputsOf(root: ConfigNode | null): readonly Input[] {
  const list = child(root, 'inputs');
  if (list?.kind !== 'array') return [];
  return list.items.flatMap((node): Input[] => {
    const id = child(node, 'id');
    if (!isString(id)) return [];
    const type = child(node, 'type');
    const password = child(node, 'password');
    const fallback = child(node, 'default');
    return [
      {
        id: id.value,
        type: isString(type) ? type.value : '',
        password: password?.kind === 'atom' && password.value === true,
        node,
        idAtom: id,
        defaultAtom: fallback?.kind === 'atom' ? fallback : null,
      },
    ];
  });
}

function hasAllowList(root: ConfigNode | null): boolean {
  const domains = nodeAt(root, ['sandbox', 'network', 'allowedDomains']);
  if (domains?.kind !== 'array' || domains.items.length === 0) return false;
  return !domains.items.some((item) => item.kind === 'atom' && item.value === '*');
}
