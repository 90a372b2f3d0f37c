import * as vscode from 'vscode';
import type { Lines } from '../../core/config/text.ts';
import { rangeOf } from '../diagnostics.ts';
import { plainLabel, say, type Parts } from '../parts.ts';
import { labelOf } from '../place.ts';
import { oneLine } from '../tree/words.ts';
import { leftTitle, pinnedLine, type LeftThere } from './outcome.ts';

export interface LeftInFile {
  readonly uri: vscode.Uri;
  /** Of the text that the span is in; null for a whole file. */
  readonly lines: Lines | null;
  readonly left: LeftThere;
}

export interface Outcome {
  /** How many references were not pinned, and how many still are not. */
  readonly before: number;
  readonly after: number;
  readonly left: readonly LeftInFile[];
}

/** Says how many were pinned, and lists what was left with its reason; picking one shows its place. */
export async function showOutcome(
  { log }: Pick<Parts, 'log'>,
  { before, after, left }: Outcome,
): Promise<void> {
  if (before === 0 && left.length === 0) return say('nothing here is left to pin');
  const line = pinnedLine(before, after);
  log(line);
  for (const { uri, left: one } of left) log(`Left in ${labelOf(uri)}: ${one.what}: ${one.why}`);
  say(line);
  if (left.length === 0) return;
  const picked = await vscode.window.showQuickPick(left.map(itemOf), {
    title: leftTitle(before, after, left.length),
    placeHolder: 'Pick one to go to its place',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  const { uri, lines, left: one } = picked.item;
  const selection = lines === null || one.span === null ? null : rangeOf(lines.range(one.span));
  await vscode.window.showTextDocument(uri, selection === null ? {} : { selection });
}

function itemOf(item: LeftInFile): vscode.QuickPickItem & { readonly item: LeftInFile } {
  const { uri, lines, left } = item;
  const line =
    lines === null || left.span === null
      ? ''
      : `, line ${lines.position(left.span.start).line + 1}`;
  return {
    label: plainLabel(oneLine(left.what)),
    description: plainLabel(`${oneLine(labelOf(uri))}${line}`),
    detail: plainLabel(oneLine(left.why)),
    item,
  };
}
