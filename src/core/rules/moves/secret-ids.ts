import type { Document } from '../../config/document.ts';
import { keep } from '../../config/kept.ts';
import { sharesRun } from '../credentials/shown.ts';

/** What the id of a secret is made of. */
export interface SecretPlace {
  /** The path of the document. */
  readonly path: string;
  readonly server: string;
  /** Where it stands, for a server that shares its name; else empty. */
  readonly within: string;
  /** The variable or flag. */
  readonly name: string;
  readonly kind: 'variable' | 'argument';
  /** Raised by callers to whom an id is taken already. */
  readonly salt: number;
}

/**
 * `<server>.<name>.<8 hex>`: the same for the same place, and none of `taken`. No part of it is shared with a secret.
 */
export function secretIdFor(
  place: SecretPlace,
  secrets: readonly string[],
  taken: ReadonlySet<string>,
): string {
  const readable = `${slug(place.server, 'server', secrets)}.${slug(place.name, 'secret', secrets)}`;
  for (let turn = place.salt; ; turn++) {
    const parts = [place.path, place.server + place.within, place.kind, place.name, String(turn)];
    const id = `${readable}.${hash(parts)}`;
    if (!taken.has(id)) return id;
  }
}

/** The ids of secrets that a document names already. Kept per document. */
export function namedSecretIds(document: Document): ReadonlySet<string> {
  return keep(document, readIds);
}

function readIds({ servers, text }: Document): ReadonlySet<string> {
  if (!text.includes('launch')) return new Set();
  return new Set(servers.flatMap(({ launch }) => launch.secrets.map(({ id }) => id)));
}

const LONGEST = 48;

function slug(text: string, fallback: string, secrets: readonly string[]): string {
  const words = text
    .slice(0, 4 * LONGEST)
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .slice(0, LONGEST)
    .replaceAll(/^-+|-+$/g, '');
  const tells = secrets.some((secret) => sharesRun(words, secret.toLowerCase()));
  return words === '' || tells ? fallback : words;
}

/** FNV-1a over the UTF-16 units, 64 bits folded into 32. */
function hash(parts: readonly string[]): string {
  let state = 0xcbf29ce484222325n;
  for (const unit of parts.join('\0')) {
    state = BigInt.asUintN(64, (state ^ BigInt(unit.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return Number((state >> 32n) ^ (state & 0xffffffffn))
    .toString(16)
    .padStart(8, '0');
}
