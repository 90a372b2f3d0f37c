import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';
import { firstSecret, headOf } from './whole-file.ts';

/** Every other user and every service of this machine can read the credential. */
export const secretFileExposed: Rule = {
  meta: {
    id: 'secret-file-exposed',
    title: 'Credential in a file that other users can read',
    pillar: 'access',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *checkDocument(document, found) {
    if (document.surroundings?.readableByOthers !== true) return;
    const secret = firstSecret(found);
    if (secret === null) return;
    yield {
      at: headOf(document),
      message: 'this file holds a credential and other users of this machine can read it',
      related: [{ message: 'a credential that others can read', at: secret }],
      fixes: [close],
    };
  },
};

const close: Fix = {
  title: 'Let nobody but you read this file (chmod 600)',
  safety: 'unsafe',
  ops: [],
  chmod: '600',
};
