import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import type { FileState } from '../../src/editor/tree/file-state.ts';

/** A file as the tree knows it, read from this text. */
export function fileState(path: string, text: string): FileState {
  const report = lint(readDocument(text, path), noFacts);
  return {
    key: `file://${path}`,
    label: path.slice(1),
    client: report.document.dialect.client,
    report,
    problem: null,
  };
}

export function unreadFile(path: string, problem: string): FileState {
  return { key: `file://${path}`, label: path.slice(1), client: 'VS Code', report: null, problem };
}

/** A VS Code file with these servers. */
export function vscodeText(servers: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ servers }, null, 2)}\n`;
}

export const digest = `sha256:${'1f'.repeat(32)}`;

/** What keeps container-not-hardened silent. */
export const hardened = [
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  '--read-only',
  '--pids-limit=64',
];
export const pinned = { command: 'docker', args: ['run', ...hardened, `ghcr.io/a/b@${digest}`] };
export const latest = { command: 'docker', args: ['run', ...hardened, 'ghcr.io/a/b:latest'] };
export const exact = { command: 'npx', args: ['-y', '@a/b@1.2.3'] };
export const remote = { type: 'http', url: 'https://mcp.example.com/mcp' };
export const unread = { command: '${env:TOOL}' };
