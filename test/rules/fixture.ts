import { visit } from 'jsonc-parser';
import { parseTOML } from 'toml-eslint-parser';
import { Lexer } from 'yaml';
import type { Neighbours } from '../../src/core/config/neighbours.ts';
import type { Surroundings } from '../../src/core/config/surroundings.ts';
import type { FactsAtHand } from '../../src/core/rules/facts.ts';
import { factsOf } from './fixture-facts.ts';

/** What a fixture says of itself in its comments. */
export interface Fixture {
  readonly text: string;
  /** From `// file: .vscode/mcp.json`: decides the dialect. */
  readonly path: string;
  readonly wants: readonly Want[];
  /** From its `// fact` and `// choose` lines: what registries would say, and what the person chose. */
  readonly facts: FactsAtHand;
  /** From `// around tracked open synced=Dropbox exposed=.env`; `untracked` and `closed` are the opposites. */
  readonly surroundings: Surroundings | null;
  /**
   * From `// beside clients vscode,cursor` and `// beside mcpServers.notes wins ~/.cursor/mcp.json command,env`, or `loses`, where there
   * is such a line.
   */
  readonly neighbours: Neighbours | null;
  /** Values that no output may show. */
  readonly secrets: readonly string[];
}

/**
 * `// want rule-id "exact text of the span" severity=… fix="title"`, at the end of the flagged line or on lines of
 * its own above it; with `#` in TOML and YAML. The text is JSON, or raw between backticks, or the word `secret` for what is marked on that line; a `fix` is
 * one of the titles offered, a `*` at its end standing for the rest; the first is the one that the twin shows.
 */
export interface Want {
  readonly rule: string;
  readonly text: string;
  /** Line that the span starts on, from 0. */
  readonly line: number;
  readonly severity: string | null;
  readonly fixes: readonly string[];
}

interface Comment {
  readonly body: string;
  readonly line: number;
  /** Nothing else stands on its line. */
  readonly alone: boolean;
}

export function readFixture(text: string): Fixture {
  const comments = marksOf(text);
  const secrets = secretsOf(text, comments);
  const file = comments.find(({ body }) => body.startsWith('file:'));
  return {
    text,
    path: file?.body.slice('file:'.length).trim() ?? 'mcp.json',
    wants: comments.flatMap((comment) => wantOf(comment, comments, secrets)),
    facts: factsOf(comments.map(({ body }) => body)),
    surroundings: surroundingsOf(comments),
    neighbours: neighboursIn(comments),
    secrets: secrets.map(({ value }) => value),
  };
}

/** All comments, line and block, in order, as they stand; by the parsers' own accounts. */
export function commentsOf(text: string, path = 'mcp.json'): readonly string[] {
  if (path.endsWith('.toml')) return parseTOML(text).comments.map(({ value }) => value);
  if (/\.ya?ml$/.test(path)) return [...new Lexer().lex(text)].filter((token) => token.startsWith('#'));
  const found: string[] = [];
  visit(text, { onComment: (offset, length) => found.push(text.slice(offset, offset + length)) });
  return found;
}

/** Those that speak to this test; told by their first word, so that a text that is no JSON can hold them too. */
function marksOf(text: string): readonly Comment[] {
  return text.split('\n').flatMap((source, line) => {
    const match = /(?:^|\s)(?:\/\/|#) ((?:file:|around |beside |fact |choose |want |secret\b).*)$/.exec(source);
    if (match === null) return [];
    const alone = source.slice(0, match.index).trim() === '';
    return [{ body: match[1]?.trim() ?? '', line, alone }];
  });
}

function surroundingsOf(comments: readonly Comment[]): Surroundings | null {
  const line = comments.find(({ body }) => body.startsWith('around '));
  if (line === undefined) return null;
  const words = new Set(line.body.split(' ').slice(1));
  const either = (yes: string, no: string): boolean | null =>
    words.has(yes) ? true : words.has(no) ? false : null;
  return {
    tracked: either('tracked', 'untracked'),
    readableByOthers: either('open', 'closed'),
    synced: /synced=(\S+)/.exec(line.body)?.[1] ?? null,
    exposed: [...line.body.matchAll(/exposed=(\S+)/g)].map(([, name = '']) => ({
      name,
      path: `/w/${name.replace(/^.*\//, '')}`,
    })),
  };
}

function neighboursIn(comments: readonly Comment[]): Neighbours | null {
  const lines = comments.filter(({ body }) => body.startsWith('beside ')).map(({ body }) => body.split(' ').slice(1));
  if (lines.length === 0) return null;
  const clients = lines.find(([word]) => word === 'clients')?.[1]?.split(',') ?? [];
  const others = lines.filter(([word]) => word !== 'clients');
  return {
    clients,
    sameName: new Map(
      others.map(([path = '', wins, where = '', differs = '']) => [
        path.replaceAll('.', '\n'),
        [{ wins: wins === 'wins', where, differs: differs.split(',') }],
      ]),
    ),
  };
}

const SECRET = /^secret(?: after=`([^`]*)`)?(?: before=`([^`]*)`)?$/;
const WANT = /^want ([a-z0-9-]+) (secret|"(?:[^"\\]|\\.)*"|`[^`]*`)(.*)$/;

function wantOf(
  comment: Comment,
  comments: readonly Comment[],
  secrets: readonly Secret[],
): readonly Want[] {
  if (!comment.body.startsWith('want')) return [];
  const match = WANT.exec(comment.body);
  if (match === null) throw new Error(`Not a want: ${comment.body}`);
  const [, rule = '', quoted = '', rest = ''] = match;
  const severity = /severity=([a-z]+)/.exec(rest)?.[1] ?? null;
  const fixes = [...rest.matchAll(/fix=("(?:[^"\\]|\\.)*"|`[^`]*`)/g)].map(([, title = '']) => unquote(title));
  const leftover = rest.replace(/severity=[a-z]+/, '').replace(/fix=("(?:[^"\\]|\\.)*"|`[^`]*`)/g, '');
  if (leftover.trim() !== '') throw new Error(`Not part of a want: ${leftover}`);
  const line = flaggedLine(comment, comments);
  const marked = secrets.find((secret) => secret.line === line)?.value ?? '';
  return [{ rule, text: quoted === 'secret' ? marked : unquote(quoted), line, severity, fixes }];
}

function unquote(quoted: string): string {
  return quoted.startsWith('`') ? quoted.slice(1, -1) : String(JSON.parse(quoted));
}

/** Its own line; or the first below it that is not a comment of ours on its own. */
function flaggedLine(comment: Comment, comments: readonly Comment[]): number {
  if (!comment.alone) return comment.line;
  const taken = new Set(comments.filter(({ alone }) => alone).map(({ line }) => line));
  let line = comment.line;
  while (taken.has(line)) line += 1;
  return line;
}

interface Secret {
  readonly value: string;
  readonly line: number;
}

/** A bare `// secret` means the last string of the flagged line; `after="…"` and `before="…"` cut a part out of it. */
function secretsOf(text: string, comments: readonly Comment[]): readonly Secret[] {
  const lines = text.split('\n');
  return comments.flatMap((comment) => {
    const match = SECRET.exec(comment.body);
    if (match === null) return [];
    const line = flaggedLine(comment, comments);
    const code = (lines[line] ?? '').replace(/(?:\/\/|#) (?:secret|want)\b.*$/, '');
    const whole = lastString(code);
    if (whole === undefined) throw new Error(`No string beside the secret mark on line ${comment.line + 1}`);
    const [, after, before] = match;
    const start = after === undefined ? 0 : whole.indexOf(after) + after.length;
    const end = before === undefined ? whole.length : whole.indexOf(before, start);
    const value = whole.slice(start, end);
    return [{ value, line }];
  });
}

/** In double quotes, else in single ones, else what stands behind the colon or the dash of YAML. */
function lastString(code: string): string | undefined {
  const quoted = [...code.matchAll(/"(?:[^"\\]|\\.)*"/g)].at(-1)?.[0];
  if (quoted !== undefined) return unquote(quoted);
  return /'([^']*)'[^']*$/.exec(code)?.[1] ?? /(?::|-)\s+(\S.*?)\s*$/.exec(code)?.[1];
}

/** Whether a title is the one a want names. */
export function isTitle(wanted: string, title: string): boolean {
  return wanted.endsWith('*') ? title.startsWith(wanted.slice(0, -1)) : title === wanted;
}
