import { readLaunch } from '../launch/index.ts';
import { releaseLaunch } from '../launch/release.ts';
import type { Launch } from '../launch/launch.ts';
import type { Dialect } from './dialects/dialect.ts';
import { child, type Atom, type ConfigNode, type Path, type StringAtom } from './node.ts';
import type { Keeps, Lasts } from './kept.ts';
import { problemsOf, type Problem } from './problems.ts';
import { fieldsOf, flag, type Entry, type ServerFields } from './server-fields.ts';
import type { Span } from './text.ts';

/** One entry of a server map. */
export interface Server extends Keeps, Lasts {
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
  const span = { start: nameSpan.start, end: Math.max(nameSpan.end, node?.span.end ?? 0) };
  // One after the other: for hundreds of servers nothing else is as quick.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type of Object.create says nothing
  const server = Object.create(answers) as Unfilled & typeof answers;
  server.name = name;
  server.nameSpan = nameSpan;
  server.path = path;
  server.node = node;
  server.span = span;
  server.place = place;
  server.dialect = dialect;
  server.allowListed = allowListed;
  server.fields = undefined;
  server.read = undefined;
  server.held = undefined;
  server.lasting = undefined;
  return server;
}

type Unfilled = { -readonly [Key in keyof Held]: Held[Key] };

interface Held extends Pick<Server, 'name' | 'nameSpan' | 'path' | 'node' | 'span' | 'lasting'> {
  readonly place: Place;
  readonly dialect: Dialect;
  readonly allowListed: boolean;
  fields: ServerFields | undefined;
  read: Launch | undefined;
  held: Map<unknown, unknown> | undefined;
}

/** Worked out when asked for: most servers are the same as at the last keystroke, and nobody looks into them. */
const answers: Omit<Server, keyof Held> & ThisType<Held & Server> = {
  get command() {
    return fieldsIn(this).command;
  },
  get words() {
    return fieldsIn(this).words;
  },
  get env() {
    return fieldsIn(this).env;
  },
  get headers() {
    return fieldsIn(this).headers;
  },
  get envFile() {
    return fieldsIn(this).envFile;
  },
  get url() {
    return fieldsIn(this).url;
  },
  get cwd() {
    return fieldsIn(this).cwd;
  },
  get envNames() {
    return fieldsIn(this).envNames;
  },
  get sandboxed() {
    return this.allowListed && flag(this.node, 'sandboxEnabled') === true;
  },
  get disabled() {
    return fieldsIn(this).disabled;
  },
  get isImplied() {
    return fieldsIn(this).isImplied;
  },
  get problems() {
    return [...problemsOf(this.place, this.dialect, fieldsIn(this))];
  },
  get launch() {
    return (this.read ??= launchOf(this));
  },
  get kept() {
    return (this.held ??= new Map());
  },
};

function fieldsIn(server: Held): ServerFields {
  return (server.fields ??= fieldsOf(server.node, server.dialect));
}

function launchOf(server: Held): Launch {
  const { command, words, url, release } = fieldsIn(server);
  return release !== null ? releaseLaunch(release) : readLaunch({ command, args: words, url });
}

/** Whether an entry has one of the keys by which a client starts something or goes somewhere. */
export function looksLikeServer(node: ConfigNode | null, { keys }: Pick<Dialect, 'keys'>): boolean {
  const own = [keys.command, ...keys.url];
  return [...own, ...usual].some((key) => child(node, key) !== undefined);
}

const usual = ['command', 'url', 'serverUrl', 'httpUrl'];
