import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readDocument } from '../src/core/config/document.ts';
import { lint } from '../src/core/posture/lint.ts';
import type { Finding } from '../src/core/rules/finding.ts';
import { rules } from '../src/core/rules/index.ts';
import { readFixture } from './rules/fixture.ts';

const project = join(import.meta.dirname, '..');

test('heads and tables are what the rules say', async () => {
  const script = '../scripts/generate.mjs';
  const { generated } = (await import(script)) as { generated: () => Map<string, string> };
  for (const [path, text] of generated()) {
    assert.equal(readFileSync(join(project, path), 'utf8'), text, `${path}: run npm run generate`);
  }
});

for (const { meta } of rules) {
  describe(meta.id, () => {
    const page = readFileSync(join(project, 'docs/rules', `${meta.id}.md`), 'utf8');
    const examples = [...page.matchAll(/^```jsonc (bad|good) (\S+)\n([\s\S]*?)^```$/gm)];

    test('its page says why, shows bad and good, and how to fix', () => {
      for (const title of ['Why', 'Bad', 'Good', 'How to fix', 'References']) {
        assert.ok(page.includes(`\n## ${title}\n`), title);
      }
      const kinds = new Set(examples.map(([, kind]) => kind));
      assert.deepEqual(kinds, new Set(['bad', 'good']));
    });

    for (const [, kind, path = '', text = ''] of examples) {
      test(`its ${kind} example`, () => {
        const findings = findingsOf(text, path);
        const raised = findings.some(({ rule }) => rule === meta.id);
        assert.equal(
          raised,
          kind === 'bad',
          `${meta.id} ${kind === 'bad' ? 'is' : 'is not'} raised`,
        );
        if (kind === 'good') {
          // A page must not advise what another rule would underline.
          assert.deepEqual(
            findings.filter(isLoud).map(({ rule, message }) => `${rule}: ${message}`),
            [],
          );
        }
      });
    }
  });
}

function isLoud({ severity, suppressed }: Finding): boolean {
  if (suppressed !== null) return false;
  return severity === 'error' || severity === 'warning';
}

function findingsOf(text: string, path: string): readonly Finding[] {
  const { facts, surroundings, neighbours } = readFixture(text);
  const report = lint(readDocument(text, path, { surroundings, neighbours }), facts);
  assert.deepEqual(report.document.errors, []);
  return [...report.findings, ...report.servers.flatMap(({ findings }) => findings)];
}
