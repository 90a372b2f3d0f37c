import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDocument } from '../../../src/core/config/document.ts';
import { applyEdits } from '../../../src/core/config/text.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import { suppressHere } from '../../../src/core/posture/suppress-here.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';

const path = '/w/.vscode/mcp.json';
const rule = 'unpinned-package';

function suppressed(text: string, said: string): string | null {
  const report = lint(readDocument(text, path), noFacts);
  const finding = report.servers
    .flatMap(({ findings }) => findings)
    .find((one) => one.rule === rule);
  assert.ok(finding !== undefined);
  const edit = suppressHere(report.document, finding, said);
  return edit === null ? null : applyEdits(text, [edit]);
}

test('stands above the line, indented like it, with its line ending', () => {
  const text =
    '{\r\n\t"servers": {\r\n\t\t"a": {\r\n\t\t\t"command": "npx",\r\n\t\t\t"args": ["x"]\r\n\t\t}\r\n\t}\r\n}';
  const line = '\t\t\t// mcp-posture-ignore unpinned-package -- ours until 2099-01-31\r\n';
  assert.equal(
    suppressed(text, 'ours until 2099-01-31'),
    text.replace('\t\t\t"args"', `${line}\t\t\t"args"`),
  );
});

test('stands above a file of one line, behind its byte order mark', () => {
  const text = '\uFEFF{"servers":{"a":{"command":"npx","args":["x"]}}}';
  assert.equal(
    suppressed(text, 'ours'),
    `\uFEFF// mcp-posture-ignore unpinned-package -- ours\n${text.slice(1)}`,
  );
});

test('whatever the reason, the finding is suppressed and nothing else is changed', () => {
  const text = '{\n  "servers": { // all\n    "a": { "command": "npx", "args": ["x"] }\n  }\n}\n';
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (said) => {
      const after = suppressed(text, said);
      if (after === null) return;
      const lines = after.split('\n');
      assert.equal(lines.toSpliced(2, 1).join('\n'), text);
      const [server] = lint(readDocument(after, path), noFacts).servers;
      const held = server?.findings.find((one) => one.rule === rule)?.suppressed ?? null;
      // Only a date that cannot be one, or has passed, keeps a reason from holding.
      if (held === null) assert.match(said, /until\s+\S+[\s.]*$/);
    }),
  );
});
