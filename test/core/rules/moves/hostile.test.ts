import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readDocument } from '../../../../src/core/config/document.ts';
import { lowerFix } from '../../../../src/core/config/lower-fix.ts';
import { movesIn } from '../../../../src/core/rules/moves/index.ts';
import { moveOps } from '../../../../src/core/rules/moves/move-ops.ts';
import { unwrapOps } from '../../../../src/core/rules/moves/unwrap.ts';
import { cpuTime } from '../../../cpu-time.ts';
import { shapes, T } from './shapes.ts';
import { moveAll, targetOf } from './started.ts';

test('damaged files are moved, or refused, and never throw', () => {
  const pieces = fc.constantFrom(
    '',
    '',
    '"',
    ',',
    '}',
    ']',
    '{',
    '[',
    'null',
    '{secret:',
    '--',
    '"__proto__":',
    ' ',
  );
  const changes = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), pieces),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  fc.assert(
    fc.property(fc.constantFrom(...shapes), fc.boolean(), changes, (shape, after, given) => {
      let text = (after ? shape.after : shape.before).replaceAll('<launch>', '/x/bin/mcp-launch');
      for (const [place, length, piece] of given) {
        const at = Math.floor(place * text.length);
        text = text.slice(0, at) + piece + text.slice(at + length);
      }
      const document = readDocument(text, shape.path ?? '.vscode/mcp.json');
      const target = targetOf(document);
      for (const server of document.servers) {
        const { moves } = movesIn(document, server, target);
        const ops = moveOps(document, server, moves, target);
        assert.ok(ops !== null);
        lowerFix(text, document.root, ops);
        const back = unwrapOps(document, server);
        if (!('why' in back)) lowerFix(text, document.root, back.ops);
      }
    }),
    { numRuns: 3000 },
  );
});

test('thousands of credentials in one server take time in proportion', () => {
  const moving = (count: number): number => {
    const args = Array.from({ length: count }, (_, i) => ['-e', `A${i}_TOKEN=${T}`]).flat();
    const text = JSON.stringify({
      servers: { s: { command: 'docker', args: ['run', ...args, 'img'] } },
    });
    const document = readDocument(text, '.vscode/mcp.json');
    return cpuTime(() => {
      const [server] = document.servers;
      assert.ok(server !== undefined);
      const { moves } = movesIn(document, server, targetOf(document));
      assert.equal(moves.length, count);
      assert.equal(moveOps(document, server, moves, targetOf(document))?.length, 3 * count + 3);
    });
  };
  moving(500);
  const [some, many] = [moving(500), moving(4000)];
  assert.ok(many < 40 * Math.max(some, 2), `${some} ms and ${many} ms`);
});

test('keys like __proto__ are keys', () => {
  const text = `{"servers":{"__proto__":{"command":"x","args":["{}"],"env":{"__proto__":"${T}","constructor":"${T}"}}}}`;
  const { moves } = moveAll(readDocument(text, '.vscode/mcp.json'));
  assert.deepEqual(
    moves.map(({ what }) => what),
    ['env __proto__', 'env constructor'],
  );
});
