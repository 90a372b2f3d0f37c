import { formatUnanswered } from '../output/text.ts';
import {
  bundleKey,
  maxBundle,
  mergeBundles,
  readBundle,
  writeBundle,
  type Bundle,
  type BundledAnswer,
} from '../resolvers/bundle.ts';
import { createFileStore } from '../resolvers/file-store.ts';
import type { Resolver } from '../resolvers/index.ts';
import { importedFile } from '../resolvers/answers-file.ts';
import { judgeFiles, type Judged, type JudgeOptions } from './judge-files.ts';
import { unansweredIn } from './scan.ts';
import { thisUser } from './user.ts';

export interface Exported {
  readonly answers: number;
  readonly unanswered: ReturnType<typeof unansweredIn>;
}

/**
 * Writes every answer that there is about these configurations, asking what is missing. Signatures are asked too; scans of
 * images only when `scanImages` says so, as they take minutes. Throws a line for people.
 */
export async function exportAnswers(
  file: string,
  paths: readonly string[],
  options: JudgeOptions,
  scanImages: boolean,
): Promise<Exported> {
  const judged = await judgeFiles(paths, {
    ...options,
    alsoAsks: ({ kind }) => kind !== 'image-scan' || scanImages,
  });
  const answers = answersOf(
    judged.filter((item) => item.kind === 'read'),
    options.resolver,
  );
  const text = writeBundle(answers, Date.now());
  try {
    await createFileStore(file).save(text);
  } catch {
    throw new Error(`${file} could not be written`);
  }
  const unanswered = unansweredIn(judged);
  return { answers: answers.size, unanswered };
}

function answersOf(judged: readonly Judged[], resolver: Resolver): Bundle {
  let answers: Bundle = new Map();
  for (const { report, place } of judged) {
    const own = new Map<string, BundledAnswer>();
    for (const { query, fact } of report.servers.flatMap(({ asked }) => asked)) {
      const at = resolver.askedAt(query, place);
      if (fact === undefined || fact.state === 'failed' || at === undefined) continue;
      own.set(bundleKey(query), { fact, at });
    }
    answers = mergeBundles(answers, own);
  }
  return answers;
}

export interface Imported {
  readonly answers: number;
  readonly refused: number;
  /** Of the oldest and the newest answer; milliseconds since the epoch. Null: there is none. */
  readonly span: readonly [oldest: number, newest: number] | null;
}

/** Puts the answers of a bundle beside those of this machine; newer ones stay. Throws a line for people. */
export async function importAnswers(file: string, resolver: Resolver): Promise<Imported> {
  const read = await bundleIn(file, resolver);
  const store = createFileStore(importedFile(thisUser()));
  const kept = await store.load().catch(() => undefined);
  const before = bundleOf(kept, resolver);
  const merged =
    typeof before === 'string' ? read.answers : mergeBundles(before.answers, read.answers);
  try {
    await store.save(writeBundle(merged, Date.now()));
  } catch {
    throw new Error('the answers could not be kept on this machine');
  }
  const times = [...read.answers.values()].map(({ at }) => at);
  const span = times.length === 0 ? null : ([Math.min(...times), Math.max(...times)] as const);
  return { answers: read.answers.size, refused: read.refused, span };
}

/** Reads a bundle that a person names. Throws a line for people. */
export async function bundleIn(
  file: string,
  resolver: Resolver,
): Promise<Exclude<ReturnType<typeof readBundle>, string>> {
  const text = await createFileStore(file)
    .load()
    .catch(() => undefined);
  if (text === undefined)
    throw new Error(`${file} could not be read, or is larger than ${maxBundle / 1_000_000} MB`);
  const read = bundleOf(text, resolver);
  if (typeof read === 'string') throw new Error(`${file}: ${read}`);
  return read;
}

function bundleOf(text: string | undefined, resolver: Resolver): ReturnType<typeof readBundle> {
  const bytes = new TextEncoder().encode(text ?? '');
  return readBundle(bytes, (kind, value) => resolver.accepts(kind, value), Date.now());
}

/** For people. */
export function exportedText(file: string, { answers, unanswered }: Exported): string {
  return `${answersCount(answers)} written to ${file}\n${formatUnanswered(unanswered)}`;
}

/** For people. */
export function importedText({ answers, refused, span }: Imported): string {
  const days = span?.map((time) => new Date(time).toISOString().slice(0, 10)) ?? [];
  const [from, to] = days;
  const when = from === undefined ? '' : from === to ? ` of ${from}` : ` of ${from} to ${to}`;
  const left = refused === 0 ? '' : `, ${refused} left out because this version cannot read them`;
  return `${answersCount(answers)}${when} imported${left}\n`;
}

function answersCount(count: number): string {
  return `${count} ${count === 1 ? 'answer' : 'answers'}`;
}
