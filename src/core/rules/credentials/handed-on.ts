import { keep } from '../../config/kept.ts';
import { isString, type Slice, type StringAtom } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { mountsOf, type Mount } from '../../launch/mounts.ts';
import { hostPlace } from '../host-places.ts';
import { envFilesOf } from './env-files.ts';

/** A credential of the user that the server receives as it is. */
export interface HandedOn {
  readonly at: Slice;
  /** Such as `The folder ~/.aws`; reads before "is handed on". */
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
/** What opens a whole account rather than one service. */
const CLOUD =
  /^(?:AWS_(?:SECRET_ACCESS_KEY|ACCESS_KEY_ID|SESSION_TOKEN|PROFILE)|(?:AZURE|ARM)_CLIENT_(?:SECRET|CERTIFICATE_PATH)|AZURE_PASSWORD|GOOGLE_(?:APPLICATION_)?CREDENTIALS|GOOGLE_OAUTH_ACCESS_TOKEN|CLOUDSDK_AUTH_ACCESS_TOKEN|DIGITALOCEAN_(?:ACCESS_)?TOKEN|HCLOUD_TOKEN|OCI_CLI_KEY_CONTENT|ALIBABA_CLOUD_ACCESS_KEY_SECRET|CLOUDFLARE_API_(?:TOKEN|KEY)|KUBECONFIG|DOCKER_AUTH_CONFIG|VAULT_TOKEN|TFE_TOKEN|PULUMI_ACCESS_TOKEN|OP_SERVICE_ACCOUNT_TOKEN)$/;
const AGENT = /SSH_AUTH_SOCK|(?:^|\/)(?:ssh-agent|S\.gpg-agent)[^/]*$|\/ssh-auth\.sock$/;

/** All of them. Kept per server: rule and grade both ask. */
export function handedOn(server: Server): readonly HandedOn[] {
  return keep(server, readHandedOn);
}

function readHandedOn(server: Server): readonly HandedOn[] {
  const all: HandedOn[] = [];
  const { container, assignments } = server.launch;
  for (const mount of mountsOf(container)) {
    const found = ofMount(mount);
    if (found !== null) all.push(found);
  }
  for (const { name, at, by } of assignments) {
    if (by === '--env' && name === 'SSH_AUTH_SOCK') all.push(agent(at));
  }
  for (const { name, at } of unsetVariables(server)) {
    if (!CLOUD.test(name)) continue;
    all.push({ at, what: `${name} of the environment`, kind: 'variable', grade: 'caution' });
  }
  for (const option of container?.options ?? []) {
    if (option.flag === '--env-file') all.push(fileOfVariables(option.at));
  }
  for (const { name, value } of server.env) {
    if (name === 'SSH_AUTH_SOCK' && isString(value) && value.value !== '')
      all.push(agent(whole(value)));
  }
  for (const at of envFilesOf(server)) all.push(fileOfVariables(at));
  if (server.envFile !== null) all.push(fileOfVariables(whole(server.envFile)));
  return all;
}

function fileOfVariables(at: Slice): HandedOn {
  return { at, what: 'A whole file of variables', kind: 'env-file', grade: 'caution' };
}

function whole(atom: StringAtom): Slice {
  return { atom, start: 0, end: atom.value.length };
}

function agent(at: Slice): HandedOn {
  return { at, what: 'The SSH agent', kind: 'agent', grade: 'bad' };
}

function ofMount({ source, sourceAt, readOnly }: Mount): HandedOn | null {
  const path = source.replaceAll('\\', '/').replace(/(?<!\/)\/+$/, '');
  if (AGENT.test(path)) return agent(sourceAt);
  // Where the password hashes and the keys of the machine stand; written to, it is a broad mount above all.
  const isSystemAccounts = readOnly && /^(?:\/private)?\/etc$/.test(path);
  if (FOLDERS.test(path) || hostPlace(source) === 'credentials' || isSystemAccounts) {
    return { at: sourceAt, what: `The folder ${endOf(path)}`, kind: 'folder', grade: 'bad' };
  }
  if (!FILES.test(path)) return null;
  const what = `${readOnly ? 'The file' : 'The writable file'} ${endOf(path)}`;
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

/** What a container is handed from whoever starts the client: neither this config nor a vault gives it a value. */
export function unsetVariables(
  server: Server,
): readonly { readonly name: string; readonly at: Slice }[] {
  const { assignments } = server.launch;
  if (assignments.length === 0) return assignments;
  return assignments.filter(
    ({ by, value, name }) =>
      by === '--env' &&
      value === null &&
      !server.env.some((entry) => entry.name === name) &&
      !server.launch.secrets.some((secret) => secret.name === name),
  );
}
