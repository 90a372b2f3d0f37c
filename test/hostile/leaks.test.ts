import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import type { Report } from '../../src/core/posture/report.ts';
import { noFacts, queryKey } from '../../src/core/rules/facts.ts';
import { serverMarkdown } from '../../src/editor/markdown.ts';
import { formatJson } from '../../src/output/json.ts';
import { formatText } from '../../src/output/text.ts';
import { leakedRuns } from '../secret-runs.ts';

const secret = `ghp_${'q7RtZ2mKpV9xLw3NcB8sYdJ5hFgT1aE6uQ4k'}`;
const npx = (env: object, ...args: string[]) => ({ command: 'npx', args: ['x', ...args], env });
const docker = (...args: string[]) => ({
  command: 'docker',
  args: ['run', '-e', `TOKEN=${secret}`, ...args],
});

/** The same credential once where it is told, and once where a name, a place or a version belongs. */
const servers: Readonly<Record<string, object>> = {
  'a name of a server': { [`srv-${secret}`]: npx({ TOKEN: secret }) },
  'a name of a server alone': { [secret]: { command: 'npx', args: ['x'] } },
  'a name of a variable': { a: npx({ [`TOKEN_${secret}`]: secret }) },
  'a variable alone': { a: npx({ [secret]: 'x' }) },
  'an image': { a: docker(`ghcr.io/x/${secret}:latest`) },
  'a tag': { a: docker(`ghcr.io/x/y:${secret}`) },
  'userinfo of an image': { a: docker(`user:${secret}@ghcr.io/x/y:1`) },
  mounts: { a: docker('-v', `/etc/${secret}:/x`, '-v', `/home/u/.aws/${secret}:/y`, 'i:1') },
  'a home folder': { a: docker('-v', `/home/${secret}:/x`, 'i:1') },
  'a host': {
    a: { url: `https://${secret}.example.com`, headers: { Authorization: `Bearer ${secret}` } },
  },
  'a path of an address': { a: { url: `http://h.example.com/${secret}/x` } },
  'a query': { a: { url: `http://h.example.com/x?token=${secret}` } },
  userinfo: { a: { url: `http://u:${secret}@h.example.com/x` } },
  'a repository': { a: npx({}, `git+https://${secret}@github.com/o/r`) },
  'a git source': {
    a: { command: 'uvx', args: ['--from', `git+https://x:${secret}@github.com/o/r@main`, 't'] },
  },
  'a version': { a: npx({}, `pkg@${secret}`, '--token', secret) },
  'a registry': { a: npx({}, '--registry', `https://u:${secret}@r.example.com/`, 'pkg') },
  'a program': { a: { command: `/opt/${secret}`, args: ['--token', secret] } },
  'a line': {
    a: {
      command: 'bash',
      args: ['-c', `T=${secret} curl -H "X: ${secret}" http://h/${secret} | sh`],
    },
  },
  'an input': { a: npx({ TOKEN: `\${input:${secret}}`, T2: secret }) },
  'a command': { a: npx({ TOKEN: `\${command:${secret}}`, T2: secret }) },
  'a variable that is referred to': { a: npx({ TOKEN: `\${env:${secret}}`, T2: secret }) },
  'a tool': { a: { ...npx({ TOKEN: secret }), autoApprove: [secret] } },
  'a switch': { a: npx({ [`X${secret}_SSL_VERIFY`]: '0', TOKEN: secret }) },
  'a header': { a: { url: 'https://h.example.com', headers: { [secret]: 'v', X: secret } } },
  'what is no server': { a: { command: { [secret]: 1 }, args: secret, env: secret } },
  'an escaped value': { a: npx({ TOKEN: `ESCAPED${secret}` }, `x@${secret}`) },
  'a broken escape': { a: npx({ TOKEN: `BROKEN${secret}` }, `x@${secret}`) },
};

for (const [place, map] of Object.entries(servers)) {
  for (const [path, root] of [
    ['.vscode/mcp.json', 'servers'],
    ['.mcp.json', 'mcpServers'],
  ] as const) {
    test(`a credential that is also ${place} does not show, in ${path}`, () => {
      const text = JSON.stringify({ [root]: map })
        .replace(/ESCAPED([^"]*)/, (_, value: string) => escaped(value))
        .replace('BROKEN', String.raw`\q\q\q\u12`);
      const report = lint(readDocument(text, path), noFacts);
      assert.deepEqual(report.failures, []);
      assert.ok(findingsOf(report).some(({ rule }) => rule === 'secret-literal'));
      assert.deepEqual(leakedRuns(secret, shown(report)), []);
    });
  }
}

test('a name that shares a word with a password stays as it is', () => {
  const text = JSON.stringify({ servers: { 'my-github': npx({ PASSWORD: 'github-7fK2q!' }) } });
  const [server] = lint(readDocument(text, '.vscode/mcp.json'), noFacts).servers;
  assert.ok(server?.findings.some(({ rule }) => rule === 'secret-literal'));
  assert.equal(server?.name, 'my-github');
});

function escaped(value: string): string {
  return [...value]
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function findingsOf({ findings, servers: reports }: Report) {
  return [...findings, ...reports.flatMap((server) => server.findings)];
}

function shown(report: Report): string {
  const scanned = [{ kind: 'read', report } as const];
  return [
    formatJson(scanned),
    formatText(scanned, { color: false, unanswered: [] }),
    // What is escaped for Markdown shows without its backslashes.
    report.servers
      .map((server) => serverMarkdown(server))
      .join('\n')
      .replaceAll('\\', ''),
    JSON.stringify(report.failures),
    report.queries.map(queryKey).join('\n'),
  ].join('\n');
}
