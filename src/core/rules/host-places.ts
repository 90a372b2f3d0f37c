/**
 * `root`: a whole disk; `home`: a home folder, or the folder of all of them; `credentials`: a folder of keys and logins;
 * `system`: what the machine runs and is set up by; `engine`: where the kernel or the container engine is steered.
 */
export type HostPlace = 'root' | 'home' | 'credentials' | 'system' | 'engine';

/** What a path of the host is; null for what lies below such a place. Variables of clients, shells and Windows count. */
export function hostPlace(source: string): HostPlace | null {
  const path = normalized(source);
  if (path === '/' || drive.test(path)) return 'root';
  const below = belowHome(path);
  if (below === '') return 'home';
  if (below !== null) return credentialFolders.has(below.toLowerCase()) ? 'credentials' : null;
  const folder = path.toLowerCase();
  if (engineFolders.has(folder)) return 'engine';
  return systemFolders.has(folder) ? 'system' : null;
}

/** `C:`, and as WSL, Git Bash and Docker Desktop write it. */
const drive = /^(?:[a-z]:|\/(?:mnt|host_mnt)\/[a-z]|\/c)$/i;

const home =
  /^(?:~[\w.-]*|\$HOME|\$USERPROFILE|\$env:(?:HOME|USERPROFILE)|\$?\{(?:env:)?(?:HOME|USERPROFILE)(?::-[^}]*)?\}|\$\{userHome\}|%(?:HOME|USERPROFILE|HOMEPATH)%|%HOMEDRIVE%%HOMEPATH%)(?=\/|$)/i;
const homeByPath =
  /^(?:(?:\/mnt|\/host_mnt)?\/[a-z]\/users|[a-z]:\/users|\/users|(?:\/var)?\/home)(?:\/(?!(?:shared|public)(?:\/|$))[^/]+)?(?=\/|$)/i;

/** What follows the home folder; the empty string for itself; null elsewhere. */
function belowHome(path: string): string | null {
  const match = home.exec(path) ?? homeByPath.exec(path) ?? /^\/root(?=\/|$)/.exec(path);
  return match === null ? null : path.slice(match[0].length + 1);
}

/** One kind of slash, none doubled or at the end; `.` and `..` taken as the system takes them. */
export function normalized(source: string): string {
  const parts: string[] = [];
  const path = source.trim().replaceAll('\\', '/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    const last = parts.at(-1);
    const known = last !== undefined && last !== '..' && !/[$%{}~]/.test(last);
    if (part !== '..') parts.push(part);
    else if (known) parts.pop();
    else if (!path.startsWith('/')) parts.push(part);
  }
  return (path.startsWith('/') ? '/' : '') + parts.join('/');
}

/** Below a home folder, lower case. */
const credentialFolders: ReadonlySet<string> = new Set([
  '.ssh',
  '.aws',
  '.azure',
  '.kube',
  '.docker',
  '.gnupg',
  '.oci',
  '.bluemix',
  '.minikube',
  '.terraform.d',
  '.password-store',
  '.mozilla',
  '.config',
  '.config/gcloud',
  '.config/gh',
  '.config/glab-cli',
  '.config/hub',
  '.config/op',
  '.config/doctl',
  '.config/containers',
  '.config/google-chrome',
  '.config/chromium',
  '.local/share/keyrings',
  'library',
  'library/keychains',
  'library/application support',
  'appdata',
  'appdata/local',
  'appdata/roaming',
  'appdata/roaming/gcloud',
]);

const systemFolders: ReadonlySet<string> = new Set([
  '/etc',
  '/private/etc',
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib64',
  '/boot',
  '/var',
  '/private/var',
  '/system',
  '/library',
  '/applications',
  'c:/windows',
  'c:/program files',
  'c:/programdata',
]);

const engineFolders: ReadonlySet<string> = new Set([
  '/run',
  '/var/run',
  '/private/var/run',
  '/dev',
  '/proc',
  '/sys',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/kubelet',
]);
