import type { Reference } from '../core/rules/moves/references.ts';
import { editedJson, editedText, type EditedFile, type EditWords } from './edited.ts';

/** A server that starts without the launcher again. */
export interface ServerPutBack {
  readonly server: string;
  /** What stands where an id stood, in the words of the file. */
  readonly references: readonly (Reference & { readonly written: string })[];
}

export type UnwrappedFile = EditedFile<ServerPutBack>;

const words: EditWords<ServerPutBack> = {
  did: 'Put back',
  verb: 'put back',
  rowOf: ({ server, references }) => ({
    server,
    what: ['mcp-launch', ...references.map(({ id }) => id)].join(', '),
    becomes:
      references.length === 0 ? 'no launcher' : references.map(({ written }) => written).join(', '),
  }),
  notes: ['The values stay where they were stored: mcp-posture secrets rm removes one'],
};

/** Version 1 of what other programs read. */
export function formatUnwrappedJson(files: readonly UnwrappedFile[]): string {
  return editedJson(files, (done) => ({
    unwrapped: done.map(({ server, references }) => ({
      server,
      references: references.map(({ id, by, name }) => ({ secret: id, by, name })),
    })),
  }));
}

/** For people. */
export function formatUnwrappedText(files: readonly UnwrappedFile[], dryRun: boolean): string {
  return editedText(files, dryRun, words);
}
