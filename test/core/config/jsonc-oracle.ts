import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { corpusFolder } from '../../corpus/corpus-folder.ts';

/** Reads with jsonc-parser alone: what the tests compare our reader and writer with. */

export type Data = string | number | boolean | null | Data[] | Map<string, Data>;

export interface Read {
  readonly data: Data | undefined;
  readonly errors: readonly ParseError[];
}

const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const END = 17;

export function read(text: string): Read {
  const errors: ParseError[] = [];
  const root = parseTree(blankBom(text), errors, { allowTrailingComma: true });
  return { data: root === undefined ? undefined : dataOf(root), errors };
}

/** Objects as maps, so that `__proto__` is a key like any other. */
function dataOf(node: Node): Data {
  if (node.type === 'array') return (node.children ?? []).map(dataOf);
  if (node.type !== 'object') return node.value as Data;
  const map = new Map<string, Data>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key !== undefined && value !== undefined) map.set(String(key.value), dataOf(value));
  }
  return map;
}

/** The comments in the order of the file. */
export function commentsOf(text: string): string[] {
  const scanner = createScanner(blankBom(text), false);
  const comments: string[] = [];
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    if (kind !== LINE_COMMENT && kind !== BLOCK_COMMENT) continue;
    comments.push(text.slice(scanner.getTokenOffset(), scanner.getPosition()));
  }
  return comments;
}

export function blankBom(text: string): string {
  return text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
}

export function sameData(a: Data | undefined, b: Data | undefined): boolean {
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    for (const [key, item] of a) if (!b.has(key) || !sameData(item, b.get(key))) return false;
    return true;
  }
  if (!Array.isArray(a)) return Object.is(a, b);
  return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameData(item, b[i]));
}

export interface CorpusFile {
  readonly path: string;
  readonly text: string;
}

/** Every JSON file of the corpus; empty when the corpus is not on this machine. */
export function corpusFiles(): readonly CorpusFile[] {
  if (corpusFolder === null) return [];
  const folder = corpusFolder;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}
