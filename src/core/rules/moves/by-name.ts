import type { Document } from '../../config/document.ts';
import type { Op } from '../../config/edit.ts';
import type { HandsOn } from '../../config/dialects/dialect.ts';
import { keep } from '../../config/kept.ts';
import { child, isString, propertyOf, type ConfigNode } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import type { Refused } from './front.ts';
import type { Reference } from './references.ts';

/** What makes a client hand its secrets to a server by their names alone. */
export interface ByName {
  readonly ops: readonly Op[];
  readonly references: readonly Reference[];
}

/** The names of the variables of a server that starts by the launcher, in the list of the client; else the reason. */
export function handOnByName(
  document: Document,
  server: Server,
  { key }: HandsOn,
): ByName | Refused {
  const { client, keys } = document.dialect;
  const uses = namedUses(server);
  if (uses === null) {
    return {
      why: `${client} hands on variables and puts none into an argument: keep the launcher, or write the value in by hand`,
    };
  }
  const list = child(server.node, key);
  if (list !== undefined && list.kind !== 'array') {
    return { why: `${key} is no list: the launcher stays` };
  }
  if (!keep(document, withOwnNames).has(server)) {
    return {
      why: `another server has such a name for a secret of its own, and ${client} has one value a name: the launcher stays`,
    };
  }
  const listed = new Set((list?.items ?? []).map(nameOf));
  const names = new Set(uses.map(({ name }) => name));
  const env = child(server.node, keys.env);
  // What stands in the file comes before what is handed on.
  const inFile = [...names].filter((name) => propertyOf(env, name) !== undefined);
  return {
    ops: [
      ...inFile.map((name): Op => ({ op: 'remove', path: [...server.path, keys.env, name] })),
      ...[...names]
        .filter((name) => !listed.has(name))
        .map((name): Op => ({ op: 'append', path: [...server.path, key], value: name })),
    ],
    references: uses.map(({ id, name }) => ({ id, by: 'variable', name })),
  };
}

/** Names that are handed on no more, as the launcher gives these variables; the list with them when nothing is left in it. */
export function dropNames(
  { dialect, format, text }: Document,
  server: Server,
  names: ReadonlySet<string>,
): readonly Op[] {
  const key = dialect.handsOn?.key;
  const list = key === undefined ? undefined : child(server.node, key);
  if (key === undefined || list?.kind !== 'array') return [];
  const path = [...server.path, key];
  const dropped = [...list.items.keys()].filter((index) => {
    const item = list.items[index];
    return isString(item) && names.has(item.value);
  });
  // An empty one goes too: it must not matter whether a launch was put back in between.
  if (dropped.length === list.items.length && format?.holdsComment(text, list.span) === false) {
    return [{ op: 'remove', path }];
  }
  return dropped.map((index) => ({ op: 'remove', path: [...path, index] }));
}

/** The servers of which no other has the same name for something else: the client has only one value of it. */
function withOwnNames({ servers, dialect }: Document): ReadonlySet<Server> {
  const holders = new Map<string, string>();
  for (const server of servers) {
    const given = new Set(namedUses(server)?.map(({ name }) => name));
    for (const name of listedNames(server, dialect.keys)) {
      if (!given.has(name)) holders.set(name, '');
    }
  }
  return new Set(
    servers.filter((server) => {
      const uses = namedUses(server) ?? [];
      if (!uses.every(({ id, name }) => (holders.get(name) ?? id) === id)) return false;
      for (const { id, name } of uses) holders.set(name, id);
      return true;
    }),
  );
}

/** Null when an argument has a secret in it. */
function namedUses({ launch }: Server): readonly { id: string; name: string }[] | null {
  const uses = launch.secrets.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }]));
  return uses.length === launch.secrets.length ? uses : null;
}

function listedNames(
  { envNames, node }: Server,
  { secretNames }: Document['dialect']['keys'],
): readonly string[] {
  const kept = secretNames.flatMap((key) => {
    const list = child(node, key);
    return list?.kind === 'array' ? list.items.map(nameOf) : [];
  });
  return [...envNames.map(({ value }) => value), ...kept];
}

/** An item may be a table that says more than the name. */
function nameOf(item: ConfigNode): string {
  const found = item.kind === 'object' ? child(item, 'name') : item;
  return isString(found) ? found.value : '';
}
