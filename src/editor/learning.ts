import type * as vscode from 'vscode';
import { withSurroundings, type Document } from '../core/config/document.ts';
import { sameSurroundings, type Surroundings } from '../core/config/surroundings.ts';
import { asksWhatIsAround } from '../core/posture/look-around.ts';
import { envFileNames } from '../core/rules/credentials/named-env-files.ts';
import type { FactsAtHand } from '../core/rules/facts.ts';
import type { Resolver } from '../resolvers/index.ts';
import { askInRounds } from '../resolvers/rounds.ts';
import type { Place } from '../resolvers/source.ts';
import { askRegistries } from './asking.ts';
import type { Entry } from './entry.ts';
import { readAgain, type Shown } from './read-again.ts';
import type { Tracked } from './tracked.ts';

export interface LearningPorts {
  readonly resolver: Resolver;
  /** Whose registry settings count for a file besides the user's. */
  placeOf(uri: vscode.Uri): Place;
  /** Whether registries may be asked without the person asking for it. */
  mayAsk(): boolean;
  /** What is known of the place of a file; null when it is on no disk of this machine. Never rejects. */
  lookAround(uri: vscode.Uri, envFiles: readonly string[]): Promise<Surroundings | null>;
}

/** Finds out more about a file once it is shown, and shows it again with that. Ends when the signal aborts. */
export interface Learning {
  /** What registries say, where they may be asked unasked. */
  ask(file: Tracked, document: vscode.TextDocument, signal: AbortSignal): Promise<void>;
  /** Where a file with a credential lies; the report keeps it from then on. */
  lookAround(file: Tracked, uri: vscode.Uri, signal: AbortSignal): Promise<void>;
  /** What somebody else knows of its document. */
  tell(file: Tracked, learn: (document: Document) => Document, signal: AbortSignal): Promise<void>;
}

export function createLearning(
  ports: LearningPorts,
  factsOf: (uri: vscode.Uri) => FactsAtHand,
  publish: (file: Tracked, entry: Entry) => void,
): Learning {
  const shown = (file: Tracked, uri: vscode.Uri): Shown<Entry> => ({
    entry: () => file.entry,
    facts: () => factsOf(uri),
    publish: (entry) => publish(file, entry),
  });

  return {
    async ask(file, document, signal) {
      if (!ports.mayAsk()) return;
      const place = ports.placeOf(document.uri);
      const isCurrent = () => file.entry?.version === document.version;
      await askInRounds(
        () => (isCurrent() ? (file.entry?.report?.queries ?? []) : []),
        (queries) =>
          askRegistries(ports.resolver, queries, place, signal, () =>
            readAgain(shown(file, document.uri), signal),
          ),
        signal,
      );
    },
    async tell(file, learn, signal) {
      if (file.entry !== null) await readAgain(shown(file, file.entry.uri), signal, learn);
    },
    async lookAround(file, uri, signal) {
      const report = file.entry?.report;
      if (report == null || !asksWhatIsAround(report)) return;
      const around = await ports.lookAround(uri, envFileNames(report.document));
      if (sameSurroundings(report.document.surroundings, around)) return;
      await readAgain(shown(file, uri), signal, (document) => withSurroundings(document, around));
    },
  };
}
