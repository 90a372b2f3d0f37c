import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { linesOf } from '../../src/core/config/text.ts';
import type { Finding } from '../../src/core/rules/finding.ts';
import { docsUrl, rules } from '../../src/core/rules/index.ts';
import { findingMarkdown } from '../../src/editor/markdown.ts';
import { whyIn } from '../../src/editor/why-in.ts';

const finding: Finding = {
  rule: 'auto-approve',
  pillar: 'deployment',
  severity: 'warning',
  grade: null,
  confidence: 'high',
  message: 'x',
  span: { start: 0, end: 1 },
  related: [{ message: '<img src=x> [a](command:b)', span: { start: 2, end: 3 } }],
  fixes: [{ title: 'Drop **it**', safety: 'unsafe', ops: [] }],
  marks: [],
  suppressed: null,
};
const document = { lines: linesOf('a\nb') };
const page = { why: 'Because of *this*.', uri: { toString: () => 'file:///r/auto-approve.md' } };

test('why, evidence, fixes and the page; what comes from the file shows as it is', () => {
  assert.equal(
    findingMarkdown(finding, document, page, null),
    [
      'Because of *this*.',
      String.raw`Line 2: \<img src=x\> \[a\](command\:b)`,
      String.raw`Fix: Drop \*\*it\*\*`,
      '[More about auto-approve](file:///r/auto-approve.md)',
    ].join('\n\n'),
  );
});

test('of a suppressed one the reason, and no fix; without a page what there is', () => {
  const suppressed = { reason: 'ours [x]', until: null };
  assert.equal(
    findingMarkdown({ ...finding, related: [], suppressed }, document, null, 'no route'),
    String.raw`Suppressed: ours \[x\]` + '\n\nNot checked: no route',
  );
});

test('of a suppressed one the page as well: VS Code shows no message that would link it', () => {
  const suppressed = { reason: 'ours', until: null };
  assert.equal(
    findingMarkdown({ ...finding, related: [], suppressed }, document, page, null),
    'Because of *this*.\n\nSuppressed: ours\n\n[More about auto-approve](file:///r/auto-approve.md)',
  );
});

test('every page has a first paragraph that says why', () => {
  for (const { meta } of rules) {
    const text = readFileSync(join(import.meta.dirname, '../..', docsUrl(meta.id)), 'utf8');
    const why = whyIn(text);
    assert.ok(why.length > 40 && !why.includes('\n\n') && text.includes(why), meta.id);
  }
});
