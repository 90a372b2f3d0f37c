import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readDocument } from '../src/core/config/document.ts';
import { atomsBelow, isString, type StringAtom } from '../src/core/config/node.ts';
import { applyEdits } from '../src/core/config/text.ts';
import { lint } from '../src/core/posture/lint.ts';
import { noFacts } from '../src/core/rules/facts.ts';
import { corpusFiles, type CorpusFile } from './corpus/corpus-files.ts';
import { corpusFolder } from './corpus/corpus-folder.ts';
import { exposed, findingsOf, plantings, secret, shown } from './planting.ts';
import { leakedRuns } from './secret-runs.ts';

/** Every place a credential was ever seen in, so that the test stands without the corpus too. */
const own: readonly CorpusFile[] = [
  {
    id: 'vscode',
    path: '.vscode/mcp.json',
    text: JSON.stringify({
      inputs: [{ id: 'a', type: 'promptString', description: 'Key', default: 'x' }],
      servers: {
        docker: {
          command: 'docker',
          args: [
            'run',
            '-i',
            '-e',
            'API_KEY=x',
            '-v',
            '/srv:/srv',
            '--label',
            'x',
            'example/tool:1.2',
            '--token',
            'x',
          ],
          env: { API_KEY: 'x', MODE: 'x' },
        },
        line: { command: 'bash', args: ['-c', 'TOKEN=x npx -y tool@1.0.0 --api-key x'] },
        npx: {
          command: 'npx',
          args: ['-y', '--registry', 'https://x.example.com', 'tool@1.0.0', '--api-key=x'],
        },
        git: {
          command: 'uvx',
          args: ['--from', 'git+https://user:x@github.com/example/tool@main', 'tool'],
        },
        remote: {
          type: 'http',
          url: 'https://x.example.com/x?key=x',
          headers: { Authorization: 'Bearer x', 'X-Key': 'x' },
        },
      },
    }),
  },
  {
    id: 'cursor',
    path: '.cursor/mcp.json',
    text: JSON.stringify({
      mcpServers: {
        database: { command: 'node', args: ['server.js', 'postgresql://app:x@db.example.com/app'] },
        json: {
          command: 'cmd',
          args: ['/c', 'npx', 'tool', '--config', '{"apiKey":"x"}'],
          env: { HEADERS: '{"Authorization":"Bearer x"}' },
        },
        bridge: {
          command: 'npx',
          args: ['mcp-remote', 'http://x.example.com/mcp', '--header', 'Authorization: Bearer x'],
        },
      },
    }),
  },
];

const documents = [...own, ...(corpusFolder === null ? [] : corpusFiles(corpusFolder))];

test('a secret that is recognised shows in no output, wherever it stands', () => {
  let recognised = 0;
  const places = documents.flatMap((file) => stringsOf(file).map((atom) => ({ file, atom })));
  fc.assert(
    fc.property(
      fc.nat(places.length - 1),
      fc.constantFrom(...plantings),
      secret,
      (at, plant, value) => {
        const place = places[at];
        if (place === undefined) return;
        const { file, atom } = place;
        const planted = JSON.stringify(plant(value, atom.value));
        const text = applyEdits(file.text, [{ span: atom.span, newText: planted }]);
        const report = lint(readDocument(text, file.path, { surroundings: exposed }), noFacts);
        assert.deepEqual(report.failures, []);
        // What stands around it may be a credential too, and says nothing of this one.
        const inside = Math.max(planted.indexOf(value), 0);
        const start = atom.span.start + inside;
        const span = { start, end: start + (inside > 0 ? value.length : planted.length) };
        const found = findingsOf(report).some(
          (finding) =>
            finding.rule === 'secret-literal' &&
            finding.span.start < span.end &&
            finding.span.end > span.start,
        );
        if (!found) return;
        recognised += 1;
        assert.deepEqual(leakedRuns(value, shown(report), file.text), [], `${file.id}: ${planted}`);
      },
    ),
    { numRuns: 1000, endOnFailure: true },
  );
  assert.ok(recognised > 200, `${recognised} of 1000 were recognised`);
});

function stringsOf({ text, path }: CorpusFile): readonly StringAtom[] {
  const { root } = readDocument(text, path);
  return root === null ? [] : [...atomsBelow(root)].filter(isString);
}
