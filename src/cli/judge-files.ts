import { resolve } from 'node:path';
import { dialects } from '../core/config/dialects/index.ts';
import { ownFiles } from '../core/config/dialects/locations.ts';
import {
  readDocument,
  withNeighbours,
  withSurroundings,
  type Document,
} from '../core/config/document.ts';
import type { Formats } from '../core/config/format.ts';
import { formatsFor } from '../core/config/formats-for.ts';
import { lint } from '../core/posture/lint.ts';
import { neighboursOf, type Placed } from '../core/posture/neighbours.ts';
import { asksWhatIsAround } from '../core/posture/look-around.ts';
import type { Report } from '../core/posture/report.ts';
import { envFileNames } from '../core/rules/credentials/named-env-files.ts';
import { isOnDemand } from '../core/rules/dependency-facts.ts';
import { queryKey, type FactsAtHand, type Query } from '../core/rules/facts.ts';
import type { Unreadable } from '../output/scanned.ts';
import type { Resolver } from '../resolvers/index.ts';
import { askInRounds } from '../resolvers/rounds.ts';
import type { Place } from '../resolvers/source.ts';
import { createLookAround, type LookAround } from '../secrets/surroundings.ts';
import { type Candidate, findFiles } from './find-files.ts';
import { createLastingFailures } from './lasting-failures.ts';
import { placeOf } from './place-of.ts';
import { readFile, slashes, unreadableBecause } from './read-file.ts';
import type { Encoding } from './text-encoding.ts';
import { thisMachine, thisUser } from './user.ts';

/** As many questions as the resolver takes in one go. */
const AT_ONCE = 1000;
const FAULT = 'it could not be analysed because of an error in this program';

export interface JudgeOptions {
  readonly resolver: Resolver;
  /** Whether registry settings beside the files count. */
  readonly trusted: boolean;
  readonly signal: AbortSignal;
  /** Files to look at besides, that the user did not name. */
  readonly own?: readonly string[];
  /** Whose files are looked at; everybody's when it is left out. */
  readonly wants?: (client: string) => boolean;
  /** Which of the questions are put that only a person's word puts; none when it is left out. */
  readonly alsoAsks?: (query: Query) => boolean;
  /** Told of each answer and of each further round. */
  readonly onProgress?: (answered: number, asked: number) => void;
}

/** A configuration, judged with all that could be found out. */
export interface Judged {
  readonly kind: 'read';
  readonly report: Report;
  /** As the system knows it. */
  readonly file: string;
  readonly encoding: Encoding;
  readonly place: Place;
}

interface Config extends Omit<Judged, 'report'> {
  readonly document: Document;
}

/**
 * Reads every configuration among the paths, asks what the rules want to know, and judges. In the order of the
 * arguments; paths that lead nowhere come last. Never throws for what a file holds.
 */
export async function judgeFiles(
  paths: readonly string[],
  options: JudgeOptions,
): Promise<readonly (Judged | Unreadable)[]> {
  const found = findFiles(paths, options.own);
  const { wants } = options;
  const all: (Config | Unreadable)[] = [];
  for (const candidate of found.files)
    all.push(...readConfig(candidate, options.trusted, await formatsFor(candidate.path)));
  const read = acquainted(all.filter((item) => wants === undefined || isWanted(item, wants)));
  const configs = read.filter((item) => item.kind === 'read');
  const reports = new Map<Config, Report | null>();
  const progress = countUp(options.onProgress);
  const lookAround = createLookAround({ ...thisUser(), isTrusted: () => options.trusted });
  const places = [...new Set(configs.map(({ place }) => place))];
  await Promise.all(
    places.map(async (place) => {
      const here = configs.filter((config) => config.place === place);
      await judgeAt(place, here, reports, options, lookAround, progress);
    }),
  );
  const judged = read.map((item): Judged | Unreadable => {
    if (item.kind === 'unreadable') return item;
    const { kind, file, encoding, place } = item;
    const report = reports.get(item) ?? null;
    return report === null
      ? unreadableBecause(file, FAULT)
      : { kind, report, file, encoding, place };
  });
  return [...judged, ...found.unreadable];
}

/** Fills in the reports of the files of one place: registries may be others there. */
async function judgeAt(
  place: Place,
  configs: readonly Config[],
  reports: Map<Config, Report | null>,
  { resolver, signal, alsoAsks }: JudgeOptions,
  lookAround: LookAround,
  progress: Progress,
): Promise<void> {
  const lasting = createLastingFailures();
  await resolver.ready(place);
  judge();
  // What is around a file matters only where there is something to be had.
  for (const config of configs) {
    const report = reports.get(config) ?? null;
    if (report === null || !asksWhatIsAround(report)) continue;
    const around = await lookAround(resolve(config.file), envFileNames(report.document));
    const document = withSurroundings(report.document, around);
    reports.set(config, reportOf(document, resolver.facts(place), report));
  }
  await askInRounds(() => openIn(({ queries }) => queries), ask, signal);
  // What takes minutes comes last.
  if (alsoAsks !== undefined) {
    await askInRounds(() => openIn((report) => onDemandIn(report, alsoAsks)), ask, signal);
  }

  function openIn(questionsOf: (report: Report) => readonly Query[]): readonly Query[] {
    return configs.flatMap((config) => {
      const report = reports.get(config) ?? null;
      return report === null ? [] : questionsOf(report);
    });
  }

  async function ask(queries: readonly Query[]): Promise<void> {
    const wanted = distinct(queries);
    progress.asked(wanted.length);
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      const some = wanted.slice(i, i + AT_ONCE);
      await resolver.ask(some, signal, { place, onNews: () => progress.answered() });
    }
    judge();
  }

  function judge(): void {
    const facts = lasting(resolver.facts(place));
    for (const config of configs) {
      const earlier = reports.get(config) ?? null;
      reports.set(config, reportOf(earlier?.document ?? config.document, facts, earlier));
    }
  }
}

function onDemandIn({ servers }: Report, wants: (query: Query) => boolean): readonly Query[] {
  return servers
    .flatMap(({ asked }) => asked)
    .filter(({ query, fact }) => fact === undefined && isOnDemand(query) && wants(query))
    .map(({ query }) => query);
}

/** Null when this program fails on it. */
function reportOf(document: Document, facts: FactsAtHand, earlier: Report | null): Report | null {
  try {
    return lint(document, facts, earlier);
  } catch {
    return null;
  }
}

/** Nothing for a file that is no configuration. A short path such as `mcp.json` is known by the folder it is in. */
function readConfig(
  { path, named }: Candidate,
  trusted: boolean,
  formats: Formats,
): readonly (Config | Unreadable)[] {
  const file = readFile(path, named);
  if (file.kind === 'unreadable') return [file];
  try {
    const document = readDocument(file.text, slashes(path), {
      file: slashes(resolve(path)),
      formats,
    });
    const shown = document.isConfig || (named && isBroken(document));
    if (!shown) return [];
    const place = trusted ? placeOf(path) : null;
    return [{ kind: 'read', document, file: path, encoding: file.encoding, place }];
  } catch {
    return [unreadableBecause(path, FAULT)];
  }
}

/** Each told of the others. */
function acquainted(read: readonly (Config | Unreadable)[]): readonly (Config | Unreadable)[] {
  const machine = thisMachine();
  const isUsers = ownFiles(dialects, machine);
  const home = `${slashes(machine.home)}/`;
  const placed = read.flatMap((item): readonly Placed[] => {
    if (item.kind !== 'read') return [];
    const file = slashes(resolve(item.file));
    const label = file.startsWith(home) ? `~/${file.slice(home.length)}` : slashes(item.file);
    return [{ document: item.document, file, label, isUsers: isUsers(file) }];
  });
  const known = neighboursOf(placed);
  return read.map((item) =>
    item.kind === 'read'
      ? { ...item, document: withNeighbours(item.document, known.get(item.document) ?? null) }
      : item,
  );
}

function isWanted(item: Config | Unreadable, wants: (client: string) => boolean): boolean {
  const client = item.kind === 'read' ? item.document.dialect.id : item.dialect;
  return client === null || wants(client);
}

/** A person who names such a file wants to know why nothing was found in it. */
function isBroken({ root, text, errors, format }: Document): boolean {
  if (root !== null || errors.length === 0) return false;
  return format?.id !== 'json' || /^\ufeff?\s*[[{]/.test(text);
}

function distinct(queries: readonly Query[]): readonly Query[] {
  return [...new Map(queries.map((query) => [queryKey(query), query])).values()];
}

interface Progress {
  asked(more: number): void;
  answered(): void;
}

function countUp(tell: JudgeOptions['onProgress']): Progress {
  let asked = 0;
  let answered = 0;
  return {
    asked(more) {
      asked += more;
      tell?.(answered, asked);
    },
    answered() {
      answered += 1;
      tell?.(answered, asked);
    },
  };
}
