import * as vscode from 'vscode';
import type { Report } from '../core/posture/report.ts';
import type { Query } from '../core/rules/facts.ts';
import type { Resolver } from '../resolvers/index.ts';
import { analyse, lintInSlices, refusal } from './analyse.ts';
import { keyOf, labelOf } from './place.ts';

/** What is known of one file at this moment. */
export interface Entry {
  readonly key: string;
  readonly uri: vscode.Uri;
  readonly label: string;
  /** The version of the open document that the report is of; null when it was read from the disk. */
  readonly version: number | null;
  readonly report: Report | null;
  /** Why it could not be read, in one line without a period. */
  readonly problem: string | null;
}

/** The text of a file, or why there is none. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'none' };

export interface SessionPorts {
  readonly resolver: Resolver;
  /** Whether registries may be asked without the person asking for it. */
  mayAsk(): boolean;
  /** Reads a file that is not open; never throws. */
  read(uri: vscode.Uri): Promise<Content>;
  log(line: string): void;
}

export interface Session extends vscode.Disposable {
  /** Fires with the key of the file whose entry changed, came or went. */
  readonly onDidChange: vscode.Event<string>;
  entries(): readonly Entry[];
  entry(uri: vscode.Uri): Entry | undefined;
  at(key: string): Entry | undefined;
  opened(document: vscode.TextDocument): void;
  changed(document: vscode.TextDocument): void;
  closed(uri: vscode.Uri): void;
  /** The entry of this very version of the document; null when it changed meanwhile. */
  fresh(document: vscode.TextDocument): Promise<Entry | null>;
  /** Reads a file from the disk; an open document always counts for more. */
  discovered(uri: vscode.Uri): Promise<void>;
  /** Forgets a file that is no longer looked for. */
  forgotten(key: string): void;
  /** Asks what a person picked to be asked, then reads the document anew. True when something new is known. */
  ask(document: vscode.TextDocument, queries: readonly Query[]): Promise<boolean>;
  /** Reads every open document anew: the settings or the trust changed. */
  restart(): void;
}

interface Run {
  readonly version: number;
  readonly controller: AbortController;
  readonly done: Promise<Entry | null>;
}

interface Tracked {
  readonly key: string;
  document: vscode.TextDocument | null;
  onDisk: boolean;
  entry: Entry | null;
  timer: NodeJS.Timeout | null;
  run: Run | null;
  /** How long the last reading took, in milliseconds. */
  took: number;
}

const SHORTEST_DELAY = 150;
const LONGEST_DELAY = 1500;
/** How long the keys rest before a registry is asked, in milliseconds. */
const BEFORE_ASKING = 300;

/** The state of the extension: one entry a file, one timer a document. An older reading never replaces a newer one. */
export function createSession(ports: SessionPorts): Session {
  const files = new Map<string, Tracked>();
  const changes = new vscode.EventEmitter<string>();

  function track(uri: vscode.Uri): Tracked {
    const key = keyOf(uri);
    const known = files.get(key);
    if (known !== undefined) return known;
    const made: Tracked = {
      key,
      document: null,
      onDisk: false,
      entry: null,
      timer: null,
      run: null,
      took: 0,
    };
    files.set(key, made);
    return made;
  }

  function stop(file: Tracked): void {
    if (file.timer !== null) clearTimeout(file.timer);
    file.timer = null;
    file.run?.controller.abort();
    file.run = null;
  }

  function publish(file: Tracked, entry: Entry | null): void {
    const before = file.entry;
    file.entry = entry;
    if (entry === null && file.document === null && !file.onDisk) files.delete(file.key);
    for (const failure of entry?.report?.failures ?? []) {
      ports.log(`Rule ${failure.rule} failed with ${failure.error} in ${entry?.label}`);
    }
    if (before !== null || entry !== null) changes.fire(file.key);
  }

  function start(file: Tracked, document: vscode.TextDocument): Promise<Entry | null> {
    stop(file);
    file.document = document;
    const controller = new AbortController();
    const done = readOpen(file, document, controller.signal);
    file.run = { version: document.version, controller, done };
    return done;
  }

  async function readOpen(
    file: Tracked,
    document: vscode.TextDocument,
    signal: AbortSignal,
  ): Promise<Entry | null> {
    const { uri, version } = document;
    const begun = performance.now();
    const text = document.getText();
    const problem = refusal(text);
    const facts = ports.resolver.facts();
    const earlier = file.entry?.report ?? null;
    const report = problem === null ? await analyse(text, uri.path, facts, signal, earlier) : null;
    if (signal.aborted || document.version !== version) return null;
    file.took = performance.now() - begun;
    const entry = entryOf(uri, version, report, problem);
    publish(file, entry);
    if (entry?.report != null) void askUnasked(file, document, entry.report, signal);
    return entry;
  }

  async function askUnasked(
    file: Tracked,
    document: vscode.TextDocument,
    report: Report,
    signal: AbortSignal,
  ): Promise<void> {
    if (report.queries.length === 0 || !ports.mayAsk()) return;
    await rest(BEFORE_ASKING);
    if (signal.aborted) return;
    const news = await ports.resolver.ask(report.queries, signal);
    if (news && !signal.aborted) await readAgain(file, document, report, signal);
  }

  /** The same document in the light of new facts. */
  async function readAgain(
    file: Tracked,
    document: vscode.TextDocument,
    report: Report,
    signal: AbortSignal,
  ): Promise<void> {
    const { version } = document;
    const again = await lintInSlices(report.document, ports.resolver.facts(), signal, report);
    if (again === null || signal.aborted || file.entry?.version !== version) return;
    publish(file, entryOf(document.uri, version, again, null));
  }

  async function discovered(uri: vscode.Uri): Promise<void> {
    const file = track(uri);
    file.onDisk = true;
    if (file.document !== null) return;
    stop(file);
    const controller = new AbortController();
    const done = readDisk(file, uri, controller.signal);
    file.run = { version: -1, controller, done };
    await done;
  }

  async function readDisk(file: Tracked, uri: vscode.Uri, signal: AbortSignal): Promise<null> {
    const content = await ports.read(uri);
    if (signal.aborted) return null;
    const problem =
      content.kind === 'problem'
        ? content.problem
        : content.kind === 'text'
          ? refusal(content.text)
          : null;
    const facts = ports.resolver.facts();
    const report =
      content.kind === 'text' && problem === null
        ? await analyse(content.text, uri.path, facts, signal)
        : null;
    if (signal.aborted) return null;
    publish(file, entryOf(uri, null, report, problem));
    return null;
  }

  function closed(uri: vscode.Uri): void {
    const file = files.get(keyOf(uri));
    if (file === undefined || file.document === null) return;
    stop(file);
    file.document = null;
    if (!file.onDisk) return publish(file, null);
    publish(file, file.entry === null ? null : { ...file.entry, version: null });
    void discovered(uri);
  }

  return {
    onDidChange: changes.event,
    entries: () => [...files.values()].flatMap(({ entry }) => entry ?? []),
    entry: (uri) => files.get(keyOf(uri))?.entry ?? undefined,
    at: (key) => files.get(key)?.entry ?? undefined,
    opened: (document) => void start(track(document.uri), document),
    changed(document) {
      const file = track(document.uri);
      stop(file);
      file.document = document;
      const delay = Math.min(LONGEST_DELAY, Math.max(SHORTEST_DELAY, file.took * 3));
      file.timer = setTimeout(() => void start(file, document), delay);
    },
    closed,
    async fresh(document) {
      const file = track(document.uri);
      if (file.document !== null && file.entry?.version === document.version) return file.entry;
      if (file.run?.version === document.version) return file.run.done;
      return start(file, document);
    },
    discovered,
    forgotten(key) {
      const file = files.get(key);
      if (file === undefined) return;
      file.onDisk = false;
      if (file.document !== null) return;
      stop(file);
      publish(file, null);
    },
    async ask(document, queries) {
      const file = track(document.uri);
      const news = await ports.resolver.ask(queries, new AbortController().signal, {
        picked: true,
      });
      if (!document.isClosed) await start(file, document);
      return news;
    },
    restart() {
      for (const file of files.values())
        if (file.document !== null) void start(file, file.document);
    },
    dispose() {
      for (const file of files.values()) stop(file);
      changes.dispose();
    },
  };
}

/** Null for a file that is no configuration after all. */
function entryOf(
  uri: vscode.Uri,
  version: number | null,
  report: Report | null,
  problem: string | null,
): Entry | null {
  const shown = problem !== null || (report !== null && report.document.isConfig);
  if (!shown) return null;
  return { key: keyOf(uri), uri, label: labelOf(uri), version, report, problem };
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
