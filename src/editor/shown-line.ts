import { visible } from '../output/visible.ts';

/** A name in a message may be as long as its file. */
const LONGEST = 1000;

/** A message as one line: names come from files, with signs that reorder or hide what stands around them. */
export function shownLine(text: string): string {
  return visible(text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}…`);
}
