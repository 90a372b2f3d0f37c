import * as vscode from 'vscode';
import { whyIn } from './why-in.ts';

/** What a rule is about, as its page says. */
export interface RulePage {
  /** The first paragraph of its "Why". */
  readonly why: string;
  readonly uri: vscode.Uri;
}

/** Reads the pages that ship with the extension, each once. Null for one that cannot be read. */
export function createRulePages(
  pageOf: (rule: string) => vscode.Uri,
): (rule: string) => Promise<RulePage | null> {
  const pages = new Map<string, Promise<RulePage | null>>();
  return (rule) => {
    const known = pages.get(rule) ?? read(pageOf(rule));
    pages.set(rule, known);
    return known;
  };
}

async function read(uri: vscode.Uri): Promise<RulePage | null> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { why: whyIn(text), uri };
  } catch {
    return null;
  }
}
