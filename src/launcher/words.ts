import { expandArgument, parseLauncherWords, secretIdsOf } from '../core/launch/launcher-words.ts';

export interface Words {
  /** Variables of the server and the ids of the secrets that they get. */
  readonly variables: ReadonlyMap<string, string>;
  /** Whether the OS keychain is asked, and no editor. */
  readonly keychain: boolean;
  readonly command: string;
  /** `{secret:id}` unexpanded. */
  readonly args: readonly string[];
}

const usage = 'usage: mcp-launch [--keychain] [--env NAME=secret-id]… -- command [argument]…';

/** What the launcher was told, or the reason why that is nothing it understands; values are not repeated. */
export function readWords(argv: readonly string[]): Words | { readonly why: string } {
  const read = parseLauncherWords(argv);
  if ('why' in read) return { why: `${read.why}; ${usage}` };
  const { env, keychain, command, args } = read;
  return { variables: new Map(env.map(({ name, id }) => [name, id])), keychain, command, args };
}

/** The ids of all secrets that a launch needs, each once. */
export function idsIn({ variables, args }: Words): readonly string[] {
  return secretIdsOf({ env: [...variables.values()].map((id) => ({ id })), args });
}

/** The arguments with the secrets in them; one that names an id without a value stays as it is. */
export function expanded(
  args: readonly string[],
  values: ReadonlyMap<string, string>,
): readonly string[] {
  const given = Object.fromEntries(values);
  return args.map((arg) => expandArgument(arg, given) ?? arg);
}
