import type { JSONScanner } from 'jsonc-parser';
import { applyOps, dataOfNode, dataOfValue, sameData } from './data.ts';
import type { Op } from './edit.ts';
import { editContainer } from './edit-container.ts';
import { parseJson } from './json.ts';
import type { ConfigNode, JsonValue, Path } from './node.ts';
import { planOf } from './plan.ts';
import { spanOfSlice } from './slice.ts';
import { format, hasBreak, lineIndent, startsLine, styleAt } from './style.ts';
import { applyEdits, type TextEdit } from './text.ts';
import { isComment, Kind, scanErrorOf, scannerOf } from './tokens.ts';

/**
 * The ops as edits of the text that `root` was read from: the only writer of JSONC. The edits do not overlap or touch
 * and are as small as they can be: comments, formatting and everything around them stay. Null when a path is not there
 * (any more), leads through a scalar, two ops contradict each other, a container that must change is not whole, or the
 * text afterwards would not say exactly what the ops ask for.
 */
export function lowerFix(
  text: string,
  root: ConfigNode | null,
  ops: readonly Op[],
): readonly TextEdit[] | null {
  if (root === null || contradict(ops)) return null;
  const plan = planOf(root, ops);
  if (plan === null) return null;
  const scanner = scannerOf(text);
  const edits: TextEdit[] = plan.names.map(({ span, key }) => ({
    span,
    newText: JSON.stringify(key),
  }));
  for (const { node, value } of plan.values) edits.push(editValue(text, scanner, node, value));
  for (const change of plan.containers) {
    const some = editContainer(text, scanner, change);
    if (some === null) return null;
    edits.push(...some);
  }
  // An item may go and come back as it was.
  const joined =
    join(edits)?.filter(({ span, newText }) => text.slice(span.start, span.end) !== newText) ??
    null;
  return joined !== null && holds(text, joined, ops) ? joined : null;
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

function editValue(
  text: string,
  scanner: JSONScanner,
  node: ConfigNode,
  value: JsonValue,
): TextEdit {
  if (node.kind === 'atom' && typeof node.value === 'string' && typeof value === 'string') {
    return editString(text, node, node.value, value);
  }
  const style = styleAt(text, node);
  const filled =
    (node.kind === 'object' ? node.properties : node.kind === 'array' ? node.items : []).length > 0;
  const multi = filled
    ? hasBreak(text.slice(node.span.start, node.span.end))
    : startsLine(text, node);
  const indent = multi ? lineIndent(text, node.span.start) : '';
  let kept = '';
  // Comments inside what is replaced come before the new value.
  scanner.setPosition(node.span.start);
  while (
    node.kind !== 'atom' &&
    scanner.getPosition() < node.span.end &&
    scanner.scan() !== Kind.end
  ) {
    if (!isComment(scanner.getToken()) || scanErrorOf(scanner) !== undefined) continue;
    const comment = text.slice(scanner.getTokenOffset(), scanner.getPosition());
    kept += comment + (scanner.getToken() === Kind.lineComment ? style.eol + indent : ' ');
  }
  return { span: node.span, newText: kept + format(dataOfValue(value), style, indent, multi) };
}

/** Start and end that both texts share stay as they are written, escapes and all. */
function editString(
  text: string,
  atom: ConfigNode & { kind: 'atom' },
  from: string,
  to: string,
): TextEdit {
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start += 1;
  if (isHighSurrogate(from, start - 1)) start -= 1;
  let end = 0;
  while (end < most - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  if (isHighSurrogate(from, from.length - end - 1) && end > 0) end -= 1;
  const middle = JSON.stringify(to.slice(start, to.length - end));
  if (start === 0 && end === 0) return { span: atom.span, newText: middle };
  const span = spanOfSlice(text, { atom, start, end: from.length - end });
  return { span, newText: middle.slice(1, -1) };
}

function isHighSurrogate(text: string, at: number): boolean {
  const code = at < 0 ? 0 : text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
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
function holds(text: string, edits: readonly TextEdit[], ops: readonly Op[]): boolean {
  const before = parseJson(text);
  const after = parseJson(applyEdits(text, edits));
  if (before.root === null || after.root === null) return false;
  if (after.errors.length > before.errors.length) return false;
  const wanted = applyOps(dataOfNode(before.root), ops);
  return wanted !== undefined && sameData(wanted, dataOfNode(after.root));
}
