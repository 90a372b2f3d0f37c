import type { Document } from '../../config/document.ts';
import type { Op } from '../../config/edit.ts';
import { child, effectiveProperties, pathOf, type Path } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { replaceParts } from '../write.ts';
import { dropNames } from './by-name.ts';
import { frontFor, launcherCommand, textOf, type Front, type MoveTarget } from './front.ts';
import type { Move } from './index.ts';

/**
 * One set of ops for some moves of a server; those of several servers go together into one edit. Null when the launcher
 * cannot stand before it.
 */
export function moveOps(
  document: Document,
  server: Server,
  moves: readonly Move[],
  target: MoveTarget,
): readonly Op[] | null {
  if (moves.length === 0) return [];
  const front = frontFor(document, server, target);
  if ('why' in front) return null;
  const regions = moves.map(({ region, id }) => ({ region, id }));
  const variables = regions.flatMap(({ region, id }) =>
    region.kind === 'text' ? [] : ['--env', `${region.name}=${id}`],
  );
  const dropped = regions.flatMap(({ region }) =>
    region.kind === 'handed' && region.by === 'env' ? [Number(region.whole.atom.key)] : [],
  );
  const replaced = regions.flatMap(({ region, id }) => {
    if (region.kind === 'text') return [{ at: region.at, text: `{secret:${id}}` }];
    if (region.kind !== 'handed' || region.by === 'env') return [];
    return [{ at: region.whole, text: region.name }];
  });
  return [
    ...lineOps(front, target, variables, dropped),
    ...replaceParts(replaced),
    ...envOps(document, server, moves),
    ...(variables.length === 0 ? [] : dropNames(document, server, namesOf(moves))),
  ];
}

/** Of the variables that the launcher sets. */
function namesOf(moves: readonly Move[]): ReadonlySet<string> {
  return new Set(moves.flatMap(({ region }) => (region.kind === 'text' ? [] : region.name)));
}

/** What a fix that makes these moves does: reads after a verb of its own, names no value. */
export function describeMoves(moves: readonly Move[], server: Server): string {
  const [first, ...others] = moves.map(({ what }) => what.replace(/^(?:env|argument) /, ''));
  const last = others.pop();
  const names = last === undefined ? first : `${[first, ...others].join(', ')} and ${last}`;
  return `${names} of ${server.name}`;
}

function lineOps(
  front: Front,
  target: MoveTarget,
  variables: readonly string[],
  dropped: readonly number[],
): readonly Op[] {
  const { list, listPath, launcher, command } = front;
  const removals = new Set(dropped);
  if (launcher !== null) {
    const dashes = launcher.from + launcher.commandAt - 1;
    return [...insertAll(listPath, dashes, variables), ...removeAll(listPath, removals)];
  }
  const words = [...(target.vault === 'keychain' ? ['--keychain'] : []), ...variables, '--'];
  if (command === null) {
    return [
      ...insertAll(listPath, 0, [launcherCommand(target), ...words]),
      ...removeAll(listPath, removals),
    ];
  }
  words.push(textOf(command));
  const start: Op = { op: 'set', path: pathOf(command), value: launcherCommand(target) };
  if (list === null) return [start, { op: 'set', path: listPath, value: words }];
  if (list.items.length === 0) {
    return [start, ...words.map((value): Op => ({ op: 'append', path: listPath, value }))];
  }
  // The first argument goes: the command takes its place, so that nothing is put before what is not there.
  const takesPlace: Op[] = removals.delete(0)
    ? [{ op: 'set', path: [...listPath, 0], value: words.pop() ?? '' }]
    : [];
  return [start, ...insertAll(listPath, 0, words), ...takesPlace, ...removeAll(listPath, removals)];
}

function insertAll(path: Path, index: number, words: readonly string[]): readonly Op[] {
  return words.map((value) => ({ op: 'insert', path: [...path, index], value }));
}

function removeAll(path: Path, indexes: ReadonlySet<number>): readonly Op[] {
  return [...indexes].map((index) => ({ op: 'remove', path: [...path, index] }));
}

/** The variables go; the object with them when nothing is left in it, not even a comment. */
function envOps(document: Document, server: Server, moves: readonly Move[]): readonly Op[] {
  const key = document.dialect.keys.env;
  const env = child(server.node, key);
  const names = new Set(
    moves.flatMap(({ region }) => (region.kind === 'env' ? [region.name] : [])),
  );
  const some = moves.some(({ region }) => region.kind !== 'text');
  if (env?.kind !== 'object' || !some) return [];
  const path = [...server.path, key];
  const all = effectiveProperties(env).every((property) => names.has(property.key));
  const { format, text } = document;
  if (all && format?.holdsComment(text, env.span) === false) return [{ op: 'remove', path }];
  return [...names].map((name) => ({ op: 'remove', path: [...path, name] }));
}
