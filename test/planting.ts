import * as fc from 'fast-check';
import type { Report } from '../src/core/posture/report.ts';
import type { Finding } from '../src/core/rules/finding.ts';
import { formatJson } from '../src/output/json.ts';
import { formatText } from '../src/output/text.ts';

const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'.split('');
const random = (length: number) =>
  fc
    .array(fc.constantFrom(...letters), { minLength: length, maxLength: length })
    .map((units) => units.join(''));

/** Shapes that are recognised by themselves, and shapes that only their name gives away. */
export const secret = fc.oneof(
  random(36).map((body) => `ghp_${body}`),
  random(95).map((body) => `sk-ant-api03-${body}`),
  random(24).map((body) => `sk_live_${body}`),
  random(40),
  random(20).map((body) => `${body.slice(0, 9)}-${body.slice(9)}`),
);

/** How the secret stands in the value: alone, or as a part of what was there. */
export const plantings: readonly ((secret: string, value: string) => string)[] = [
  (text) => text,
  (text) => `Bearer ${text}`,
  (text) => `--api-key=${text}`,
  (text) => `API_KEY=${text}`,
  (text) => `https://user:${text}@host.example.com/mcp`,
  (text) => `https://host.example.com/mcp?api_key=${text}`,
  (text) => `https://host.example.com/${text}/mcp`,
  (text) => `postgresql://app:${text}@db.example.com/app`,
  (text) => JSON.stringify({ headers: { Authorization: `Bearer ${text}` } }),
  (text, value) => `${value}${text}`,
  (text, value) => `${value}@${text}`,
  (text, value) => `${value}:${text}`,
  (text, value) => `npx -y ${value} --token ${text}`,
];

/** So that every rule about the place of a file speaks too. */
export const exposed = { readableByOthers: true, tracked: true, synced: 'Dropbox' };

/** All that a person or a program gets to see of a report. */
export function shown(report: Report): string {
  const scanned = [{ kind: 'read', report } as const];
  const findings = findingsOf(report).map(({ message, related, fixes }) => [
    message,
    related,
    fixes.map((f) => f.title),
  ]);
  return [
    formatJson(scanned),
    formatText(scanned, { color: false, unanswered: [] }),
    JSON.stringify([findings, report.failures]),
  ].join('\n');
}

export function findingsOf({ servers, findings }: Report): readonly Finding[] {
  return [...findings, ...servers.flatMap((server) => server.findings)];
}
