import type { Slice } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import type { Word } from '../../launch/launch.ts';
import { scanOptions, setOf, valuesOf } from '../../launch/options.ts';
import { programName, splitLine, subWord, wordOf } from '../../launch/words.ts';

/** Of node, bun, deno and uv, and of many servers themselves. */
const OPTION = /^--env-file(?:-if-exists)?(?:=|$)/;
/** Wrappers whose own short options name such a file; other values are skipped. */
const WRAPPERS = [
  { label: 'dotenv', program: /^dotenv(?:-cli)?$/, flags: ['-e'], values: setOf('-e -v -p') },
  {
    label: 'env-cmd',
    program: /^env-cmd$/,
    flags: ['-f', '--file'],
    values: setOf('-f --file -e'),
  },
];
/** What these take from a file is a reference, or encrypted. */
const KEEPERS = new Set(['op run', 'dotenvx run']);

/** The files of variables that the line of a server on this machine loads whole, as they stand there. */
export function envFilesOf(server: Server): readonly Slice[] {
  const { wrappers, container } = server.launch;
  if (container !== null || wrappers.some((name) => KEEPERS.has(name))) return [];
  const words = wordsOf(server);
  const files: Slice[] = [];
  for (const { label, program, flags, values } of WRAPPERS) {
    if (!wrappers.includes(label)) continue;
    // Not found: it is the command, which is not among the words.
    const at = words.findIndex(({ text }) => program.test(programName(text)));
    files.push(...valuesOf(scanOptions(words.slice(at + 1), values).options, ...flags));
  }
  for (const [index, word] of words.entries()) {
    if (!OPTION.test(word.text)) continue;
    const equals = word.text.indexOf('=');
    const value = equals === -1 ? words[index + 1] : subWord(word, equals + 1);
    if (value !== undefined && value.text !== '') files.push(value);
  }
  return files;
}

/** The arguments, a command that is a whole line, and what stands in a line of its own inside an argument. */
function wordsOf({ command, words, launch }: Server): readonly Word[] {
  const listed = words.map(wordOf);
  const line = command !== null && listed.length === 0 ? splitLine(wordOf(command), 'argv') : [];
  const whole = new Set(listed.map(({ atom }) => atom));
  const inner = launch.args.filter(
    ({ atom, start, end }) => whole.has(atom) && end - start < String(atom.value).length,
  );
  return [...line, ...listed, ...inner];
}
