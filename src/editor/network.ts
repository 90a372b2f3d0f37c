import * as vscode from 'vscode';
import type { Resolver } from '../resolvers/index.ts';
import type { Place } from '../resolvers/source.ts';
import type { Asking } from './remedy.ts';
import type { Settings } from './settings.ts';

/** Whether anything may leave this machine at all. From an untrusted workspace nothing does. */
export function mayReach(settings: Settings): boolean {
  return vscode.workspace.isTrusted && settings.network() !== 'off';
}

/** Whether registries may be asked with no word from the person. */
export function mayAskUnasked(settings: Settings): boolean {
  return vscode.workspace.isTrusted && settings.network() === 'auto';
}

/** The folder whose own registry settings count for this file: its workspace folder, if it is trusted and on a disk. */
export function placeOf(uri: vscode.Uri): Place {
  const folder = vscode.workspace.isTrusted ? vscode.workspace.getWorkspaceFolder(uri) : undefined;
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : null;
}

/** What a person may have asked by picking it; null when nothing. */
export function askingOf(resolver: Resolver, settings: Settings, uri: vscode.Uri): Asking | null {
  if (!mayReach(settings)) return null;
  const place = placeOf(uri);
  return { facts: resolver.facts(place), target: (query) => resolver.target(query, place) };
}
