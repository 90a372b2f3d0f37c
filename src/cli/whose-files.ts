import type { JudgeOptions } from './judge-files.ts';
import type { WhoseFlags } from './options.ts';
import { thisMachine } from './user.ts';
import { userFiles } from './user-files.ts';

/** The user's own files, where the flags want them, and whose files count. Throws a line when there is nothing to look at. */
export async function whoseFiles(
  paths: readonly string[],
  { user, client }: WhoseFlags,
): Promise<Required<Pick<JudgeOptions, 'own' | 'wants'>>> {
  if (paths.length === 0 && user !== true)
    throw new Error('name a file or a folder, or use --user');
  const wants = (one: string): boolean => client.length === 0 || client.includes(one);
  return { own: user === true ? await userFiles(thisMachine(), wants) : [], wants };
}
