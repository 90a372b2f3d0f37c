import type { Fact, Answers, Query } from '../core/rules/facts.ts';
import type { Lookup } from './addresses.ts';
import type { HostPolicy } from './hosts.ts';
import type { Http } from './http.ts';
import type { TrustRoot } from './trust-root.ts';

export type QueryOf<Kind extends Query['kind']> = Extract<Query, { readonly kind: Kind }>;

/**
 * The absolute path of the trusted workspace folder whose own registry settings count besides the user's; null: the
 * user's alone.
 */
export type Place = string | null;

/** Where a question goes. */
export type Address =
  | {
      readonly ok: true;
      /** What is asked of whom, in one text: two questions with one key have one answer. No credential in it. */
      readonly key: string;
      /** Shown to people, with its port where it has one. */
      readonly host: string;
      /** Who named the host: only `file` needs the person to pick the question. */
      readonly namedBy: 'known' | 'user' | 'file';
    }
  | { readonly ok: false; readonly why: string };

/** One question on its way. */
export interface Errand {
  /** Hosts of the extension's own setting or of `--registry-host`. */
  readonly userHosts: HostPolicy['userHosts'];
  /** A person has just picked an action that names the host. */
  readonly picked: boolean;
  readonly place: Place;
  readonly signal: AbortSignal;
}

/** One kind of registry: turns its kind of question into a fact. No method throws or rejects. */
export interface Source<Kind extends Query['kind']> {
  /** Reads the settings that say where questions go; at once when they are read already. */
  ready(place: Place): Promise<void>;
  /** After `ready`; undefined before. Sends nothing. `userHosts` as in `Errand`. */
  address(
    query: QueryOf<Kind>,
    place: Place,
    userHosts: HostPolicy['userHosts'],
  ): Address | undefined;
  ask(query: QueryOf<Kind>, errand: Errand): Promise<Fact<Answers[Kind]>>;
  /** Checks a value that was kept between runs. */
  accepts(value: unknown): value is Answers[Kind];
  /** Forgets settings, tokens and credentials. */
  forget(): void;
}

/** The person's own side of things: never a workspace's. */
export interface UserSide {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Gets a credential from a helper program of docker, `docker-credential-<name>`, by its protocol. */
  readonly helper?: CredentialHelper | undefined;
  /** Runs a scanner of images that is installed. */
  readonly runProgram?: RunProgram | undefined;
}

/**
 * Runs a program that is named here and by nobody else, found outside every workspace. Null: it is not installed. Rejects
 * with one line when it cannot be run, takes too long or says too much.
 */
export type RunProgram = (
  program: string,
  args: readonly string[],
  limits: { readonly timeLimit?: number; readonly maxOutput?: number },
  signal: AbortSignal,
) => Promise<{ readonly code: number | null; readonly output: string } | null>;

/** `server` as docker keys it. Null: it has none for this server. Rejects with one line when it cannot be run. */
export type CredentialHelper = (
  name: string,
  server: string,
  signal: AbortSignal,
) => Promise<{ readonly username: string; readonly secret: string } | null>;

/** What every source works with. */
export interface Parts {
  readonly http: Http;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly lookup: Lookup;
  readonly user: UserSide;
  /** Address of a mirror of OSV of the user's own settings; null: none. Read at each use. */
  readonly osv?: (() => string | null) | undefined;
  /** Address of a Trivy server of the user's own settings; null: none. */
  readonly trivyServer?: (() => string | null) | undefined;
  /** Whom signatures are believed; default: those of the root that ships. Never of a setting. */
  readonly trust?: TrustRoot | undefined;
}
