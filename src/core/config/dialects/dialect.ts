import type { ConfigNode, Path } from '../node.ts';
import type { ServerFields } from '../server-fields.ts';
import type { Approval } from './approval.ts';
import type { Expansion } from './variables.ts';

/**
 * One kind of file of one client. A new client is a new row: what rules ask of a client, its row says. Rows of one client
 * share their id.
 */
export interface Dialect {
  /** The client's; stable; stands in reports and in settings: `vscode`, `claude-code`, … */
  readonly id: string;
  /** The client's name as people write it. */
  readonly client: string;
  /** The ends of paths with `/` separators, `*` being any part of one name: files of a workspace. */
  readonly files: readonly string[];
  /** The same for files of the user, wherever the user's folder is. */
  readonly userNames: readonly string[];
  /** Where the user's files are. */
  readonly userFiles: readonly UserFile[];
  /**
   * `servers`: the file is for servers. `settings`: it is for many things, and of no concern without a map of servers or
   * an approval. `guess`: the name only says MCP; the content tells what it is.
   */
  readonly holds: 'servers' | 'settings' | 'guess';
  /** Where the client looks for its servers; `*` is any key. */
  readonly roots: readonly Path[];
  /** Where people put them by mistake, and the client does not look. */
  readonly wrongRoots: readonly Path[];
  /** A wrong root under which another client finds servers in a file of this name. */
  readonly rootOfOther?: { readonly key: string; readonly client: string };
  /** Keys without which a file that other rows name too is not this one. */
  readonly onlyWith?: readonly string[];
  /** Whether a file without any root key may be the map itself. */
  readonly bareMap: boolean;
  /** How servers stand under a root: by name, or one after the other with the name inside. */
  readonly entries: 'map' | 'list' | 'either';
  readonly keys: Keys;
  /** For an entry that keys alone do not tell; what it leaves out is read by the keys. */
  readonly fields?: (node: ConfigNode) => Partial<ServerFields>;
  /** Which entries under a root are no servers; none when it is left out. */
  readonly isOther?: (node: ConfigNode) => boolean;
  /** `none`: it connects to no address of this file; `typed`: only to one that stands beside a `type`. */
  readonly addresses?: 'none' | 'typed';
  /** Which entries only set up a server whose launch the client has from elsewhere; none when it is left out. */
  readonly isKnownElsewhere?: (node: ConfigNode) => boolean;
  /** Where an entry of a list says its name. */
  readonly nameKeys: readonly string[];
  /** What the client's reader of JSON takes beyond the standard; null: not known. */
  readonly comments: boolean | null;
  readonly trailingCommas: boolean | null;
  /** The file has `inputs` and expands `${input:…}`. */
  readonly inputs: boolean;
  /** The file has `sandbox` and servers have `sandboxEnabled`. */
  readonly sandbox: boolean;
  /** How this client writes a reference to an environment variable; null when it has none. */
  readonly envReference: ((name: string) => string) | null;
  /** How it wants a secret where no text of the file can refer to one; null when it takes none, or that is not known. */
  readonly handsOn: HandsOn | null;
  /** What it puts something else in place of; empty: nothing. Null: not known, so nothing is said. */
  readonly variables: readonly Expansion[] | null;
  /** Where it is told that tools need not be asked for. */
  readonly approvals: readonly Approval[];
  /**
   * Where the launcher that hands a secret to a server is found: shipped with this extension, or installed for the user.
   * Null: the file is not of the machine that starts the server.
   */
  readonly launcher: 'editor' | 'keychain' | null;
  /** Another client that reads the same file, and leaves out what it does not take. */
  readonly guest?: Guest;
  /** Of two servers of one name in files of different reach; null: not known, or both run. */
  readonly sameName: 'nearest-wins' | null;
}

export interface Guest {
  /** Of its rows. */
  readonly id: string;
  readonly client: string;
  /** The only keys that an entry with a command may have, and one with an address. */
  readonly localKeys: readonly string[];
  readonly remoteKeys: readonly string[];
}

/** What the fields of a server are called, the client's own name first. */
export interface Keys {
  readonly command: string;
  /** `words`: the command and its arguments are one array. */
  readonly commandIs: 'text' | 'words';
  readonly args: string;
  readonly env: string;
  readonly envFile: string;
  readonly cwd: string;
  readonly url: readonly string[];
  readonly headers: readonly string[];
  /** Keys whose texts are names of variables of the environment that the server, or its header, gets. */
  readonly envNames: readonly string[];
  /** Keys whose texts are names of secrets that the client keeps itself and hands to the server. */
  readonly secretNames: readonly string[];
}

/** Variables that a client gives to a server from outside the file, by their names alone. */
export interface HandsOn {
  /** Of the list of the names, in the entry of a server. */
  readonly key: string;
  /** Where it has them from, in a few words. */
  readonly from: string;
}

export interface UserFile {
  readonly os: 'windows' | 'macos' | 'linux' | 'any';
  /**
   * `~` is the home folder; `%APPDATA%`, `%LOCALAPPDATA%`, `%PROGRAMDATA%`, `%PROGRAMFILES%` and `$XDG_CONFIG_HOME`
   * (default `~/.config`) are expanded by who reads it; `*` is any name in that folder.
   */
  readonly path: string;
}
