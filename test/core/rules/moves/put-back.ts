import assert from 'node:assert/strict';
import type { Document } from '../../../../src/core/config/document.ts';
import type { Op } from '../../../../src/core/config/edit.ts';
import { child, nodeAt, plain, type Path } from '../../../../src/core/config/node.ts';
import type { Reference } from '../../../../src/core/rules/moves/references.ts';
import { unwrapOps } from '../../../../src/core/rules/moves/unwrap.ts';
import { again, edited, type Moved } from './started.ts';

/** The moved document with every launch put back, and the values where the client would put them. */
export function putBack(before: Document, { text, values }: Moved): Document {
  const document = again(before, text);
  const wrapped = document.servers.filter(({ launch }) => launch.wrappers[0] === 'mcp-launch');
  const results = wrapped.map((server) => {
    const result = unwrapOps(document, server);
    assert.ok(!('why' in result), `${server.name}: ${JSON.stringify(result)}`);
    return { ...result, path: server.path };
  });
  const back = edited(
    document,
    results.flatMap(({ ops }) => ops),
  );
  const references = results.flatMap((result) => result.references);
  const { handsOn } = before.dialect;
  if (handsOn !== null) return namesFilled(again(before, back), results, values);
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

/** What a client hands on under a name is written into the file by hand; the name is left in its list. */
function namesFilled(
  back: Document,
  results: readonly Unwrapped[],
  values: Moved['values'],
): Document {
  const { keys, handsOn } = back.dialect;
  const ops = results.flatMap(({ path, references }) =>
    references.map(({ id, name }): Op => {
      const listed = nodeAt(back.root, [...path, handsOn?.key ?? '']);
      assert.ok(listed?.kind === 'array');
      assert.ok(JSON.stringify(plain(listed)).includes(JSON.stringify(name)), back.text);
      return { op: 'set', path: [...path, keys.env, name], value: values[id] ?? assert.fail(id) };
    }),
  );
  return again(back, edited(back, ops));
}

interface Unwrapped {
  readonly path: Path;
  readonly references: readonly Reference[];
}
