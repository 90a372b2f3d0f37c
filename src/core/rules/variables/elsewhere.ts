import type { Atom } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { keep } from '../../config/kept.ts';
import { programName } from '../../launch/words.ts';
import type { Variable } from './found.ts';

/** Programs that pass what follows through a shell, on this machine or another. */
const SHELLS = /^(?:cmd|wsl|ssh|powershell|pwsh|command|eval|script|su)$/;
/** Programs that put variables into the line that they start. */
const FILLERS =
  /^(?:envmcp|mcpipe|env-cmd|cross-env|cross-env-shell|dotenv|dotenv-cli|dotenvx|envsubst|direnv|mise)$/;
/** The word before a line of a shell: `-c`, `-lc`, `/c`, `-Command`. */
const LINE_FOLLOWS = /^(?:-[a-z]{0,3}c|\/[ckCK]|-Command|-command|-S|--split-string|--command)$/;
/** Servers that look after `~` themselves. */
const HOMES = /^@modelcontextprotocol\/server-filesystem$/;
const INTERPRETERS =
  /^(?:node|nodejs|deno|bun|tsx|ts-node|python[\d.]*|pythonw|ruby|php|perl|java|sh|bash|zsh)$/;

/** Whether something else than the client puts a value there: a shell on the line, a runner, the server itself. */
export function isFilledByOthers(variable: Variable, server: Server): boolean {
  const { form, field, at } = variable;
  if (field !== 'args' && field !== 'command') return false;
  const filled = keep(server, filledAtoms);
  if (filled.all || filled.atoms.has(at.atom)) return true;
  const { launch } = server;
  if (form === 'tilde') return launch.packages.some(({ name }) => HOMES.test(name));
  // It takes what a header holds from its own environment.
  const bridges = [...launch.packages.map(({ name }) => name), ...launch.wrappers];
  return form === 'braced' && bridges.includes('mcp-remote');
}

interface Filled {
  /** Every word of the line. */
  readonly all: boolean;
  readonly atoms: ReadonlySet<Atom>;
}

function filledAtoms({ command, words, launch }: Server): Filled {
  const texts = words.map(({ value }) => String(value));
  const first = command === null ? (texts[0] ?? '') : String(command.value);
  const programs = [first, ...texts].map(programName);
  // A command that is a whole line is given to a shell by those who take it at all.
  const isLine = command !== null && /\s/.test(first.trim()) && !/[/\\]/.test(first.trim());
  const all =
    isLine ||
    SHELLS.test(programs[0] ?? '') ||
    programs.some((name) => FILLERS.test(name)) ||
    launch.wrappers.some((label) => FILLERS.test(label.split(' ')[0] ?? ''));
  const atoms = new Set<Atom>();
  for (const [index, atom] of words.entries()) {
    if (LINE_FOLLOWS.test(texts[index - 1] ?? '')) atoms.add(atom);
  }
  const script = launch.shell?.script;
  if (script !== undefined && script !== null) atoms.add(script.atom);
  return { all, atoms };
}

/** Whether a `~` stands where a file is opened by its name as it is: other arguments a server may look after itself. */
export function isOpened({ field, at }: Variable, server: Server): boolean {
  if (field !== 'args') return true;
  const { command, words, launch } = server;
  const mounted = launch.container?.options.some(({ words: own }) =>
    own.some(({ atom }) => atom === at.atom),
  );
  if (mounted === true) return true;
  const index = words.indexOf(at.atom);
  const before = command === null || index > 0 ? words[index - 1] : command;
  const text = before === undefined ? '' : String(before.value);
  return (
    /^--(?:directory|project|prefix|env-file|python)$/.test(text) ||
    (index <= 1 && INTERPRETERS.test(programName(text)))
  );
}
