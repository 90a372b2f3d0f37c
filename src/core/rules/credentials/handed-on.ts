import type { Slice } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import type { Span } from '../../config/text.ts';
import { mountsOf, type Mount } from '../../launch/mounts.ts';
import { secretName } from './names.ts';

/** A credential of the user that the server receives as it is. */
export interface HandedOn {
  readonly at: Slice | Span;
  /** Such as `the folder ~/.aws`; reads before "is handed on". */
  readonly what: string;
  /** The last part of a mounted path. */
  readonly name?: string;
  readonly kind: 'file' | 'folder' | 'agent' | 'variable' | 'env-file';
  readonly grade: 'caution' | 'bad';
}

/** Below the home folder, or absolute. */
const FOLDERS =
  /(?:^|\/)(?:\.aws|\.ssh|\.azure|\.kube|\.docker|\.gnupg|\.config\/(?:gcloud|gh|hub|op|doctl|containers|git)|\.oci|\.aliyun|\.password-store|\.terraform\.d|\.local\/share\/keyrings|AppData\/Roaming\/gcloud|Library\/Keychains)$/i;
const FILES =
  /(?:^|\/)(?:application_default_credentials\.json|\.aws\/(?:credentials|config)|\.kube\/config|\.docker\/config\.json|\.netrc|_netrc|\.npmrc|\.pypirc|\.pgpass|\.git-credentials|\.vault-token|\.env(?:\.[\w-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|hosts\.yml|credentials\.db|access_tokens\.db|accessTokens\.json|kubeconfig(?:\.ya?ml)?|[^/]*(?:service[-_]?account|credentials?|client_secret)[^/]*\.json|[^/]*\.(?:pem|p12|pfx|key|jks|keystore|kubeconfig))$/i;
const AGENT = /SSH_AUTH_SOCK|(?:^|\/)(?:ssh-agent|S\.gpg-agent)[^/]*$|\/ssh-auth\.sock$/;

export function* handedOn(server: Server): Generator<HandedOn> {
  const { container, assignments } = server.launch;
  for (const mount of mountsOf(container)) {
    const found = ofMount(mount);
    if (found !== null) yield found;
  }
  for (const { name, value, at, by } of assignments) {
    if (by !== '--env') continue;
    if (name === 'SSH_AUTH_SOCK') yield agent(at);
    else if (value === null && isUnset(name, server)) {
      yield { at, what: `${name} of the environment`, kind: 'variable', grade: 'caution' };
    }
  }
  for (const option of container?.options ?? []) {
    if (option.flag !== '--env-file') continue;
    yield { at: option.at, what: 'a whole file of variables', kind: 'env-file', grade: 'caution' };
  }
  for (const { name, value } of server.env) {
    if (name === 'SSH_AUTH_SOCK' && value?.kind === 'atom' && value.value !== '')
      yield agent(value.span);
  }
  if (server.envFile !== null) {
    const at = server.envFile.span;
    yield { at, what: 'a whole file of variables', kind: 'env-file', grade: 'caution' };
  }
}

function agent(at: Slice | Span): HandedOn {
  return { at, what: 'the SSH agent', kind: 'agent', grade: 'bad' };
}

function ofMount({ source, sourceAt, readOnly }: Mount): HandedOn | null {
  const path = source.replaceAll('\\', '/').replace(/\/+$/, '');
  if (AGENT.test(path)) return agent(sourceAt);
  if (FOLDERS.test(path)) {
    return { at: sourceAt, what: `the folder ${endOf(path)}`, kind: 'folder', grade: 'bad' };
  }
  if (!FILES.test(path)) return null;
  const what = `${readOnly ? 'the file' : 'the writable file'} ${endOf(path)}`;
  return {
    at: sourceAt,
    what,
    name: endOf(path),
    kind: 'file',
    grade: readOnly ? 'caution' : 'bad',
  };
}

function endOf(path: string): string {
  return path.split('/').slice(-2).join('/');
}

/** A secret variable that this config gives no value, so it comes from whoever starts the client. */
function isUnset(name: string, server: Server): boolean {
  const kind = secretName(name);
  const isSecret = kind !== null && kind !== 'publishable';
  return (
    (isSecret || /^AWS_(?:ACCESS_KEY_ID|PROFILE)$/.test(name)) &&
    !server.env.some((entry) => entry.name === name)
  );
}
