import * as vscode from 'vscode';
import { tiers } from '../../core/posture/report.ts';
import type { Parts } from '../parts.ts';
import { plainLabel } from '../parts.ts';
import { noFilter, pillarNames, type Filter } from '../tree/filter.ts';
import { capital } from '../tree/words.ts';

interface Choice extends vscode.QuickPickItem {
  /** The filter with this choice. */
  with?(filter: Filter): Filter;
}

/** One list for tier, pillar and client; what is typed can be a text to look for. */
export function filterServers({ tree }: Parts): void {
  const pick = vscode.window.createQuickPick<Choice>();
  const choices = choicesOf([...new Set(tree.files().map(({ client }) => client))].sort());
  const old = tree.filter;
  let text = old.text === '' ? null : textChoice(old.text);

  pick.title = 'Filter MCP servers';
  pick.placeholder = 'Pick tiers, pillars and clients, or type a text to look for';
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.items = itemsWith(text);
  const filterOf = (choice: Choice) => choice.with?.(noFilter) ?? noFilter;
  pick.selectedItems = pick.items.filter((choice) => isPart(filterOf(choice), old));

  pick.onDidChangeValue((value) => {
    const selected = pick.selectedItems.filter((choice) => choice !== text);
    const kept = text !== null && pick.selectedItems.includes(text) && value === '';
    if (!kept) text = value.trim() === '' ? null : textChoice(value.trim());
    pick.items = itemsWith(text);
    pick.selectedItems = kept && text !== null ? [...selected, text] : selected;
  });
  pick.onDidAccept(() => {
    const chosen = pick.selectedItems;
    // Typed and nothing ticked: what is typed is meant, the name of a choice or a text.
    const typed = choices.find(({ label }) => isTyped(label, pick.value)) ?? text;
    const meant = chosen.length === 0 && typed !== null ? [typed] : chosen;
    tree.setFilter(meant.reduce((filter, choice) => choice.with?.(filter) ?? filter, noFilter));
    pick.hide();
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();

  function itemsWith(typed: Choice | null): readonly Choice[] {
    return typed === null ? choices : [typed, ...choices];
  }
}

function choicesOf(clients: readonly string[]): readonly Choice[] {
  return [
    heading('Tier'),
    ...tiers.map((tier): Choice => ({
      label: capital(tier),
      description: 'tier',
      with: (filter) => ({ ...filter, tiers: [...filter.tiers, tier] }),
    })),
    heading('Pillar that needs care'),
    ...pillarNames.map((pillar): Choice => ({
      label: capital(pillar),
      description: 'pillar',
      with: (filter) => ({ ...filter, pillars: [...filter.pillars, pillar] }),
    })),
    heading('Client'),
    ...clients.map((client): Choice => ({
      label: client,
      description: 'client',
      with: (filter) => ({ ...filter, clients: [...filter.clients, client] }),
    })),
  ];
}

function textChoice(text: string): Choice {
  return {
    label: plainLabel(`Text: ${text}`),
    description: 'in the name, the file, the launch or a finding',
    alwaysShow: true,
    with: (filter) => ({ ...filter, text }),
  };
}

function isTyped(label: string, value: string): boolean {
  return label.toLowerCase() === value.trim().toLowerCase();
}

function heading(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Whether a filter of one choice is part of another. */
function isPart(one: Filter, all: Filter): boolean {
  return (
    one.tiers.some((tier) => all.tiers.includes(tier)) ||
    one.pillars.some((pillar) => all.pillars.includes(pillar)) ||
    one.clients.some((client) => all.clients.includes(client)) ||
    (one.text !== '' && one.text === all.text)
  );
}
