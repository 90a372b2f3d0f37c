import type { Pin } from '../core/posture/pins.ts';
import type { JsonError } from './json.ts';
import { visible, visibleJson } from './visible.ts';

/** What was done to one file, or would be. */
export interface PinnedFile {
  /** As given, with `/` separators. */
  readonly path: string;
  readonly pins: readonly Pick<Pin, 'server' | 'name' | 'to'>[];
  readonly left: readonly Unpinned[];
  /** What stands in the file in place of what, top down; without any part of a credential. */
  readonly changes: readonly Change[];
  readonly errors: readonly JsonError[];
  /** Whether all of it could be read, and written where it changes. */
  readonly complete: boolean;
  readonly written: boolean;
}

/** One reference that stays as it is. */
export interface Unpinned {
  readonly server: string;
  readonly what: string;
  readonly why: string;
}

/** One reference that changes; the rest of its line may hold what must not be shown. */
export interface Change {
  /** From 0. */
  readonly line: number;
  readonly server: string | null;
  readonly before: string;
  readonly after: string;
}

/** Version 1 of what other programs read; fields are only ever added to it. */
export interface JsonPins {
  readonly version: 1;
  readonly documents: readonly Omit<PinnedFile, 'changes' | 'complete'>[];
}

/** In UTF-16 units. */
const LONGEST = 400;
/** Of one file. */
const MOST_ERRORS = 3;

/** As text that ends with a line break and holds no character that steers a terminal. */
export function formatPinsJson(files: readonly PinnedFile[]): string {
  const documents = files.map(({ path, pins, left, errors, written }) => ({
    path,
    pins: pins.map(({ server, name, to }) => ({ server, name, to })),
    left: left.map(({ server, what, why }) => ({ server, what, why })),
    errors,
    written,
  }));
  const report: JsonPins = { version: 1, documents };
  return `${visibleJson(JSON.stringify(report, null, 2))}\n`;
}

/** For people: a line a pin, what was left and why, a count. In a dry run the changed references come first. */
export function formatPinsText(files: readonly PinnedFile[], dryRun: boolean): string {
  const blocks = [
    ...(dryRun ? files.map(diffLines) : []),
    files.flatMap(pinLines),
    titled('Not pinned:', files.flatMap(leftLines)),
    titled('Problems:', files.flatMap(errorLines)),
    [countLine(files, dryRun)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function diffLines({ path, changes }: PinnedFile): readonly string[] {
  if (changes.length === 0) return [];
  return [
    `--- ${shown(path)}`,
    `+++ ${shown(path)}`,
    ...changes.flatMap(({ line, server, before, after }) => [
      `@@ -${line + 1} +${line + 1} @@${server === null ? '' : ` ${shown(server)}`}`,
      `-${shown(before)}`,
      `+${shown(after)}`,
    ]),
  ];
}

function pinLines({ path, pins }: PinnedFile): readonly string[] {
  return pins.map(
    ({ server, name, to }) => `${shown(path)}: ${shown(server)}: ${shown(name)} → ${shown(to)}`,
  );
}

function leftLines({ path, left }: PinnedFile): readonly string[] {
  return left.map(
    ({ server, what, why }) => `  ${shown(path)}: ${shown(server)}: ${shown(what)}: ${shown(why)}`,
  );
}

function errorLines({ path, errors }: PinnedFile): readonly string[] {
  const lines = errors
    .slice(0, MOST_ERRORS)
    .map(({ message }) => `  ${shown(path)}: ${shown(message)}`);
  const rest = errors.length - lines.length;
  return rest > 0 ? [...lines, `  ${shown(path)}: and ${rest} more of these`] : lines;
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function countLine(files: readonly PinnedFile[], dryRun: boolean): string {
  if (files.length === 0) return 'No MCP configuration found';
  const pins = files.reduce((sum, file) => sum + file.pins.length, 0);
  const all = files.reduce((sum, file) => sum + file.left.length, pins);
  const where = files.length === 1 ? '1 file' : `${files.length} files`;
  if (all === 0) return `Nothing to pin in ${where}`;
  return `${dryRun ? 'Would pin' : 'Pinned'} ${pins} of ${all} in ${where}`;
}

/** One line of what a file says; nobody reads more of it. */
function shown(text: string): string {
  return visible(text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}…`);
}
