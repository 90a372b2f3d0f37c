import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { defaultChoices, type Fact } from '../../src/core/rules/facts.ts';
import { judgedAnew } from '../../src/editor/judged-anew.ts';
import { factsOf, known } from './facts.ts';
import { digest, latest, vscodeText } from './files.ts';

const quiet = new AbortController().signal;

test('a file is judged again when an answer or a choice changed, and not before', async () => {
  const answers = new Map<string, Fact<unknown>>();
  const report = lint(readDocument(vscodeText({ a: latest }), '/w/mcp.json'), factsOf(answers));
  assert.equal(await judgedAnew(report, factsOf(answers), quiet), null);
  const choices = { ...defaultChoices, keepTag: false };
  assert.deepEqual((await judgedAnew(report, factsOf(answers, choices), quiet))?.choices, choices);
  answers.set('image-digest ghcr.io/a/b:latest', known(digest));
  const again = (await judgedAnew(report, factsOf(answers), quiet)) ?? assert.fail();
  const fixes = again.servers.flatMap(({ findings }) => findings.flatMap((one) => one.fixes));
  assert.deepEqual(
    fixes.map(({ title }) => title),
    [`Pin to ${digest.slice(0, 19)}… (ghcr.io/a/b latest)`],
  );
  assert.equal(await judgedAnew(again, factsOf(answers), quiet), null);
  assert.equal(await judgedAnew(report, factsOf(answers), AbortSignal.abort()), null);
});
