import type { Path } from '../node.ts';

/** A place of a file that lets tools run, or servers start, without asking. */
export interface Approval {
  /** `server`: the path begins at the entry of a server; `file`: at the root. */
  readonly of: 'server' | 'file';
  /** `*` is any key. */
  readonly path: Path;
  readonly what: 'tools' | 'servers';
  /** Values, or items of the list, that mean every one. */
  readonly all: readonly (string | boolean)[];
  /** Items that mean every tool of one server, which is their first group. */
  readonly whole?: RegExp;
  /** Values by which the one is meant that the key before is called after; then a list means nothing. */
  readonly one?: readonly string[];
  /** Which items of the list are meant; every one when it is left out. */
  readonly items?: RegExp;
  /** The title of the fix, which drops the value; about tools when it is left out. */
  readonly title?: string;
}

/** A key of a server with `true`, `"*"` or the names of tools. */
export function toolList(key: string): Approval {
  return { of: 'server', path: [key], what: 'tools', all: [true, '*'] };
}
