import type { Op } from '../config/edit.ts';

/**
 * `safe`: keeps every byte of information, runs the same code, cannot stop the server from starting; may run in
 * fix-all. `unsafe`: applied only when a person picks it.
 */
export type Safety = 'safe' | 'unsafe';

export interface Fix {
  /** Starts with a verb and names the result. */
  readonly title: string;
  readonly safety: Safety;
  readonly ops: readonly Op[];
  /** Instead of ops: the permissions that the file gets. Never safe, for it is no change of the text. */
  readonly chmod?: '600';
  /** The file that gets them, when it is another than that of the finding. Absolute. */
  readonly file?: string;
}
