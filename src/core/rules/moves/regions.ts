import type { Document } from '../../config/document.ts';
import { keep } from '../../config/kept.ts';
import { child, type Atom, type ConfigNode, type Slice } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { isVariableName } from '../../launch/launcher-words.ts';
import type { Assignment } from '../../launch/launch.ts';
import { programName } from '../../launch/words.ts';
import type { Literal } from '../credentials/literals.ts';
import { textOf, type Front, type Refused } from './front.ts';
import { linesOfCode } from './code.ts';

/**
 * What moves for a credential.
 * - `env`: a whole variable of the entry.
 * - `handed`: NAME=value of a container or of `env` on the line, which takes it from the environment as well.
 * - `text`: part of an argument, or the whole of it: the launcher puts it back at the start.
 */
export type Region =
  | { readonly kind: 'env'; readonly name: string; readonly at: Slice }
  | {
      readonly kind: 'handed';
      readonly name: string;
      readonly at: Slice;
      /** The whole of NAME=value. */
      readonly whole: Slice;
      /** The option keeps its name; a word of `env` goes. */
      readonly by: 'container' | 'env';
    }
  | {
      readonly kind: 'text';
      readonly at: Slice;
      /** The variable that it is the value of; null for any other text. */
      readonly name: string | null;
    };

/** What moves for one credential, or why nothing does. */
export function regionOf(
  literal: Literal,
  front: Front,
  server: Server,
  document: Document,
): Region | Refused {
  const { atom } = literal.at;
  const { parent } = atom;
  if (parent !== null && parent === child(front.node, document.dialect.keys.env)) {
    return envRegion(atom, parent, front);
  }
  if (atom === front.command) return { why: 'it stands in the command itself' };
  if (parent === null || parent !== front.list) return { why: elsewhere(literal) };
  const index = Number(atom.key);
  if (index < front.argsFrom) {
    const isCommand = index === front.argsFrom - 1;
    return {
      why: isCommand
        ? 'it stands in the command itself'
        : 'it stands where the id of a secret belongs',
    };
  }
  return argumentRegion(literal, index, front, server);
}

function elsewhere({ spot }: Literal): string {
  if (spot.place === 'header' || spot.place === 'url') {
    return 'the client sends it itself: use the password prompt';
  }
  return 'it is no part of the launch';
}

/** What the launcher, or the system before it, reads; the rest runs code, and code is no secret. */
const RESERVED =
  /^(?:MCP_LAUNCH_.*|PATH|PATHEXT|HOME|XDG_RUNTIME_DIR|TMPDIR|TEMP|TMP|SYSTEMROOT|COMSPEC|NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|(?:LD|DYLD|ELECTRON)_.*|BASH_ENV|ENV|PYTHON(?:STARTUP|PATH|HOME))$/i;
/** What container engines read for themselves. */
const ENGINE =
  /^(?:(?:DOCKER|BUILDKIT|BUILDX|COMPOSE|CONTAINERS?|CONTAINERD|NERDCTL|PODMAN|REGISTRY|XDG|SSH|SSL|DBUS)_.*|(?:HTTPS?|NO|ALL|FTP)_PROXY|USER)$/i;

function envRegion(atom: Atom, env: ConfigNode, front: Front): Region | Refused {
  const name = String(atom.key);
  if (!isVariableName(name)) return { why: 'the launcher sets no variable of this name' };
  if (RESERVED.test(name)) return { why: 'the launcher itself starts by this variable' };
  const same = env.kind === 'object' ? env.properties.filter(({ key }) => key === name) : [];
  if (same.length > 1) return { why: 'the variable stands twice in the entry' };
  if (isGiven(name, front)) return { why: 'the launcher sets this variable already' };
  return { kind: 'env', name, at: wholeAtom(atom) };
}

function isGiven(name: string, { launcher }: Front): boolean {
  return launcher?.env.some((known) => known.name === name) === true;
}

function wholeAtom(atom: Atom): Slice {
  return { atom, start: 0, end: String(atom.value).length };
}

function argumentRegion(
  { at }: Literal,
  index: number,
  front: Front,
  server: Server,
): Region | Refused {
  const { atom } = at;
  const given = keep(server, assignmentsOf).byAtom.get(atom);
  if (given?.value !== undefined && given.value !== null && isWritten(given, at)) {
    const { value, name, at: whole } = given;
    const slice = { atom, start: value.start, end: value.end };
    const by = handedBy(given, index, front, server);
    return by === null
      ? { kind: 'text', at: slice, name }
      : { kind: 'handed', name, at: slice, whole, by };
  }
  // What is run stays readable: a script, an address, the name of a package.
  if (linesOfCode(server).has(atom)) return { kind: 'text', at, name: null };
  const text = textOf(atom);
  const start = /^-{1,2}[A-Za-z][\w.-]{0,63}=/.exec(text)?.[0].length ?? 0;
  if (start > at.start) return { why: 'it stands in the name of a flag' };
  return { kind: 'text', at: { atom, start, end: text.length }, name: null };
}

/** Looked up once: a line may hold thousands. An atom that holds several is a line, and none of them is all of it. */
function assignmentsOf({ launch }: Server) {
  const byAtom = new Map<Atom, Assignment>();
  const counts = new Map<string, number>();
  for (const assignment of launch.assignments) {
    byAtom.set(assignment.at.atom, assignment);
    counts.set(assignment.name, (counts.get(assignment.name) ?? 0) + 1);
  }
  return { byAtom, counts };
}

/** An assignment that is all of an argument but its flag, with the credential in its value, as the program gets it. */
function isWritten({ value, at: whole, name }: Assignment, at: Slice): boolean {
  if (value === null || value.atom !== at.atom || whole.atom !== at.atom) return false;
  if (value.start > at.start || value.end < at.end) return false;
  const text = textOf(at.atom);
  return (
    whole.end === text.length &&
    text.slice(whole.start) === `${name}=${value.text}` &&
    /^(?:|--env=|-[A-Za-z]*e)$/.test(text.slice(0, whole.start))
  );
}

/** Wrappers that hand their whole environment on. */
const CLEAR = new Set([
  ...['mcp-launch', 'cmd /c', 'nice', 'nohup', 'time', 'timeout', 'stdbuf', 'setsid', 'ionice'],
  ...['caffeinate', 'tini', 'dumb-init', 'winpty', 'unbuffer'],
]);

/** Who takes the variable from the environment as well; null where it would mean something else there. */
function handedBy(
  { name, by }: Assignment,
  index: number,
  front: Front,
  server: Server,
): 'container' | 'env' | null {
  const { launch, env } = server;
  if (!isVariableName(name) || RESERVED.test(name) || isGiven(name, front)) return null;
  if (env.some((entry) => entry.name === name)) return null;
  if ((keep(server, assignmentsOf).counts.get(name) ?? 0) > 1) return null;
  if (by === '--env' && launch.container !== null) {
    return !ENGINE.test(name) && launch.wrappers.every((wrapper) => CLEAR.has(wrapper))
      ? 'container'
      : null;
  }
  if (by !== 'env') return null;
  const items = front.list?.items ?? [];
  const command =
    front.command !== null && front.launcher === null ? front.command : items[front.argsFrom - 1];
  const before = items.slice(front.argsFrom, index);
  const leads = before.every((item) => /^[A-Za-z_]\w*=/.test(textOf(item)));
  return programName(textOf(command)) === 'env' && leads ? 'env' : null;
}
