import { lowerOps, type Document } from '../../config/document.ts';
import type { JsonValue } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import type { TextEdit } from '../../config/text.ts';
import { launcherLabel } from '../../launch/mcp-launch.ts';
import { unwrapOps, type Unwrapped } from './unwrap.ts';

/** What puts the launches of servers back, and what keeps the others. */
export interface PutBack {
  /** One edit of the document; none when no server is put back. */
  readonly edits: readonly TextEdit[];
  readonly done: readonly { readonly server: Server; readonly unwrapped: Unwrapped }[];
  readonly left: readonly {
    readonly server: Server;
    /** One line, no period. */
    readonly why: string;
    /** That it would need. */
    readonly variables: readonly string[];
  }[];
}

/** Each takes a reading of the whole text. */
const MOST_ALONE = 100;

/** Takes the launcher off those of these servers that start by it, as far as that can be done. */
export function putBack(document: Document, servers: readonly Server[]): PutBack {
  const able: PutBack['done'][number][] = [];
  const left: PutBack['left'][number][] = [];
  for (const server of servers) {
    if (!server.launch.wrappers.includes(launcherLabel)) continue;
    const unwrapped = unwrapOps(document, server);
    if ('why' in unwrapped) left.push({ server, ...unwrapped });
    else able.push({ server, unwrapped });
  }
  const all = editsOf(document, able);
  // Where the file is broken at one server, the others need not wait for it.
  const done =
    all === null
      ? able.slice(0, MOST_ALONE).filter((one) => editsOf(document, [one]) !== null)
      : able;
  const edits = all ?? editsOf(document, done);
  const made = edits === null ? [] : done;
  const why = 'the change does not fit the file as it is now';
  const open = able
    .filter((one) => !made.includes(one))
    .map(({ server }) => ({ server, why, variables: [] }));
  return { edits: edits ?? [], done: made, left: [...left, ...open] };
}

function editsOf(document: Document, some: PutBack['done']): readonly TextEdit[] | null {
  const asked = new Set<string>();
  // Two servers may be given one secret, and then ask by the input of the first.
  const ops = some.flatMap(({ unwrapped: { ops: own, references } }) => {
    const known = new Set(asked);
    for (const { name } of references) asked.add(name);
    return own.filter((op) => op.op !== 'append' || !known.has(inputIdOf(op.value)));
  });
  return lowerOps(document, ops);
}

/** Empty for the name of a variable, which each server has in a list of its own. */
function inputIdOf(value: JsonValue): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : '';
  return typeof id === 'string' ? id : '';
}
