import type * as vscode from 'vscode';
import type { Document } from '../core/config/document.ts';
import type { Report } from '../core/posture/report.ts';
import type { Query } from '../core/rules/facts.ts';
import { readContent, TOO_BIG, type Content, type Reading } from './analyse.ts';
import { entryOf, isTooLong, type Entry } from './entry.ts';
import { judgedAnew } from './judged-anew.ts';
import { createLearning, type LearningPorts } from './learning.ts';
import { keyOf } from './place.ts';
import { createTracked, type Tracked } from './tracked.ts';

export interface SessionPorts extends LearningPorts {
  /** Whether files of this client are looked at. */
  wants(client: string): boolean;
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
  /** Shows a file in the light of what somebody else knows of its document. */
  tell(key: string, learn: (document: Document) => Document): Promise<void>;
  /** Reads every open document anew, and judges every other file again: the settings, the trust or the answers changed. */
  restart(): void;
}

const SHORTEST_DELAY = 150;
const LONGEST_DELAY = 1500;

/** The state of the extension: one entry a file, one timer a document. An older reading never replaces a newer one. */
export function createSession(ports: SessionPorts): Session {
  const files = createTracked((line) => ports.log(line));
  const { stop, publish } = files;
  const never = new AbortController().signal;
  const factsOf = (uri: vscode.Uri) => ports.resolver.facts(ports.placeOf(uri));
  const learning = createLearning(ports, factsOf, publish);

  function wanted(entry: Entry | null): Entry | null {
    const client = entry?.report?.document.dialect.id;
    return client === undefined || ports.wants(client) ? entry : null;
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
    const content: Content = isTooLong(document)
      ? { kind: 'problem', problem: TOO_BIG }
      : { kind: 'text', text: document.getText() };
    const reading = await read(content, uri, signal, file.entry?.report ?? null);
    if (reading === null || document.version !== version) return null;
    file.took = performance.now() - begun;
    const entry = wanted(entryOf(uri, version, reading));
    publish(file, entry);
    if (entry?.report != null) {
      void learning.ask(file, document, signal);
      void learning.lookAround(file, uri, signal);
    }
    return entry;
  }

  async function discovered(uri: vscode.Uri): Promise<void> {
    const file = files.track(uri);
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
    const earlier = file.entry?.report ?? null;
    const reading = signal.aborted ? null : await read(content, uri, signal, earlier);
    if (reading === null) return null;
    publish(file, wanted(entryOf(uri, null, reading)));
    void learning.lookAround(file, uri, signal);
    return null;
  }

  /** Null when the signal is aborted. A mistake of ours costs this file only, and is said. */
  async function read(
    content: Content,
    uri: vscode.Uri,
    signal: AbortSignal,
    earlier: Report | null,
  ): Promise<Reading | null> {
    const { path } = uri;
    try {
      return await readContent(content, path, factsOf(uri), signal, earlier);
    } catch (error) {
      ports.log(
        `Checking ${path} failed with ${error instanceof Error ? error.name : typeof error}`,
      );
      return signal.aborted
        ? null
        : { report: null, problem: 'checking it failed, the log says why' };
    }
  }

  /** Files that are not open, one after the other: a workspace may have thousands. */
  async function judgeClosed(): Promise<void> {
    for (const file of files.all()) {
      const { entry } = file;
      if (file.document !== null || entry?.report == null) continue;
      const report = await judgedAnew(entry.report, factsOf(entry.uri), never);
      if (report === null || file.entry !== entry) continue;
      publish(file, entryOf(entry.uri, null, { report, problem: null }));
    }
  }

  function closed(uri: vscode.Uri): void {
    const file = files.at(keyOf(uri));
    if (file === undefined || file.document === null) return;
    stop(file);
    file.document = null;
    if (!file.onDisk) return publish(file, null);
    publish(file, file.entry === null ? null : { ...file.entry, version: null });
    void discovered(uri);
  }

  return {
    onDidChange: files.onDidChange,
    entries: () => files.all().flatMap(({ entry }) => entry ?? []),
    entry: (uri) => files.at(keyOf(uri))?.entry ?? undefined,
    at: (key) => files.at(key)?.entry ?? undefined,
    opened: (document) => void start(files.track(document.uri), document),
    changed(document) {
      const file = files.track(document.uri);
      stop(file);
      file.document = document;
      const delay = Math.min(LONGEST_DELAY, Math.max(SHORTEST_DELAY, file.took * 3));
      file.timer = setTimeout(() => void start(file, document), delay);
    },
    closed,
    async fresh(document) {
      const file = files.track(document.uri);
      if (file.document !== null && file.entry?.version === document.version) return file.entry;
      if (file.run?.version === document.version) return file.run.done;
      return start(file, document);
    },
    discovered,
    forgotten(key) {
      const file = files.at(key);
      if (file === undefined) return;
      file.onDisk = false;
      if (file.document !== null) return;
      stop(file);
      publish(file, null);
    },
    async ask(document, queries) {
      const file = files.track(document.uri);
      const news = await ports.resolver.ask(queries, never, {
        picked: true,
        place: ports.placeOf(document.uri),
      });
      if (!document.isClosed) await start(file, document);
      return news;
    },
    async tell(key, learn) {
      const file = files.at(key);
      if (file !== undefined)
        await learning.tell(file, learn, file.run?.controller.signal ?? never);
    },
    restart() {
      for (const file of files.all()) if (file.document !== null) void start(file, file.document);
      void judgeClosed();
    },
    dispose: () => files.dispose(),
  };
}
