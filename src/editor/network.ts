import * as vscode from 'vscode';
import type { Resolver } from '../resolvers/index.ts';
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

/** What a person may have asked by picking it; null when nothing. */
export function askingOf(resolver: Resolver, settings: Settings): Asking | null {
  if (!mayReach(settings)) return null;
  return { facts: resolver.facts(), userHosts: settings.registries() };
}
