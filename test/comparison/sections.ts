import { allFormats } from '../../src/core/config/all-formats.ts';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import type { Report } from '../../src/core/posture/report.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import { access } from './access.ts';
import { approvals } from './approvals.ts';
import type { Case } from './case.ts';
import { commands } from './commands.ts';
import { deployment } from './deployment.ts';
import { integrity } from './integrity.ts';
import { reading } from './reading.ts';

export const sections: readonly { readonly title: string; readonly cases: readonly Case[] }[] = [
  { title: 'How a credential reaches the server', cases: access },
  { title: 'What the server can reach', cases: deployment },
  { title: 'Commands that are no server', cases: commands },
  { title: 'Approvals and descriptions of tools', cases: approvals },
  { title: 'Whether the code can change, and the entry itself', cases: integrity },
  { title: 'Which servers are read', cases: reading },
];

/** What is said of every fetched package or plain container, and is left out of each row. */
export const saidAnyway: readonly string[] = [
  'host-execution',
  'version-without-hash',
  'no-cooldown',
  'container-not-hardened',
];

/** With no network, as a file is judged the moment it is opened. */
export function judged({ text, path }: Pick<Case, 'text' | 'path'>): Report {
  return lint(readDocument(text, path, { formats: allFormats }), noFacts);
}

/** The rules that speak, each once, in the order of the alphabet. */
export function raisedBy({ findings, servers }: Report): readonly string[] {
  const all = [...findings, ...servers.flatMap((server) => server.findings)].map(
    ({ rule }) => rule,
  );
  return [...new Set(all)].filter((rule) => !saidAnyway.includes(rule)).sort();
}
