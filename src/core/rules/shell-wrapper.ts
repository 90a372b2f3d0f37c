import { child, pathOf, type ConfigNode } from '../config/node.ts';
import type { ShellCommand, ShellUse, Word } from '../launch/launch.ts';
import { programName } from '../launch/words.ts';
import { runsDownload } from './downloads.ts';
import type { Fix } from './fix.ts';
import { deedOfLine } from './no-servers.ts';
import type { Rule } from './rule.ts';

/** A shell makes commands of text: whatever gets into the line runs, beside the server or in its place. */
export const shellWrapper: Rule = {
  meta: {
    id: 'shell-wrapper',
    title: 'Server started by a line for a shell',
    pillar: 'deployment',
    severity: 'information',
    grade: null,
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['shell'],
  *check(server, { dialect }) {
    const { shell } = server.launch;
    if (shell === null || isOwnLine(shell)) return;
    const own = ownCommands(shell.commands);
    const [first] = own;
    const at = shell.script ?? first?.words[0];
    if (first === undefined || at === undefined || runsDownload(shell.commands)) return;
    // That no server stands in the line is not-a-server's to say.
    if (deedOfLine(shell.commands) !== null) return;
    if (own.length > 1) {
      const message = `A line for ${shell.shell} runs ${own.length} commands to start this server: what else they do is easily overlooked`;
      yield { at, message, grade: 'caution' };
      return;
    }
    const fixes = runDirectly(child(server.node, dialect.keys.command), shell, first.words);
    if (fixes.length === 0) return;
    const message = `${shell.shell} adds nothing to this one command, but runs whatever else is ever put into the line`;
    yield { at, message, fixes };
  },
};

/** Without what `$(pwd)` and the like start: that only fills in a word of another command. */
function ownCommands(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  const inner = commands.findIndex(({ operator }) => /^(?:\$\(|`|<\(|-c)$/.test(operator ?? ''));
  return inner === -1 ? commands : commands.slice(0, inner);
}

/** A command that is a whole line names no shell, and a client that has none starts it as it stands. */
function isOwnLine({ script }: ShellUse): boolean {
  return script?.start === 0 && script.atom.parent?.kind === 'object';
}

const posix = /^(?:sh|bash|dash|ash|ksh|zsh)$/;
/** What a shell would change in a word: patterns, braces, variables, a home folder, history, its own commands. */
const changed = /[*?[\]{}$`!#;&|<>()~=^\\\n]/;
const builtins =
  /^(?:\.|:|cd|source|eval|exec|export|set|test|trap|ulimit|umask|command|builtin|time)$/;

/** For `bash -c "one plain command"` alone: any other option, such as `-l`, may set up what the server needs. */
function runDirectly(
  command: ConfigNode | undefined,
  { shell, script }: ShellUse,
  words: readonly Word[],
): readonly Fix[] {
  const line = script?.atom;
  const [program, ...args] = words[0]?.text === 'exec' ? words.slice(1) : words;
  if (line === undefined || program === undefined || !posix.test(shell)) return [];
  if (words.some(({ dynamic, atom }) => dynamic || atom !== line)) return [];
  const plain = [program, ...args].every(({ text, start, end }) =>
    isPlain(text, String(line.value).slice(start, end)),
  );
  if (!plain || !isAll(words, String(line.value)) || builtins.test(program.text)) return [];
  const list = line.parent;
  if (list?.kind !== 'array' || list.items.at(-1) !== line) return [];
  const front = frontOf(command, list.items.slice(0, -1));
  if (front === null) return [];
  const ops = [
    { op: 'set' as const, path: front.command, value: program.text },
    ...front.rest.map((path) => ({ op: 'remove' as const, path })),
    ...args
      .slice(0, -1)
      .map(({ text }) => ({ op: 'insert' as const, path: pathOf(line), value: text })),
    ...args.slice(-1).map(({ text }) => ({ op: 'set' as const, path: pathOf(line), value: text })),
    ...(args.length === 0 ? [{ op: 'remove' as const, path: pathOf(line) }] : []),
  ];
  return [{ title: `Run ${programName(program.text)} directly`, safety: 'unsafe', ops }];
}

/** Whether nothing but blanks stands around the words: no comment, no `&`, no bracket. */
function isAll(words: readonly Word[], line: string): boolean {
  const ends = [0, ...words.map(({ end }) => end)];
  const starts = [...words.map(({ start }) => start), line.length];
  return starts.every((start, index) => /^[ \t]*$/.test(line.slice(ends[index], start)));
}

/** Quotes around a whole word keep it as it is; a comment or a pattern outside of them does not stay. */
function isPlain(text: string, written: string): boolean {
  if (text === '' || /[\n`$\\]/.test(text)) return false;
  return written === `'${text}'` || written === `"${text}"`
    ? !text.includes('!')
    : written === text && !changed.test(text);
}

/** Where the shell and its `-c` stand: as command and first argument, or as the first two words of an array. */
function frontOf(command: ConfigNode | undefined, before: readonly ConfigNode[]) {
  const values = before.map((item) => (item.kind === 'atom' ? String(item.value) : ''));
  const [first] = before;
  if (first === undefined || values.at(-1) !== '-c') return null;
  if (
    command?.kind === 'atom' &&
    before.length === 1 &&
    posix.test(programName(String(command.value)))
  )
    return { command: pathOf(command), rest: [pathOf(first)] };
  if (
    command?.kind === 'array' &&
    command === first.parent &&
    before.length === 2 &&
    posix.test(programName(values[0] ?? ''))
  )
    return { command: pathOf(first), rest: before.slice(1).map(pathOf) };
  return null;
}
