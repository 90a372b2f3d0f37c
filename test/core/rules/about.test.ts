import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import type { Server } from '../../../src/core/config/server.ts';
import { emptyLaunch } from '../../../src/core/launch/launch.ts';
import { maskOf, partsIn } from '../../../src/core/rules/about.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';
import { rules } from '../../../src/core/rules/index.ts';
import type { Rule } from '../../../src/core/rules/rule.ts';

const folder = join(import.meta.dirname, '../../rules');
const documents = globSync('*/*.jsonc', { cwd: folder }).map((name) =>
  readDocument(readFileSync(join(folder, name), 'utf8'), '.vscode/mcp.json'),
);

/** The same server, had its launch none of the parts that the rule is about. */
function without(server: Server, { about = [] }: Rule): Server {
  const launch = { ...server.launch };
  for (const part of about) Object.assign(launch, { [part]: emptyLaunch[part] });
  assert.equal(partsIn(launch) & maskOf(about), 0);
  return Object.create(server, {
    launch: { value: launch },
    kept: { value: new Map() },
    held: { value: undefined, writable: true },
    lasting: { value: undefined, writable: true },
  }) as Server;
}

for (const rule of rules.filter(({ about }) => about !== undefined)) {
  test(`${rule.meta.id} has nothing to say of what it is not about`, () => {
    let spoke = 0;
    for (const document of documents) {
      for (const server of document.servers) {
        const isMeant = (partsIn(server.launch) & maskOf(rule.about)) !== 0;
        if (isMeant) spoke += [...(rule.check?.(server, document, noFacts) ?? [])].length;
        const other = without(server, rule);
        assert.deepEqual([...(rule.check?.(other, document, noFacts) ?? [])], []);
        assert.deepEqual(rule.needs?.(other, document, noFacts) ?? [], []);
      }
    }
    // Some rules speak only when facts are at hand.
    assert.ok(spoke > 0 || rule.needs !== undefined);
  });
}

test('a rule without parts is about every launch', () => {
  assert.notEqual(partsIn(emptyLaunch) & maskOf(undefined), 0);
  assert.equal(partsIn(emptyLaunch) & maskOf(['packages', 'program']), 0);
});
