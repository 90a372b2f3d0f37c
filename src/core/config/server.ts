import { readLaunch } from '../launch/index.ts';
import type { Launch } from '../launch/launch.ts';
import type { Dialect } from './dialects.ts';
import {
  child,
  effectiveProperties,
  isString,
  propertyOf,
  type Atom,
  type ConfigNode,
  type Path,
  type StringAtom,
} from './node.ts';
import type { Keeps } from './kept.ts';
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
  readonly env: readonly Entry[];
  readonly headers: readonly Entry[];
  readonly envFile: StringAtom | null;
  readonly url: StringAtom | null;
  /** `sandboxEnabled` with a network allow-list in `sandbox`, where the client has one. */
  readonly sandboxed: boolean;
  readonly disabled: boolean;
  /** What is wrong with the entry's shape, for `invalid-server`. */
  readonly problems: readonly Problem[];
  /** Read at first use and kept. */
  readonly launch: Launch;
}

/** NAME: value of an `env` or `headers` object. */
export interface Entry {
  readonly name: string;
  readonly keySpan: Span;
  readonly value: ConfigNode | null;
}

export interface Problem {
  readonly message: string;
  readonly span: Span;
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
  let env: readonly Entry[] | undefined;
  let headers: readonly Entry[] | undefined;
  let launch: Launch | undefined;
  let kept: Map<unknown, unknown> | undefined;
  return {
    name,
    nameSpan,
    path,
    node,
    span: { start: nameSpan.start, end: Math.max(nameSpan.end, node?.span.end ?? 0) },
    get env() {
      return (env ??= entriesOf(child(node, dialect.envKey)));
    },
    get headers() {
      return (headers ??= entriesOf(child(node, 'headers')));
    },
    get envFile() {
      const envFile = child(node, 'envFile');
      return isString(envFile) ? envFile : null;
    },
    get url() {
      return firstString(node, dialect.urlKeys);
    },
    get sandboxed() {
      return allowListed && flag(node, 'sandboxEnabled') === true;
    },
    get disabled() {
      return flag(node, 'disabled') === true || flag(node, 'enabled') === false;
    },
    get problems() {
      return [...problemsOf(place, dialect)];
    },
    get kept() {
      return (kept ??= new Map());
    },
    get launch() {
      return (launch ??= readLaunch(launchParts(node, firstString(node, dialect.urlKeys))));
    },
  };
}

function launchParts(node: ConfigNode | null, url: StringAtom | null) {
  const command = child(node, 'command');
  const args = child(node, 'args');
  const lead = command?.kind === 'array' ? command.items : [];
  const rest = args?.kind === 'array' ? args.items : isString(args) ? [args] : [];
  const words = [...lead, ...rest].filter(
    (item): item is Atom =>
      item.kind === 'atom' && ['string', 'number'].includes(typeof item.value),
  );
  return { command: isString(command) ? command : null, args: words, url };
}

function* problemsOf(place: Place, dialect: Dialect): Generator<Problem> {
  const { node, nameSpan } = place;
  const url = firstString(node, dialect.urlKeys);
  if (place.problem !== null) yield { message: place.problem, span: nameSpan };
  if (node === null) return;
  if (node.kind !== 'object') {
    yield { message: 'is not an object', span: node.span };
    return;
  }
  const command = child(node, 'command');
  const hasCommand = command !== undefined && !(command.kind === 'atom' && command.value === null);
  if (!hasCommand && url === null) {
    const urlProperty = dialect.urlKeys
      .map((key) => propertyOf(node, key))
      .find((p) => p !== undefined);
    if (urlProperty === undefined)
      yield { message: 'has neither a command nor a url', span: nameSpan };
  }
  if (
    hasCommand &&
    !isString(command) &&
    !(command.kind === 'array' && dialect.id === 'opencode')
  ) {
    yield { message: 'has a command that is not a string', span: command.span };
  }
  if (isString(command) && command.value.trim() === '') {
    yield { message: 'has an empty command', span: command.span };
  }
  const args = child(node, 'args');
  if (args !== undefined && args.kind !== 'array') {
    yield { message: 'has args that are not an array', span: args.span };
  }
  if (args?.kind === 'array') {
    for (const item of args.items) {
      if (!isString(item))
        yield { message: 'has an argument that is not a string', span: item.span };
    }
  }
  for (const key of [dialect.envKey, 'headers']) {
    const map = child(node, key);
    if (map !== undefined && map.kind !== 'object') {
      yield { message: `has ${key} that is not an object`, span: map.span };
    }
  }
}

function entriesOf(node: ConfigNode | undefined): readonly Entry[] {
  if (node?.kind !== 'object') return [];
  return effectiveProperties(node).map(({ key, keySpan, value }) => ({
    name: key,
    keySpan,
    value,
  }));
}

function firstString(node: ConfigNode | null, keys: readonly string[]): StringAtom | null {
  for (const key of keys) {
    const value = child(node, key);
    if (isString(value)) return value;
  }
  return null;
}

function flag(node: ConfigNode | null, key: string): boolean | null {
  const value = child(node, key);
  return value?.kind === 'atom' && typeof value.value === 'boolean' ? value.value : null;
}
