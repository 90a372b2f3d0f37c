import type * as vscode from 'vscode';
import type { Report } from '../../core/posture/report.ts';
import type { FactsAtHand, Query } from '../../core/rules/facts.ts';
import type { Place } from '../../resolvers/source.ts';
import { placeOf } from '../network.ts';
import type { Parts } from '../parts.ts';
import { askAll } from './ask-all.ts';
import { changesOf, type Change } from './changes.ts';
import { readFile, type ReadDocument } from './read-file.ts';
import { withReasons } from './reasons.ts';

/** A document that changes faster than it is read is given up. */
const MOST_TRIES = 5;

export interface ReadyFile extends ReadDocument {
  readonly uri: vscode.Uri;
  readonly changes: readonly Change[];
}

export interface Prepared {
  readonly files: readonly ReadyFile[];
  readonly unready: readonly { readonly uri: vscode.Uri; readonly why: string }[];
  /** What is known, with the reasons for what is not. */
  readonly facts: (uri: vscode.Uri) => FactsAtHand;
}

interface Draft {
  readonly uri: vscode.Uri;
  readonly place: Place;
  readonly report: Report;
  readonly ready: ReadyFile | null;
}

/**
 * Opens these files, asks all that they leave open, and works out every pin. What is no configuration is left out. Null
 * when the signal is aborted. Nothing is edited or shown. Every version is the current one when this is done.
 */
export async function prepare(
  { resolver, session }: Pick<Parts, 'resolver' | 'session'>,
  uris: readonly vscode.Uri[],
  signal: AbortSignal,
  tell: (answered: number, all: number) => void,
): Promise<Prepared | null> {
  const reasoned = new Map<Place, FactsAtHand>();
  const unready: { uri: vscode.Uri; why: string }[] = [];

  function factsAt(place: Place): FactsAtHand {
    const target = (query: Query) => resolver.target(query, place);
    const facts = reasoned.get(place) ?? withReasons(resolver.facts(place), target);
    reasoned.set(place, facts);
    return facts;
  }

  async function open(uri: vscode.Uri): Promise<readonly Draft[]> {
    const place = placeOf(uri);
    await resolver.ready(place);
    const earlier = session.entry(uri)?.report ?? null;
    const read = await readFile(uri, resolver.facts(place), signal, earlier);
    if (typeof read === 'string') unready.push({ uri, why: read });
    return read === null || typeof read === 'string'
      ? []
      : [{ uri, place, report: read.report, ready: null }];
  }

  async function judge(draft: Draft): Promise<Draft> {
    const { uri, place, report } = draft;
    if (draft.ready !== null && isCurrent(draft.ready)) return draft;
    const read = await readFile(uri, factsAt(place), signal, report);
    if (read === null || typeof read === 'string') return { ...draft, ready: null };
    const changes = await changesOf(read.report, signal);
    return { ...draft, ready: changes === null ? null : { ...read, uri, changes } };
  }

  let drafts: readonly Draft[] = [];
  for (const uri of uris) {
    drafts = [...drafts, ...(await open(uri))];
    if (signal.aborted) return null;
  }
  await askAll(resolver, drafts, signal, tell, factsAt);
  for (let tries = 0; tries < MOST_TRIES && !signal.aborted; tries++) {
    const judged: Draft[] = [];
    for (const draft of drafts) judged.push(await judge(draft));
    drafts = judged;
    if (drafts.every(({ ready }) => ready !== null && isCurrent(ready))) break;
  }
  if (signal.aborted) return null;
  const files = drafts.flatMap(({ ready }) => (ready !== null && isCurrent(ready) ? ready : []));
  for (const { uri, ready } of drafts) {
    if (ready === null || !isCurrent(ready)) unready.push({ uri, why: 'it changed meanwhile' });
  }
  return { files, unready, facts: (uri) => factsAt(placeOf(uri)) };
}

/** Whether nothing was typed since. */
export function isCurrent({ document, version }: ReadDocument): boolean {
  return !document.isClosed && document.version === version;
}
