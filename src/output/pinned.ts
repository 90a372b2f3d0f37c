import type { Pin } from '../core/posture/pins.ts';
import { editedJson, editedText, type EditedFile, type EditWords, type Left } from './edited.ts';
import type { JsonError } from './json.ts';

export type PinMade = Pick<Pin, 'server' | 'name' | 'to'>;
export type PinnedFile = EditedFile<PinMade>;

/** Version 1 of what other programs read; fields are only ever added to it. */
export interface JsonPins {
  readonly version: 1;
  readonly documents: readonly {
    readonly path: string;
    readonly pins: readonly PinMade[];
    readonly left: readonly Left[];
    readonly errors: readonly JsonError[];
    readonly written: boolean;
  }[];
}

const words: EditWords<PinMade> = {
  did: 'Pinned',
  verb: 'pin',
  rowOf: ({ server, name, to }) => ({ server, what: name, becomes: to }),
  notes: [],
};

/** The JSON of `JsonPins`. */
export function formatPinsJson(files: readonly PinnedFile[]): string {
  return editedJson(files, (done) => ({
    pins: done.map(({ server, name, to }) => ({ server, name, to })),
  }));
}

/** For people. */
export function formatPinsText(files: readonly PinnedFile[], dryRun: boolean): string {
  return editedText(files, dryRun, words);
}
