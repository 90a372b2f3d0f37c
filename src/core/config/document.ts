import type { Dialect } from './dialects/dialect.ts';
import { dialectOfRoot, dialectsOf } from './dialects/index.ts';
import type { Op } from './edit.ts';
import { pathsLike, placesOf, rootsOf } from './entries.ts';
import { formatIdOf, jsonAlone, type Format, type Formats } from './format.ts';
import {
  child,
  isString,
  nodeAt,
  type Atom,
  type ConfigNode,
  type Path,
  type StringAtom,
} from './node.ts';
import { keep, type Keeps } from './kept.ts';
import type { Neighbours } from './neighbours.ts';
import type { Problem } from './problems.ts';
import { readServer, type Server } from './server.ts';
import { shaped } from './shaped.ts';
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
  /** Null when nobody has looked at other files. For rules about the whole file as well. */
  readonly neighbours: Neighbours | null;
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
  /** The whole path, where `path` is a shorter one that is shown: it tells the client. */
  readonly file?: string;
  readonly surroundings?: Surroundings | null;
  readonly neighbours?: Neighbours | null;
  /** JSON alone when it is left out. */
  readonly formats?: Formats;
}

/** Reads any text; never throws. Half-typed, commented and broken files yield the servers that can be read. */
export function readDocument(
  text: string,
  path: string,
  {
    dialect: given,
    file = path,
    surroundings = null,
    neighbours = null,
    formats = jsonAlone,
  }: ReadOptions = {},
): Document {
  const format = formats[formatIdOf(path)] ?? null;
  const { root, errors } = format?.parse(text) ?? { root: null, errors: [] };
  const dialect = given ?? pickDialect(file, root);
  const { own, wrong } = rootsOf(root, dialect);
  const allowListed = dialect.sandbox && hasAllowList(root);
  const servers = [...own, ...wrong].flatMap((at) =>
    placesOf(nodeAt(root, at), at, dialect).map((place) => readServer(place, dialect, allowListed)),
  );
  const inputs = dialect.inputs ? inputsIn(root, dialect) : [];
  return shaped(answers, {
    kept: new Map(),
    text,
    path,
    dialect,
    format,
    isConfig: isConfig({ dialect, root, own, wrong, servers, text, file }),
    root,
    servers,
    wrongRoots: wrong,
    inputs,
    inputsById: new Map(inputs.map((input) => [input.id, input])),
    errors,
    surroundings,
    neighbours,
  });
}

/** Counted when somebody asks. */
const answers: Pick<Document, 'lines'> & ThisType<Document> = {
  get lines() {
    return keep(this, countLines);
  },
};

function countLines({ text }: Document): Lines {
  return linesOf(text);
}

/** The ops of a fix as edits of the document's text; null when they do not fit it. */
export function lowerOps(
  { text, root, format }: Document,
  ops: readonly Op[],
): readonly TextEdit[] | null {
  return format?.lower(text, root, ops) ?? null;
}

/** The same file with another text: of the same client, in the same format, with all that is known of its place. */
export function withText(document: Document, text: string): Document {
  const { path, dialect, surroundings, neighbours, format } = document;
  const formats = format === null ? jsonAlone : { ...jsonAlone, [format.id]: format };
  return readDocument(text, path, { dialect, surroundings, neighbours, formats });
}

/** The same document with what is known of its place by now; nothing is read again. */
export function withSurroundings(document: Document, surroundings: Surroundings | null): Document {
  return document.surroundings === surroundings
    ? document
    : shaped(answers, { ...document, surroundings });
}

/** The same document with what other files say by now; nothing is read again. */
export function withNeighbours(document: Document, neighbours: Neighbours | null): Document {
  return document.neighbours === neighbours
    ? document
    : shaped(answers, { ...document, neighbours });
}

function pickDialect(path: string, root: ConfigNode | null): Dialect {
  const named = dialectsOf(path).filter(({ holds }) => holds !== 'guess');
  const [first, second] = named;
  if (first !== undefined) {
    return second === undefined ? first : (named.find((row) => isMeant(row, root)) ?? first);
  }
  // A file with `servers` is written for VS Code whatever its name; most other clients share `mcpServers`.
  const vscodeRoot =
    child(root, 'servers') !== undefined && child(root, 'mcpServers') === undefined;
  return dialectOfRoot(vscodeRoot);
}

function isMeant(row: Dialect, root: ConfigNode | null): boolean {
  const hasKeys = (row.onlyWith ?? []).every((key) => child(root, key) !== undefined);
  return hasKeys && rootsOf(root, row).own.length > 0;
}

interface Found extends Pick<Document, 'dialect' | 'root' | 'servers' | 'text'> {
  readonly own: readonly Path[];
  readonly wrong: readonly Path[];
  readonly file: string;
}

/** Whether it is one by its servers or its approvals; a file that is for servers is one also without, or broken. */
function isConfig({ dialect, root, own, wrong, servers, text, file }: Found): boolean {
  if (servers.length > 0 || wrong.length > 0) return true;
  const [named] = dialectsOf(file);
  if (dialect.holds !== 'settings' && own.length > 0) return true;
  if (named === undefined) return false;
  if (named.holds === 'servers') return true;
  if (root === null) return named.holds === 'guess' || text.includes('mcp');
  return dialect.approvals.some(
    (approval) => approval.of === 'file' && pathsLike(root, approval.path).length > 0,
  );
}

/** The inputs stand beside the map of servers. */
function inputsIn(root: ConfigNode | null, { roots }: Dialect): readonly Input[] {
  return roots.flatMap((at) => inputsOf(nodeAt(root, [...at.slice(0, -1), inputsKey(at)])));
}

/** Of `mcp.servers` in one key `mcp.inputs`. */
function inputsKey(at: Path): string {
  return String(at.at(-1)).replace(/servers$/, 'inputs');
}

function inputsOf(list: ConfigNode | undefined): readonly Input[] {
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

/** An empty one allows nothing: VS Code 1.139 adds npm's registry to any of them (seen in that build). */
function hasAllowList(root: ConfigNode | null): boolean {
  const domains = nodeAt(root, ['sandbox', 'network', 'allowedDomains']);
  if (domains?.kind !== 'array') return false;
  return !domains.items.some((item) => item.kind === 'atom' && item.value === '*');
}
