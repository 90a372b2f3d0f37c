import type { ShellCommand, ShellUse } from '../launch/launch.ts';
import type { Draft } from './finding.ts';
import type { Rule } from './rule.ts';

/** Whoever controls the address runs any command on this machine, a different one for each victim if they like. */
export const remoteScript: Rule = {
  meta: {
    id: 'remote-script',
    title: 'Remote script run by a shell',
    pillar: 'deployment',
    severity: 'error',
    grade: 'bad',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ launch }) {
    if (launch.shell !== null) yield* checkShell(launch.shell);
    const { program } = launch;
    if (program === null || !networkClients.has(nameOf(program.text))) return;
    if (launch.args.some(({ text }) => loopback.test(text))) return;
    yield {
      at: program,
      message: `${nameOf(program.text)} is started as the server: a fetch from the network at every start, with no server behind it`,
    };
  },
};

const downloaders = new Set([
  'curl',
  'wget',
  'fetch',
  'iwr',
  'irm',
  'invoke-webrequest',
  'invoke-restmethod',
  'aria2c',
]);
const networkClients = new Set([...downloaders, 'nc', 'ncat', 'netcat', 'telnet']);
const interpreters = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'ash',
  'ksh',
  'fish',
  'python',
  'python3',
  'node',
  'perl',
  'ruby',
  'php',
  'deno',
  'bun',
  'iex',
  'invoke-expression',
  'powershell',
  'pwsh',
  'source',
  '.',
  'eval',
]);
const prefixes = new Set(['sudo', 'env', 'exec', 'nohup', 'time', 'command']);
const loopback = /(?:^|[/@\s])(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])/;
const substitution = /(?:\$\(|<\(|`)\s*(?:curl|wget|fetch)\s/;

function* checkShell({ commands, script }: ShellUse): Generator<Draft> {
  const piped = commands.find(
    (_, index) => isPiped(commands, index) || isSavedAndRun(commands, index),
  );
  const at = piped?.words[0] ?? script;
  if (at === null) return;
  const text = script === null ? '' : String(script.atom.value).slice(script.start, script.end);
  const substituted =
    substitution.test(text) && commands.some((command) => interpreters.has(programOf(command)));
  if (piped === undefined && !substituted) return;
  yield {
    at: script ?? at,
    message:
      'A script from the network goes straight to an interpreter: whoever answers at that address runs code here',
    marks: ['piped-script'],
  };
}

/** `curl … | … | sh` */
function isPiped(commands: readonly ShellCommand[], index: number): boolean {
  const first = commands[index];
  if (first === undefined || !downloaders.has(programOf(first))) return false;
  for (const next of commands.slice(index + 1)) {
    if (next.operator !== '|' && next.operator !== '|&') return false;
    if (interpreters.has(programOf(next))) return true;
  }
  return false;
}

/** `curl -o file … && sh file` */
function isSavedAndRun(commands: readonly ShellCommand[], index: number): boolean {
  const first = commands[index];
  if (first === undefined || !downloaders.has(programOf(first))) return false;
  const saved = savedAs(first.words.map(({ text }) => text));
  if (saved === null) return false;
  return commands.slice(index + 1).some((command) => {
    const words = command.words.map(({ text }) => text.replace(/^\.\//, ''));
    return words[0] === saved || (interpreters.has(programOf(command)) && words.includes(saved));
  });
}

function savedAs(words: readonly string[]): string | null {
  const flag = words.findIndex((word) =>
    /^(?:-o|-O|--output|--output-document|-OutFile|>)$/i.test(word),
  );
  const named = flag === -1 ? undefined : words[flag + 1];
  const file =
    named === undefined || /^https?:/.test(named)
      ? words
          .find((word) => /^https?:/.test(word))
          ?.split(/[?#]/)[0]
          ?.split('/')
          .at(-1)
      : named;
  return flag === -1 || file === undefined || file === '' ? null : file.replace(/^\.\//, '');
}

function programOf({ words }: ShellCommand): string {
  const program = words.find(
    ({ text }) => !prefixes.has(text) && !/^\w+=/.test(text) && !text.startsWith('-'),
  );
  return nameOf(program?.text ?? '');
}

function nameOf(program: string): string {
  const base = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
  return base.toLowerCase().replace(/\.exe$/, '');
}
