import type { ExposedFile } from '../config/surroundings.ts';
import { namedEnvFilesOf, sliceText } from './credentials/named-env-files.ts';
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
  *check(server, { surroundings }) {
    const exposed = surroundings?.exposed ?? [];
    if (exposed.length === 0) return;
    for (const at of namedEnvFilesOf(server)) {
      const file = exposed.find(({ name }) => name === sliceText(at));
      if (file === undefined) continue;
      yield {
        at,
        message:
          'The file of variables that is named here holds a credential, and other users of this machine can read it',
        fixes: [closeOther(file)],
      };
    }
  },
  *checkDocument(document, found) {
    if (document.surroundings?.readableByOthers !== true) return;
    const secret = firstSecret(found);
    if (secret === null) return;
    yield {
      at: headOf(document),
      message: 'This file holds a credential, and other users of this machine can read it',
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

function closeOther({ path }: ExposedFile): Fix {
  const last = /[^/\\]*$/.exec(path)?.[0] ?? '';
  const name = /^[\w.-]{1,60}$/.test(last) ? last : 'that file';
  return { ...close, title: `Let nobody but you read ${name} (chmod 600)`, file: path };
}
