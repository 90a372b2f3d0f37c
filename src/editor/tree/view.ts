import * as vscode from 'vscode';
import { dialectOf } from '../../core/config/dialects/index.ts';
import type { FactsAtHand } from '../../core/rules/facts.ts';
import { remediesOf, type Asking } from '../remedy.ts';
import type { Entry } from '../entry.ts';
import type { Session } from '../session.ts';
import { serverHover } from '../hover.ts';
import { countTiers } from '../summary.ts';
import { changedNodes } from './changes.ts';
import { fileItem } from './file.ts';
import type { FileState } from './file-state.ts';
import { describeFilter, isActive, noFilter, type Filter } from './filter.ts';
import { findingItem } from './finding.ts';
import { groupItem } from './group.ts';
import { groupings, type GroupBy } from './grouping.ts';
import { buildModel } from './model.ts';
import type { Node } from './node.ts';
import { pillarItem } from './pillar.ts';
import { serverItem } from './server.ts';
import { count } from './words.ts';

export const VIEW = 'mcpPosture.servers';

/** Runs with the id of a node: shows its exact place in its file. */
export const SHOW_NODE = 'mcpPosture.showNode';

/** Changes within this many milliseconds are drawn together. */
const TOGETHER = 30;

export interface PostureTree extends vscode.Disposable {
  readonly filter: Filter;
  readonly groupBy: GroupBy;
  node(id: string): Node | undefined;
  files(): readonly FileState[];
  setFilter(filter: Filter): void;
  setGroupBy(groupBy: GroupBy): void;
  /** Draws everything again: what may be fixed has changed with the settings. */
  redraw(): void;
}

/** The view of every server. Elements are the ids of nodes, so that a node keeps its place while its report changes. */
export function createTree(
  session: Session,
  asking: (uri: vscode.Uri) => Asking | null,
  facts: (uri: vscode.Uri) => FactsAtHand,
  memory: vscode.Memento,
): PostureTree {
  let filter = noFilter;
  let groupBy = groupings.find((one) => one === memory.get('groupBy')) ?? 'tier';
  let model = buildModel([], groupBy, filter);
  /** What was drawn last. */
  let shown = model;
  let redrawAll = false;
  let timer: NodeJS.Timeout | null = null;
  let drawing: NodeJS.Immediate | null = null;
  const drawn = new vscode.EventEmitter<string[] | undefined>();

  const view = vscode.window.createTreeView<string>(VIEW, {
    treeDataProvider: {
      onDidChangeTreeData: drawn.event,
      getChildren: (id) => [...(id === undefined ? model.roots : model.children(id))],
      getTreeItem: (id) => itemOf(id),
      getParent: (id) => model.node(id)?.parent ?? undefined,
      resolveTreeItem(item, id) {
        const node = model.node(id);
        const server = node?.kind === 'pillar' ? node.server : node;
        if (server?.kind === 'server' && isAboutCode(node))
          item.tooltip = serverHover(server.report, facts(uriOf(server.file.key)));
        return item;
      },
    },
    showCollapseAll: true,
  });

  function itemOf(id: string): vscode.TreeItem {
    const node = model.node(id);
    if (node === undefined) return new vscode.TreeItem('');
    const item = bareItem(node);
    item.id = id;
    if (node.kind !== 'group') {
      item.command = { command: SHOW_NODE, title: 'Show in File', arguments: [id] };
    }
    return item;
  }

  function bareItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'group':
        return groupItem(node);
      case 'file':
        return fileItem(node);
      case 'server': {
        const fixable = node.report.findings.some((finding) => remedyTitle(finding, node) !== null);
        return serverItem(node, fixable, groupBy !== 'file');
      }
      case 'pillar':
        return pillarItem(node);
      case 'finding':
        return findingItem(node, remedyTitle(node.finding, node.server ?? node));
    }
  }

  function remedyTitle(
    finding: Extract<Node, { kind: 'finding' }>['finding'],
    owner: Extract<Node, { kind: 'server' | 'finding' }>,
  ): string | null {
    const { report, key } = owner.file;
    if (report === null || finding.suppressed !== null) return null;
    const server = owner.kind === 'server' ? owner.report : null;
    return remediesOf({ finding, server }, report.document, asking(uriOf(key)))[0]?.title ?? null;
  }

  function uriOf(key: string): vscode.Uri {
    return session.at(key)?.uri ?? vscode.Uri.parse(key);
  }

  function later(): void {
    timer ??= setTimeout(() => {
      timer = null;
      update();
    }, TOGETHER);
  }

  function update(all = false): void {
    model = buildModel(session.entries().map(stateOf), groupBy, filter);
    redrawAll ||= all;
    describe();
    // With thousands of servers each half takes its time, and the editor may want the thread between them.
    drawing ??= setImmediate(draw);
  }

  function draw(): void {
    const changed = redrawAll ? null : changedNodes(shown, model);
    drawing = null;
    redrawAll = false;
    shown = model;
    if (changed === null) drawn.fire(undefined);
    else if (changed.length > 0) drawn.fire([...changed]);
  }

  function describe(): void {
    const reports = session.entries().flatMap(({ report }) => report ?? []);
    const counts = countTiers(reports);
    const urgent = counts.critical + counts.high;
    view.badge =
      urgent === 0
        ? undefined
        : { value: urgent, tooltip: `${count(urgent, 'MCP server')} at high or critical risk` };
    const message = isActive(filter)
      ? `Filter: ${describeFilter(filter)} (${model.shown} of ${count(model.total, 'server')})`
      : '';
    if (view.message !== message) view.message = message;
  }

  const listener = session.onDidChange(later);
  return {
    get filter() {
      return filter;
    },
    get groupBy() {
      return groupBy;
    },
    node: (id) => model.node(id),
    files: () => session.entries().map(stateOf),
    setFilter(wanted) {
      filter = wanted;
      void vscode.commands.executeCommand('setContext', 'mcpPosture.filtered', isActive(filter));
      update();
    },
    setGroupBy(wanted) {
      groupBy = wanted;
      void memory.update('groupBy', wanted);
      update(true);
    },
    redraw: () => update(true),
    dispose() {
      if (timer !== null) clearTimeout(timer);
      if (drawing !== null) clearImmediate(drawing);
      listener.dispose();
      view.dispose();
      drawn.dispose();
    },
  };
}

/** Rows whose tooltip says what is known of the code of a server, and since when. */
function isAboutCode(node: Node | undefined): boolean {
  return node?.kind === 'server' || (node?.kind === 'pillar' && node.pillar === 'dependencies');
}

function stateOf({ key, uri, label, report, problem }: Entry): FileState {
  const client = report?.document.dialect.client ?? dialectOf(uri.path)?.client ?? 'MCP';
  return { key, label, client, report, problem };
}
