import { readLaunch } from '../launch/index.ts';
import { releaseLaunch } from '../launch/release.ts';
import type { Launch } from '../launch/launch.ts';
import type { Dialect } from './dialects/dialect.ts';
import { child, type Atom, type ConfigNode, type Path, type StringAtom } from './node.ts';
import type { Keeps } from './kept.ts';
import { problemsOf, type Problem } from './problems.ts';
import { fieldsOf, flag, type Entry, type ServerFields } from './server-fields.ts';
import type { Span } from './text.ts';

/** One entry of a server map. */
export interface Server extends Keeps {
  readonly name: string;
  /** The key with its quotes; the whole entry where servers stand in an array. */
  readonly nameSpan: Span;
  readonly path: Path;
  readonly node: ConfigNode | null;
  /** The span of name and value. */
  readonly span: Span;
  readonly command: Atom | null;
  /** The words behind the command; with it where they are one array. */
  readonly words: readonly Atom[];
  readonly env: readonly Entry[];
  readonly headers: readonly Entry[];
  readonly envFile: StringAtom | null;
  readonly url: StringAtom | null;
  readonly cwd: StringAtom | null;
  /** Names of variables of the environment that it gets, where they are texts of their own. */
  readonly envNames: readonly StringAtom[];
  /** `sandboxEnabled` with a network allow-list in `sandbox`, where the client has one. */
  readonly sandboxed: boolean;
  readonly disabled: boolean;
  /** Whether the client puts the line together itself: its options are not written in the file. */
  readonly isImplied: boolean;
  /** What is wrong with the entry's shape, for `invalid-server`. */
  readonly problems: readonly Problem[];
  /** Read at first use and kept. */
  readonly launch: Launch;
}

/** Where an entry stands: what the map or the array says of it. */
export interface Place {
  readonly name: string;
  readonly nameSpan: Span;
  readonly path: Path;
  readonly node: ConfigNode | null;
  /** Said by the map itself, such as "servers stand in an array". */
  readonly problem: string | null;
}

export function readServer(place: Place, dialect: Dialect, allowListed: boolean): Server {
  const { name, nameSpan, path, node } = place;
  // Made when asked for, and kept: most servers are the same as at the last keystroke, and nobody looks into them.
  let fields: ServerFields | undefined;
  let words: readonly Atom[] | undefined;
  let env: readonly Entry[] | undefined;
  let headers: readonly Entry[] | undefined;
  let launch: Launch | undefined;
  let kept: Map<unknown, unknown> | undefined;
  const read = (): ServerFields => (fields ??= fieldsOf(node, dialect));
  return {
    name,
    nameSpan,
    path,
    node,
    span: { start: nameSpan.start, end: Math.max(nameSpan.end, node?.span.end ?? 0) },
    get command() {
      return read().command;
    },
    get words() {
      return (words ??= read().words);
    },
    get env() {
      return (env ??= read().env);
    },
    get headers() {
      return (headers ??= read().headers);
    },
    get envFile() {
      return read().envFile;
    },
    get url() {
      return read().url;
    },
    get cwd() {
      return read().cwd;
    },
    get envNames() {
      return read().envNames;
    },
    get sandboxed() {
      return allowListed && flag(node, 'sandboxEnabled') === true;
    },
    get disabled() {
      return read().disabled;
    },
    get isImplied() {
      return read().isImplied;
    },
    get problems() {
      return [...problemsOf(place, dialect, read())];
    },
    get kept() {
      return (kept ??= new Map());
    },
    get launch() {
      return (launch ??= launchOf(read()));
    },
  };
}

function launchOf({ command, words, url, release }: ServerFields): Launch {
  return release !== null ? releaseLaunch(release) : readLaunch({ command, args: words, url });
}

/** Whether an entry has one of the keys by which a client starts something or goes somewhere. */
export function looksLikeServer(node: ConfigNode | null, { keys }: Pick<Dialect, 'keys'>): boolean {
  const own = [keys.command, ...keys.url];
  return [...own, ...usual].some((key) => child(node, key) !== undefined);
}

const usual = ['command', 'url', 'serverUrl', 'httpUrl'];
