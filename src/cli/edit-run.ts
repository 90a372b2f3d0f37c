import type { EditedFile } from '../output/edited.ts';
import type { EditResult } from './edit-files.ts';

const LEFT = 1;
const COULD_NOT_RUN = 2;

/** What a command has to say, and whether anything was left or could not be done. */
export interface Edited {
  readonly output: string;
  readonly complete: boolean;
  readonly left: boolean;
}

/** Null when nothing was written because a person stopped it. */
export function asEdited<Done>(
  files: EditResult<Done>,
  format: (files: readonly EditedFile<Done>[]) => string,
): Edited | null {
  if (files === null) return null;
  return {
    output: format(files),
    complete: files.every(({ complete }) => complete),
    left: files.some(({ left }) => left.length > 0),
  };
}

/** Runs a command that writes files, which Ctrl-C ends before the next one. The exit code: 0, 1 or 2. */
export async function runEdit(
  milliseconds: number,
  work: (limit: AbortSignal, stop: AbortSignal) => Promise<Edited | null>,
): Promise<number> {
  const stop = new AbortController();
  // The second one ends the program.
  process.once('SIGINT', () => stop.abort());
  const limit = AbortSignal.any([stop.signal, AbortSignal.timeout(milliseconds)]);
  const edited = await work(limit, stop.signal);
  if (edited === null) {
    process.stderr.write('mcp-posture: stopped, nothing was written\n');
    return COULD_NOT_RUN;
  }
  process.stdout.write(edited.output);
  if (!edited.complete) return COULD_NOT_RUN;
  return edited.left ? LEFT : 0;
}
