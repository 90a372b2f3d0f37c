import { applyOps, dataOfNode, sameData } from './data.ts';
import type { Op } from './edit.ts';
import type { Parsed } from './format.ts';
import type { ConfigNode, Path, StringAtom } from './node.ts';
import { planOf, type Plan } from './plan.ts';
import { spanOfSlice } from './slice.ts';
import { applyEdits, type TextEdit } from './text.ts';

/** What a language brings for its text to be edited. */
export interface Lowering {
  readonly parse: (text: string) => Parsed;
  /** Null when the plan cannot be written. */
  readonly editsOf: (plan: Plan) => readonly TextEdit[] | null;
}

/**
 * The ops as edits of the text that `root` was read from, by a language's own writer. The edits do not overlap or touch.
 * Null when a path is not there (any more), leads through a scalar, two ops contradict each other, the writer refuses, or
 * the text afterwards would not say exactly what the ops ask for.
 */
export function lowered(
  text: string,
  root: ConfigNode | null,
  ops: readonly Op[],
  { parse, editsOf }: Lowering,
): readonly TextEdit[] | null {
  if (root === null || contradict(ops)) return null;
  const plan = planOf(root, ops);
  const edits = plan === null ? null : editsOf(plan);
  if (edits === null) return null;
  // An item may go and come back as it was.
  const joined =
    join(edits)?.filter(({ span, newText }) => text.slice(span.start, span.end) !== newText) ??
    null;
  return joined !== null && holds(text, joined, ops, parse) ? joined : null;
}

/** Whether an op speaks of something that another one removes or replaces. */
function contradict(ops: readonly Op[]): boolean {
  const final = new Map<string, Op>();
  for (const op of ops) {
    if (op.op !== 'remove' && op.op !== 'set') continue;
    const id = idOf(op.path);
    const known = final.get(id);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(op)) return true;
    final.set(id, op);
  }
  return ops.some((op) => {
    for (let length = 0; length <= op.path.length; length++) {
      const other = final.get(idOf(op.path.slice(0, length)));
      if (other?.op === 'remove' && (length < op.path.length || op.op !== 'remove')) return true;
    }
    return false;
  });
}

function idOf(path: Path): string {
  return JSON.stringify(path);
}

/** In order, those that touch made one; null when some overlap. */
function join(edits: readonly TextEdit[]): readonly TextEdit[] | null {
  const ordered = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const joined: TextEdit[] = [];
  for (const edit of ordered) {
    const last = joined.at(-1);
    if (last !== undefined && edit.span.start < last.span.end) return null;
    if (last?.span.end !== edit.span.start) joined.push(edit);
    else {
      const span = { start: last.span.start, end: edit.span.end };
      joined[joined.length - 1] = { span, newText: last.newText + edit.newText };
    }
  }
  return joined;
}

/** Reads the result again: it must be what the ops make of the data, with no mistake more than before. */
function holds(
  text: string,
  edits: readonly TextEdit[],
  ops: readonly Op[],
  parse: Lowering['parse'],
): boolean {
  const before = parse(text);
  const after = parse(applyEdits(text, edits));
  if (before.root === null || after.root === null) return false;
  if (after.errors.length > before.errors.length) return false;
  const wanted = applyOps(dataOfNode(before.root), ops);
  return wanted !== undefined && sameData(wanted, dataOfNode(after.root));
}

/**
 * Start and end that both texts share stay as they are written, escapes and all. `literal` writes the whole, `part` what
 * comes between two pieces that stay: null when that cannot be.
 */
export function editString(
  text: string,
  atom: StringAtom,
  to: string,
  literal: (value: string) => string,
  part: (value: string) => string | null,
): TextEdit {
  const from = atom.value;
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start += 1;
  if (isHighSurrogate(from, start - 1)) start -= 1;
  let end = 0;
  while (end < most - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  if (isHighSurrogate(from, from.length - end - 1) && end > 0) end -= 1;
  const middle = start === 0 && end === 0 ? null : part(to.slice(start, to.length - end));
  if (middle === null || atom.offsets === null) return { span: atom.span, newText: literal(to) };
  return { span: spanOfSlice(text, { atom, start, end: from.length - end }), newText: middle };
}

function isHighSurrogate(text: string, at: number): boolean {
  const code = at < 0 ? 0 : text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}
