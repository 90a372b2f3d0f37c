import type { Document, Input } from '../../config/document.ts';
import { child, isString } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { secretName } from './names.ts';
import { declaredInputs, type Use } from './uses.ts';

/** What feeds a credential by reference; null when the reference feeds none, or the client does not know it. */
export function feedOf(
  use: Use,
  server: Server,
  document: Document,
): 'password-input' | 'plain-input' | 'env-reference' | 'undeclared' | null {
  if (use.kind === 'env') return use.secret ? 'env-reference' : null;
  if (use.kind === 'command') return use.secret && document.dialect.inputs ? 'plain-input' : null;
  if (!document.dialect.inputs) return null;
  const input = document.inputsById.get(use.id);
  if (input === undefined) {
    return use.secret && !declaredInputs(document, server).has(use.id) ? 'undeclared' : null;
  }
  if (!use.secret && !isSecretInput(input)) return null;
  return isEncrypted(input) ? 'password-input' : 'plain-input';
}

/** VS Code encrypts the answer to this kind of input alone. */
export function isEncrypted({ type, password }: Input): boolean {
  return type === 'promptString' && password;
}

/** Whether an input says of itself that it asks for a credential. */
export function isSecretInput({ id, node }: Input): boolean {
  const kind = secretName(id);
  if (kind !== null) return kind !== 'publishable';
  const description = child(node, 'description');
  if (!isString(description) || description.value.length > 300) return false;
  return (
    ASKS.test(description.value) &&
    !ASKS_ELSE.test(description.value) &&
    !ASKS_ELSE.test(id.replaceAll(/[-_]/g, ' '))
  );
}

const ASKS =
  /\b(?:api[ -]?key|api[ -]?token|access[ -]?token|auth(?:entication)?[ -]?token|bearer token|personal access token|client secret|secret key|password|passphrase|private key)\b/i;
const ASKS_ELSE =
  /\b(?:url|uri|path|file|folder|name|id|endpoint|host|user ?name|address|e-?mail|type|method|region|optional url)\b/i;
