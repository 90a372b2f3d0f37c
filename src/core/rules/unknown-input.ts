import type { Document } from '../config/document.ts';
import type { Server } from '../config/server.ts';
import { declareInput } from './credentials/prompt.ts';
import { declaredInputs, inputsPath, usesOf, type Use } from './credentials/uses.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';

/** Nothing is asked for: the server gets the text itself, or does not start, and the real token is pasted instead. */
export const unknownInput: Rule = {
  meta: {
    id: 'unknown-input',
    title: 'Reference to an input that does not exist',
    pillar: 'access',
    severity: 'warning',
    grade: null,
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *check(server, document) {
    const uses = new Map<string, Use[]>();
    for (const use of usesOf(server)) {
      if (use.kind !== 'input') continue;
      const ofId = uses.get(use.id);
      if (ofId === undefined) uses.set(use.id, [use]);
      else ofId.push(use);
    }
    if (uses.size === 0) return;
    const declared = declaredInputs(document, server);
    for (const [id, [use, ...others]] of uses) {
      if (use === undefined || (document.dialect.inputs && declared.has(id))) continue;
      const secret = use.secret || others.some((other) => other.secret);
      yield {
        at: use.at,
        message: document.dialect.inputs
          ? `input ${id} is not declared in this file, so nothing asks for its value`
          : `${document.dialect.client} has no inputs: the server gets the text of the reference ${id}`,
        related: others.map(({ at }) => ({ message: 'used here too', at })),
        fixes: declareFixes(use, secret, server, document),
      };
    }
  },
};

function declareFixes(
  use: Use,
  secret: boolean,
  server: Server,
  document: Document,
): readonly Fix[] {
  const path = inputsPath(server);
  if (!document.dialect.inputs || path === null) return [];
  return [
    {
      title: `Declare ${use.id} as a ${secret ? 'password ' : ''}prompt`,
      safety: 'unsafe',
      ops: [declareInput(path, use.id, `${use.id} for ${server.name}`, secret)],
    },
  ];
}
