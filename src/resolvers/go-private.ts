import { isAbsolute, join } from 'node:path';
import { reachOfName } from './addresses.ts';
import type { ReadSettings } from './python-files.ts';
import type { UserSide } from './source.ts';

/** What the user's settings of Go say of names that are not for everybody (go.dev/ref/mod#private-modules). */
export interface GoSettings {
  /** Patterns of `GOPRIVATE`, `GONOPROXY` and `GONOSUMDB`. */
  readonly patterns: readonly string[];
  /** Modules are fetched without Go's public proxy and checksum database. */
  readonly isApart: boolean;
}

const names = ['GOPRIVATE', 'GONOPROXY', 'GONOSUMDB', 'GOPROXY', 'GOSUMDB'] as const;

/** Of the environment, else of what `go env -w` wrote; null: that cannot be read. */
export async function goSettings(user: UserSide, read: ReadSettings): Promise<GoSettings | null> {
  const path = writtenAt(user);
  const text = path === null ? null : await read(path);
  if (text === false) return null;
  const written = new Map(
    (text ?? '').split(/\r?\n/).map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()] as const;
    }),
  );
  const [open, noProxy, noSums, proxy, sums] = names.map(
    (name) => user.env[name] || (written.get(name) ?? ''),
  );
  const patterns = [open, noProxy, noSums].join(',').split(',');
  const proxies = (proxy ?? '').split(/[,|]/).map((one) => one.trim());
  const isPublic = (proxy ?? '') === '' || proxies.some(isPublicProxy);
  const isOther = proxies.some((one) => one.includes('://'));
  return {
    patterns: patterns.map((one) => one.trim()).filter((one) => one !== '' && one !== 'none'),
    isApart: !isPublic && (isOther || sums === 'off'),
  };
}

function isPublicProxy(address: string): boolean {
  return URL.canParse(address) && new URL(address).host === 'proxy.golang.org';
}

function writtenAt({ env, home, platform }: UserSide): string | null {
  const named = env['GOENV'] ?? '';
  if (named !== '') return isAbsolute(named) ? named : null;
  const xdg = env['XDG_CONFIG_HOME'] ?? '';
  const folder =
    platform === 'win32'
      ? (env['APPDATA'] ?? join(home, 'AppData', 'Roaming'))
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : isAbsolute(xdg)
          ? xdg
          : join(home, '.config');
  return join(folder, 'go', 'env');
}

/** Whether a module, or a package in it, is one whose name the user's settings keep, or of a host that is not public. */
export function isPrivateModule(path: string, { patterns, isApart }: GoSettings): boolean {
  if (isApart || isInside(path)) return true;
  const parts = path.split('/');
  return patterns.some((pattern) => {
    const globs = pattern.replace(/\/+$/, '').split('/');
    return (
      globs.length <= parts.length && globs.every((glob, at) => matches(glob, parts[at] ?? ''))
    );
  });
}

function isInside(path: string): boolean {
  const [host = ''] = path.split('/', 1);
  if (!URL.canParse(`https://${host}`)) return true;
  const { hostname } = new URL(`https://${host}`);
  const reach = reachOfName(hostname);
  const isOwn = /\.(?:local|internal|intranet|corp|lan|home|private|home\.arpa)\.?$/.test(hostname);
  return isOwn || (reach !== undefined && reach !== 'public');
}

/** One part of a path against one of a pattern with `*` and `?`; a class of characters is taken for any of them. */
function matches(glob: string, part: string): boolean {
  const signs = glob.replace(/\[[^[\]]*\]/g, '?');
  let [sign, at, star, from] = [0, 0, -1, 0];
  while (at < part.length) {
    if (signs[sign] === '*') [star, from, sign] = [sign, at, sign + 1];
    else if (signs[sign] === '?' || signs[sign] === part[at]) [sign, at] = [sign + 1, at + 1];
    else if (star === -1) return false;
    else [from, at, sign] = [from + 1, from + 1, star + 1];
  }
  while (signs[sign] === '*') sign += 1;
  return sign === signs.length;
}
