import type { Slice } from '../config/node.ts';
import {
  emptyLaunch,
  type Assignment,
  type Launch,
  type ShellCommand,
  type Word,
} from './launch.ts';
import { scanOptions, type ValueFlags } from './options.ts';
import {
  isAssignment,
  assignmentOf,
  programLaunch,
  unknownLaunch,
  wholeOf,
  type Read,
  type Reader,
} from './reading.ts';
import { scriptOf, scriptOfWords, type Script, type ScriptCommand } from './script.ts';
import type { Syntax } from './tokens.ts';
import { programName, subWord } from './words.ts';

const bashValues: ValueFlags = new Set(['-o', '+o', '-O', '+O', '--rcfile', '--init-file', '-C']);

/** `bash -c "line"`, `bash -lc "line"`, `bash script.sh`. */
export function readPosixShell(command: Word, words: readonly Word[], read: Read): Launch {
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
export function readCmd(_command: Word, words: readonly Word[], read: Read): Launch {
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

const powershellValues: ValueFlags = new Set([
  ...[
    'executionpolicy',
    'ex',
    'ep',
    'exec',
    'version',
    'v',
    'windowstyle',
    'w',
    'outputformat',
    'o',
    'of',
  ],
  ...[
    'inputformat',
    'if',
    'configurationname',
    'psconsolefile',
    'workingdirectory',
    'wd',
    'settingsfile',
  ],
]);

/** `pwsh -Command …`, `-File script.ps1`; a bare word is a line to Windows PowerShell and a file to pwsh. */
export function readPowershell(command: Word, words: readonly Word[], read: Read): Launch {
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

/** A line that some tool hands to a shell of its own: nothing stands before it. */
export function readLineIn(shell: string, line: Word, read: Read): Launch {
  return readScript({ shell, label: null, script: wholeOf(line) }, scriptOf(line, 'posix'), read);
}

interface Place {
  readonly shell: string;
  readonly label: string | null;
  readonly script: Slice | null;
}

// Commands that only prepare for the one that follows.
const setUp = new Set([
  ...[
    'cd',
    'pushd',
    'popd',
    'chdir',
    'export',
    'set',
    'setx',
    'source',
    '.',
    'umask',
    'ulimit',
    ':',
    'true',
  ],
  ...[
    'false',
    'test',
    '[',
    '[[',
    'echo',
    'printf',
    'yes',
    'alias',
    'unset',
    'unalias',
    'shopt',
    'trap',
  ],
  ...[
    'mkdir',
    'sleep',
    'nvm',
    'fnm',
    'chcp',
    'title',
    '@echo',
    'rem',
    'wait',
    'declare',
    'local',
    'readonly',
  ],
  ...[
    'typeset',
    'type',
    'which',
    'hash',
    'where',
    'set-location',
    'write-host',
    'write-output',
    'clear',
    'cls',
  ],
  ...['setlocal', 'exit', 'return', 'for', 'conda'],
]);

const clients = new Set([
  ...['curl', 'wget', 'fetch', 'aria2c', 'iwr', 'irm', 'invoke-webrequest', 'invoke-restmethod'],
  ...[
    'bitsadmin',
    'certutil',
    'start-bitstransfer',
    'nc',
    'ncat',
    'netcat',
    'iex',
    'invoke-expression',
  ],
]);

function isSetUp(command: ScriptCommand): boolean {
  const [first, second] = command.plain;
  if (first === undefined) return true;
  const name = programName(first.text);
  if (setUp.has(name)) return name !== 'conda' || second?.text === 'activate';
  if (name === 'command') return second?.text === '-v' || second?.text === '-V';
  if (name === 'eval') return command.plain.slice(1).every(({ dynamic }) => dynamic);
  if (first.text.startsWith('$') && (second?.text === '=' || first.text.includes('='))) return true;
  return command.plain.every(isAssignment);
}

function isClient({ plain }: ScriptCommand): boolean {
  return clients.has(programName(plain.find((word) => !isAssignment(word))?.text ?? ''));
}

const stdinReaders = new Set([
  ...[
    'sh',
    'bash',
    'zsh',
    'dash',
    'ksh',
    'fish',
    'python',
    'python3',
    'node',
    'perl',
    'ruby',
    'php',
    'iex',
  ],
]);

/** The one command that is more than set-up gives the launch; several make it a shell's. */
function readScript(place: Place, script: Script, read: Read): Launch {
  const { commands, inner } = script;
  const mains = commands.filter((command) => !isSetUp(command));
  const all = [...commands, ...inner];
  const use = { shell: place.shell, script: place.script, commands: all.map(shown) };
  const wrappers = place.label === null ? [] : [place.label];
  const assignments = commands.flatMap(exported);
  const [main] = mains;
  const hidden = all.length > 1 && all.some(isClient);
  const fed =
    main?.operator?.startsWith('|') === true &&
    stdinReaders.has(programName(main.plain[0]?.text ?? ''));
  if (main !== undefined && mains.length === 1 && !hidden && !fed) {
    const launch = read(main.plain);
    return {
      ...launch,
      wrappers: [...wrappers, ...launch.wrappers],
      shell: (launch.shell?.commands.length ?? 0) > 0 ? launch.shell : use,
      assignments: [...assignments, ...launch.assignments],
    };
  }
  if (all.length === 0) return unknownLaunch('the shell is given no command', { shell: use });
  return merged(
    { ...emptyLaunch, kind: 'shell', name: place.shell, shell: use, assignments },
    mains.map(({ plain }) => read(plain)),
  );
}

/** What the commands of one line fetch, together. */
function merged(shell: Launch, launches: readonly Launch[]): Launch {
  const nested = launches.flatMap(({ shell: inner }) => {
    const commands = inner?.commands ?? [];
    // A line that is a substitution is among the commands of the outer line already.
    if (commands[0]?.words[0]?.dynamic === true) return [];
    return commands.map((command, index) =>
      index === 0 ? { ...command, operator: '-c' } : command,
    );
  });
  return {
    ...shell,
    packages: launches.flatMap(({ packages }) => packages),
    git: launches.flatMap(({ git }) => git),
    downloads: launches.flatMap(({ downloads }) => downloads),
    image: launches.find(({ image }) => image !== null)?.image ?? null,
    container: launches.find(({ container }) => container !== null)?.container ?? null,
    remote: launches.find(({ remote }) => remote !== null)?.remote ?? null,
    assignments: [...shell.assignments, ...launches.flatMap(({ assignments }) => assignments)],
    shell:
      shell.shell === null
        ? null
        : { ...shell.shell, commands: [...shell.shell.commands, ...nested] },
  };
}

function shown({ words, operator }: ScriptCommand): ShellCommand {
  return { words, operator };
}

/** `export A=b`, `set A=b`, and `A=b` alone. */
function exported({ plain }: ScriptCommand): readonly Assignment[] {
  const [first, ...rest] = plain;
  if (first === undefined) return [];
  const words = /^(?:export|set|declare|readonly)$/i.test(first.text)
    ? rest
    : plain.every(isAssignment)
      ? plain
      : [];
  return words.filter(isAssignment).map((word) => assignmentOf(word, 'shell'));
}

export const shells: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...['sh', 'bash', 'zsh', 'dash', 'ash', 'ksh', 'fish'].map(
    (name) => [name, readPosixShell] as const,
  ),
  ['cmd', readCmd],
  ['powershell', readPowershell],
  ['pwsh', readPowershell],
]);
