import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { clients, dialects } from '../core/config/dialects/index.ts';
import {
  osOf,
  pathsMeant,
  userPlaces as placesOn,
  type ListNames,
} from '../core/config/dialects/locations.ts';

/** A file of the user, not of a workspace, that a client may have. */
export interface UserPlace {
  readonly client: string;
  readonly uri: vscode.Uri;
}

/** This editor's own client, whose folder is told by where extensions keep their files. */
const OWN = 'vscode';

/**
 * The user's own files of these clients on this system, this editor's own included. Each is named by its place; only a
 * folder in which any name may be a file's is listed.
 */
export async function userPlaces(
  storage: vscode.Uri,
  wants: (client: string) => boolean,
): Promise<readonly UserPlace[]> {
  const machine = { os: osOf(process.platform), home: homedir(), env: process.env };
  const rows = dialects.filter(({ id }) => wants(id));
  const places = await Promise.all(
    placesOn(rows, machine).map(async ({ dialect: { client }, path }) =>
      (await pathsMeant(path, namesIn)).map((one) => ({ client, uri: vscode.Uri.file(one) })),
    ),
  );
  const own = wants(OWN) ? await ownFiles(storage) : [];
  const all = [...own, ...places.flat()];
  return [...new Map(all.map((place) => [place.uri.toString(), place])).values()];
}

/** This editor's own files, one of each for each profile: extensions keep theirs two folders below the user's. */
async function ownFiles(storage: vscode.Uri): Promise<readonly UserPlace[]> {
  const user = vscode.Uri.joinPath(storage, '..', '..');
  const profiles = vscode.Uri.joinPath(user, 'profiles');
  const names = await foldersIn(profiles);
  const folders = [user, ...names.map((name) => vscode.Uri.joinPath(profiles, name))];
  const client = clients.get(OWN) ?? '';
  return folders.flatMap((folder) =>
    ['mcp.json', 'settings.json'].map((name) => ({
      client,
      uri: vscode.Uri.joinPath(folder, name),
    })),
  );
}

const namesIn: ListNames = async (folder) =>
  vscode.workspace.fs.readDirectory(vscode.Uri.file(folder)).then(
    (entries) => entries.map(([name]) => name),
    () => [],
  );

function foldersIn(uri: vscode.Uri): Thenable<readonly string[]> {
  return vscode.workspace.fs.readDirectory(uri).then(
    (entries) =>
      entries.filter(([, type]) => (type & vscode.FileType.Directory) !== 0).map(([name]) => name),
    () => [],
  );
}
