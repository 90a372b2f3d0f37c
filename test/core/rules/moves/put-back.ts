import assert from 'node:assert/strict';
import type { Document } from '../../../../src/core/config/document.ts';
import { child } from '../../../../src/core/config/node.ts';
import { unwrapOps } from '../../../../src/core/rules/moves/unwrap.ts';
import { again, edited, type Moved } from './started.ts';

/** The moved document with every launch put back, and the values where the client would put them. */
export function putBack(before: Document, { text, values }: Moved): Document {
  const document = again(before, text);
  const wrapped = document.servers.filter(({ launch }) => launch.wrappers[0] === 'mcp-launch');
  const results = wrapped.map((server) => {
    const result = unwrapOps(document, server);
    assert.ok(!('why' in result), `${server.name}: ${JSON.stringify(result)}`);
    return result;
  });
  const back = edited(
    document,
    results.flatMap(({ ops }) => ops),
  );
  const references = results.flatMap((result) => result.references);
  let filled = back;
  for (const { id, by, name } of references) {
    const reference = by === 'input' ? `\${input:${name}}` : before.dialect.envReference?.(name);
    assert.ok(reference !== undefined && filled.includes(reference), `${reference}\n${back}`);
    const value = values[id] ?? assert.fail(id);
    filled = filled.replaceAll(reference, () => JSON.stringify(value).slice(1, -1));
  }
  const restored = again(before, filled);
  if (!references.some(({ by }) => by === 'input')) return restored;
  const ids = new Set(references.map(({ name }) => name));
  assert.equal(restored.inputs.length, before.inputs.length + ids.size);
  // The declarations stay in the file; what is compared had none.
  if (child(before.root, 'inputs') !== undefined) return restored;
  return again(before, edited(restored, [{ op: 'remove', path: ['inputs'] }]));
}
