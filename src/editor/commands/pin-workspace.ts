import * as vscode from 'vscode';
import type { Report } from '../../core/posture/report.ts';
import type { Entry } from '../entry.ts';
import { NO_NETWORK, say, type Parts } from '../parts.ts';

/** Pins what can be pinned in every configuration of the open folders; the user's own files stay as they are. */
export async function pinWorkspace(parts: Parts): Promise<void> {
  if (!parts.mayReach()) return say(NO_NETWORK);
  const { countOpen, pinEverything } = await import('../pins/pins.ts');
  // The first command of a window may come before anybody has looked.
  await parts.discovery.refresh();
  const uris = parts.session
    .entries()
    .filter((entry) => vscode.workspace.getWorkspaceFolder(entry.uri) !== undefined)
    .filter((entry) => mayNeedPins(entry, countOpen))
    .toSorted((a, b) => (a.label < b.label ? -1 : 1))
    .map(({ uri }) => uri);
  if (uris.length === 0) return say('nothing in the open folders is left to pin');
  await pinEverything(parts, uris);
}

/** What is open may have changed since it was read. */
function mayNeedPins(
  { version, report, problem }: Entry,
  countOpen: (report: Report) => number,
): boolean {
  return version !== null || problem !== null || (report !== null && countOpen(report) > 0);
}
