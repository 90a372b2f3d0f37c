import type { Dialect } from './dialects.ts';
import type { Atom, ConfigNode, StringAtom } from './node.ts';
import type { Server } from './server.ts';
import type { Lines, Span } from './text.ts';

/** One configuration file, read as far as it can be. */
export interface Document {
  readonly text: string;
  /** As given, with `/` separators. */
  readonly path: string;
  readonly dialect: Dialect;
  /** Null when nothing could be parsed. */
  readonly root: ConfigNode | null;
  readonly servers: readonly Server[];
  /** The file's `inputs`, where the client has them. */
  readonly inputs: readonly Input[];
  readonly errors: readonly { readonly message: string; readonly span: Span }[];
  readonly lines: Lines;
}

export interface Input {
  readonly id: string;
  readonly type: string;
  readonly password: boolean;
  readonly node: ConfigNode;
  readonly idAtom: StringAtom;
  readonly defaultAtom: Atom | null;
}

