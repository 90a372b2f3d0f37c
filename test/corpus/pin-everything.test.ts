import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, type ParseError } from 'jsonc-parser';
import { readDocument } from '../../src/core/config/document.ts';
import { lowerFix } from '../../src/core/config/lower-fix.ts';
import { applyEdits } from '../../src/core/config/text.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { pinsOf } from '../../src/core/posture/pins.ts';
import { defaultChoices } from '../../src/core/rules/facts.ts';
import { createResolver, type Resolver } from '../../src/resolvers/index.ts';
import { askInRounds } from '../../src/resolvers/rounds.ts';
import { commentsOf } from '../core/config/jsonc-oracle.ts';
import { corpusFiles, type CorpusFile } from './corpus-files.ts';
import { corpusFolder, corpusSkip } from './corpus-folder.ts';
import { startEveryName, type EveryName } from './every-name.ts';

const files = corpusFolder === null ? [] : corpusFiles(corpusFolder);
const unpinned = new Set(['unpinned-image', 'unpinned-package', 'unpinned-git']);

test(
  'everything in real configurations is pinned, and nothing but the references changes',
  { skip: corpusSkip },
  async (t) => {
    await using registry = await startEveryName();
    const resolver = resolverOf(registry);
    const left = new Map<string, number>();
    let edited = 0;
    let pinned = 0;
    for (const file of files) {
      const outcome = await pinFile(file, resolver);
      for (const why of outcome.left) left.set(why, (left.get(why) ?? 0) + 1);
      pinned += outcome.pinned;
      if (outcome.pinned > 0) edited += 1;
    }
    t.diagnostic(
      `${pinned} pins in ${edited} of ${files.length} files; ${registry.requests()} requests`,
    );
    for (const [why, count] of left) t.diagnostic(`left ${count}: ${why}`);
    assert.ok(pinned > 200, `${pinned} pins`);
    // Nothing is left for want of an answer, or because an edit would not hold.
    const known = new Set([
      'servers of Smithery are not looked up yet',
      'NuGet packages are not looked up yet',
      'a download without a hash',
      // A listing whose version is filled in when it is released.
      'the image is a variable',
    ]);
    const unexpected = [...left.keys()].filter((why) => !known.has(why));
    assert.deepEqual(unexpected, []);
  },
);

interface Outcome {
  readonly pinned: number;
  readonly left: readonly string[];
}

async function pinFile(file: CorpusFile, resolver: Resolver): Promise<Outcome> {
  const { signal } = new AbortController();
  const document = readDocument(file.text, file.path);
  let report = lint(document, resolver.facts());
  await askInRounds(
    () => report.queries,
    async (queries) => {
      await resolver.ask(queries, signal, { picked: true });
      report = lint(document, resolver.facts());
    },
    signal,
  );
  const { pins, left } = pinsOf(report);
  const outcome = { pinned: pins.length, left: left.map(({ why }) => why) };
  if (pins.length === 0) return outcome;
  const edits = lowerFix(
    file.text,
    document.root ?? assert.fail(file.id),
    pins.flatMap(({ fix }) => fix.ops),
  );
  assert.ok(edits !== null, `${file.id}: all pins at once`);
  const after = applyEdits(file.text, edits);
  assert.deepEqual(errorsOf(after), errorsOf(file.text), file.id);
  assert.deepEqual(commentsOf(after), commentsOf(file.text), file.id);
  assertOnlyReferences(file.text, after, file.id);
  const again = lint(readDocument(after, file.path), resolver.facts());
  const still = again.servers
    .flatMap(({ findings }) => findings)
    .filter(({ rule }) => unpinned.has(rule));
  assert.equal(
    still.length,
    left.length,
    `${file.id}: ${still.map(({ message }) => message).join('; ')}`,
  );
  return outcome;
}

function resolverOf(registry: EveryName): Resolver {
  return createResolver({
    userHosts: () => [],
    network: () => true,
    choices: () => defaultChoices,
    lifetimes: () => ({ images: 3_600_000, versions: 21_600_000, advisories: 86_400_000 }),
    user: { env: {}, home: join(tmpdir(), 'no-such-home'), platform: 'linux' },
    fetch: registry.fetch,
    // A public address for every name: what is asked goes to the server on loopback all the same.
    lookup: async () => ['140.82.121.34'],
  });
}

function errorsOf(text: string): readonly number[] {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  return errors.map(({ error }) => error);
}

/** What a pin may write: a digest, a version, a commit. */
const written = /@sha256:[0-9a-f]{64}|[@=]=?=?\d+(?:\.\d+)+|[@#][0-9a-f]{40}/;

/** Same keys, same values, but strings in which only a reference was pinned. */
function assertOnlyReferences(before: string, after: string, id: string): void {
  const [a, b] = [before, after].map((text) =>
    leaves(parse(text, [], { allowTrailingComma: true })),
  );
  assert.deepEqual(
    b?.map(([path]) => path),
    a?.map(([path]) => path),
    id,
  );
  for (const [index, [path, value]] of (b ?? []).entries()) {
    const old = a?.[index]?.[1];
    if (old === value) continue;
    assert.ok(typeof old === 'string' && typeof value === 'string', `${id} ${path}`);
    assert.match(value, written, `${id} ${path}: ${value}`);
    // Everything around what was written stood there before, in the same order.
    let from = 0;
    for (const piece of value.split(written)) {
      const at = old.indexOf(piece, from);
      assert.ok(at >= from, `${id} ${path}: ${old} became ${value}`);
      from = at + piece.length;
    }
  }
}

function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, `${path}/${key}`));
}
