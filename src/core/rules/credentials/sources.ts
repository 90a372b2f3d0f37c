import type { Document } from '../../config/document.ts';
import { isString } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { handedOn, unsetVariables } from './handed-on.ts';
import { inputLiteralsOf, literalsOf } from './literals.ts';
import { isSecretName, wordsOf } from './names.ts';
import { feedOf } from './feeds.ts';
import { usesOf } from './uses.ts';
import { vaultUsesOf } from './vault-uses.ts';

/** How a credential reaches a server. `where` reads after "in" or "for", such as `env GITHUB_TOKEN`. */
export interface CredentialSource {
  readonly kind:
    | 'literal'
    | 'password-input'
    | 'vault'
    | 'plain-input'
    | 'env-reference'
    | 'env-file'
    | 'token-file'
    | 'handed-on';
  readonly where: string;
}

/** Every way in which credentials reach this server, as far as the config says. Empty: none in sight. */
export function credentialSources(server: Server, document: Document): readonly CredentialSource[] {
  const literals = [...literalsOf(server), ...inputLiteralsOf(server, document)].filter(
    ({ kind }) => kind === 'secret',
  );
  return [
    ...literals.map(({ where }) => ({ kind: 'literal' as const, where })),
    ...usesOf(server).flatMap((use): readonly CredentialSource[] => {
      const feed = feedOf(use, server, document);
      return feed === null || feed === 'undeclared' ? [] : [{ kind: feed, where: use.where }];
    }),
    ...vaultUsesOf(server).map((where) => ({ kind: 'vault' as const, where })),
    ...handedOn(server).map(({ kind, what, name = '' }): CredentialSource => {
      if (kind === 'env-file') return { kind, where: 'an env file' };
      return kind === 'file'
        ? { kind: 'token-file', where: name }
        : { kind: 'handed-on', where: what };
    }),
    ...unsetVariables(server)
      .filter(({ name }) => isSecretName(name))
      .map(({ name }) => ({ kind: 'env-reference' as const, where: `env ${name}` })),
    ...tokenFiles(server),
  ];
}

/** `GOOGLE_APPLICATION_CREDENTIALS=/a/path` for a program on this machine; a container has its mounts. */
function tokenFiles(server: Server): readonly CredentialSource[] {
  if (server.launch.container !== null) return [];
  return server.env.flatMap(({ name, value }): readonly CredentialSource[] => {
    if (!isString(value) || !/[\\/]/.test(value.value) || value.value.includes('://')) return [];
    const words = wordsOf(name);
    const last = words.at(-1) ?? '';
    const isFile =
      /^(?:file|path)$/.test(last) &&
      words.some((word) => /^(?:token|key|secret|password|credentials?)$/.test(word));
    const isCredentials = last === 'credentials' || last === 'kubeconfig';
    return isFile || isCredentials ? [{ kind: 'token-file', where: `named by env ${name}` }] : [];
  });
}
