import { readMcpRemote, readSupergateway } from './bridges.ts';
import { commandLineOf } from './command-line.ts';
import { engineOf, readContainer } from './container.ts';
import { readDeno } from './deno.ts';
import { readDnx, readDotnet } from './dotnet.ts';
import { readGo } from './go.ts';
import { readInstall } from './installers.ts';
import type { Launch, Word } from './launch.ts';
import { readJbang } from './maven.ts';
import { readNix, readNixShell } from './nix.ts';
import { readBun, readBunx, readNpm, readNpx, readPnpm, readPnpx, readYarn } from './npm.ts';
import { readPipx, readPython } from './python.ts';
import { programLaunch, takeAssignments, unknownLaunch, type Reader } from './reading.ts';
import { readLineIn } from './script-launch.ts';
import { shells } from './shell.ts';
import { lineTokens, programName, splitLine, subWord } from './words.ts';
import { readUv, readUvx } from './uv.ts';
import { wrapperReaders } from './wrappers.ts';

/** How many wrappers and shells may stand in one another. */
const deepest = 12;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...shells,
  ['npx', readNpx],
  ['npm', readNpm],
  ['pnpm', readPnpm],
  ['pnpx', readPnpx],
  ['pnx', readPnpx],
  ['yarn', readYarn],
  ['yarnpkg', readYarn],
  ['bun', readBun],
  ['bunx', readBunx],
  ['uv', readUv],
  ['uvx', readUvx],
  ['pipx', readPipx],
  ['dnx', readDnx],
  ['dotnet', readDotnet],
  ['go', readGo],
  ['mcp-remote', (command, words) => readMcpRemote(programLaunch(command, words))],
  ['supergateway', (command, words, read) => readSupergateway(programLaunch(command, words), read)],
  ['deno', readDeno],
  ['jbang', readJbang],
  ['nix', readNix],
  ['nix-shell', readNixShell],
]);

/** What a command of these words starts. Never throws. */
function readCommand(words: readonly Word[], depth = 0): Launch {
  const { assignments, rest } = takeAssignments(words, 'shell');
  const command = rest[0];
  if (command === undefined) return unknownLaunch('no program is named', { assignments });
  if (depth > deepest)
    return unknownLaunch('too many launches stand in one another', { assignments });
  const launch = readProgram(command, rest.slice(1), depth);
  if (assignments.length === 0) return launch;
  return { ...launch, assignments: [...assignments, ...launch.assignments] };
}

function readProgram(command: Word, args: readonly Word[], depth: number): Launch {
  const read = (words: readonly Word[]) => readCommand(words, depth + 1);
  const name = programName(command.text);
  if (hidesProgram(command, name)) return unknownLaunch('the program is a variable', { args });
  // An option, or JSON where a program belongs: naming it would show what it holds.
  if (/^[-{[]/.test(command.text)) {
    return unknownLaunch('the command is not named by a program', { args });
  }
  if (engineOf(command.text) !== null) return readContainer(command, args);
  const installed = readInstall(name, args);
  if (installed !== null) return installed;
  const reader = readers.get(name) ?? (isPython(name) ? readPython : undefined);
  if (reader !== undefined) return reader(command, args, read);
  return wrapperReaders.get(name)?.(command, args, read) ?? programLaunch(command, args);
}

/** A variable in the folder leaves the program's name readable; one in its place does not. */
function hidesProgram(command: Word, name: string): boolean {
  const { text } = command;
  // Clients with a syntax of their own, such as `{env:NAME}`, and shells' variables where no shell is.
  if (/^(?:\$\w+|%\w+%|\{\w+:[^}]*\})$/.test(text)) return true;
  if (!command.dynamic) return false;
  if (!/[\\/]/.test(text.replace(/\$\{[^{}]*\}/g, ''))) return true;
  return name.endsWith('}') || /^(?:\$\w+|\$\(.*|%[^%]*%)$/.test(name);
}

function isPython(name: string): boolean {
  return /^(?:python|pythonw|pypy)[\d.]*$|^py$/.test(name);
}

/** A command that may hold a whole line, and the words after it. */
export function readFirst(command: Word, args: readonly Word[]): Launch {
  if (!/\s/.test(command.text)) return readCommand([command, ...args]);
  const trimmed = subWord(
    command,
    /^\s*/.exec(command.text)?.[0].length ?? 0,
    command.text.trimEnd().length,
  );
  const found = commandLineOf(trimmed);
  if (found === null) return readCommand([trimmed, ...args]);
  const { head, line, syntax } = found;
  if (head !== null) {
    return readCommand([head, ...splitLine(subWord(line, head.text.length), syntax), ...args]);
  }
  const tokens = lineTokens(line, syntax);
  if (tokens.every(({ kind, inner }) => kind === 'word' && inner.length === 0)) {
    return readCommand([...tokens.map(({ word }) => word), ...args]);
  }
  return readLineIn('sh', line, (words) => readCommand(words, 1));
}
