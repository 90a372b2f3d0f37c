import assert from 'node:assert/strict';
import { readDocument, type Document } from '../../../src/core/config/document.ts';
import { lowerFix } from '../../../src/core/config/lower-fix.ts';
import type { Server } from '../../../src/core/config/server.ts';
import { spanOfSlice } from '../../../src/core/config/slice.ts';
import { applyEdits } from '../../../src/core/config/text.ts';
import {
  noFacts,
  queryKey,
  type Fact,
  type FactsAtHand,
  type Query,
} from '../../../src/core/rules/facts.ts';
import type { Draft } from '../../../src/core/rules/finding.ts';
import type { Fix } from '../../../src/core/rules/fix.ts';
import type { Rule } from '../../../src/core/rules/rule.ts';
import { fixtureDay } from '../../rules/fixture-facts.ts';

export interface Read {
  readonly document: Document;
  readonly server: Server;
}

/** One server of VS Code's own format. */
export function read(
  command: string,
  args: readonly string[] = [],
  rest: Readonly<Record<string, unknown>> = {},
): Read {
  const text = JSON.stringify({ servers: { x: { command, args, ...rest } } }, null, 2);
  const document = readDocument(text, '.vscode/mcp.json');
  const [server] = document.servers;
  assert.ok(server !== undefined);
  return { document, server };
}

export function draftsOf(
  rule: Rule,
  { document, server }: Read,
  facts: FactsAtHand = noFacts,
): readonly Draft[] {
  return [...(rule.check?.(server, document, facts) ?? [])];
}

export function needsOf(
  rule: Rule,
  { document, server }: Read,
  facts: FactsAtHand = noFacts,
): readonly Query[] {
  return rule.needs?.(server, document, facts) ?? [];
}

/** The text that a finding stands at. */
export function flagged({ document: { text } }: Read, { at }: Draft): string {
  const { start, end } = 'atom' in at ? spanOfSlice(text, at) : at;
  return text.slice(start, end);
}

/** The arguments after a fix. */
export function fixed({ document }: Read, fix: Fix | undefined): readonly string[] {
  assert.ok(fix !== undefined);
  const edits = lowerFix(document.text, document.root, fix.ops);
  assert.ok(edits !== null);
  const data = JSON.parse(applyEdits(document.text, edits)) as {
    servers: { x: { args: string[] } };
  };
  return data.servers.x.args;
}

/** Known by question; the questions that the rule asks must be these, else nobody knows. */
export function factsFrom(
  entries: readonly (readonly [Query, Fact<unknown>])[],
  rest: Partial<Pick<FactsAtHand, 'choices' | 'now'>> = {},
): FactsAtHand {
  const facts = new Map(entries.map(([query, fact]) => [queryKey(query), fact]));
  return {
    ...noFacts,
    now: fixtureDay,
    ...rest,
    answer: (query) => facts.get(queryKey(query)) as never,
  };
}

/** Whatever is asked about releases is this. */
export function everyPackage(fact: Fact<unknown>): FactsAtHand {
  return {
    ...noFacts,
    now: fixtureDay,
    answer: ({ kind }) => (kind === 'releases' ? (fact as never) : undefined),
  };
}
