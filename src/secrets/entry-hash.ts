import { createHash } from 'node:crypto';
import type { Document } from '../core/config/document.ts';
import {
  atomsBelow,
  effectiveProperties,
  isString,
  type Atom,
  type ConfigNode,
} from '../core/config/node.ts';
import type { Server } from '../core/config/server.ts';
import { literalsOf } from '../core/rules/credentials/literals.ts';

/** More than a person reads. UTF-16 units. */
const MAX_TEXT = 16 * 1024;
const REFERENCE = /\$\{input:([^}]{0,200})\}/g;

/**
 * SHA-256 (hex) over the whole entry of a server as its client reads it, and over the inputs that it names: every key and
 * value, but neither comments, formatting, the order of keys, nor the server's name. `sharing`: the names of the servers
 * that name the same secret, this one's too; none when there is no other.
 */
export function entryHash(
  server: Server,
  document: Document,
  sharing: readonly string[] = [],
): string {
  return sha256(canonicalEntry(server, document, new Set(), sharing));
}

/** What is hashed, for people: each text that holds a credential is a hash itself. Null when it is too long to be kept. */
export function entryText(
  server: Server,
  document: Document,
  sharing: readonly string[] = [],
): string | null {
  const hidden = new Set(literalsOf(server).map(({ at }) => at.atom));
  const text = canonicalEntry(server, document, hidden, sharing);
  return text.length > MAX_TEXT ? null : text;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function canonicalEntry(
  server: Server,
  document: Document,
  hidden: ReadonlySet<Atom>,
  sharing: readonly string[],
): string {
  const { node } = server;
  const entry = node === null ? 'null' : canonical(node, hidden);
  const ids = new Set(node === null ? [] : inputIds(node));
  // All of one name: clients differ in which they take.
  const inputs = document.inputs
    .filter(({ id }) => ids.has(id))
    .toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    // A default may be a credential; which it is makes no difference to what is shown.
    .map((input) => canonical(input.node, new Set([input.defaultAtom].filter((a) => a !== null))));
  const shared = sharing.length === 0 ? '' : `,"sharing":${JSON.stringify(sharing.toSorted())}`;
  return `{"entry":${entry},"inputs":[${inputs.join(',')}]${shared}}`;
}

function inputIds(node: ConfigNode): readonly string[] {
  return [...atomsBelow(node)]
    .filter(isString)
    .flatMap(({ value }) => [...value.matchAll(REFERENCE)].map(([, id = '']) => id));
}

/** Depth is bounded by the reader of the file. */
function canonical(node: ConfigNode, hidden: ReadonlySet<Atom>): string {
  if (node.kind === 'array')
    return `[${node.items.map((item) => canonical(item, hidden)).join(',')}]`;
  if (node.kind === 'object') {
    const properties = effectiveProperties(node)
      .flatMap(({ key, value }) => (value === null ? [] : [{ key, value }]))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    return `{${properties.map(({ key, value }) => `${JSON.stringify(key)}:${canonical(value, hidden)}`).join(',')}}`;
  }
  if (hidden.has(node)) return JSON.stringify(`sha256:${sha256(String(node.value)).slice(0, 16)}`);
  // JSON has no text for what a number of many digits becomes.
  return typeof node.value === 'number' ? String(node.value) : JSON.stringify(node.value);
}
