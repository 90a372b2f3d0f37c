import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSurroundings, type Document } from '../../src/core/config/document.ts';
import type { Report } from '../../src/core/posture/report.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import { analyse } from '../../src/editor/analyse.ts';
import { readAgain, type Shown } from '../../src/editor/read-again.ts';
import { vscodeText } from './files.ts';

const path = '/w/.vscode/mcp.json';
const text = vscodeText({ a: { command: '/opt/a', env: { A_TOKEN: 'q7Lw2Zr9Xc4Vb6Nm1Kj8Hg5F' } } });
const around = { readableByOthers: null, tracked: true, synced: null };
const learn = (document: Document) => withSurroundings(document, around);
const signal = new AbortController().signal;

interface One {
  readonly report: Report | null;
  readonly label: string;
}

async function read(of: string, earlier: Report | null = null): Promise<Report> {
  const report = await analyse(of, path, noFacts, signal, earlier);
  assert.ok(report !== null);
  return report;
}

function shownFrom(start: One | null): Shown<One> & { readonly published: One[] } {
  let now = start;
  const published: One[] = [];
  return {
    published,
    entry: () => now,
    facts: () => noFacts,
    publish(entry) {
      published.push(entry);
      now = entry;
    },
  };
}

const rulesOf = (report: Report | null | undefined) => report?.findings.map(({ rule }) => rule);

test('what was learnt of the place is said, and known when the text changes', async () => {
  const report = await read(text);
  const shown = shownFrom({ report, label: 'a' });
  await readAgain(shown, signal, learn);
  const [entry, ...more] = shown.published;
  assert.deepEqual([more.length, entry?.label], [0, 'a']);
  assert.deepEqual(rulesOf(entry?.report), ['secret-committed']);
  const typed = await read(text.replace('/opt/a', '/opt/b'), entry?.report);
  assert.deepEqual(rulesOf(typed), ['secret-committed']);
  const elsewhere = await analyse(text, '/w/other/mcp.json', noFacts, signal, entry?.report);
  assert.deepEqual(rulesOf(elsewhere), []);
});

test('two who learn at once lose nothing of each other', async () => {
  const shown = shownFrom({ report: await read(text), label: 'a' });
  await Promise.all([
    readAgain(shown, signal),
    readAgain(shown, signal, learn),
    readAgain(shown, signal),
  ]);
  assert.equal(shown.published.length, 3);
  assert.equal(shown.entry()?.report?.document.surroundings, around);
  assert.deepEqual(rulesOf(shown.entry()?.report), ['secret-committed']);
});

test('nothing is shown of what is gone, unread or aborted', async () => {
  for (const start of [null, { report: null, label: 'a' }]) {
    const shown = shownFrom(start);
    await readAgain(shown, signal, learn);
    assert.deepEqual(shown.published, []);
  }
  const stop = new AbortController();
  const shown = shownFrom({ report: await read(text), label: 'a' });
  const done = readAgain(shown, stop.signal, learn);
  stop.abort();
  await done;
  assert.deepEqual(shown.published, []);
});
