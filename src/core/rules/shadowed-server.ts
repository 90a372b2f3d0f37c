import type { SameName } from '../config/neighbours.ts';
import type { Server } from '../config/server.ts';
import type { Rule } from './rule.ts';

/** A repository brings a server under the name of one that its user trusts, and that one runs. */
export const shadowedServer: Rule = {
  meta: {
    id: 'shadowed-server',
    title: 'Server whose name stands in a nearer file as well',
    pillar: null,
    severity: 'hint',
    grade: null,
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *checkDocument({ servers, dialect, neighbours }) {
    if (neighbours === null) return;
    for (const server of servers) {
      for (const other of neighbours.sameName.get(server.path.join('\n')) ?? []) {
        yield { at: server.nameSpan, message: messageOf(server, other, dialect.client) };
      }
    }
  },
};

/** More keys than that are not counted up. */
const MOST = 4;

function messageOf({ name }: Server, { wins, where, differs }: SameName, client: string): string {
  const some = differs.slice(0, MOST).join(', ');
  const keys = differs.length > MOST ? `${some} and more` : some;
  return wins
    ? `${client} starts this ${name} instead of the one in ${where}; they differ in ${keys}`
    : `${client} starts the ${name} in ${where} instead of this one; they differ in ${keys}`;
}
