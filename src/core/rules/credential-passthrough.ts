import { handedOn } from './credentials/handed-on.ts';
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
    for (const { at, what, grade } of handedOn(server)) {
      yield { at, message: `${what} is handed on to the server`, grade };
    }
  },
};
