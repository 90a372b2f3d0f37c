import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import type { Report } from '../../src/core/posture/report.ts';
import { whenAsked } from '../../src/editor/when-asked.ts';
import { factsOf } from './facts.ts';
import { latest, vscodeText } from './files.ts';

const silent = reportOf({ a: { command: '/usr/bin/server' } });
const asking = reportOf({ a: { command: '/usr/bin/server' }, b: latest });

test('what asks is loaded once, for the first file that asks something', () => {
  const { starting, show, listeners, woken } = scene(() => true);
  starting.look();
  show('none', null);
  show('silent', silent);
  show('empty', reportOf({}));
  assert.equal(woken(), 0);
  show('asking', asking);
  assert.equal(woken(), 1);
  show('asking', asking);
  starting.look();
  assert.equal(woken(), 1);
  assert.equal(listeners.size, 0);
});

test('nothing is loaded while nothing may be asked, and what is there already counts afterwards', () => {
  let mayReach = false;
  const { starting, show, woken } = scene(() => mayReach);
  show('asking', asking);
  starting.look();
  assert.equal(woken(), 0);
  mayReach = true;
  starting.look();
  assert.equal(woken(), 1);
});

test('nothing is loaded once the window is gone', () => {
  const { starting, show, listeners, woken } = scene(() => true);
  starting.dispose();
  show('asking', asking);
  assert.equal(woken(), 0);
  assert.equal(listeners.size, 0);
});

function scene(mayReach: () => boolean) {
  const reports = new Map<string, { readonly report: Report | null }>();
  const listeners = new Set<(key: string) => void>();
  const files = {
    entries: () => [...reports.values()],
    at: (key: string) => reports.get(key),
    onDidChange(listener: (key: string) => void) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
  let woken = 0;
  return {
    starting: whenAsked(files, mayReach, () => (woken += 1)),
    woken: () => woken,
    listeners,
    show: (key: string, report: Report | null): void => {
      reports.set(key, { report });
      for (const listener of [...listeners]) listener(key);
    },
  };
}

function reportOf(servers: Readonly<Record<string, unknown>>): Report {
  return lint(readDocument(vscodeText(servers), '/w/mcp.json'), factsOf(new Map()));
}
