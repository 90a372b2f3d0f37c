import { withText } from '../core/config/document.ts';
import { applyEdits } from '../core/config/text.ts';
import { lint } from '../core/posture/lint.ts';
import { pinsOf, type Pin } from '../core/posture/pins.ts';
import type { Report } from '../core/posture/report.ts';
import { together } from '../core/posture/together.ts';
import type { FactsAtHand } from '../core/rules/facts.ts';
import type { Change, Left } from '../output/edited.ts';
import { changesOf, joinChanges } from './changes.ts';

/** Several references in one value are pinned one after the other, never without end. */
const MOST_ROUNDS = 20;

export interface PinnedText {
  /** The same text when nothing was pinned. */
  readonly text: string;
  readonly pins: readonly Pin[];
  readonly left: readonly Left[];
  readonly changes: readonly Change[];
}

/** Makes every pin of a report. What counts as pinned is what the rules say of the text afterwards. Writes nothing. */
export function pinDocument(first: Report, facts: FactsAtHand): PinnedText {
  let report = first;
  let changes: readonly Change[] = [];
  const made: Pin[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { document } = report;
    const { pins } = pinsOf(report);
    const done = together(
      document,
      pins.map(({ fix }) => fix),
    );
    if (done.edits.length === 0) break;
    const fixes = new Set(done.made);
    made.push(...pins.filter(({ fix }) => fixes.has(fix)));
    changes = joinChanges(changes, changesOf(report, done.edits));
    const text = applyEdits(document.text, done.edits);
    report = lint(withText(document, text), facts, report);
  }
  const { pins: still, left } = pinsOf(report);
  const open = new Set(still.map(keyOf));
  return {
    text: report.document.text,
    pins: made.filter((pin) => !open.has(keyOf(pin))),
    left: [
      ...left.map(({ server, what, why }) => ({ server, what, why })),
      ...still.map(({ server, name }) => ({
        server,
        what: name,
        why: 'it cannot be changed here',
      })),
    ],
    changes,
  };
}

function keyOf({ server, name, to }: Pin): string {
  return JSON.stringify([server, name, to]);
}
