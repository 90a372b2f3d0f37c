import * as vscode from 'vscode';
import type { Report, ServerReport } from '../../core/posture/report.ts';
import { signalOf } from '../cancellation.ts';
import { serverAt, type ServerKey } from '../finding-key.ts';
import { placeOf } from '../network.ts';
import { NO_NETWORK, say, type Parts } from '../parts.ts';
import { askAll, type Judged, type QuestionsOf } from './ask-all.ts';
import { isAboutDependencies, outcomeLine } from './dependency-outcome.ts';
import { openQuestions } from './open-questions.ts';
import { readFile } from './read-file.ts';

interface Read extends Judged {
  readonly uri: vscode.Uri;
}

/**
 * Asks all that is to be known of the code that the servers of these files run, or one server alone: advisories,
 * provenance, and what only a person's word asks, signatures and scans of images. Edits nothing. What has been answered
 * stays when it is stopped.
 */
export async function checkEverything(
  parts: Parts,
  uris: readonly vscode.Uri[],
  only: ServerKey | null = null,
): Promise<void> {
  if (!parts.mayReach()) return say(NO_NETWORK);
  const { resolver, session, log } = parts;
  const within = (report: Report): readonly ServerReport[] => {
    if (only === null) return report.servers;
    const server = serverAt(report, only);
    return server === undefined ? [] : [server];
  };
  const questionsOf: QuestionsOf = (report, facts, target) =>
    openQuestions({ ...report, servers: within(report) }, facts, target, isAboutDependencies);

  const wasStopped = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'MCP Posture: checking dependencies',
      cancellable: true,
    },
    async (progress, token) => {
      const signal = signalOf(token);
      const files = await read(parts, uris, signal);
      const tell = (answered: number, all: number): void =>
        progress.report({ message: `${answered} of ${all} answered` });
      const factsAt = (place: Judged['place']) => resolver.facts(place);
      await askAll(resolver, files, signal, tell, factsAt, questionsOf);
      return signal.aborted;
    },
  );
  // Whatever became of it: what was answered is known now.
  session.restart();
  if (wasStopped) return say('the check was stopped, what was answered is kept');
  const files = await read(parts, uris, new AbortController().signal);
  const line = outcomeLine(files.flatMap(({ report }) => within(report)));
  log(line);
  say(line);
}

async function read(
  { resolver, session }: Pick<Parts, 'resolver' | 'session'>,
  uris: readonly vscode.Uri[],
  signal: AbortSignal,
): Promise<readonly Read[]> {
  const files: Read[] = [];
  for (const uri of uris) {
    const place = placeOf(uri);
    await resolver.ready(place);
    const earlier = session.entry(uri)?.report ?? null;
    const found = await readFile(uri, resolver.facts(place), signal, earlier);
    if (found !== null && typeof found !== 'string') {
      files.push({ uri, place, report: found.report });
    }
    if (signal.aborted) break;
  }
  return files;
}
