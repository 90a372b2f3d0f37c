import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { summary } from '../../scripts/test/summary.ts';
import type { Tally } from '../../scripts/test/tally.ts';

const reporter = new URL('../../scripts/test/tally.ts', import.meta.url).href;

function tallyOf(file: string): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-tally-'));
  try {
    writeFileSync(join(folder, 'a.test.mjs'), file);
    // A runner inside a runner must not believe that it is one of its files.
    const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
    const run = spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    return JSON.parse(run.stdout) as Tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('passed, failed and skipped tests are counted, suites are not, and a skip keeps its reason', () => {
  const seen = tallyOf(`
    import { describe, test } from 'node:test';
    describe('suite', () => {
      test('good', () => {});
      test('bad', () => { throw new Error('bad'); });
      test('away', { skip: 'no network' }, () => {});
      test('later', { todo: true }, () => {});
    });`);
  assert.deepEqual(seen, {
    passed: 1,
    failed: 1,
    skipped: [
      { name: 'away', why: 'no network' },
      { name: 'later', why: 'no reason given' },
    ],
  });
});

test('a test file that cannot be loaded has failed', () => {
  assert.deepEqual(tallyOf(`import './nowhere.mjs';`), { passed: 0, failed: 1, skipped: [] });
});

test('the last line of the summary is the sum, alone', () => {
  const lines = summary([
    { name: 'lint', seconds: 1, outcome: { kind: 'failed', why: 'exit code 1' } },
    {
      name: 'unit',
      seconds: 2,
      outcome: { kind: 'passed', tally: { passed: 40, failed: 0, skipped: [] } },
    },
    {
      name: 'e2e',
      seconds: 3,
      outcome: { kind: 'failed', why: '1 failed', tally: { passed: 2, failed: 1, skipped: [] } },
    },
    { name: 'electron', seconds: 0, outcome: { kind: 'skipped', why: 'no display' } },
  ]).split('\n');
  assert.equal(lines.at(-1), '42 passed, 1 failed, 1 skipped');
  assert.equal(lines.at(-2), 'skipped: electron: no display');
  assert.ok(lines.some((line) => /^lint +failed/.test(line)));
});
