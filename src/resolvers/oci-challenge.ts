/** One way to sign in that a `WWW-Authenticate` header names. */
export interface Challenge {
  /** Lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** Names in lower case; the first of two. */
  readonly params: ReadonlyMap<string, string>;
}

const maxHeader = 8192;
const maxChallenges = 16;

// Each piece is anchored where the last one ended, so that reading is linear: RFC 9110, 11.6.1.
const separators = /[\s,]*/y;
const param =
  /([\w!#$%&'*+.^`|~-]{1,64})\s{0,8}=\s{0,8}(?:"((?:[^"\\]|\\.){0,4096})"|([^\s,"]{0,4096}))/y;
const scheme = /([\w!#$%&'*+.^`|~-]{1,64})/y;
const token68 = /[ \t]{1,8}[\w.~+/-]{1,4096}=*(?=\s*(?:,|$))/y;

/** Every challenge of a header, which may hold several, as joined headers do. Never throws. */
export function readChallenges(header: string | null): readonly Challenge[] {
  const text = (header ?? '').slice(0, maxHeader);
  const found: { scheme: string; params: Map<string, string> }[] = [];
  let at = 0;

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  }

  while (at < text.length && found.length <= maxChallenges) {
    take(separators);
    const pair = take(param);
    if (pair !== null) {
      const [, name = '', quoted, plain = ''] = pair;
      const params = found.at(-1)?.params;
      const key = name.toLowerCase();
      if (params?.has(key) === false) params.set(key, quoted?.replaceAll(/\\(.)/g, '$1') ?? plain);
      continue;
    }
    const name = take(scheme)?.[1];
    // What cannot be read ends the reading: what follows could belong to anything.
    if (name === undefined) break;
    found.push({ scheme: name.toLowerCase(), params: new Map() });
    take(token68);
  }
  return found.slice(0, maxChallenges);
}
