import type { Slice } from '../config/node.ts';
import {
  emptyLaunch,
  type Assignment,
  type Launch,
  type ShellCommand,
  type Word,
} from './launch.ts';
import { setOf } from './options.ts';
import { assignmentOf, isAssignment, unknownLaunch, wholeOf, type Read } from './reading.ts';
import { scriptOf, type Script, type ScriptCommand } from './script.ts';
import { programName } from './words.ts';

/** A line that some tool hands to a shell of its own: nothing stands before it. */
export function readLineIn(shell: string, line: Word, read: Read): Launch {
  return readScript({ shell, label: null, script: wholeOf(line) }, scriptOf(line, 'posix'), read);
}

/** Where a line stands: what reads it, what that is called among the wrappers, and the line when it is one word. */
export interface Place {
  readonly shell: string;
  readonly label: string | null;
  readonly script: Slice | null;
}

// Commands that only prepare for the one that follows.
const setUp = setOf(
  `cd pushd popd chdir export set setx source . umask ulimit : true false test [ [[ echo printf
   yes alias unset unalias shopt trap mkdir sleep nvm fnm chcp title @echo rem wait declare local
   readonly typeset type which hash where set-location write-host write-output clear cls setlocal
   exit return for conda`,
);

const clients = setOf(
  `curl wget fetch aria2c iwr irm invoke-webrequest invoke-restmethod bitsadmin certutil
   start-bitstransfer nc ncat netcat iex invoke-expression`,
);

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

const stdinReaders = setOf(`sh bash zsh dash ksh fish python python3 node perl ruby php iex`);

/** The one command that is more than set-up gives the launch; several make it a shell's. */
export function readScript(place: Place, script: Script, read: Read): Launch {
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
    mains.slice(0, most).map(({ plain }) => read(plain)),
  );
}

/** How many commands of one line are read for what they fetch. */
const most = 200;

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
    image: loosestOf(launches),
    container: launches.find(({ container }) => container !== null)?.container ?? null,
    elevatedBy: launches.find(({ elevatedBy }) => elevatedBy !== null)?.elevatedBy ?? null,
    remote: launches.find(({ remote }) => remote !== null)?.remote ?? null,
    assignments: [...shell.assignments, ...launches.flatMap(({ assignments }) => assignments)],
    shell:
      shell.shell === null
        ? null
        : { ...shell.shell, commands: [...shell.shell.commands, ...nested] },
  };
}

/** One image stands for all: what is pinned must not hide what is not. */
function loosestOf(launches: readonly Launch[]): Launch['image'] {
  const images = launches.flatMap(({ image }) => image ?? []);
  return images.find(({ digest }) => digest === null) ?? images[0] ?? null;
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
