import type { Launch, Word } from './launch.ts';
import { setOf, scanOptions } from './options.ts';
import { programLaunch, unknownLaunch, wholeOf, type Read, type Reader } from './reading.ts';
import { readScript } from './script-launch.ts';
import { scriptOf, scriptOfWords } from './script.ts';
import type { Syntax } from './tokens.ts';
import { programName, subWord } from './words.ts';

const bashValues = setOf('-o +o -O +O --rcfile --init-file -C');

/** `bash -c "line"`, `bash -lc "line"`, `bash script.sh`. */
function readPosixShell(command: Word, words: readonly Word[], read: Read): Launch {
  const shell = programName(command.text);
  let at = 0;
  while (at < words.length) {
    const word = words[at];
    if (word === undefined || !/^[-+]./.test(word.text)) break;
    at += 1;
    if (word.text === '--') break;
    // `-c` may stand anywhere in a cluster; the line is the first word that is no option.
    if (/^-[A-Za-z]*c[A-Za-z]*$/.test(word.text) || word.text === '--command') {
      return readLineAfter(shell, words.slice(at), read);
    }
    if (bashValues.has(word.text)) at += 1;
  }
  const [file] = words.slice(at);
  if (file === undefined) return unknownLaunch(`${shell} is given no script`, { args: words });
  return programLaunch(command, words, { shell: { shell, script: null, commands: [] } });
}

function readLineAfter(shell: string, words: readonly Word[], read: Read): Launch {
  const [line] = scanOptions(words, bashValues).rest;
  if (line === undefined) return unknownLaunch(`${shell} -c is given no line`);
  return readScript(
    { shell, label: `${shell} -c`, script: wholeOf(line) },
    scriptOf(line, 'posix'),
    read,
  );
}

/** `cmd /d /s /c …`: what follows is one line, in one word or in several. */
function readCmd(_command: Word, words: readonly Word[], read: Read): Launch {
  const at = words.findIndex(({ text }) => /^\/[ck]/i.test(text));
  const start = words[at];
  const before = words.slice(0, Math.max(at, 0));
  if (start === undefined || before.some(({ text }) => !/^\/[a-z]/i.test(text))) {
    return unknownLaunch('cmd is given no line', { args: words });
  }
  const attached = start.text.length > 2 ? [subWord(start, 2)] : [];
  const line = [...attached, ...words.slice(at + 1)];
  const label = `cmd ${start.text.slice(0, 2).toLowerCase()}`;
  return readWords('cmd', label, line, 'cmd', read);
}

const powershellValues = setOf(
  `executionpolicy ex ep exec version v windowstyle w outputformat o of inputformat if configurationname psconsolefile
   workingdirectory wd settingsfile`,
);

/** `pwsh -Command …`, `-File script.ps1`; a bare word is a line to Windows PowerShell and a file to pwsh. */
function readPowershell(command: Word, words: readonly Word[], read: Read): Launch {
  const shell = programName(command.text);
  const asFile = () =>
    programLaunch(command, words, { shell: { shell, script: null, commands: [] } });
  let at = 0;
  for (; at < words.length; at++) {
    const flag = /^[-/](\w+)$/.exec(words[at]?.text ?? '')?.[1]?.toLowerCase();
    if (flag === undefined) break;
    if (/^(?:c|co\w*)$/.test(flag) && 'command'.startsWith(flag)) {
      return readWords(shell, `${shell} -Command`, words.slice(at + 1), 'powershell', read);
    }
    if (flag.startsWith('f') && 'file'.startsWith(flag)) return asFile();
    if (/^e(?:c|nc\w*)?$/.test(flag))
      return unknownLaunch('the command is encoded', { args: words });
    if (powershellValues.has(flag)) at += 1;
  }
  const rest = words.slice(at);
  if (rest[0] === undefined) return unknownLaunch(`${shell} is given no script`, { args: words });
  if (shell === 'pwsh' || /\.ps1$/i.test(rest[0].text)) return asFile();
  return readWords(shell, `${shell} -Command`, rest, 'powershell', read);
}

/** A line that came as several words: a word with blanks in it is a line of its own only when it stands alone. */
function readWords(
  shell: string,
  label: string,
  words: readonly Word[],
  syntax: Syntax,
  read: Read,
): Launch {
  const [first, ...others] = words;
  if (first === undefined) return unknownLaunch(`${label} is given no line`);
  const script = others.length === 0 ? wholeOf(first) : null;
  const parsed = others.length === 0 ? scriptOf(first, syntax) : scriptOfWords(words, syntax);
  return readScript({ shell, label, script }, parsed, read);
}

export const shells: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...['sh', 'bash', 'zsh', 'dash', 'ash', 'ksh', 'fish'].map(
    (name) => [name, readPosixShell] as const,
  ),
  ['cmd', readCmd],
  ['powershell', readPowershell],
  ['pwsh', readPowershell],
]);
