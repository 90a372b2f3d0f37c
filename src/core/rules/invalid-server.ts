import type { Guest } from '../config/dialects/dialect.ts';
import { atomsBelow, child, isString, type Slice } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import type { Span } from '../config/text.ts';
import type { Draft } from './finding.ts';
import type { Rule } from './rule.ts';

/** The client skips or misreads this entry, so what stands in it protects nobody. */
export const invalidServer: Rule = {
  meta: {
    id: 'invalid-server',
    title: 'Server entry that its client cannot start',
    pillar: null,
    severity: 'warning',
    grade: null,
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ name, problems }) {
    for (const { message, span, isOwnTaste } of problems) {
      const draft = { at: span, message: `${name} ${message}` };
      yield isOwnTaste === true ? { ...draft, severity: 'hint' } : draft;
    }
  },
  *checkDocument({ servers, dialect, neighbours }) {
    const { guest } = dialect;
    if (guest === undefined || neighbours?.clients.includes(guest.id) !== true) return;
    for (const server of servers) {
      if (server.problems.length === 0) yield* refusedBy(guest, server);
    }
  },
};

/** The first reason for which a client that reads the file as well leaves an entry out. */
function* refusedBy({ client, localKeys, remoteKeys }: Guest, server: Server): Generator<Draft> {
  const refusal = refusalOf(
    server,
    child(server.node, 'command') === undefined ? remoteKeys : localKeys,
  );
  if (refusal === null) return;
  const message = `${client} reads this file too and leaves ${server.name} out: ${refusal.why}`;
  yield { at: refusal.at, message, severity: 'hint' };
}

function refusalOf(
  { node }: Server,
  keys: readonly string[],
): { readonly at: Span | Slice; readonly why: string } | null {
  if (node?.kind !== 'object') return null;
  const other = node.properties.find(({ key }) => !keys.includes(key));
  if (other !== undefined) return { at: other.keySpan, why: 'it takes no such key' };
  for (const atom of atomsBelow(node)) {
    const start = isString(atom) ? atom.value.indexOf('${') : -1;
    if (start === -1) continue;
    return { at: { atom, start, end: start + 2 }, why: 'it takes no ${ there' };
  }
  return null;
}
