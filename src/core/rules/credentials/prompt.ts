import type { Document } from '../../config/document.ts';
import type { Op } from '../../config/edit.ts';
import { keep } from '../../config/kept.ts';
import type { Atom, Path, Slice } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import type { Assignment } from '../../launch/launch.ts';
import type { Fix } from '../fix.ts';
import { replaceParts } from '../write.ts';
import type { Literal } from './literals.ts';
import { takenInputIds } from './input-ids.ts';
import { wordsOf } from './names.ts';
import { sharesRun } from './shown.ts';
import { inputsPath } from './uses.ts';

/**
 * Puts `${input:id}` where the credential stands and declares a password input for it. A `docker -e NAME=value` moves
 * to `env`, so that the value does not show in the list of processes. Null where the client has no inputs.
 */
export function askForIt(literal: Literal, server: Server, document: Document): Fix | null {
  const path = inputsPath(server);
  if (path === null || !document.dialect.inputs) return null;
  const name = nameOf(literal, server);
  const id = freeId(document, name);
  const reference = `\${input:${id}}`;
  const declare = declareInput(path, id, descriptionOf(literal, server), true);
  const moved = moveToEnv(literal.at, reference, server, document);
  const title = `Ask for it with a password prompt (${reference})`;
  return moved === null
    ? {
        title,
        safety: 'unsafe',
        ops: [...replaceParts([{ at: literal.at, text: reference }]), declare],
      }
    : { title: `${title} and hand it on through env`, safety: 'unsafe', ops: [...moved, declare] };
}

/** Puts the client's own reference where the credential stands; null where it has none, or has inputs. */
export function takeFromEnvironment(
  literal: Literal,
  server: Server,
  document: Document,
): Fix | null {
  const { envReference, inputs } = document.dialect;
  if (envReference === null || inputs) return null;
  const variable = wordsOf(nameOf(literal, server)).join('_').toUpperCase();
  const reference = envReference(variable);
  return {
    title: `Take it from the environment as ${reference} (removes the value: set the variable first)`,
    safety: 'unsafe',
    ops: replaceParts([{ at: literal.at, text: reference }]),
  };
}

export function declareInput(path: Path, id: string, description: string, password: boolean): Op {
  const input = { type: 'promptString', id, description };
  return { op: 'append', path, value: password ? { ...input, password } : input };
}

/** What the new input or variable is called: the nearest name that says something, else one with the server's. */
function nameOf(literal: Literal, server: Server): string {
  const names = namesOf(literal);
  const own = names.find((name) => !GENERAL.test(name));
  if (own !== undefined) return own;
  const name = [...wordsOf(briefly(server)), ...wordsOf(names[0] ?? 'token')].join(' ');
  return /^[a-z\d][a-z\d ]*$/.test(name) && !sharesRun(name, secretOf(literal))
    ? name
    : 'credential';
}

/** Names that any server might use. */
const GENERAL =
  /^-{0,2}(?:password|authorization|header|user|key|token|secret|auth|api[-_]?key|access[-_]?token|config|env|cookie|h|e)$/i;

/** The names around the credential, nearest first, without those that hold a part of it in any case of letters. */
function namesOf(literal: Literal): readonly string[] {
  return [literal.found.name, literal.spot.name].filter(
    (name) =>
      /^[\w .-]{2,64}$/.test(name) &&
      wordsOf(name).length > 0 &&
      !sharesRun(`${name} ${name.toLowerCase()} ${name.toUpperCase()}`, secretOf(literal)),
  );
}

function secretOf({ at }: Literal): string {
  return String(at.atom.value).slice(at.start, at.end);
}

function descriptionOf(literal: Literal, server: Server): string {
  const { format, label } = literal.found;
  const says = format !== null && !sharesRun(label, secretOf(literal));
  const what = says ? label : (namesOf(literal)[0] ?? 'Credential').replace(/^-+/, '');
  return `${what} for ${briefly(server)}`;
}

/** A name may be as long as its file, and every credential asks for it. */
function briefly({ name }: Server): string {
  return name.length <= 64 ? name : `${name.slice(0, 63).toWellFormed()}…`;
}

/** Kebab case after the name, not yet declared and not yet referred to. */
function freeId(document: Document, name: string): string {
  const free = keep(document, noIds);
  const base = wordsOf(name).join('-').slice(0, 60);
  const id = free.get(base) ?? firstFree(base, takenInputIds(document));
  free.set(base, id);
  return id;
}

/** By their base: the same question gets the same answer. */
function noIds(): Map<string, string> {
  return new Map();
}

function firstFree(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  let n = 2;
  while (taken.has(`${base}-${n}`)) n++;
  return `${base}-${n}`;
}

/** `-e NAME=value` becomes `-e NAME`, with the value in `env`; null where that is not what stands there. */
function moveToEnv(
  at: Slice,
  reference: string,
  server: Server,
  document: Document,
): readonly Op[] | null {
  const { container, wrappers } = server.launch;
  if (container === null || wrappers.length > 0) return null;
  const given = keep(server, optionsByAtom)
    .get(at.atom)
    ?.find(({ value }) => isInside(at, value));
  const { name = '', value = null, at: whole } = given ?? {};
  if (value === null || whole === undefined) return null;
  if (keep(server, namesOfEnv).has(name)) return null;
  const text = String(at.atom.value);
  const kept = text.slice(value.start, at.start) + reference + text.slice(at.end, value.end);
  return [
    ...replaceParts([{ at: whole, text: name }]),
    { op: 'set', path: [...server.path, document.dialect.keys.env, name], value: kept },
  ];
}

/** The first few in each string: a line may hold thousands, and every credential in it looks for its own. */
function optionsByAtom({ launch }: Server): ReadonlyMap<Atom, readonly Assignment[]> {
  const byAtom = new Map<Atom, Assignment[]>();
  for (const assignment of launch.assignments) {
    if (assignment.by !== '--env') continue;
    const { atom } = assignment.at;
    const known = byAtom.get(atom);
    if (known === undefined) byAtom.set(atom, [assignment]);
    else if (known.length < MOST_IN_A_LINE) known.push(assignment);
  }
  return byAtom;
}

const MOST_IN_A_LINE = 50;

function namesOfEnv({ env }: Server): ReadonlySet<string> {
  return new Set(env.map(({ name }) => name));
}

/** Inside the value, which stands in the text as the program receives it. */
function isInside(at: Slice, value: (Slice & { readonly text: string }) | null): boolean {
  if (value === null || value.atom !== at.atom || value.start > at.start || value.end < at.end)
    return false;
  return String(value.atom.value).slice(value.start, value.end) === value.text;
}
