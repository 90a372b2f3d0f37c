/**
 * What a launcher and the broker of an editor say to each other: one JSON text each way on one connection, ended by a
 * line feed. The broker never speaks first.
 */
export interface BrokerRequest {
  readonly version: 1;
  /** Without repeats. */
  readonly ids: readonly string[];
  /** What is to be started, as the launcher was told: the command and its arguments, `{secret:id}` unexpanded. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The absolute path that the command resolves to, links resolved; null when there is none. */
  readonly program: string | null;
  /** The environment that the child would get before its secrets: SHA-256 (hex) of each value by name. */
  readonly env: Readonly<Record<string, string>>;
  readonly pid: number;
}

export type BrokerAnswer =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  /** One line without a period that says what to do next. */
  | { readonly ok: false; readonly why: string };

/** Bytes of a request, its line feed included. */
export const maxRequest = 64 * 1024;
/** Bytes of an answer. */
export const maxAnswer = 1024 * 1024;
/** Milliseconds for one request with its answer, but for the time that a person takes to decide. */
export const requestLimit = 5000;

/** What a secret is called in files: never anything that a shell or a path could take for its own. */
export function isSecretId(text: string): boolean {
  return /^[A-Za-z0-9_.-]{1,120}$/.test(text);
}
