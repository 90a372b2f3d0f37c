import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';

function messagesFor(autoApprove: readonly string[]): readonly string[] {
  const text = JSON.stringify({ mcpServers: { notes: { command: '/opt/notes', autoApprove } } });
  const report = lint(readDocument(text, 'mcp_config.json'), noFacts);
  return report.servers.flatMap(({ findings }) => findings.map(({ message }) => message));
}

test('a tool that is approved twice counts once', () => {
  assert.deepEqual(messagesFor(['fetch', 'fetch', 'fetch']), [
    'autoApprove lets one tool run without asking',
  ]);
  assert.deepEqual(messagesFor(['read', 'list', 'read']), [
    'autoApprove lets 2 tools run without asking',
  ]);
});
