import * as vscode from 'vscode';
import { SIZE_LIMIT, TOO_BIG, type Content } from './analyse.ts';

/** The text of a file that is not open: UTF-8, or UTF-16 with a byte order mark. Never throws. */
export async function readDisk(uri: vscode.Uri): Promise<Content> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return problem('a folder, not a file');
    // A pipe would never end, a device has no size; a link may lead to either, or nowhere.
    if ((type & vscode.FileType.File) === 0) return problem('not a file');
    if (size > SIZE_LIMIT) return problem(TOO_BIG);
    return { kind: 'text', text: decode(await vscode.workspace.fs.readFile(uri)) };
  } catch (error) {
    return whyNot(error);
  }
}

/** Whether there is something at this place, readable or not. */
export async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    (error: unknown) => whyNot(error).kind !== 'none',
  );
}

/** Whether there is a folder at this place. */
export async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
}

/** What an error of the file system means; `none` when there is no such file. */
function whyNot(error: unknown): Content {
  const code = error instanceof vscode.FileSystemError ? error.code : undefined;
  const text = error instanceof Error ? error.message : '';
  if (code === 'FileNotFound' || code === 'FileNotADirectory' || /\bENO(?:ENT|TDIR)\b/.test(text)) {
    return { kind: 'none' };
  }
  if (code === 'NoPermissions' || /\bE(?:ACCES|PERM)\b/.test(text)) {
    return problem('no permission to read it');
  }
  if (/\bELOOP\b/.test(text)) return problem('a symbolic link that leads to itself');
  return problem('could not be read');
}

function problem(line: string): Content {
  return { kind: 'problem', problem: line };
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
