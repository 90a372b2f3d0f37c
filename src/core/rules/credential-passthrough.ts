import { handedOn, type HandedOn } from './credentials/handed-on.ts';
import type { Rule } from './rule.ts';

/** The server receives a credential that opens more than this server needs. */
export const credentialPassthrough: Rule = {
  meta: {
    id: 'credential-passthrough',
    title: "One of the user's own credentials handed on to the server",
    pillar: 'access',
    severity: 'information',
    grade: 'caution',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check(server) {
    for (const { at, what, kind, grade } of handedOn(server)) {
      yield { at, message: `${what} is handed on to the server, ${consequences[kind]}`, grade };
    }
  },
};

const consequences = {
  agent: 'which can sign in wherever your keys open',
  folder: 'which can use every login in it',
  file: 'which can use every login in it',
  variable: 'which can use the account behind it',
  'env-file': 'also those it does not need',
} satisfies Record<HandedOn['kind'], string>;
