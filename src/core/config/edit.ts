import type { JsonValue, Path } from './node.ts';

/**
 * One change of a document, as data.
 * - `set`: the value at `path` becomes `value`; a missing property (and missing objects above it) is added at the end.
 * - `append`: `value` is added at the end of the array at `path`, which is made when it is missing.
 * - `insert`: `value` is added before the array item at `path`; several before one item in their order.
 * - `remove`: the property or array item at `path` goes, with its comma.
 * - `rename`: the property at `path` gets the name `key`.
 * All paths of one fix refer to the document as it is before the fix.
 */
export type Op =
  | { readonly op: 'set'; readonly path: Path; readonly value: JsonValue }
  | { readonly op: 'append'; readonly path: Path; readonly value: JsonValue }
  | { readonly op: 'insert'; readonly path: Path; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'rename'; readonly path: Path; readonly key: string };
