import { readFirst } from './command.ts';
import { emptyLaunch, type Launch, type LaunchParts } from './launch.ts';
import { unknownLaunch } from './reading.ts';
import { readRemote } from './remote.ts';
import { wordOf } from './words.ts';

/** What starting a server really runs. Never throws; what cannot be read is `unknown`, with the reason. */
export function readLaunch(parts: LaunchParts): Launch {
  const words = parts.args.map(wordOf);
  const command = parts.command === null ? null : wordOf(parts.command);
  if (command !== null && command.text.trim() !== '') return readFirst(command, words);
  if (parts.url !== null) return readRemote(wordOf(parts.url));
  // The atoms of a command array are the first words; arguments alone start nothing.
  const [first, ...rest] = words;
  const leads = command === null && first?.atom.parent?.key !== 'args';
  if (leads && first !== undefined && first.text.trim() !== '') return readFirst(first, rest);
  return {
    ...emptyLaunch,
    ...unknownLaunch('neither a command nor an address is given'),
    args: words,
  };
}
