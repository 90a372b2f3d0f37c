import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataOfNode } from '../../../src/core/config/data.ts';
import type { Op } from '../../../src/core/config/edit.ts';
import type { Format } from '../../../src/core/config/format.ts';
import {
  atomsBelow,
  plain,
  type Atom,
  type JsonValue,
  type Path,
} from '../../../src/core/config/node.ts';
import { applyEdits, type Span } from '../../../src/core/config/text.ts';
import { randomOf, type Random } from './documents.ts';
import { sameData, type Data } from './jsonc-oracle.ts';
import { applied, guarded, lineEnds, rewrite, someOps } from './random-ops.ts';

/** What TOML and YAML are tested for alike: how they are read, what ops make of a text, and laws of random documents. */

export function set(path: Path, value: JsonValue): Op {
  return { op: 'set', path, value };
}

export function append(path: Path, value: JsonValue): Op {
  return { op: 'append', path, value };
}

export function insert(path: Path, value: JsonValue): Op {
  return { op: 'insert', path, value };
}

export function remove(...path: Path): Op {
  return { op: 'remove', path };
}

export function rename(path: Path, key: string): Op {
  return { op: 'rename', path, key };
}

/** What ops make of a text. */
export interface Row {
  readonly name: string;
  readonly before: string;
  readonly ops: readonly Op[];
  /** Null: refused. */
  readonly after: string | null;
}

/** A test for each row. */
export function testRows({ parse, lower }: Tested, rows: readonly Row[]): void {
  for (const { name, before, ops, after } of rows) {
    test(name, () => {
      const edits = lower(before, parse(before).root, ops);
      assert.equal(edits === null ? null : applyEdits(before, edits), after);
    });
  }
}

/** Looks into a text: its data, and its errors, each with the piece of the text that it stands at. */
export function lookingWith(parse: Format['parse']): {
  readonly dataIn: (text: string) => unknown;
  readonly errorsIn: (text: string) => readonly (readonly [message: string, at: string])[];
} {
  return {
    dataIn(text) {
      const { root } = parse(text);
      return root === null ? undefined : plain(root);
    },
    errorsIn: (text) =>
      parse(text).errors.map(({ message, span }) => [message, text.slice(span.start, span.end)]),
  };
}

type Tested = Pick<Format, 'parse' | 'lower'>;

/** A format with what its reading and its fixes are compared with, and how much of it is asked for. */
export interface Laws extends Tested {
  readonly oracle: {
    readonly name: string;
    readonly read: (text: string) => Data;
    readonly comments: (text: string) => readonly string[];
  };
  /** A document of a law's own; `round` counts them. */
  readonly some: (random: Random, law: 'read' | 'fix' | 'damage', round: number) => string;
  /** What stands at the span, read again, is the value, and each of its parts stands where its slice says. */
  readonly standsWhereItSays: (text: string, atom: Atom) => void;
  /** How many fixes may be refused, as a share of those that are made. */
  readonly refused: number;
  /** Whether the text after a fix ends as the one before it. */
  readonly keepsEnding: (before: Data, wanted: Data) => boolean;
  readonly damages: readonly string[];
  /** How many mistakes are told of one file; null: as many as there are. */
  readonly mostErrors: number | null;
  readonly anyText: {
    readonly pieces: readonly string[];
    readonly maxLength: number;
    readonly numRuns: number;
  };
}

const GENERATED = 2000;
const SEED = Number(process.env['SEED'] ?? 20_251_122);

/** Four tests. */
export function testLaws(laws: Laws): void {
  const { parse, lower, oracle, some, damages, anyText } = laws;

  test(`${GENERATED} generated documents give the data that ${oracle.name} reads, each value at its place`, () => {
    for (let i = 0; i < GENERATED; i++) {
      const text = some(randomOf(SEED + i), 'read', i);
      guarded(SEED + i, () => {
        const { root, errors } = parse(text);
        assert.deepEqual(errors, [], text);
        assert.ok(root !== null);
        assert.ok(sameData(dataOfNode(root), oracle.read(text)), text);
        for (const atom of atomsBelow(root)) laws.standsWhereItSays(text, atom);
      });
    }
  });

  test(`${GENERATED * 2} fixes change what they ask for, and keep every comment`, () => {
    let [made, refused] = [0, 0];
    for (let i = 0; i < GENERATED * 2; i++) {
      const random = randomOf(SEED + i);
      guarded(SEED + i, () =>
        checkFix(laws, some(random, 'fix', i), random) ? made++ : refused++,
      );
    }
    assert.ok(refused < made * laws.refused, `${refused} of ${made + refused} refused`);
  });

  test('damaged documents are read, and their fixes hold or are refused', () => {
    let made = 0;
    for (let i = 0; i < 1000; i++) {
      const random = randomOf(SEED + i);
      const whole = some(random, 'damage', i);
      const at = random.below(whole.length + 1);
      const damage = random.pick(damages);
      const text = whole.slice(0, at) + damage + whole.slice(at + random.below(3));
      guarded(SEED + i, () => {
        const before = parse(text);
        if (laws.mostErrors !== null) assert.ok(before.errors.length <= laws.mostErrors);
        for (const { span } of before.errors) assert.ok(isWithin(text, span));
        const edits = lower(text, before.root, someOps(oracle.read(whole), random));
        if (edits === null) return;
        rewrite(text, edits);
        made += 1;
      });
    }
    assert.ok(made > 100, `only ${made} fixes were possible`);
  });

  test('any text is read without a throw, with spans inside it', () => {
    const piece = fc.constantFrom(...anyText.pieces);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: anyText.maxLength }), (pieces) => {
        const text = pieces.join('');
        const { root, errors } = parse(text);
        assert.ok(root !== null);
        for (const { span } of [...atomsBelow(root), ...errors])
          assert.ok(isWithin(text, span), JSON.stringify(text));
      }),
      { seed: SEED, numRuns: anyText.numRuns },
    );
  });
}

/** Whether the fix was made; one that was must have done what it was asked for and nothing else. */
function checkFix({ parse, lower, oracle, keepsEnding }: Laws, text: string, random: Random) {
  const before = oracle.read(text);
  const ops = someOps(before, random);
  const edits = lower(text, parse(text).root, ops);
  if (edits === null) return false;
  const after = rewrite(text, edits);
  const told = (): string => `${JSON.stringify(ops)}\n${text}\n=>\n${after}`;
  const wanted = applied(before, ops);
  let found: Data;
  try {
    found = oracle.read(after);
  } catch (error) {
    throw new Error(`does not parse: ${told()}`, { cause: error });
  }
  assert.ok(sameData(found, wanted), `other data: ${told()}`);
  assert.deepEqual(oracle.comments(after), oracle.comments(text), `comments: ${told()}`);
  assert.equal(after.startsWith('\uFEFF'), text.startsWith('\uFEFF'), `BOM: ${told()}`);
  if (keepsEnding(before, wanted))
    assert.equal(after.endsWith('\n'), text.endsWith('\n'), `final line break: ${told()}`);
  if (text.includes('\n')) lineEnds(text, after, told);
  return true;
}

function isWithin(text: string, { start, end }: Span): boolean {
  return 0 <= start && start <= end && end <= text.length;
}
