import { composeFlags, composeRunFlags } from './compose-flags.ts';
import { flagAliases } from './container-flags.ts';
import { finderOf, readFlags } from './flag-words.ts';
import type { ContainerUse, Launch, Word } from './launch.ts';

const findGlobal = finderOf('docker', composeFlags, flagAliases);
const findRun = finderOf('docker', composeRunFlags, flagAliases);

/** `compose run`, `exec` and `up`, whose image stands in another file. `start` is the word after `compose`. */
export function readCompose(
  engine: ContainerUse['engine'],
  words: readonly Word[],
  start: number,
): Partial<Launch> {
  const globals = readFlags(words, start, findGlobal);
  const options = globals.optionsBefore(words.length);
  const subcommand = words[globals.end]?.text;
  if (subcommand !== 'run' && subcommand !== 'exec' && subcommand !== 'up') {
    return { why: 'this compose command runs no service' };
  }
  const files = options.filter(({ flag }) => flag === '--file').map(({ value }) => value ?? '');
  const flags = readFlags(words, globals.end + 1, findRun);
  return {
    kind: 'image',
    container: { engine, run: null, options: [...options, ...flags.optionsBefore(flags.end)] },
    args: words.slice(flags.end + 1),
    assignments: flags.assignmentsBefore(flags.end),
    why: `the image stands in ${files.length === 0 ? 'compose.yaml' : files.map(shown).join(' and ')}`,
  };
}

/** Addresses may hold credentials, and a hostile name may be long. */
function shown(file: string): string {
  if (file.includes('://') || file.includes('@')) return 'a remote compose file';
  return file.length > 200 || file === '-' ? 'another file' : file;
}
