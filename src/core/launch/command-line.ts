import type { Word } from './launch.ts';
import { setOf } from './options.ts';
import type { Syntax } from './tokens.ts';
import { programName, splitLine, subWord } from './words.ts';

export interface CommandLine {
  readonly line: Word;
  readonly syntax: Syntax;
  /** A program whose path holds blanks without quotes around it; null when the line splits as any other. */
  readonly head: Word | null;
}

// What configurations start by a path of its own, so that a blank after it ends the path.
const known = setOf(
  `npx npm pnpm pnpx yarn bun bunx node deno tsx uv uvx pipx docker docker-compose podman nerdctl
   cmd bash sh zsh dash fish pwsh powershell env sudo wsl dotnet dnx go java ruby perl cargo dart
   nice nohup timeout stdbuf op doppler infisical dotenv dotenvx corepack mcp-launch mcp-posture
   mcp-remote supergateway nix nix-shell jbang php pip poetry ssh`,
);

/** How many blanks of a path are tried as its end. */
const tries = 20;

/** A command that holds a whole line; null when it is one program, blanks in its path included. */
export function commandLineOf(word: Word): CommandLine | null {
  const { text } = word;
  if (!/\s/.test(text)) return null;
  const windows = /(?:^|[\s"'=])[A-Za-z]:\\|^\\\\|^\.{1,2}\\|^%\w+%/.test(text);
  const syntax = windows ? 'cmd' : 'posix';
  const escaped = !windows && text.includes('\\ ');
  if (!isPath(text) || escaped) return { line: word, syntax, head: null };
  const end = endOfProgram(text);
  if (end === null) return null;
  const head = subWord(word, 0, end);
  return { line: word, syntax, head: /\s/.test(head.text) ? head : null };
}

/** The words of a command that may hold a line, without its operators. */
export function splitCommand(word: Word, syntax: Syntax): readonly Word[] {
  const found = commandLineOf(word);
  if (found === null) return [word];
  if (found.head === null) return splitLine(word, syntax);
  return [found.head, ...splitLine(subWord(word, found.head.text.length), syntax)];
}

function isPath(text: string): boolean {
  return /^(?:[/~]|\.{1,2}[\\/]|[A-Za-z]:[\\/]|\\\\|\$\{[^}]*\}[\\/]|\$\w+\/|%\w+%[\\/])/.test(
    text,
  );
}

/** A known program followed by a blank ends the path, and so does the first flag. */
function endOfProgram(text: string): number | null {
  const blanks = /\s/g;
  for (let i = 0; i < tries; i++) {
    const blank = blanks.exec(text)?.index;
    if (blank === undefined) break;
    if (isKnownProgram(programName(text.slice(0, blank)))) return blank;
  }
  const flag = /\s+--?[A-Za-z][\w-]*(?:[\s=]|$)/.exec(text);
  return flag === null ? null : flag.index;
}

function isKnownProgram(name: string): boolean {
  return known.has(name) || /^(?:python|pythonw|pypy|php|node)[\d.]*$|^py$/.test(name);
}
