import { basic } from './python-index.ts';

/** Header values by the host's name, lower case, without port. */
export type Netrc = ReadonlyMap<string, string>;

/** What a file may have; the rest is not read. */
const maxWords = 20_000;

/**
 * Reads `machine … login … password …`; the first entry of a host wins, as both tools read it. `default` counts for no
 * host: a config could name any host and be given that password. Macros are skipped.
 */
export function readNetrc(text: string): Netrc {
  const found = new Map<string, string>();
  let entry: { host: string; login: string; password: string } | undefined;
  const words = wordsOf(text);
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === 'machine' || word === 'default') {
      keep(found, entry);
      const host = word === 'machine' ? words[++at] : undefined;
      entry =
        host === undefined ? undefined : { host: host.toLowerCase(), login: '', password: '' };
    } else if (word === 'login' || word === 'password' || word === 'account') {
      const value = words[++at] ?? '';
      if (entry !== undefined && word !== 'account') entry[word] = value;
    }
  }
  keep(found, entry);
  return found;
}

function keep(
  found: Map<string, string>,
  entry: { readonly host: string; readonly login: string; readonly password: string } | undefined,
): void {
  if (entry === undefined || entry.password === '' || found.has(entry.host)) return;
  found.set(entry.host, basic(entry.login, entry.password));
}

/** Words between blanks, one in double quotes as one; comments and macros left out. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let isMacro = false;
  for (const line of text.split(/\r?\n/)) {
    if (isMacro && line.trim() !== '') continue;
    isMacro = /^\s*macdef\s/.test(line);
    if (isMacro) continue;
    for (const [, quoted, bare = ''] of line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)) {
      // A password may begin with this sign, a keyword or a host does not.
      if (bare.startsWith('#') && !isValueNext(words)) break;
      words.push(quoted?.replaceAll(/\\(.)/g, '$1') ?? bare);
      if (words.length >= maxWords) return words;
    }
  }
  return words;
}

function isValueNext(words: readonly string[]): boolean {
  return ['login', 'password', 'account'].includes(words.at(-1) ?? '');
}
