/** One class of what public fixtures of other scanners hold, said again in our own words. */
export interface Case {
  /** What stands in the file, for somebody who has not seen the fixture. */
  readonly what: string;
  /** `owner fixture: what it raises there`, several behind `; `; the owners are the keys of `peers`. */
  readonly from: string;
  readonly path: string;
  readonly text: string;
  /** Every rule that our policy wants here, hints too, but for `saidAnyway`; none where the file is as it should be. */
  readonly should: readonly string[];
  /** The names of the servers that are read, where reading is what the case is about. */
  readonly servers: readonly string[] | null;
  readonly note: Note | null;
}

export type Note =
  /** The peer raises something, or we could, and we do not on purpose. */
  | { readonly kind: 'silent'; readonly why: string }
  /** What a user would want to know and we do not say; `rules` are those of `should` that are not raised. */
  | { readonly kind: 'miss'; readonly why: string; readonly rules: readonly string[] }
  /** More than the peer, or in another way. */
  | { readonly kind: 'says'; readonly why: string };

interface Rest {
  readonly path?: string;
  readonly servers?: readonly string[];
  readonly silent?: string;
  readonly miss?: string;
  readonly missed?: readonly string[];
  readonly says?: string;
}

/** A case of one server, written under the key that the client of the path reads. */
export function entry(
  what: string,
  from: string,
  server: unknown,
  should: readonly string[],
  rest: Rest = {},
): Case {
  const { path = '.cursor/mcp.json' } = rest;
  const key = path.startsWith('.vscode/') ? 'servers' : 'mcpServers';
  return file(what, from, path, { [key]: { s: server } }, should, rest);
}

/** A case of a whole file: a text as it stands, or what JSON makes of a value. */
export function file(
  what: string,
  from: string,
  path: string,
  content: unknown,
  should: readonly string[],
  rest: Omit<Rest, 'path'> = {},
): Case {
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  const { servers = null } = rest;
  return { what, from, path, text, should, servers, note: noteOf(rest) };
}

function noteOf({ silent, miss, missed = [], says }: Rest): Note | null {
  if (silent !== undefined) return { kind: 'silent', why: silent };
  if (miss !== undefined) return { kind: 'miss', why: miss, rules: missed };
  return says === undefined ? null : { kind: 'says', why: says };
}

/** A command and its arguments, split at blanks: for lines without any inside a word. */
export function run(line: string, more: Readonly<Record<string, unknown>> = {}): object {
  const [command, ...args] = line.split(' ');
  return { command, args, ...more };
}

/** A program on disk that is given variables. */
export function given(env: Readonly<Record<string, string>>): object {
  return run('node server.js', { env });
}

/** A whole line for a shell. */
export function shell(line: string, flag = '-lc'): object {
  return { command: 'sh', args: [flag, line] };
}
