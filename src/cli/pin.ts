import { setImmediate } from 'node:timers/promises';
import { errorOf, errorsOf } from '../output/json.ts';
import type { PinnedFile } from '../output/pinned.ts';
import type { Unreadable } from '../output/scanned.ts';
import { judgeFiles, type Judged, type JudgeOptions } from './judge-files.ts';
import { pinDocument } from './pin-document.ts';
import { isIncomplete } from './scan.ts';
import { replaceFile } from './write-file.ts';

export interface PinOptions extends JudgeOptions {
  readonly dryRun: boolean;
  /** Aborted by the person: what is not written yet stays as it is. */
  readonly stop: AbortSignal;
}

/** Null when it was stopped before it had written anything. */
export type PinResult = readonly PinnedFile[] | null;

/**
 * Reads and judges as a scan does, makes every pin there is, and writes each file that changes, once. Never throws for
 * what a file holds.
 */
export async function pin(paths: readonly string[], options: PinOptions): Promise<PinResult> {
  const files: PinnedFile[] = [];
  for (const item of await judgeFiles(paths, options)) {
    // Lets a signal come through.
    await setImmediate();
    if (options.stop.aborted) {
      if (!files.some(({ written }) => written)) return null;
      files.push(untouched(item, 'stopped before this file'));
    } else if (item.kind === 'unreadable') files.push(untouched(item, item.why));
    else files.push(pinSafely(item, options));
  }
  return files;
}

function pinSafely(item: Judged, options: PinOptions): PinnedFile {
  try {
    return pinFile(item, options);
  } catch {
    return untouched(item, 'it was not pinned because of an error in this program');
  }
}

function pinFile(item: Judged, { resolver, dryRun }: PinOptions): PinnedFile {
  const { report, file, encoding, place } = item;
  const { document } = report;
  const pinned = pinDocument(report, resolver.facts(place));
  const base = {
    path: document.path,
    left: pinned.left,
    errors: errorsOf(report),
    complete: !isIncomplete(item),
    written: false,
  };
  if (pinned.text === document.text) return { ...base, pins: [], changes: [] };
  if (dryRun) return { ...base, pins: pinned.pins, changes: pinned.changes };
  const why = replaceFile(file, { text: document.text, encoding }, pinned.text);
  if (why === null) return { ...base, pins: pinned.pins, changes: pinned.changes, written: true };
  const open = pinned.pins.map(({ server, name }) => ({ server, what: name, why }));
  return {
    ...base,
    pins: [],
    left: [...pinned.left, ...open],
    changes: [],
    errors: [errorOf(why), ...base.errors],
    complete: false,
  };
}

function untouched(item: Judged | Unreadable, why: string): PinnedFile {
  const path = item.kind === 'read' ? item.report.document.path : item.path;
  const errors = [errorOf(why)];
  return { path, pins: [], left: [], changes: [], errors, complete: false, written: false };
}
