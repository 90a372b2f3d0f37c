import * as vscode from 'vscode';
import { ASK_AND_FIX, MOVE_TOKEN, SUPPRESS } from '../actions.ts';
import type { Parts } from '../parts.ts';
import { SHOW_NODE } from '../tree/view.ts';
import { askAndFix } from './ask-and-fix.ts';
import { checkDependencies, checkWorkspace } from './check-dependencies.ts';
import { checkOnline } from './check-online.ts';
import { clearFilter } from './clear-filter.ts';
import { filterServers } from './filter.ts';
import { fixAllSafe } from './fix-all.ts';
import { fixNode } from './fix-node.ts';
import { fix } from './fix.ts';
import { groupBy } from './group-by.ts';
import { openServer } from './open-server.ts';
import { pinFile } from './pin-file.ts';
import { pinWorkspace } from './pin-workspace.ts';
import { refresh } from './refresh.ts';
import { moveToken, moveTokens, onSecret, putAllBack, putBack } from './secrets.ts';
import { showNode } from './show-node.ts';
import { showPlaces } from './show-places.ts';
import { showRule } from './show-rule.ts';
import { suppressFinding } from './suppress.ts';

/** Registers every command; an error is one line in the log, not a pop-up. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const commands: Record<string, (...args: unknown[]) => unknown> = {
    'mcpPosture.refresh': () => refresh(parts),
    'mcpPosture.filter': () => filterServers(parts),
    'mcpPosture.clearFilter': () => clearFilter(parts),
    'mcpPosture.groupBy': (wanted) => groupBy(parts, wanted),
    'mcpPosture.fix': (id) => fix(parts, id),
    'mcpPosture.fixNode': (id) => fixNode(parts, id),
    'mcpPosture.fixAll': () => fixAllSafe(),
    'mcpPosture.checkOnline': () => checkOnline(parts),
    'mcpPosture.checkDependencies': (id) => checkDependencies(parts, id),
    'mcpPosture.checkWorkspace': () => checkWorkspace(parts),
    'mcpPosture.pinFile': (id) => pinFile(parts, id),
    'mcpPosture.pinWorkspace': () => pinWorkspace(parts),
    'mcpPosture.moveTokens': (id) => moveTokens(parts, id),
    'mcpPosture.putBack': (id) => putBack(parts, id),
    'mcpPosture.putAllBack': () => putAllBack(parts),
    'mcpPosture.revealSecret': (row) => onSecret(parts, 'reveal', row),
    'mcpPosture.replaceSecret': (row) => onSecret(parts, 'replace', row),
    'mcpPosture.deleteSecret': (row) => onSecret(parts, 'remove', row),
    'mcpPosture.showRule': (id) => showRule(parts, id),
    'mcpPosture.openServer': (id) => openServer(parts, id),
    'mcpPosture.showPlaces': () => showPlaces(parts),
    [SHOW_NODE]: (id) => showNode(parts, id),
    [MOVE_TOKEN]: (uri, key) => moveToken(parts, uri, key),
    [SUPPRESS]: (uri, key) => suppressFinding(parts, uri, key),
    [ASK_AND_FIX]: (uri, key, title) => askAndFix(parts, uri, key, title),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await run(...args);
        } catch (error) {
          parts.log(`${id} failed: ${error instanceof Error ? error.message : String(error)}`);
          vscode.window.setStatusBarMessage(
            'MCP Posture: that did not work, the log says why',
            8000,
          );
        }
      }),
    ),
  );
}
