import type { ShellCommand } from '../launch/launch.ts';

const downloaders = new Set(
  'curl wget fetch iwr irm invoke-webrequest invoke-restmethod aria2c'.split(' '),
);
const netClients = new Set('nc ncat netcat telnet'.split(' '));
/** They run what they are given as text. */
const shells = new Set(
  'sh bash zsh dash ash ksh fish eval source . iex invoke-expression [scriptblock]::create'.split(
    ' ',
  ),
);
/** They run what they read, and text only after a flag that says so. */
const interpreters = new Set([
  ...shells,
  ...'python python3 node perl ruby php deno bun powershell pwsh'.split(' '),
]);
const unpackers = new Set('tar bsdtar unzip gunzip zcat 7z expand-archive'.split(' '));
const prefixes = new Set('sudo env exec nohup time command'.split(' '));
/** What opens a command inside the words of another. */
const inner = new Set(['$(', '`', '<(', '(']);

/** `curl`, `wget`, `nc` and the like, by path or name. */
export function isNetworkClient(program: string): boolean {
  const name = nameOf(program);
  return downloaders.has(name) || netClients.has(name);
}

/** The name of a program without its folder and `.exe`, in lower case. */
export function nameOf(program: string): string {
  const base = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
  return base.toLowerCase().replace(/\.exe$/, '');
}

/** Whether a shell line hands to an interpreter what it fetched: by a pipe, a substitution or a file. */
export function runsDownload(commands: readonly ShellCommand[]): boolean {
  if (isSubstituted(commands)) return true;
  const files = new Set<string>();
  let piped = false;
  let unpacked = false;
  for (const command of commands) {
    // `curl … | … | sh`
    piped &&= command.operator === '|' || command.operator === '|&';
    if (piped && interpreters.has(programOf(command))) return true;
    // `curl -o file … && sh file`
    if (files.size > 0 && runsOneOf(files, command)) return true;
    // `curl … | tar xz && ./server`, or the same with a file between
    if (unpacked && isUnpackedProgram(command)) return true;
    unpacked ||= unpackers.has(programOf(command)) && (piped || mentionsOneOf(files, command));
    if (!isDownload(command)) continue;
    piped = true;
    const file = savedAs(command.words.map(({ text }) => text));
    if (file !== null) files.add(file);
  }
  return false;
}

/** A program by its path, but for those of the system. */
function isUnpackedProgram({ words }: ShellCommand): boolean {
  const program = words[0]?.text ?? '';
  return /[\\/]/.test(program) && !/^\/(?:usr|s?bin|opt)\//.test(program);
}

function mentionsOneOf(files: ReadonlySet<string>, { words }: ShellCommand): boolean {
  return words.some(({ text }) => files.has(text.replace(/^\.\//, '')));
}

function runsOneOf(files: ReadonlySet<string>, command: ShellCommand): boolean {
  const words = command.words.map(({ text }) => text.replace(/^\.\//, ''));
  if (files.has(words[0] ?? '')) return true;
  return interpreters.has(programOf(command)) && words.some((word) => files.has(word));
}

/** `bash <(curl …)`, `eval "$(curl …)"`, `python -c "$(curl …)"`, `iex (irm …)`, or the substitution as the command. */
function isSubstituted(commands: readonly ShellCommand[]): boolean {
  const fetches = commands.some(
    (command) => inner.has(command.operator ?? '') && isDownload(command),
  );
  if (!fetches) return commands.some(isDotNetDownload) && commands.some(isInvoke);
  return commands.some((command) => {
    if (inner.has(command.operator ?? '')) return false;
    const words = command.words.map(({ text }) => text);
    if (/^(?:\$\(|`)/.test(words[0] ?? '') || shells.has(programOf(command))) return true;
    const read = words.slice(1).some((word) => word.startsWith('<('));
    if (read && interpreters.has(programOf(command))) return true;
    const flag = words.findIndex((word) => /^-(?:c|e|r|-eval)$/.test(word));
    const code = flag === -1 ? '' : (words[flag + 1] ?? '');
    return interpreters.has(programOf(command)) && /^(?:\$\(|`)/.test(code);
  });
}

function isDownload(command: ShellCommand): boolean {
  return downloaders.has(programOf(command));
}

/** `iex ((New-Object Net.WebClient).DownloadString(…))` */
function isDotNetDownload({ words }: ShellCommand): boolean {
  return words.some(({ text }) => /^(?:\w+\.)*Net\.WebClient$|^\.DownloadString/i.test(text));
}

function isInvoke(command: ShellCommand): boolean {
  return /^(?:iex|invoke-expression)$/.test(programOf(command));
}

/** The file that a download writes; null when it writes none. */
function savedAs(words: readonly string[]): string | null {
  const flag = words.findIndex((word) =>
    /^(?:-o|-O|--output|--output-document|--remote-name|-OutFile|>)$/i.test(word),
  );
  if (flag === -1) return null;
  const named = words[flag + 1];
  const address = words.find((word) => /^https?:/.test(word));
  const file =
    named === undefined || /^https?:|^-/.test(named)
      ? address?.split(/[?#]/)[0]?.split('/').at(-1)
      : named;
  return file === undefined || file === '' ? null : file.replace(/^\.\//, '');
}

function programOf({ words }: ShellCommand): string {
  const program = words.find(
    ({ text }) => !prefixes.has(text) && !/^\w+=/.test(text) && !text.startsWith('-'),
  );
  return nameOf(program?.text ?? '');
}
