import { parseArgs } from 'node:util';
import { isSecretId } from '../secrets/protocol.ts';

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
  const end = argv.indexOf('--');
  if (end < 0) return { why: usage };
  const [command, ...args] = argv.slice(end + 1);
  if (command === undefined || command === '') return { why: `no command after --; ${usage}` };
  const own = ownWords(argv.slice(0, end));
  if (own === undefined) return { why: usage };

  const variables = new Map<string, string>();
  for (const word of own.env) {
    const [name = '', ...rest] = word.split('=');
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || !isSecretId(rest.join('=')))
      return { why: `--env takes NAME=secret-id, not a value; ${usage}` };
    if (variables.has(name)) return { why: `--env names ${name} twice` };
    variables.set(name, rest.join('='));
  }
  return { variables, keychain: own.keychain, command, args };
}

function ownWords(
  words: readonly string[],
): { readonly env: readonly string[]; readonly keychain: boolean } | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { env: { type: 'string', multiple: true }, keychain: { type: 'boolean' } },
      allowPositionals: false,
    });
    return { env: values.env ?? [], keychain: values.keychain ?? false };
  } catch {
    // The reason repeats the words.
    return undefined;
  }
}

const mark = /\{secret:([A-Za-z0-9_.-]{1,120})\}/g;

/** The ids of all secrets that a launch needs, each once. */
export function idsIn({ variables, args }: Words): readonly string[] {
  const inArgs = args.flatMap((arg) => [...arg.matchAll(mark)].map(([, id = '']) => id));
  return [...new Set([...variables.values(), ...inArgs])];
}

/** The arguments with the secrets in them. */
export function expanded(
  args: readonly string[],
  values: ReadonlyMap<string, string>,
): readonly string[] {
  return args.map((arg) => arg.replaceAll(mark, (text, id: string) => values.get(id) ?? text));
}
