import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { dialectsOf, workspaceNames } from '../core/config/dialects/index.ts';
import { isFolder, isThere, readDisk } from './disk.ts';
import { keyOf } from './place.ts';
import { userPlaces } from './places.ts';
import type { Session } from './session.ts';

/** Names that may be a client's file; `dialectsOf` decides. */
const NAMES = `**/{${[...workspaceNames].join(',')}}`;
const SKIPPED = '**/{node_modules,.git}/**';
/** Looked for by their place as well: found where there is no search, and told about when they cannot be read. */
const WELL_KNOWN = ['.vscode/mcp.json', '.mcp.json', '.cursor/mcp.json', '.gemini/settings.json'];
const MOST_FILES = 2000;
const AT_ONCE = 8;
/** New files within this many milliseconds are looked for together. */
const TOGETHER = 300;

export interface Discovery extends vscode.Disposable {
  /** Looks everywhere again. */
  refresh(): Promise<void>;
  /** Where it looked, folders first, and what it found there. */
  places(): readonly Looked[];
}

export interface Looked {
  readonly uri: vscode.Uri;
  /** A client, or the name of the open folder. */
  readonly of: string;
  readonly isFolder: boolean;
  /** How many files. */
  readonly found: number;
}

/** Finds the files of all open folders and of the user, and keeps the session true by watching them. */
export function createDiscovery(
  session: Session,
  storage: vscode.Uri,
  wants: (client: string) => boolean,
  log: (line: string) => void,
): Discovery {
  let known = new Set<string>();
  let looked: readonly Looked[] = [];
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let watchers: vscode.Disposable[] = [];
  let watched = '';

  /** `all`: what is known already is read again as well. */
  async function refresh(all = true): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    // One look at a time: the next begins when this one is done, and sees what has come meanwhile.
    running = running
      .then(() => look(all))
      .catch((error: unknown) => log(`Looking failed: ${String(error)}`));
    await running;
  }

  function soon(): void {
    timer ??= setTimeout(() => void refresh(false), TOGETHER);
  }

  async function look(all: boolean): Promise<void> {
    const users = await userPlaces(storage, wants);
    await watch(users.map(({ uri }) => uri));
    const found = new Map<string, vscode.Uri>();
    const places: Looked[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const files = await filesOf(folder);
      for (const uri of files) found.set(keyOf(uri), uri);
      places.push({ uri: folder.uri, of: folder.name, isFolder: true, found: files.length });
    }
    for (const { uri, client } of users) {
      const there = await isThere(uri);
      if (there) found.set(keyOf(uri), uri);
      places.push({ uri, of: client, isFolder: false, found: there ? 1 : 0 });
    }
    looked = places;
    const before = known;
    known = new Set(found.keys());
    for (const key of before) if (!known.has(key)) session.forgotten(key);
    const unread = [...found].filter(([key]) => all || !before.has(key));
    await inTurns(unread, ([, uri]) => session.discovered(uri));
    log(`Looked in ${places.length} places, found ${found.size} files`);
  }

  /** A client that was installed meanwhile has its file in a folder that could not be watched before. */
  async function lookForNewUserFiles(): Promise<void> {
    for (const { uri } of await userPlaces(storage, wants)) {
      if (!known.has(keyOf(uri)) && (await isThere(uri))) return soon();
    }
  }

  async function filesOf(folder: vscode.WorkspaceFolder): Promise<readonly vscode.Uri[]> {
    const pattern = new vscode.RelativePattern(folder, NAMES);
    const searched = await vscode.workspace.findFiles(pattern, SKIPPED, MOST_FILES).then(
      (uris) => uris,
      (error: unknown) => {
        log(`Search in ${folder.name} failed: ${String(error)}`);
        return [];
      },
    );
    const named = searched.filter(({ path }) => dialectsOf(path).some(({ id }) => wants(id)));
    const all = new Map(named.map((uri) => [keyOf(uri), uri]));
    for (const path of WELL_KNOWN) {
      const uri = vscode.Uri.joinPath(folder.uri, path);
      if (!dialectsOf(uri.path).some(({ id }) => wants(id))) continue;
      if (!all.has(keyOf(uri)) && (await isMissed(uri))) all.set(keyOf(uri), uri);
    }
    // Shortest first: a file that links show at several places is listed once, at its own.
    const byLength = [...all.values()].toSorted((a, b) => a.path.length - b.path.length);
    const places = new Map<string, vscode.Uri>();
    for (const uri of byLength) {
      const real = await placeInside(folder.uri, uri);
      if (real !== null && !places.has(real)) places.set(real, uri);
    }
    return [...places.values()];
  }

  /** One watcher for the folders, one for each file of the user whose folder exists; nothing is polled. */
  async function watch(users: readonly vscode.Uri[]): Promise<void> {
    const reachable: vscode.Uri[] = [];
    for (const uri of users) if (await isThere(vscode.Uri.joinPath(uri, '..'))) reachable.push(uri);
    const now = reachable.map(String).join('\n');
    if (watchers.length > 0 && now === watched) return;
    watched = now;
    for (const watcher of watchers) watcher.dispose();
    const patterns = [
      NAMES,
      ...reachable.map((uri) => {
        const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
        return new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
      }),
    ];
    watchers = [...patterns.map(watchOne), watchFolders()];
  }

  function watchOne(pattern: vscode.GlobPattern): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const readAgain = (uri: vscode.Uri): boolean => {
      if (!known.has(keyOf(uri))) return false;
      void session.discovered(uri);
      return true;
    };
    watcher.onDidChange(readAgain);
    watcher.onDidCreate((uri) => {
      // A file that is replaced by another is told of as new.
      if (readAgain(uri) || /\/(?:node_modules|\.git)\//.test(uri.path)) return;
      // What is new may be excluded or lead out of its folder: only a look tells.
      soon();
    });
    watcher.onDidDelete((uri) => forget(keyOf(uri)));
    return watcher;
  }

  /** A folder that comes with its files in it or goes with them: only the folder is told of. */
  function watchFolders(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher('**', false, true, false);
    watcher.onDidCreate(async (uri) => {
      if (timer === null && mayBeFolder(uri.path) && (await isFolder(uri))) soon();
    });
    watcher.onDidDelete((uri) => {
      const below = `${keyOf(uri)}/`;
      for (const key of known) if (key.startsWith(below)) forget(key);
    });
    return watcher;
  }

  function forget(key: string): void {
    if (known.delete(key)) session.forgotten(key);
  }

  const listeners = [
    vscode.workspace.onDidChangeWorkspaceFolders(soon),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) void lookForNewUserFiles();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('files.exclude')) soon();
    }),
  ];
  return {
    refresh,
    places: () => looked,
    dispose() {
      if (timer !== null) clearTimeout(timer);
      for (const one of [...listeners, ...watchers]) one.dispose();
    },
  };
}

/** Most new files have an ending, and need no look at the disk. */
function mayBeFolder(path: string): boolean {
  return !/\/(?:node_modules|\.git)(?:\/|$)|[^/]\.[^/]*$/.test(path);
}

/** Where a file really is; null when a link leads out of the folder: what it shows belongs to somebody else. */
async function placeInside(folder: vscode.Uri, uri: vscode.Uri): Promise<string | null> {
  if (uri.scheme !== 'file') return keyOf(uri);
  try {
    const [root, file] = await Promise.all([realpath(folder.fsPath), realpath(uri.fsPath)]);
    return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null;
  } catch {
    // It cannot be resolved, so it cannot be read either; reading it says why.
    return uri.fsPath;
  }
}

/** Not found by the search though it is there: it cannot be read, or this file system has no search. */
async function isMissed(uri: vscode.Uri): Promise<boolean> {
  const { kind } = await readDisk(uri);
  return kind === 'problem' || (kind === 'text' && uri.scheme !== 'file');
}

async function inTurns<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
