import { setImmediate } from 'node:timers/promises';
import type { Change, EditedFile, Left } from '../output/edited.ts';
import { errorOf, errorsOf } from '../output/json.ts';
import type { Unreadable } from '../output/scanned.ts';
import { judgeFiles, type Judged, type JudgeOptions } from './judge-files.ts';
import { isIncomplete } from './scan.ts';
import { replaceFile } from './write-file.ts';

export interface EditOptions extends JudgeOptions {
  readonly dryRun: boolean;
  /** Aborted by the person: what is not written yet stays as it is. */
  readonly stop: AbortSignal;
}

/** Null when it was stopped before it had written anything. */
export type EditResult<Done> = readonly EditedFile<Done>[] | null;

/** What is to become of one file. */
export interface Edit<Done> {
  /** The same text when nothing changes. */
  readonly text: string;
  readonly done: readonly Done[];
  readonly left: readonly Left[];
  readonly changes: readonly Change[];
  /** Why some of it could not be done at all, which is no matter of the file. */
  readonly failed?: string;
  /** What has to be done around the writing; answers as `replace` does: null, or why it was not written. */
  readonly write?: (replace: () => string | null) => Promise<string | null>;
}

export interface Editor<Done extends { readonly server: string }> {
  /** Writes nothing. */
  readonly edit: (item: Judged) => Edit<Done> | Promise<Edit<Done>>;
  readonly nameOf: (done: Done) => string;
  /** What to say of a file at which this program fails. */
  readonly fault: string;
}

/**
 * Reads and judges as a scan does, and writes each file that changes, once. Never throws for what a file holds.
 */
export async function editFiles<Done extends { readonly server: string }>(
  paths: readonly string[],
  options: EditOptions,
  editor: Editor<Done>,
): Promise<EditResult<Done>> {
  const files: EditedFile<Done>[] = [];
  for (const item of await judgeFiles(paths, options)) {
    // Lets a signal come through.
    await setImmediate();
    if (options.stop.aborted) {
      if (!files.some(({ written }) => written)) return null;
      files.push(untouched(item, 'stopped before this file'));
    } else if (item.kind === 'unreadable') files.push(untouched(item, item.why));
    else
      files.push(await editFile(item, options, editor).catch(() => untouched(item, editor.fault)));
  }
  return files;
}

async function editFile<Done extends { readonly server: string }>(
  item: Judged,
  { dryRun }: EditOptions,
  { edit, nameOf }: Editor<Done>,
): Promise<EditedFile<Done>> {
  const { report, file, encoding } = item;
  const { document } = report;
  const { text, done, left, changes, failed, write } = await edit(item);
  const base = {
    path: document.path,
    left,
    errors: [...(failed === undefined ? [] : [errorOf(failed)]), ...errorsOf(report)],
    complete: failed === undefined && !isIncomplete(item),
    written: false,
  };
  if (text === document.text) return { ...base, done: [], changes: [] };
  if (dryRun) return { ...base, done, changes };
  const replace = () => replaceFile(file, { text: document.text, encoding }, text);
  const why = write === undefined ? replace() : await write(replace);
  if (why === null) return { ...base, done, changes, written: true };
  const open = done.map((one) => ({ server: one.server, what: nameOf(one), why }));
  return {
    ...base,
    done: [],
    left: [...left, ...open],
    changes: [],
    errors: [errorOf(why), ...base.errors],
    complete: false,
  };
}

function untouched(item: Judged | Unreadable, why: string): EditedFile<never> {
  const path = item.kind === 'read' ? item.report.document.path : item.path;
  const errors = [errorOf(why)];
  return { path, done: [], left: [], changes: [], errors, complete: false, written: false };
}
