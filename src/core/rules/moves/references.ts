import type { Document } from '../../config/document.ts';
import { keep } from '../../config/kept.ts';
import { isEncrypted } from '../credentials/feeds.ts';
import { inputsPath, usesOf } from '../credentials/uses.ts';
import type { Path } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';

/** What stands for a secret where no launcher does. */
export interface Reference {
  /** Of the secret. */
  readonly id: string;
  readonly by: 'input' | 'variable';
  /** The id of the input, or the name of the variable. */
  readonly name: string;
}

/** How a client refers to secrets by itself. */
export interface Referring {
  /** Where inputs are declared; null where variables are taken from the environment. */
  readonly inputs: Path | null;
  /** `name`: the variable of the server that it goes to. */
  referenceTo(id: string, name: string | null): Reference;
  write(reference: Reference): string;
}

/** Null where the client expands no reference. */
export function referringOf(document: Document, server: Server): Referring | null {
  const { dialect } = document;
  const inputs = dialect.inputs ? inputsPath(server) : null;
  if (inputs !== null) {
    return {
      inputs,
      referenceTo: (id) => ({ id, by: 'input', name: keep(document, inputNames).get(id) ?? id }),
      write: ({ name }) => `\${input:${name}}`,
    };
  }
  const { envReference } = dialect;
  if (dialect.inputs || envReference === null) return null;
  return {
    inputs,
    referenceTo: (id, name) => ({ id, by: 'variable', name: variableFor(document, id, name) }),
    write: ({ name }) => envReference(name),
  };
}

/** The variable that a secret comes from: that of the server, where no other secret of the file has the same. */
export function variableFor(document: Document, id: string, name: string | null): string {
  return keep(document, variableNames).get(keyOf(id, name)) ?? name ?? variableOf(id);
}

/** By id: each secret of the file has an input of its own. One that is declared and a password is from an earlier time. */
function inputNames({ servers, inputsById }: Document): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id } of servers.flatMap(({ launch }) => launch.secrets)) {
    if (names.has(id)) continue;
    const wanted = id.replaceAll('.', '-');
    let name = wanted;
    for (let n = 2; taken.has(name) || isOther(name); n++) name = `${wanted}-${n}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;

  function isOther(name: string): boolean {
    const known = inputsById.get(name);
    return known !== undefined && !isEncrypted(known);
  }
}

/** Two servers may call different secrets by one name, and the environment has only one of it. */
function variableNames({ servers }: Document): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const holders = new Map<string, string>();
  for (const server of servers) {
    for (const use of usesOf(server)) if (use.kind === 'env') holders.set(use.id, '');
  }
  for (const { id, name } of servers.flatMap(({ launch }) => launch.secrets)) {
    const key = keyOf(id, name);
    if (names.has(key)) continue;
    const isFree = (wanted: string): boolean => (holders.get(wanted) ?? id) === id;
    let variable = name !== null && isFree(name) ? name : variableOf(id);
    for (let n = 2; !isFree(variable); n++) variable = `${variableOf(id)}_${n}`;
    holders.set(variable, id);
    names.set(key, variable);
  }
  return names;
}

function keyOf(id: string, name: string | null): string {
  return `${id} ${name ?? ''}`;
}

/** `github.api-key.1a2b3c4d` as a variable: GITHUB_API_KEY. */
function variableOf(id: string): string {
  const words = withoutHash(id)
    .toUpperCase()
    .replaceAll(/[^A-Z\d]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[A-Z]/.test(words) ? words : `SECRET_${words}`;
}

/** The part of an id that people read. */
export function withoutHash(id: string): string {
  return id.replace(/\.[0-9a-f]{8}$/, '');
}
