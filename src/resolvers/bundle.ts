import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { queryKey, type Fact, type Query } from '../core/rules/facts.ts';
import { jsonOf } from './json.ts';

/** An answer that was given elsewhere, and when; milliseconds since the epoch. */
export interface BundledAnswer {
  readonly fact: Extract<Fact<unknown>, { readonly state: 'known' | 'absent' }>;
  readonly at: number;
}

/** Answers by the key of their question: `bundleKey`. */
export type Bundle = ReadonlyMap<string, BundledAnswer>;

export interface ReadBundle {
  readonly answers: Bundle;
  /** How many entries were left out: of a kind that is not known here, of a wrong shape, or of a day to come. */
  readonly refused: number;
}

const format = 'mcp-posture-answers';
const version = 1;

/** Bytes of a bundle. */
export const maxBundle = 16_000_000;
const maxEntries = 20_000;
/** Characters of one answer. */
const maxAnswer = 1_000_000;
/** Clocks of two machines differ. */
const slack = 24 * 3_600_000;

const bundle = z.object({
  format: z.literal(format),
  version: z.number(),
  answers: z.array(z.unknown()).check(z.maxLength(maxEntries)),
});
const answer = z.tuple([z.string(), z.int().check(z.nonnegative()), z.optional(z.unknown())]);

/**
 * The key under which the answer to a question stands in a bundle: its kind, and a hash of the question, so that the bundle
 * names no package, image or registry by itself. The same on every machine, whatever registry its settings name.
 */
export function bundleKey(query: Query): string {
  return `${query.kind} ${createHash('sha256').update(queryKey(query)).digest('base64url')}`;
}

/** `now`: when it is made. The oldest answers are left out where it grew too long. */
export function writeBundle(answers: Bundle, now: number): string {
  const lines: string[] = [];
  let size = 200;
  const newestFirst = [...answers].toSorted(([, a], [, b]) => b.at - a.at).slice(0, maxEntries);
  for (const [key, { fact, at }] of newestFirst) {
    const line = JSON.stringify(fact.state === 'known' ? [key, at, fact.value] : [key, at]);
    size += Buffer.byteLength(line) + 2;
    if (line.length > maxAnswer || size > maxBundle) continue;
    lines.push(line);
  }
  // The order says nothing of the files that asked.
  const sorted = lines.toSorted();
  const head = `{"format":"${format}","version":${version},"made":${now},"answers":[`;
  return `${head}\n${sorted.join(',\n')}\n]}\n`;
}

/**
 * Reads a bundle, whoever made it. `accepts` checks a value by the kind of its question. A line that says why it is none:
 * a clause without a period.
 */
export function readBundle(
  bytes: Uint8Array,
  accepts: (kind: string, value: unknown) => boolean,
  now: number,
): ReadBundle | string {
  if (bytes.byteLength > maxBundle) return `it is larger than ${maxBundle / 1_000_000} MB`;
  const read = bundle.safeParse(jsonOf(bytes));
  if (!read.success) return 'it is no bundle of answers';
  if (read.data.version !== version) return `it is of version ${read.data.version}, not ${version}`;
  const answers = new Map<string, BundledAnswer>();
  let refused = 0;
  for (const item of read.data.answers) {
    const entry = answer.safeParse(item).data;
    const [key = '', at = Infinity, value] = entry ?? [];
    const kind = /^([a-z-]{1,40}) [\w-]{43}$/.exec(key)?.[1];
    if (kind === undefined || at > now + slack || !isAnswer(kind, value, accepts)) {
      refused += 1;
      continue;
    }
    const fact: BundledAnswer['fact'] =
      value === undefined ? { state: 'absent' } : { state: 'known', value };
    keepNewer(answers, key, { fact, at });
  }
  return { answers, refused };
}

function isAnswer(
  kind: string,
  value: unknown,
  accepts: (kind: string, value: unknown) => boolean,
): boolean {
  if (value === undefined) return accepts(kind, undefined);
  return JSON.stringify(value).length <= maxAnswer && accepts(kind, value);
}

/** Both; of two answers to one question the newer. */
export function mergeBundles(a: Bundle, b: Bundle): Bundle {
  const merged = new Map(a);
  for (const [key, entry] of b) keepNewer(merged, key, entry);
  return merged;
}

function keepNewer(answers: Map<string, BundledAnswer>, key: string, entry: BundledAnswer): void {
  const before = answers.get(key);
  if (before === undefined || before.at < entry.at) answers.set(key, entry);
}
