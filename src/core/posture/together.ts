import { lowerOps, type Document } from '../config/document.ts';
import type { TextEdit } from '../config/text.ts';
import type { Fix } from '../rules/fix.ts';

/** Each takes a reading of the whole text. */
const MOST_ALONE = 100;

export interface Together {
  /** On the text of the document; they do not overlap. */
  readonly edits: readonly TextEdit[];
  /** Which of the fixes they make: the given objects. */
  readonly made: readonly Fix[];
}

/**
 * The edits that make these fixes at once: all in one go, which takes time by the length of the text; where two write to
 * one place, the first of them; where that does not hold either, one after the other. What is left out can be made of a
 * report on the text afterwards.
 */
export function together(document: Document, fixes: readonly Fix[]): Together {
  const steps = togetherSteps(document, fixes);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same with a step after each reading of the text, for who must not hold the thread. */
export function* togetherSteps(
  document: Document,
  fixes: readonly Fix[],
): Generator<void, Together> {
  if (fixes.length === 0) return { edits: [], made: [] };
  const all = lowerAll(document, fixes);
  if (all !== null) return { edits: all, made: fixes };
  yield;
  const apart = firstAtEachPlace(fixes);
  const most = apart.length < fixes.length ? lowerAll(document, apart) : null;
  if (most !== null) return { edits: most, made: apart };
  const edits: TextEdit[] = [];
  const made: Fix[] = [];
  for (const fix of apart.slice(0, MOST_ALONE)) {
    yield;
    const own = lowerAll(document, [fix]);
    if (own === null || own.some((edit) => edits.some((other) => touches(edit, other)))) continue;
    edits.push(...own);
    made.push(fix);
  }
  return { edits, made };
}

function lowerAll(document: Document, fixes: readonly Fix[]): readonly TextEdit[] | null {
  return lowerOps(
    document,
    fixes.flatMap(({ ops }) => ops),
  );
}

/** Without the fixes that want another value where an earlier one has set its own. */
function firstAtEachPlace(fixes: readonly Fix[]): readonly Fix[] {
  const written = new Map<string, string>();
  return fixes.filter(({ ops }) => {
    const wanted = ops
      .filter(({ op }) => op !== 'append')
      .map((op) => [JSON.stringify(op.path), JSON.stringify(op)] as const);
    if (wanted.some(([path, op]) => (written.get(path) ?? op) !== op)) return false;
    for (const [path, op] of wanted) written.set(path, op);
    return true;
  });
}

/** Insertions at the same place touch: which of them would come first is not ours to choose. */
function touches(a: TextEdit, b: TextEdit): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}
