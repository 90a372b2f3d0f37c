import type { Report } from '../../core/posture/report.ts';
import { queryKey, type FactsAtHand, type Query } from '../../core/rules/facts.ts';
import type { Resolver, Target } from '../../resolvers/index.ts';
import { askInRounds } from '../../resolvers/rounds.ts';
import type { Place } from '../../resolvers/source.ts';
import { lintInSlices, realPace } from '../analyse.ts';
import { openQuestions } from './open-questions.ts';

/** As many questions as the resolver takes in one go, and fewer. */
const AT_ONCE = 500;

export interface Judged {
  readonly report: Report;
  /** Whose registry settings count for its file. */
  readonly place: Place;
}

export type QuestionsOf = (
  report: Report,
  facts: Pick<FactsAtHand, 'answer'>,
  target: (query: Query) => Target,
) => readonly Query[];

/**
 * Asks everything that these reports leave open, what failed before once more, and what the answers raise; hosts that
 * nobody but a file names are left alone. `tell` hears how many of how many have answered. Ends early when the signal
 * aborts. True when something is known that was not. `factsAt`: what the reports are judged by between the rounds;
 * `questionsOf`: what of a report is asked.
 */
export async function askAll(
  resolver: Pick<Resolver, 'ask' | 'facts' | 'target' | 'ready'>,
  files: readonly Judged[],
  signal: AbortSignal,
  tell: (answered: number, all: number) => void = () => {},
  factsAt: (place: Place) => FactsAtHand = (place) => resolver.facts(place),
  questionsOf: QuestionsOf = openQuestions,
): Promise<boolean> {
  let answered = 0;
  let all = 0;
  let news = false;

  async function askPlace(place: Place, reports: readonly Report[]): Promise<void> {
    await resolver.ready(place);
    let now = reports;
    await askInRounds(
      () => openOf(now, place),
      async (queries) => {
        all += queries.length;
        for (let i = 0; i < queries.length && !signal.aborted; i += AT_ONCE) {
          // Picked, so that what failed a moment ago is asked again; no host comes into it by that.
          const how = { place, picked: true, onNews: () => tell(++answered, all) };
          if (await resolver.ask(queries.slice(i, i + AT_ONCE), signal, how)) news = true;
        }
        now = await judgedAnew(now, place);
      },
      signal,
    );
  }

  /** Each once, however many files ask it. */
  function openOf(reports: readonly Report[], place: Place): readonly Query[] {
    const facts = resolver.facts(place);
    const target = (query: Query) => resolver.target(query, place);
    const open = reports.flatMap((report) => questionsOf(report, facts, target));
    return [...new Map(open.map((query) => [queryKey(query), query])).values()];
  }

  async function judgedAnew(reports: readonly Report[], place: Place): Promise<readonly Report[]> {
    const again: Report[] = [];
    for (const report of reports) {
      await realPace.pause();
      again.push((await lintInSlices(report.document, factsAt(place), signal, report)) ?? report);
    }
    return again;
  }

  const places = Map.groupBy(files, ({ place }) => place);
  await Promise.all(
    [...places].map(([place, group]) =>
      askPlace(
        place,
        group.map(({ report }) => report),
      ),
    ),
  );
  return news;
}
