import type { Atom, Slice } from '../config/node.ts';

/**
 * One word of a launch line after quotes are taken off. `text` is what the program receives; the slice is where it
 * stands. They differ when the line quotes or escapes it.
 */
export interface Word extends Slice {
  readonly text: string;
  /** Holds a `${…}` or a shell variable, so the text is not the final value. */
  readonly dynamic: boolean;
}

export type LaunchKind =
  | 'npm'
  | 'pypi'
  | 'nuget'
  | 'go'
  | 'image'
  | 'git'
  | 'remote'
  | 'shell'
  | 'program'
  | 'unknown';

/** What starting a server really runs, read once and shared by every rule. Parts that a launch lacks are empty. */
export interface Launch {
  readonly kind: LaunchKind;
  /** Package, image, repository, host or program: without tag, digest, userinfo and query. */
  readonly name: string | null;
  /** Tag, version, range or git ref as written. */
  readonly version: string | null;
  /** `sha256:…` of an image. */
  readonly digest: string | null;
  /** What fetches or starts it: `npx`, `uvx`, `docker`, …; null for a plain program. */
  readonly runner: string | null;
  /** What stood before the launch and was taken off, outermost first: `cmd /c`, `bash -c`, `sudo`, `op run`. */
  readonly wrappers: readonly string[];
  /** The wrapper among them that asks for the rights of the administrator: `sudo`, `doas`, … */
  readonly elevatedBy: Word | null;
  /** Everything fetched from a package registry; the first is the one that runs. */
  readonly packages: readonly PackageRef[];
  readonly image: ImageRef | null;
  readonly container: ContainerUse | null;
  /** Everything fetched from a git repository. */
  readonly git: readonly GitRef[];
  /** Code fetched from a plain address without a hash, such as a tarball given to npx. */
  readonly downloads: readonly Word[];
  readonly remote: Remote | null;
  readonly shell: ShellUse | null;
  readonly program: Word | null;
  /** What the server itself receives, its own flags included. */
  readonly args: readonly Word[];
  /** NAME=value given on the line: `env K=V`, `docker -e K=V`, `K=V cmd`. A null value is handed on from outside. */
  readonly assignments: readonly Assignment[];
  /** What our launcher gets from a vault at the start, in the order of the line. */
  readonly secrets: readonly SecretUse[];
  /** The runtime itself keeps the code to the permissions on the line: deno's flags. */
  readonly confined: boolean;
  /** For `unknown` and for parts not read: what could not be read, one clause without a period; else empty. */
  readonly why: string;
}

/**
 * `none`: no version; `tag`: a dist-tag such as latest; `exact`: one version; `hash`: that and its hash; `dynamic`: a
 * variable, known at the start only.
 */
export type Pin = 'none' | 'tag' | 'range' | 'exact' | 'hash' | 'dynamic';

export interface PackageRef {
  /** `crates`, `pub` and `maven` only where a line installs from them, or jbang fetches. */
  readonly ecosystem: 'npm' | 'pypi' | 'nuget' | 'go' | 'crates' | 'pub' | 'maven';
  readonly name: string;
  /** As written, without the separator. */
  readonly version: string | null;
  readonly pin: Pin;
  /** The whole spec, such as `@scope/name@1.2.3` or `name[extra]==1.2`. */
  readonly at: Slice;
  /** The version without its separator; null when none is written. */
  readonly versionAt: Slice | null;
  /** A registry given on the line; null for the user's own. */
  readonly registry: Word | null;
}

/**
 * Where a version settles its dependencies too: a tool of NuGet brings them along, Go chooses the lowest that the module's
 * own file names (go.dev/ref/mod#minimal-version-selection), and an artifact of Maven names each with a version.
 */
export const bundled: ReadonlySet<PackageRef['ecosystem']> = new Set(['nuget', 'go', 'maven']);

/** An image reference after the grammar of distribution/reference. */
export interface ImageRef {
  /** Host with port; `docker.io` when none is written. */
  readonly registry: string;
  /** With `library/` for a bare docker.io name. */
  readonly repository: string;
  /** As written, without tag and digest. */
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
  /** The whole reference. */
  readonly at: Slice;
  /** The tag without its colon. */
  readonly tagAt: Slice | null;
}

export interface ContainerUse {
  readonly engine: 'docker' | 'podman' | 'nerdctl';
  /** `run` or `create`, behind which options may stand; null where they make no container on this line. */
  readonly run: Word | null;
  /** In the order of the line; every flag before the image. */
  readonly options: readonly ContainerOption[];
}

export interface ContainerOption {
  /** The long name where there is one: `--volume` for `-v`. */
  readonly flag: string;
  /** Null for a flag that stands alone. */
  readonly value: string | null;
  /** The words to take away to drop this option: the flag, and its value when that is a word of its own. Empty inside a cluster such as `-it`. */
  readonly words: readonly Word[];
  /** The value, or the flag where there is none. */
  readonly at: Slice;
}

export interface GitRef {
  /** Without userinfo and query. */
  readonly url: string;
  readonly ref: string | null;
  /** `commit`: 40 or 64 hex digits. */
  readonly pin: 'none' | 'named' | 'commit';
  readonly at: Slice;
  readonly refAt: Slice | null;
  /** `nix`: the ref stands in the path of a flake reference; `other`: in an option of its own, or nowhere in this file. */
  readonly form?: 'nix' | 'other';
}

export interface Remote {
  readonly at: Slice;
  /** `dynamic`: the address is not known before the start. */
  readonly scheme: 'https' | 'http' | 'other' | 'dynamic';
  /** Lower case, without port; the empty string when unknown. */
  readonly host: string;
  readonly loopback: boolean;
  /** Headers given on the launch line; those of the `headers` field are in the server. */
  readonly headers: readonly Assignment[];
}

export interface Assignment {
  readonly name: string;
  readonly value: Word | null;
  /** The whole of `NAME=value`. */
  readonly at: Slice;
  /** Which option gave it: `--env`, `env`, `--header`, `shell`. */
  readonly by: string;
}

/** A secret that stands on the line by its id alone. */
export interface SecretUse {
  readonly id: string;
  /** The variable that it is put into; null in an argument. */
  readonly name: string | null;
  /** The whole of `NAME=id`, or of `{secret:id}`. */
  readonly at: Slice;
}

export interface ShellUse {
  /** `bash`, `sh`, `cmd`, `powershell`, … */
  readonly shell: string;
  /** Null when the shell runs a script file. */
  readonly script: Slice | null;
  readonly commands: readonly ShellCommand[];
}

export interface ShellCommand {
  readonly words: readonly Word[];
  /**
   * What joins it to the command before it: `|`, `&&`, `;`, …; null for the first. After those of the line come the
   * commands inside its words, the first of each with `$(`, a backtick, `<(`, or `-c` for a shell's own line.
   */
  readonly operator: string | null;
}

/** What the reader is given: the server's own fields. */
export interface LaunchParts {
  /** A string, or null. */
  readonly command: Atom | null;
  /** Strings and numbers, in order; those of a command array come first. */
  readonly args: readonly Atom[];
  readonly url: Atom | null;
}

/** A launch in which nothing has been read yet. */
export const emptyLaunch: Launch = {
  kind: 'unknown',
  name: null,
  version: null,
  digest: null,
  runner: null,
  wrappers: [],
  elevatedBy: null,
  packages: [],
  image: null,
  container: null,
  git: [],
  downloads: [],
  remote: null,
  shell: null,
  program: null,
  args: [],
  assignments: [],
  secrets: [],
  confined: false,
  why: '',
};
