import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { readDocument } from '../../src/core/config/document.ts';
import { lowerFix } from '../../src/core/config/lower-fix.ts';
import { applyEdits } from '../../src/core/config/text.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { pinsOf } from '../../src/core/posture/pins.ts';
import type { Fact, FactAbout, FactsAtHand, Query } from '../../src/core/rules/facts.ts';
import { factsOf } from '../rules/fixture-facts.ts';

const written = {
  '<digest>': `sha256:${'d'.repeat(64)}`,
  '<other>': `sha256:${'e'.repeat(64)}`,
  '<commit>': 'c'.repeat(40),
  '<sha>': 'f'.repeat(40),
};

/**
 * Launch lines as people write them, and what "Pin everything" makes of each. In `pins/*.txt` stand first the releases
 * that the registries have, in the words of the fixtures, then the lines: `> ` is the line afterwards, `! ` a reference
 * that stays and why; with neither there is nothing to pin. Words with blanks stand in backticks; `ENV` and `choose`
 * above a line are the server's environment and the person's settings.
 */
const folder = join(import.meta.dirname, 'pins');
for (const file of readdirSync(folder)) {
  suite(file, () => {
    const [head = '', ...cases] = full(readFileSync(join(folder, file), 'utf8')).split('\n\n');
    const facts = head.split('\n');
    for (const text of cases) {
      test(text.split('\n').join(' '), () => {
        assert.equal(outcomeOf(text, facts), text.trimEnd());
      });
    }
  });
}

function full(text: string): string {
  return Object.entries(written).reduce((all, [short, long]) => all.replaceAll(short, long), text);
}

/** The case anew: what stands before the outcome as it is, and the outcome as it comes. */
function outcomeOf(text: string, facts: readonly string[]): string {
  const lines = text.trimEnd().split('\n');
  const start = lines.findIndex((item) => !/^(?:ENV|choose) /.test(item));
  const said = lines.slice(0, start);
  const line = lines[start] ?? '';
  const [command, ...args] = wordsOf(line);
  const env = Object.fromEntries(
    said.flatMap((item) => {
      const [, name, value] = /^ENV ([^=]+)=(.*)$/.exec(item) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  );
  const config = JSON.stringify({ servers: { s: { command, args, env } } }, null, 2);
  const document = readDocument(config, '.vscode/mcp.json');
  const report = lint(document, factsFor([...facts, ...said]));
  assert.deepEqual(report.failures, []);
  const { pins, left } = pinsOf(report);
  const edits = lowerFix(
    config,
    document.root ?? assert.fail(config),
    pins.flatMap(({ fix }) => fix.ops),
  );
  const after = lineOf(applyEdits(config, edits ?? assert.fail('an edit that cannot be made')));
  return [
    ...lines.slice(0, start + 1),
    ...(after === line ? [] : [`> ${after}`]),
    ...left.map(({ what, why }) => `! ${what}: ${why}`),
  ].join('\n');
}

function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/`([^`]*)`|(\S+)/g)].map(([word, quoted]) => quoted ?? word);
}

function lineOf(config: string): string {
  const { servers } = JSON.parse(config) as {
    servers: { s: { command: string; args: readonly string[] } };
  };
  const { command, args } = servers.s;
  return [command, ...args].map((word) => (/\s/.test(word) ? `\`${word}\`` : word)).join(' ');
}

/** Every tag and branch there is but those of the name `gone`; releases only as the file says. */
function factsFor(lines: readonly string[]): FactsAtHand {
  const said = factsOf(lines);
  const known = new Map<Query['kind'], Fact<unknown>>([
    ['image-digest', { state: 'known', value: written['<digest>'] }],
    ['git-commit', { state: 'known', value: { sha: written['<commit>'], by: 'branch' } }],
  ]);
  return {
    ...said,
    answer: <Asked extends Query>(query: Asked) => {
      if (query.kind === 'releases') return said.answer(query);
      const gone = JSON.stringify(query).includes('gone');
      return (gone ? { state: 'absent' } : known.get(query.kind)) as FactAbout<Asked> | undefined;
    },
  };
}
