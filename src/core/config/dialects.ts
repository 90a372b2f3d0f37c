import type { Path } from './node.ts';

/** One client's file format. A new client is a new row. */
export interface Dialect {
  /** Stable; stands in reports: `vscode`, `claude-code`, … */
  readonly id: string;
  /** The client's name as people write it. */
  readonly client: string;
  /** Tested against the path with `/` separators. */
  readonly files: RegExp;
  /** Where the map of servers stands; the first is the client's own. */
  readonly roots: readonly Path[];
  /** Whether a file without any root key may be the map itself. */
  readonly bareMap: boolean;
  /** The file has `inputs` and expands `${input:…}`. */
  readonly inputs: boolean;
  /** How this client writes a reference to an environment variable; null when it has none. */
  readonly envReference: ((name: string) => string) | null;
  /** Keys of a server that approve tools without asking. */
  readonly approvalKeys: readonly string[];
  /** Files of the user, not of a workspace. `home`-relative, per system. */
  readonly userFiles: readonly UserFile[];
}

export interface UserFile {
  readonly os: 'windows' | 'macos' | 'linux' | 'any';
  /** With `~` for the home folder, `%APPDATA%` and `$XDG_CONFIG_HOME` (default `~/.config`) expanded by the reader. */
  readonly path: string;
}
