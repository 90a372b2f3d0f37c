import type { Document } from '../../config/document.ts';
import type { Op } from '../../config/edit.ts';
import { pathOf } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { secretsInArgument } from '../../launch/launcher-words.ts';
import { declareInput } from '../credentials/prompt.ts';
import { replaceParts } from '../write.ts';
import { handOnByName } from './by-name.ts';
import { frontOf, textOf, type Front } from './front.ts';
import { referringOf, variableFor, withoutHash, type Reference } from './references.ts';

/** A launch as it was before the launcher, with references where the secrets go. */
export interface Unwrapped {
  readonly ops: readonly Op[];
  /** Reads as the title of a fix; names no value. */
  readonly description: string;
  /** What the client asks for from now on, or what must be set where it starts. */
  readonly references: readonly Reference[];
}

/** Why the launcher stays, and the variables that the server would need. */
export interface StaysWrapped {
  /** One line, no period. */
  readonly why: string;
  readonly variables: readonly string[];
}

/**
 * Takes the launcher off a server: a password prompt where the client has one, else a reference that it expands, else the
 * name of the variable where the client hands that on. Ops of several servers go together into one edit.
 */
export function unwrapOps(document: Document, server: Server): Unwrapped | StaysWrapped {
  const front = frontOf(document, server);
  if ('why' in front) return { why: front.why, variables: [] };
  const { launcher, list } = front;
  if (launcher === null || list === null) {
    return { why: 'the server is not started through the launcher', variables: [] };
  }
  const { dialect } = document;
  const referring = referringOf(document, server);
  if (referring === null) return withoutReferences(document, server, { front, launcher });
  const references = new Map<string, Reference>();
  const write = (id: string, name: string | null): string => {
    const reference = referring.referenceTo(id, name);
    references.set(reference.name, reference);
    return referring.write(reference);
  };
  const variables = launcher.env.map(({ name, id }): Op => {
    const path = [...server.path, dialect.keys.env, name];
    return { op: 'set', path, value: write(id, name) };
  });
  const replaced = list.items.slice(front.argsFrom).flatMap((item) =>
    item.kind !== 'atom'
      ? []
      : secretsInArgument(textOf(item)).map(({ id, start, end }) => ({
          at: { atom: item, start, end },
          text: write(id, null),
        })),
  );
  const declared = [...references.values()].flatMap(({ id, name }): readonly Op[] => {
    if (referring.inputs === null || document.inputsById.has(name)) return [];
    return [declareInput(referring.inputs, name, `${nameIn(id)} for ${briefly(server)}`, true)];
  });
  const how =
    referring.inputs === null
      ? 'take its secrets from the environment'
      : 'ask with a password prompt';
  return {
    ops: [
      ...lineOps(front, launcher.command),
      ...replaceParts(replaced),
      ...variables,
      ...declared,
    ],
    description: `Put the launch of ${briefly(server)} back and ${how}`,
    references: [...references.values()],
  };
}

/** By the names of the variables, where the client has a list of these. */
function withoutReferences(
  document: Document,
  server: Server,
  { front, launcher }: { readonly front: Front; readonly launcher: { readonly command: string } },
): Unwrapped | StaysWrapped {
  const { client, handsOn, variables } = document.dialect;
  const takes = variables === null ? 'is not known to take a secret' : 'takes no secret';
  const named =
    handsOn === null
      ? {
          why: `${client} ${takes} from outside its file: keep the launcher, or write the values in by hand`,
        }
      : handOnByName(document, server, handsOn);
  if ('why' in named) {
    const { secrets } = server.launch;
    const names = secrets.map(({ id, name }) => name ?? variableFor(document, id, null));
    return { why: named.why, variables: [...new Set(names)] };
  }
  return {
    ops: [...lineOps(front, launcher.command), ...named.ops],
    description: `Put the launch of ${briefly(server)} back and take its secrets from ${handsOn?.from ?? ''}`,
    references: named.references,
  };
}

/** The launcher and its words go, the command comes to its place. */
function lineOps({ command, listPath, argsFrom }: Front, text: string): readonly Op[] {
  // In an array the command is the last word before the arguments, and stays.
  const count = command === null ? argsFrom - 1 : argsFrom;
  const removals = Array.from({ length: count }, (_, index): Op => ({
    op: 'remove',
    path: [...listPath, index],
  }));
  return command === null
    ? removals
    : [{ op: 'set', path: pathOf(command), value: text }, ...removals];
}

/** The middle of an id. */
function nameIn(id: string): string {
  const [, name = ''] = withoutHash(id).split('.');
  return name === '' ? 'Secret' : name;
}

/** A name may be as long as its file. */
function briefly({ name }: Server): string {
  return name.length <= 64 ? name : `${name.slice(0, 63).toWellFormed()}…`;
}
