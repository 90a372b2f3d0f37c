import type { JsonError } from './json.ts';
import { visible, visibleJson } from './visible.ts';

/** What was done to one file, or would be. */
export interface EditedFile<Done> {
  /** As given, with `/` separators. */
  readonly path: string;
  readonly done: readonly Done[];
  readonly left: readonly Left[];
  /** What stands in the file in place of what, top down; without any part of a credential. */
  readonly changes: readonly Change[];
  readonly errors: readonly JsonError[];
  /** Whether all of it could be read, and written where it changes. */
  readonly complete: boolean;
  readonly written: boolean;
}

/** One thing that stays as it is. */
export interface Left {
  readonly server: string;
  readonly what: string;
  readonly why: string;
}

/** One piece of text that changes; the rest of its line may hold what must not be shown. */
export interface Change {
  /** From 0. */
  readonly line: number;
  readonly server: string | null;
  readonly before: string;
  readonly after: string;
}

/** How a command speaks of what it does. */
export interface EditWords<Done> {
  /** `Pinned` and `pin`. */
  readonly did: string;
  readonly verb: string;
  readonly rowOf: (done: Done) => DoneRow;
  /** What there is to know once something was done. */
  readonly notes: readonly string[];
}

export interface DoneRow {
  readonly server: string;
  readonly what: string;
  readonly becomes: string;
}

/** In UTF-16 units. */
const LONGEST = 400;
/** Of one file. */
const MOST_ERRORS = 3;

/**
 * Version 1 of what other programs read, with what was done under a name of its own: fields are only ever added. Ends
 * with a line break and holds no character that steers a terminal.
 */
export function editedJson<Done>(
  files: readonly EditedFile<Done>[],
  fields: (done: readonly Done[]) => object,
): string {
  const documents = files.map(({ path, done, left, errors, written }) => ({
    path,
    ...fields(done),
    left: left.map(({ server, what, why }) => ({ server, what, why })),
    errors,
    written,
  }));
  return `${visibleJson(JSON.stringify({ version: 1, documents }, null, 2))}\n`;
}

/** For people: a line for each thing done, what was left and why, a count. In a dry run the changes come first. */
export function editedText<Done>(
  files: readonly EditedFile<Done>[],
  dryRun: boolean,
  words: EditWords<Done>,
): string {
  const blocks = [
    ...(dryRun ? files.map(diffLines) : []),
    files.flatMap((file) => doneLines(file, words)),
    titled(`Not ${words.did.toLowerCase()}:`, files.flatMap(leftLines)),
    titled('Problems:', files.flatMap(errorLines)),
    [countLine(files, dryRun, words)],
    files.some(({ done }) => done.length > 0) ? words.notes : [],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function diffLines({ path, changes }: EditedFile<unknown>): readonly string[] {
  if (changes.length === 0) return [];
  return [
    `--- ${shown(path)}`,
    `+++ ${shown(path)}`,
    ...changes.flatMap(({ line, server, before, after }) => [
      `@@ -${line + 1} +${line + 1} @@${server === null ? '' : ` ${shown(server)}`}`,
      ...shownLines(before).map((text) => `-${text}`),
      ...shownLines(after).map((text) => `+${text}`),
    ]),
  ];
}

/** What is inserted may have lines of its own. */
function shownLines(text: string): readonly string[] {
  return shortened(text).split(/\r?\n/).map(visible);
}

function doneLines<Done>(
  { path, done }: EditedFile<Done>,
  { rowOf }: EditWords<Done>,
): readonly string[] {
  return done
    .map(rowOf)
    .map(
      ({ server, what, becomes }) =>
        `${shown(path)}: ${shown(server)}: ${shown(what)} → ${shown(becomes)}`,
    );
}

function leftLines({ path, left }: EditedFile<unknown>): readonly string[] {
  return left.map(({ server, what, why }) => {
    const parts = [path, server, what, why].filter((part) => part !== '');
    return `  ${parts.map(shown).join(': ')}`;
  });
}

function errorLines({ path, errors }: EditedFile<unknown>): readonly string[] {
  const lines = errors
    .slice(0, MOST_ERRORS)
    .map(({ message }) => `  ${shown(path)}: ${shown(message)}`);
  const rest = errors.length - lines.length;
  return rest > 0 ? [...lines, `  ${shown(path)}: and ${rest} more of these`] : lines;
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function countLine<Done>(
  files: readonly EditedFile<Done>[],
  dryRun: boolean,
  { did, verb }: EditWords<Done>,
): string {
  if (files.length === 0) return 'No MCP configuration found';
  const done = files.reduce((sum, file) => sum + file.done.length, 0);
  const all = files.reduce((sum, file) => sum + file.left.length, done);
  const where = files.length === 1 ? '1 file' : `${files.length} files`;
  if (all === 0) return `Nothing to ${verb} in ${where}`;
  return `${dryRun ? `Would ${verb}` : did} ${done} of ${all} in ${where}`;
}

/** One line of what a file says. */
function shown(text: string): string {
  return visible(shortened(text));
}

/** Nobody reads more of it. */
function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}…`;
}
