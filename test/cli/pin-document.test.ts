import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { pinDocument, type PinnedText } from '../../src/cli/pin-document.ts';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { pinsOf } from '../../src/core/posture/pins.ts';
import type { FactAbout, FactsAtHand, Query } from '../../src/core/rules/facts.ts';
import { commentsOf } from '../core/config/jsonc-oracle.ts';
import { soundAnswers } from '../dependency-answers.ts';
import { daysAgo, factsOf } from '../editor/facts.ts';
import { leakedRuns } from '../secret-runs.ts';

const digest = `sha256:${'4b1f6d0c9e2a7835'.repeat(4)}`;
const sha = '4b1f6d0c9e'.repeat(4);
const release = { version: '1.4.2', publishedAt: daysAgo(9), withdrawn: false };

const values: Readonly<Record<Query['kind'], unknown>> = {
  'image-digest': digest,
  'image-build': { builtAt: null },
  releases: { list: [release], tags: [['latest', '1.4.2']] },
  'git-commit': { sha, by: 'branch' },
  ...soundAnswers,
};

/** Every image, package and branch is there. */
const facts: FactsAtHand = {
  ...factsOf(new Map()),
  answer: <Asked extends Query>(query: Asked) =>
    ({ state: 'known', value: values[query.kind] }) as FactAbout<Asked>,
};

function pin(text: string): PinnedText {
  return pinDocument(lint(readDocument(text, '.vscode/mcp.json'), facts), facts);
}

function shell(line: string): string {
  return JSON.stringify({ servers: { a: { command: 'sh', args: ['-c', line] } } });
}

test('images, packages and sources of one line are pinned, each to its own', () => {
  const line = 'docker run -i ghcr.io/o/r:2';
  assert.equal(pin(shell(line)).text, shell(`docker run -i ghcr.io/o/r:2@${digest}`));
  const npx = pin(shell('npx -y -p one -p two@^1 --package=three run'));
  assert.equal(npx.text, shell('npx -y -p one@1.4.2 -p two@1.4.2 --package=three@1.4.2 run'));
  assert.deepEqual(
    npx.pins.map(({ name }) => name),
    ['one', 'two', 'three'],
  );
  assert.deepEqual(npx.left, []);
  const git = pin(shell('uvx --from git+https://github.com/o/r@main run'));
  assert.equal(git.text, shell(`uvx --from git+https://github.com/o/r@${sha} run`));
});

test('a change names the line, the server and both references', () => {
  const text = `{
  "servers": {
    "a": { "command": "npx", "args": ["-y", "--api-key=x", "one"] }, "b": { "command": "docker",
      "args": ["run", "ghcr.io/o/r", "-v"] }
  }
}`;
  assert.deepEqual(pin(text).changes, [
    { line: 2, server: 'a', before: 'one', after: 'one@1.4.2' },
    { line: 3, server: 'b', before: 'ghcr.io/o/r', after: `ghcr.io/o/r@${digest}` },
  ]);
});

test('a change shows nothing of what stands beside the reference', () => {
  const word = ['Zx8', 'kQ2', 'vN6', 'tW4'].join('');
  const lines = [
    `npx -y one;EXTRA=${word}`,
    `X=${word} npx -y one ${word}`,
    `(npx -y one|tee ${word})`,
    `npx -y one '${word}'`,
    `npx -y one "${word}"`,
    `uvx --from git+https://${word}@github.com/o/r@main run`,
    `uvx --from 'git+https://u:${word}@github.com/o/r@main' run`,
  ];
  for (const line of lines) {
    const { changes, text } = pin(shell(line));
    assert.ok(text.includes('1.4.2') || text.includes(sha), line);
    assert.equal(changes.length, 1, line);
    assert.deepEqual(leakedRuns(word, JSON.stringify(changes)), [], line);
  }
});

test('what is pinned, or no configuration, stays as it is', () => {
  for (const text of [
    '',
    'nonsense',
    '{ "servers": { "a": ',
    shell(`docker run ghcr.io/o/r@${digest}`),
    '{ "servers": { "a": { "url": "https://mcp.example.com" } } }',
  ]) {
    assert.deepEqual(pin(text), { text, pins: [], left: [], changes: [] });
  }
});

const blank = fc.constantFrom(' ', '\n', '\r\n\t', ' /* kept */ ', ' // kept\n');
const word = fc.constantFrom(
  ...['npx', '-y', '-p', 'one', '@a/two@^1', 'three@latest', 'docker', 'run', 'ghcr.io/o/r:2'],
  ...['alpine', 'uvx', '--from', 'git+https://github.com/o/r', '--with', 'x,y>=1', 'sh', '-c'],
  ...['npx -y -p one two', 'sudo docker run -i "alpine:3"', "npx 'one'", '\\', '"', '${input:x}'],
  ...['bunx', 'pnpm dlx one', 'pipx', 'github:o/r#main', 'é😀', '--', 'x@npm:y@1', ';', '|'],
);

test('any configuration: comments stay, everything that was said to be pinned is, nothing else moves', () => {
  let made = 0;
  fc.assert(
    fc.property(fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 5 }), blank, (all, gap) => {
      const servers = all.map(
        (words, i) =>
          `"s${i}":${gap}{ "command": ${JSON.stringify(words[0] ?? 'npx')},${gap}"args": [${gap}${words
            .slice(1)
            .map((one) => JSON.stringify(one))
            .join(`,${gap}`)}${gap}] }`,
      );
      const before = `{${gap}"servers": {${servers.join(`,${gap}`)}}${gap}}`;
      const { text, pins, left, changes } = pin(before);
      made += pins.length;
      const document = readDocument(text, '.vscode/mcp.json');
      assert.deepEqual(document.errors, []);
      assert.deepEqual(commentsOf(text), commentsOf(before));
      const again = pinsOf(lint(document, facts));
      assert.deepEqual(again.pins, []);
      assert.equal(again.left.length, left.length);
      assert.equal(text === before, pins.length === 0);
      assert.equal(changes.length === 0, pins.length === 0);
      const known = pinsOf(lint(readDocument(before, '.vscode/mcp.json'), facts));
      assert.equal(pins.length, known.pins.length);
      const rows = [before, text].map((one) => one.split(/\r?\n/));
      assert.equal(rows[1]?.length, rows[0]?.length);
      for (const [i, row] of (rows[0] ?? []).entries()) {
        assert.equal(
          row === rows[1]?.[i],
          changes.every(({ line }) => line !== i),
        );
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(made > 100, `${made} pins`);
});
