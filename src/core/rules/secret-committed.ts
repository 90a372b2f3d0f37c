import type { Rule } from './rule.ts';
import { firstSecret, headOf } from './whole-file.ts';

/** Whoever gets the repository has the credential, and the history keeps it after it is gone from the file. */
export const secretCommitted: Rule = {
  meta: {
    id: 'secret-committed',
    title: 'Credential in a file that git tracks',
    pillar: 'access',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *checkDocument(document, found) {
    if (document.surroundings?.tracked !== true) return;
    const secret = firstSecret(found);
    if (secret === null) return;
    yield {
      at: headOf(document),
      message:
        'this file holds a credential and git tracks it: once committed it stays in the history, so it must be replaced where it was issued',
      related: [{ message: 'a credential that git tracks', at: secret }],
    };
  },
};
