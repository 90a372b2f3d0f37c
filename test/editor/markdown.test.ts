import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeMarkdown, serverMarkdown } from '../../src/editor/markdown.ts';
import { fileState, latest, vscodeText } from './files.ts';

test('a hover says the tier, what decided it and five pillars', () => {
  const report = fileState('/w/.vscode/mcp.json', vscodeText({ github: latest })).report;
  const text = serverMarkdown(report?.servers[0] ?? assert.fail());
  assert.match(text, /^\*\*MCP Posture\*\* github\\: high risk\n\n.*Integrity is bad/);
  for (const pillar of ['Access', 'Deployment', 'Integrity', 'Dependencies', 'Monitoring']) {
    assert.match(text, new RegExp(`^- \\*\\*${pillar}\\*\\* [a-z ]+\\\\: .`, 'm'));
  }
});

test('text of the file makes no link, image, icon, HTML, list or second line', () => {
  const hostile = {
    '[x](command:evil)': '\\[x\\](command\\:evil)',
    '![](https://e.example/p.png)': '\\!\\[\\](https\\://e.example/p.png)',
    '<img src=x>': '\\<img src=x\\>',
    '$(flame) &lt;': '\\$(flame) \\&lt;',
    'see www.example.com or a@b.example': 'see www\\.example.com or a\\@b.example',
    '- item': '\\- item',
    '12. item': '12\\. item',
    '--privileged': '\\--privileged',
  };
  for (const [text, escaped] of Object.entries(hostile))
    assert.equal(escapeMarkdown(text), escaped);

  const report = fileState('/w/.vscode/mcp.json', vscodeText({ 'a\n\n# b\u202e': latest })).report;
  const text = serverMarkdown(report?.servers[0] ?? assert.fail());
  assert.equal(text.includes('\n\n# b'), false);
  assert.equal(text.includes('\u202e'), false);
});
