import { isSecretId } from '../core/launch/launcher-words.ts';
import { jsonOf, record } from './json.ts';

export { isSecretId };

/**
 * What a launcher and the broker of an editor say to each other: one JSON text each way on one connection, ended by a
 * line feed. The broker never speaks first. While a person decides, it sends a blank every second: still JSON, and the
 * launcher knows that somebody is there.
 */
export interface BrokerRequest {
  readonly version: 1;
  /** Without repeats. */
  readonly ids: readonly string[];
  /** The variables of the server that get them: an id by each name. */
  readonly variables: Readonly<Record<string, string>>;
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
  | {
      readonly ok: false;
      /** One line without a period that says what to do next. */
      readonly why: string;
      /** Not this broker's to decide (an id that it does not know, a file of another window): the launcher asks the next. */
      readonly passOn?: boolean;
    };

/** Bytes of a request, its line feed included. */
export const maxRequest = 64 * 1024;
/** Bytes of an answer. */
export const maxAnswer = 1024 * 1024;
/** Milliseconds for one request with its answer, but for the time that a person takes to decide. */
export const requestLimit = 5000;
/** Milliseconds between two blanks while a person decides. */
export const blankEvery = 1000;
/** Connections at a time. */
export const maxConnections = 64;

const maxIds = 256;

/** The request that a line holds, or undefined: whoever can reach the socket may have written it. */
export function readRequest(line: string): BrokerRequest | undefined {
  const value = record(jsonOf(line));
  if (value === undefined || value.get('version') !== 1) return undefined;
  const ids = stringsOf(value.get('ids'));
  const variables = namedStrings(value.get('variables'));
  const argv = stringsOf(value.get('argv'));
  const cwd = value.get('cwd');
  const program = value.get('program');
  const env = namedStrings(value.get('env'));
  const pid = value.get('pid');
  if (ids === undefined || argv === undefined || env === undefined) return undefined;
  if (variables === undefined || !Object.values(variables).every((id) => ids.includes(id)))
    return undefined;
  if (ids.length > maxIds || new Set(ids).size !== ids.length || !ids.every(isSecretId))
    return undefined;
  if (argv[0] === undefined || argv[0] === '') return undefined;
  if (typeof cwd !== 'string' || cwd === '') return undefined;
  if (program !== null && (typeof program !== 'string' || program === '')) return undefined;
  if (!Object.values(env).every((hash) => /^[0-9a-f]{64}$/.test(hash))) return undefined;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
  return { version: 1, ids, variables, argv, cwd, program, env, pid };
}

/** The answer that a text holds, or undefined. */
export function readAnswer(text: string): BrokerAnswer | undefined {
  const value = record(jsonOf(text));
  if (value?.get('ok') === true) {
    const values = namedStrings(value.get('values'));
    return values === undefined ? undefined : { ok: true, values };
  }
  const why = value?.get('why');
  if (value?.get('ok') !== false || typeof why !== 'string') return undefined;
  return { ok: false, why: oneLine(why), ...(value.get('passOn') === true && { passOn: true }) };
}

/** Text as it may stand in one line of a terminal: nothing in it steers or reorders what is read. */
export function oneLine(text: string, longest = 500): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, longest);
}

function stringsOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const strings = value.filter((item) => typeof item === 'string');
  return strings.length === value.length ? strings : undefined;
}

function namedStrings(value: unknown): Readonly<Record<string, string>> | undefined {
  const fields = record(value);
  if (fields === undefined) return undefined;
  const entries = [...fields];
  const named = entries.flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  return named.length === entries.length ? Object.fromEntries(named) : undefined;
}
