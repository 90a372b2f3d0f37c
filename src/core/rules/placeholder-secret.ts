import type { Keys } from '../config/dialects/dialect.ts';
import { child, type ConfigNode } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import { findPlaceholders } from './credentials/find.ts';
import { spotsOf, whereOf } from './credentials/places.ts';
import { isSecretUse } from './credentials/vault-uses.ts';
import type { Rule } from './rule.ts';

/** The server does not work with it, and the real token is likely to be pasted over it. */
export const placeholderSecret: Rule = {
  meta: {
    id: 'placeholder-secret',
    title: 'Placeholder where a credential belongs',
    pillar: 'access',
    severity: 'hint',
    grade: null,
    confidence: 'medium',
    fix: 'none',
    since: '0.1.0',
  },
  *check(server, { dialect }) {
    // What a listing leaves open is filled in by who installs from it.
    if (server.isImplied) return;
    const names = namesIn(server, dialect.keys);
    for (const spot of spotsOf(server)) {
      if (names.has(spot.atom)) continue;
      for (const { start, end, name } of findPlaceholders(spot.text, spot)) {
        const at = { atom: spot.atom, start, end };
        if (isSecretUse(server, at)) continue;
        yield {
          at,
          message: `${whereOf(spot, name)} holds a placeholder: set up a reference before the real credential goes in`,
        };
      }
    }
  },
};

/** What is a name by the client's own keys, and looks like a placeholder as names of variables do. */
function namesIn(server: Server, { secretNames }: Keys): ReadonlySet<ConfigNode> {
  const kept = secretNames.flatMap((key) => {
    const list = child(server.node, key);
    return list?.kind === 'array' ? list.items : [];
  });
  return new Set([...server.envNames, ...kept]);
}
