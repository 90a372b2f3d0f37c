import type { TextEdit } from '../../core/config/text.ts';
import { difference } from '../fix-all.ts';

/**
 * Edits of a text as edits of what it has become: those behind what was typed move with it. What was typed over, or right
 * beside it, is left out: nobody knows what it should be now.
 */
export function carriedOver(
  before: string,
  now: string,
  edits: readonly TextEdit[],
): readonly TextEdit[] {
  if (now === before) return edits;
  const { span: typed, newText } = difference(before, now);
  const moved = newText.length - (typed.end - typed.start);
  return edits.flatMap((edit) => {
    const { start, end } = edit.span;
    if (end < typed.start) return [edit];
    return start > typed.end ? [{ ...edit, span: { start: start + moved, end: end + moved } }] : [];
  });
}
