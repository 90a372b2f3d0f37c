import type { Launch } from '../launch/launch.ts';
import type { ConfigNode, Path, StringAtom } from './node.ts';
import type { Span } from './text.ts';

/** One entry of a server map. */
export interface Server {
  readonly name: string;
  /** The key with its quotes; the whole entry where servers stand in an array. */
  readonly nameSpan: Span;
  readonly path: Path;
  readonly node: ConfigNode | null;
  /** The span of name and value. */
  readonly span: Span;
  readonly env: readonly Entry[];
  readonly headers: readonly Entry[];
  readonly envFile: StringAtom | null;
  readonly url: StringAtom | null;
  /** `sandboxEnabled` with a network allow-list in `sandbox`, where the client has one. */
  readonly sandboxed: boolean;
  readonly disabled: boolean;
  /** What is wrong with the entry's shape, for `invalid-server`. */
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
  /** Read at first use and kept. */
  readonly launch: Launch;
}

/** NAME: value of an `env` or `headers` object. */
export interface Entry {
  readonly name: string;
  readonly keySpan: Span;
  readonly value: ConfigNode | null;
}
