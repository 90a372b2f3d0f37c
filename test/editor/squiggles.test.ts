import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import type { Report } from '../../src/core/posture/report.ts';
import { queryKey, type Fact } from '../../src/core/rules/facts.ts';
import { keepSquiggles } from '../../src/editor/squiggles.ts';
import { factsOf, failed, known } from './facts.ts';
import { digest, latest, pinned, vscodeText } from './files.ts';

interface Shown {
  readonly version: number | null;
  readonly report: Report | null;
  readonly problem: string | null;
}

const text = vscodeText({ a: latest });
const image = {
  kind: 'image-digest',
  registry: 'ghcr.io',
  repository: 'a/b',
  tag: 'latest',
} as const;

test('what is learnt of a file and changes no finding of it draws nothing again', () => {
  const { show, log } = scene();
  show(entryOf(text));
  show(entryOf(text));
  show(entryOf(text, 1, failed('no route')));
  assert.deepEqual(log, ['draw unpinned-image']);
});

test('a fix that has come is told, once: the lamp is for it', () => {
  const { show, log } = scene();
  const answered = entryOf(text, 1, known(digest));
  const [before, after] = [entryOf(text), answered].map(
    ({ report }) => report?.servers[0]?.findings[0]?.fixes.length,
  );
  assert.deepEqual([before, after], [0, 1]);
  show(entryOf(text));
  show(answered);
  show(entryOf(text, 1, known(digest)));
  assert.deepEqual(log, ['draw unpinned-image', 'draw unpinned-image']);
});

test('another version is drawn, though it says the same: an edit may have swallowed what was there', () => {
  const { show, log } = scene();
  show(entryOf(text, 1));
  show(entryOf(text, 2));
  assert.deepEqual(log, ['draw unpinned-image', 'draw unpinned-image']);
});

test('what is gone is drawn as nothing, and what came back is drawn', () => {
  const { show, log } = scene();
  show(entryOf(text));
  show(entryOf(vscodeText({ a: pinned })));
  show(entryOf(text));
  assert.deepEqual(log, ['draw unpinned-image', 'draw ', 'draw unpinned-image']);
});

test('a file that cannot be read any more says why, once', () => {
  const { show, log } = scene();
  const refused = { version: 1, report: null, problem: 'too deep' };
  show(entryOf(text));
  show(refused);
  show({ ...refused });
  assert.deepEqual(log, ['draw unpinned-image', 'draw : too deep']);
});

test('a closed file is cleared once, and drawn when it is open again', () => {
  const { show, log } = scene();
  show(entryOf(text));
  show({ ...entryOf(text), version: null });
  show(undefined);
  show(entryOf(text));
  assert.deepEqual(log, ['draw unpinned-image', 'clear', 'draw unpinned-image']);
});

test('nothing is drawn once the window is gone', () => {
  const { show, log, squiggles } = scene();
  squiggles.dispose();
  show(entryOf(text));
  assert.deepEqual(log, []);
});

function entryOf(from: string, version = 1, answer?: Fact<unknown>): Shown {
  const answers = new Map(answer === undefined ? [] : [[queryKey(image), answer]]);
  const report = lint(readDocument(from, '/w/.vscode/mcp.json'), factsOf(answers));
  return { version, report, problem: null };
}

function scene() {
  let entry: Shown | undefined;
  const listeners = new Set<(key: string) => void>();
  const log: string[] = [];
  const files = {
    at: () => entry,
    onDidChange(listener: (key: string) => void) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
  const squiggles = keepSquiggles<Shown>(files, {
    draw({ problem }, findings) {
      const rules = findings.map(({ rule }) => rule).join();
      log.push(`draw ${rules}${problem === null ? '' : `: ${problem}`}`);
    },
    clear: () => log.push('clear'),
  });
  return {
    squiggles,
    log,
    show: (next: Shown | undefined): void => {
      entry = next;
      for (const listener of [...listeners]) listener('key');
    },
  };
}
