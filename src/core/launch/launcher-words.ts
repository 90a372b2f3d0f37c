/** What our launcher is told: `--env NAME=<secret id> … -- command arguments`, with `{secret:id}` in the arguments. */
export interface LauncherWords {
  /** The secrets are asked of the keychain of the system, not of an editor. */
  readonly keychain: boolean;
  readonly env: readonly LauncherVariable[];
  /** Where the command stands among the words. */
  readonly commandAt: number;
  readonly command: string;
  /** Unexpanded. */
  readonly args: readonly string[];
}

export interface LauncherVariable {
  readonly name: string;
  readonly id: string;
  /** Where `NAME=id` stands among the words. */
  readonly word: number;
}

/** An id in an argument; offsets of the whole `{secret:id}`. */
export interface ArgumentSecret {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** What a secret is called in files: never anything that a shell or a path could take for its own. */
export function isSecretId(text: string): boolean {
  return /^[A-Za-z0-9_.-]{1,120}$/.test(text);
}

/** The variables that the launcher can set. */
export function isVariableName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** Reads the words behind the launcher (or behind `mcp-posture launch`); `why` quotes none of them. */
export function parseLauncherWords(
  words: readonly string[],
): LauncherWords | { readonly why: string } {
  const env: LauncherVariable[] = [];
  let keychain = false;
  let at = 0;
  for (; words[at] !== '--'; at++) {
    const word = words[at];
    if (word === undefined) return { why: 'the launcher is given no -- with a command after it' };
    if (word === '--keychain') {
      keychain = true;
      continue;
    }
    const attached = word.startsWith('--env=');
    if (word !== '--env' && !attached)
      return { why: 'the launcher is given a word it does not know' };
    if (!attached) at += 1;
    const given = attached ? word.slice('--env='.length) : (words[at] ?? '');
    const equals = given.indexOf('=');
    const [name, id] = [given.slice(0, Math.max(equals, 0)), given.slice(equals + 1)];
    if (!isVariableName(name)) return { why: 'an --env of the launcher is not NAME=<secret id>' };
    if (!isSecretId(id))
      return { why: 'an --env of the launcher does not name a secret by its id' };
    if (env.some((known) => known.name === name))
      return { why: 'the launcher is given one variable twice' };
    env.push({ name, id, word: at });
  }
  const command = words[at + 1];
  if (command === undefined || command === '')
    return { why: 'the launcher is given no command after --' };
  return { keychain, env, commandAt: at + 1, command, args: words.slice(at + 2) };
}

const inArgument = /\{secret:([A-Za-z0-9_.-]{1,120})\}/g;

/** The `{secret:id}` of one argument, in order. */
export function secretsInArgument(text: string): readonly ArgumentSecret[] {
  if (!text.includes('{secret:')) return [];
  return [...text.matchAll(inArgument)].map(({ 0: whole, 1: id = '', index }) => ({
    id,
    start: index,
    end: index + whole.length,
  }));
}

/** Every id that these words name, each once: what is asked for before the start. */
export function secretIdsOf({
  env,
  args,
}: {
  readonly env: readonly Pick<LauncherVariable, 'id'>[];
  readonly args: readonly string[];
}): readonly string[] {
  const inArgs = args.flatMap((text) => secretsInArgument(text).map(({ id }) => id));
  return [...new Set([...env.map(({ id }) => id), ...inArgs])];
}

/** The argument as the server receives it; null when one of its ids has no value. What a value holds is not read again. */
export function expandArgument(
  text: string,
  values: Readonly<Record<string, string>>,
): string | null {
  let result = '';
  let kept = 0;
  for (const { id, start, end } of secretsInArgument(text)) {
    if (!Object.hasOwn(values, id)) return null;
    result += text.slice(kept, start) + values[id];
    kept = end;
  }
  return result + text.slice(kept);
}
