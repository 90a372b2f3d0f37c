import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allFormats } from '../../src/core/config/all-formats.ts';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import { jsonReport } from '../../src/output/json.ts';
import { differences } from './client-probe.ts';
import { jsonClients } from './client-probes.ts';
import { textClients } from './client-probes-text.ts';

const all = [...jsonClients, ...textClients];

/** In a folder where VS Code is used too. */
const besides = {
  formats: allFormats,
  neighbours: { clients: ['vscode'], sameName: new Map() },
};

describe('files of every client, as their pages describe them', () => {
  for (const item of all) {
    test(item.id, () => {
      const report = lint(readDocument(item.text, item.path, besides), noFacts);
      assert.deepEqual(report.failures, []);
      const document = jsonReport([{ kind: 'read', report }]).documents[0];
      assert.deepEqual(differences(item, document), []);
    });
  }

  test('have a name each', () => {
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  });
});
