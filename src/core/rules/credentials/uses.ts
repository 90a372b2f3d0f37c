import { isSecretName } from './names.ts';
import { spotAt, spotsOf, whereOf, type Spot } from './places.ts';
import type { Document } from '../../config/document.ts';
import {
  child,
  isString,
  nodeAt,
  type ArrayNode,
  type Path,
  type Slice,
  type StringAtom,
} from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { keep } from '../../config/kept.ts';

/** `${input:id}`, `${command:id}`, `${env:NAME}`, `${NAME}`, `{env:NAME}`, `%NAME%` in a value. */
export interface Use {
  readonly kind: 'input' | 'command' | 'env';
  readonly id: string;
  readonly at: Slice;
  readonly spot: Spot;
  /** What feeds it is a credential: the place has a name that says so. */
  readonly secret: boolean;
  /** Such as `env GITHUB_TOKEN`. */
  readonly where: string;
}

const REFERENCE =
  /\$\{(?:(input|command|env):)?([^{}:\s]{1,200})(?::-[^{}]*)?\}|\{env:(\w{1,200})\}|%(\w{1,200})%/g;
/** What a client fills in itself. */
const BUILT_IN =
  /^(?:workspaceFolder|workspaceRoot|workspaceFolderBasename|userHome|pathSeparator|\/|cwd|execPath|file\w*|relativeFile\w*|lineNumber|selectedText|HOME|USER|PWD|PATH|TMPDIR|USERPROFILE|APPDATA)$/;

/** Every reference in the strings of a server, in the order of the file. Kept per server: several rules ask. */
export function usesOf(server: Server): readonly Use[] {
  return keep(server, readUses);
}

function readUses(server: Server): readonly Use[] {
  const named = server.envNames.map((atom) => namedUse(atom));
  return [...spotsOf(server).flatMap((spot) => usesIn(spot)), ...named];
}

/** The name of a variable that stands under a key of its own; one that goes into a header is a credential. */
function namedUse(atom: StringAtom): Use {
  const { value, key } = atom;
  const place = atom.parent?.key === 'env_http_headers' ? 'header' : 'env';
  const spot = spotAt(atom, value, place);
  return {
    kind: 'env',
    id: value,
    at: { atom, start: 0, end: value.length },
    spot,
    secret: place === 'header' || key === 'bearer_token_env_var' || isSecretName(value),
    where: whereOf(spot, value),
  };
}

function usesIn(spot: Spot): readonly Use[] {
  const { atom } = spot;
  if (!/\$\{|\{env:|%\w/.test(spot.text)) return [];
  const found = new Map<number, Use>();
  for (const part of spot.parts) {
    for (const match of part.text.matchAll(REFERENCE)) {
      const [whole, kind, dollar, brace, percent] = match;
      const id = dollar ?? brace ?? percent ?? '';
      if (kind === undefined && BUILT_IN.test(id)) continue;
      const start = part.toOuter(match.index);
      const secret = part.role !== 'value' || isSecretName(part.name);
      if (found.get(start)?.secret === true) continue;
      found.set(start, {
        kind: kind === 'input' || kind === 'command' ? kind : 'env',
        id,
        at: { atom, start, end: part.toOuter(match.index + whole.length) },
        spot,
        secret,
        where: whereOf(spot, part.name),
      });
    }
  }
  return [...found.values()].sort((a, b) => a.at.start - b.at.start);
}

/** The inputs that VS Code knows for a server: those that stand beside its map of servers. */
export function inputsPath(server: Server): Path | null {
  return server.path.length < 2 ? null : [...server.path.slice(0, -2), 'inputs'];
}

const declared = new WeakMap<ArrayNode, ReadonlySet<string>>();

/** The ids that are declared for a server, where its client looks for them or beside its map. */
export function declaredInputs(document: Document, server: Server): DeclaredInputs {
  const path = inputsPath(server);
  const list = path === null ? undefined : nodeAt(document.root, path);
  const beside = list?.kind === 'array' ? idsIn(list) : null;
  return { has: (id) => document.inputsById.has(id) || beside?.has(id) === true };
}

interface DeclaredInputs {
  has(id: string): boolean;
}

/** Kept per list: every server of a map asks. */
function idsIn(list: ArrayNode): ReadonlySet<string> {
  const kept = declared.get(list);
  if (kept !== undefined) return kept;
  const ids = new Set<string>();
  for (const item of list.items) {
    const id = child(item, 'id');
    if (isString(id)) ids.add(id.value);
  }
  declared.set(list, ids);
  return ids;
}
