import type { Document } from '../../config/document.ts';
import { atomsBelow, isString, type Atom, type Slice } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { keep } from '../../config/kept.ts';
import { findCredentials, type Credential } from './find.ts';
import { inputSpot, spotAt, spotsOf, whereOf, type Spot } from './places.ts';
import { sharesRun } from './shown.ts';
import { usesOf } from './uses.ts';
import { isSecretUse } from './vault-uses.ts';

/** A credential that stands in the file. */
export interface Literal {
  readonly spot: Spot;
  /** Exactly the secret. */
  readonly at: Slice;
  readonly found: Credential;
  /** As found, but a default password that goes to another machine is a secret like any other. */
  readonly kind: Credential['kind'];
  /** It travels over plain http to another machine. */
  readonly inClear: boolean;
  /** Such as `env GITHUB_TOKEN`; without any run of the secret. */
  readonly where: string;
}

/** Every literal in the strings of a server, in the order of the file. Kept per server: rule and grade both ask. */
export function literalsOf(server: Server): readonly Literal[] {
  return keep(server, readLiterals);
}

function readLiterals(server: Server): readonly Literal[] {
  return (
    spotsOf(server)
      .flatMap((spot) => literalsIn(spot, server))
      // A token of a known format is one also where the id of a secret belongs.
      .filter(({ at, found }) => found.format !== null || !isSecretUse(server, at))
  );
}

/** The literals in defaults and options of the inputs that this server takes; they reach it as those in it do. */
export function inputLiteralsOf(server: Server, document: Document): readonly Literal[] {
  const { literals } = keep(document, readInputs);
  if (literals.size === 0) return [];
  const taken = new Set(usesOf(server).flatMap(({ kind, id }) => (kind === 'input' ? [id] : [])));
  return [...taken].flatMap((id) => literals.get(id) ?? []);
}

/** The strings of inputs in which nothing was found: nobody has to look at them again. */
export function cleanInputs(document: Document): ReadonlySet<Atom> {
  return keep(document, readInputs).clean;
}

interface InputLiterals {
  /** By the id of their input. */
  readonly literals: ReadonlyMap<string, readonly Literal[]>;
  readonly clean: ReadonlySet<Atom>;
}

function readInputs(document: Document): InputLiterals {
  const literals = new Map<string, Literal[]>();
  const clean = new Set<Atom>();
  for (const { id, node } of document.inputs) {
    for (const atom of atomsBelow(node)) {
      if (!isString(atom)) continue;
      const own = inputSpot(atom);
      const found = literalsIn(own ?? spotAt(atom, '', 'input'), null);
      if (found.length === 0) {
        if (own !== null) clean.add(atom);
        continue;
      }
      const ofId = literals.get(id) ?? [];
      for (const literal of found) ofId.push(literal);
      literals.set(id, ofId);
    }
  }
  return { literals, clean };
}

/** The literals in one string; `server` is null for strings that belong to none. */
export function literalsIn(spot: Spot, server: Server | null): readonly Literal[] {
  return findCredentials(spot.text, spot).map((found) => {
    const remote = goesOut(spot, server) ? (server?.launch.remote ?? null) : null;
    const leaves = remote !== null && !remote.loopback;
    const where = whereOf(spot, found.name);
    const secret = spot.text.slice(found.start, found.end);
    return {
      spot,
      found,
      at: { atom: spot.atom, start: found.start, end: found.end },
      kind: found.kind === 'default' && leaves ? 'secret' : found.kind,
      inClear: leaves && remote.scheme === 'http',
      where: sharesRun(where, secret) ? generic[spot.place] : where,
    };
  });
}

const generic: Readonly<Record<Spot['place'], string>> = {
  env: 'env',
  header: 'a header',
  arg: 'an argument',
  url: 'the url',
  input: 'an input',
  other: 'the file',
};

/** Headers and addresses travel to the remote host. */
function goesOut({ atom, place }: Spot, server: Server | null): boolean {
  const remote = server?.launch.remote ?? null;
  if (remote === null) return false;
  return place === 'header' || place === 'url' || remote.headers.some(({ at }) => at.atom === atom);
}
