import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, type ParseError } from 'jsonc-parser';
import { readDocument } from '../../src/core/config/document.ts';
import { literalsOf } from '../../src/core/rules/credentials/literals.ts';
import { commentsOf } from '../core/config/jsonc-oracle.ts';
import { putBack } from '../core/rules/moves/put-back.ts';
import {
  again,
  assertSameStarts,
  launched,
  moveAll,
  resolved,
  startsOf,
  type Moved,
} from '../core/rules/moves/started.ts';
import { corpusFiles, type CorpusFile } from './corpus-files.ts';
import { corpusFolder, corpusSkip } from './corpus-folder.ts';

const files = corpusFolder === null ? [] : corpusFiles(corpusFolder);

test(
  'every credential of real configurations moves, and every server starts as before',
  { skip: corpusSkip },
  (t) => {
    const stays = new Map<string, number>();
    let moved = 0;
    let inProcessList = 0;
    let edited = 0;
    for (const file of files) {
      const outcome = moveFile(file);
      for (const { why, literalSpans } of outcome.stays)
        stays.set(why, (stays.get(why) ?? 0) + literalSpans.length);
      moved += outcome.moves.length;
      inProcessList += outcome.moves.filter((move) => move.inProcessList).length;
      if (outcome.moves.length > 0) edited += 1;
    }
    t.diagnostic(
      `${moved} values moved in ${edited} of ${files.length} files, ${inProcessList} of them arguments`,
    );
    for (const [why, count] of [...stays].sort(([, a], [, b]) => b - a))
      t.diagnostic(`stays ${count}: ${why}`);
    assert.ok(moved > 25, `${moved} values`);
  },
);

function moveFile({ id, path, text }: CorpusFile): Moved {
  const document = readDocument(text, path);
  const moved = moveAll(document);
  if (moved.moves.length === 0) return moved;
  const after = again(document, moved.text);
  assert.deepEqual(errorsOf(moved.text), errorsOf(text), id);
  assert.deepEqual(commentsOf(moved.text), commentsOf(text), id);
  assertSameStarts(document, moved, id);
  assertNothingLeft(moved, id);
  const kept = moved.stays
    .filter(({ why }) => !why.includes('in an input'))
    .flatMap(({ literalSpans }) => literalSpans);
  const still = after.servers
    .flatMap((server) => literalsOf(server))
    .filter(({ kind }) => kind === 'secret');
  assert.equal(still.length, kept.length, id);
  const { dialect } = document;
  if (dialect.inputs || dialect.envReference !== null) {
    const back = putBack(document, moved);
    const [old, now] = [document, back].map((one) =>
      startsOf(one).map((start) => start && resolved(launched(start, {}))),
    );
    assert.deepEqual(now, old, id);
    assert.deepEqual(dataOf(moveAll(back).text), dataOf(moved.text), id);
  }
  return moved;
}

/** No run of six of a credential that moved, but where the text around it said the same, or one that stays does. */
function assertNothingLeft({ document, text, moves, stays }: Moved, id: string): void {
  const moving = moves.flatMap(({ literalSpans }) => literalSpans);
  const around = withoutSpans(document.text, moving);
  for (const { start, end } of moving) {
    for (let at = start; at + 6 <= end; at++) {
      const run = document.text.slice(at, at + 6);
      const innocent = around.includes(run) || stays.some(({ why }) => why.includes(run));
      assert.ok(innocent || !text.includes(run), `${id}: a run of a credential is left`);
    }
  }
}

function withoutSpans(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
): string {
  let result = '';
  let last = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    result += `${text.slice(last, start)}\0`;
    last = end;
  }
  return result + text.slice(last);
}

function errorsOf(text: string): readonly number[] {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  return errors.map(({ error }) => error);
}

/** All but the inputs, which stay declared. */
function dataOf(text: string): unknown {
  const data: unknown = parse(text, [], { allowTrailingComma: true });
  return { ...(data as object), inputs: null };
}
