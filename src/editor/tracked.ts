import * as vscode from 'vscode';
import type { Entry } from './entry.ts';
import { keyOf } from './place.ts';

/** One reading of a file that is under way or done. */
export interface Run {
  /** Of the document; -1 for a file on the disk. */
  readonly version: number;
  readonly controller: AbortController;
  readonly done: Promise<Entry | null>;
}

/** A file that is open, found on the disk, or both. */
export interface Tracked {
  readonly key: string;
  document: vscode.TextDocument | null;
  onDisk: boolean;
  entry: Entry | null;
  timer: NodeJS.Timeout | null;
  run: Run | null;
  /** How long the last reading took, in milliseconds. */
  took: number;
}

/** The files of a session, by their keys. */
export interface TrackedFiles extends vscode.Disposable {
  /** Fires with the key of the file whose entry changed, came or went. */
  readonly onDidChange: vscode.Event<string>;
  /** Made when it is not there yet. */
  track(uri: vscode.Uri): Tracked;
  at(key: string): Tracked | undefined;
  all(): readonly Tracked[];
  /** Ends what is under way. */
  readonly stop: (file: Tracked) => void;
  /** Shows an entry, or that there is none; a file that is neither open nor on the disk is forgotten then. */
  readonly publish: (file: Tracked, entry: Entry | null) => void;
}

const untouched = {
  document: null,
  onDisk: false,
  entry: null,
  timer: null,
  run: null,
  took: 0,
} as const satisfies Partial<Tracked>;

export function createTracked(log: (line: string) => void): TrackedFiles {
  const files = new Map<string, Tracked>();
  const changes = new vscode.EventEmitter<string>();

  function stop(file: Tracked): void {
    if (file.timer !== null) clearTimeout(file.timer);
    file.timer = null;
    file.run?.controller.abort();
    file.run = null;
  }

  return {
    onDidChange: changes.event,
    track(uri) {
      const key = keyOf(uri);
      const known = files.get(key);
      if (known !== undefined) return known;
      const made: Tracked = { ...untouched, key };
      files.set(key, made);
      return made;
    },
    at: (key) => files.get(key),
    all: () => [...files.values()],
    stop,
    publish(file, entry) {
      const before = file.entry;
      file.entry = entry;
      if (entry === null && file.document === null && !file.onDisk) files.delete(file.key);
      for (const failure of entry?.report?.failures ?? []) {
        log(`Rule ${failure.rule} failed with ${failure.error} in ${entry?.label}`);
      }
      if (before !== null || entry !== null) changes.fire(file.key);
    },
    dispose() {
      for (const file of files.values()) stop(file);
      changes.dispose();
    },
  };
}
