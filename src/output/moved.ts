import { editedJson, editedText, type EditedFile, type EditWords } from './edited.ts';

/** A value that is in the keychain and no longer in its file. */
export interface MovedValue {
  readonly server: string;
  /** The variable or argument; no part of a credential. */
  readonly what: string;
  /** Its id. */
  readonly secret: string;
  readonly inProcessList: boolean;
}

export type MovedFile = EditedFile<MovedValue>;

const words: EditWords<MovedValue> = {
  did: 'Moved',
  verb: 'move',
  rowOf: ({ server, what, secret, inProcessList }) => ({
    server,
    what,
    becomes: inProcessList ? `${secret} (an argument: the list of processes shows it)` : secret,
  }),
  notes: [
    'These files now name the launcher of this machine: do not commit them',
    'A value that was ever committed, synced or readable by others is known: rotate it',
  ],
};

/** Version 1 of what other programs read. */
export function formatMovedJson(files: readonly MovedFile[]): string {
  return editedJson(files, (done) => ({
    moved: done.map(({ server, what, secret, inProcessList }) => ({
      server,
      what,
      secret,
      inProcessList,
    })),
  }));
}

/** For people. */
export function formatMovedText(files: readonly MovedFile[], dryRun: boolean): string {
  return editedText(files, dryRun, words);
}
