import { mayAskAddress, namedBy, type HostPolicy } from './hosts.ts';
import {
  noWorkspace,
  readUserNpm,
  readWorkspaceNpm,
  registryFor,
  type NpmSettings,
} from './npm-settings.ts';
import { authorizationIn, basic, userReader, workspaceReader } from './npm-sign-in.ts';
import { once, type Once } from './once.ts';
import type { Place, UserSide } from './source.ts';

/** Where the registry of one package answers, and what opens it. */
export interface NpmWay {
  readonly ok: true;
  /** With a slash at its end; without userinfo, query and fragment. */
  readonly registry: URL;
  readonly namedBy: 'known' | 'user' | 'file';
  readonly policy: HostPolicy;
  /** The credential for an address of it. */
  signIn(url: URL): SignIn;
}

/** Whose credential goes with a question, if any does. */
export interface SignIn {
  readonly of: 'user' | 'workspace';
  readonly authorization: string | undefined;
}

/** What to find a way for. */
export interface NpmPackage {
  readonly name: string;
  /** An address that the file itself gives; null: the user's own. */
  readonly registry: string | null;
}

export interface NpmWays {
  /** Reads the settings that say where packages come from; at once when they are read. Never rejects. */
  ready(place: Place): Promise<void>;
  /** After `ready`; undefined before. Sends nothing. `picked` as in a policy. */
  of(
    wanted: NpmPackage,
    place: Place,
    userHosts: HostPolicy['userHosts'],
    picked: boolean,
  ): NpmWay | { readonly ok: false; readonly why: string } | undefined;
  forget(): void;
}

/** Finds the registries of packages by the settings of the user and of trusted workspaces. */
export function createNpmWays(user: UserSide): NpmWays {
  const mine = once(() => readUserNpm(user));
  let places = new Map<Place, Once<NpmSettings>>();

  async function ready(place: Place): Promise<void> {
    const settings = places.get(place) ?? once(() => readFor(place));
    places.set(place, settings);
    await settings.ready();
  }

  async function readFor(place: Place): Promise<NpmSettings> {
    const [own, workspace] = await Promise.all([
      mine.ready(),
      place === null ? noWorkspace : readWorkspaceNpm(place, user),
    ]);
    return { user: own, workspace };
  }

  /** The user's credential; the workspace's only where the user has none, with the environment only for a user's host. */
  function signInFor(
    url: URL,
    written: string | undefined,
    settings: NpmSettings,
    policy: HostPolicy,
  ): SignIn {
    const users = authorizationIn(userReader(settings.user.env, settings.user.files), url);
    if (users !== undefined) return { of: 'user', authorization: users };
    const isUsers = namedBy(url.host, policy) === 'user' || policy.userHosts.includes(url.host);
    const env = isUsers ? user.env : undefined;
    const own = authorizationIn(workspaceReader(settings.workspace.settings, env), url);
    if (own !== undefined) return { of: 'workspace', authorization: own };
    return { of: 'user', authorization: written };
  }

  return {
    ready,
    of(wanted, place, userHosts, picked) {
      const settings = places.get(place)?.atHand();
      if (settings === undefined) return undefined;
      const named = placeOf(wanted, settings);
      if (typeof named === 'string') return { ok: false, why: named };
      const { registry, written } = named;
      const policy = policyOf(settings, userHosts, picked);
      const permission = mayAskAddress(registry, policy);
      if (!permission.allowed) return { ok: false, why: permission.why };
      return {
        ok: true,
        registry,
        namedBy: namedBy(registry.host, policy),
        policy,
        signIn: (url) => signInFor(url, written, settings, policy),
      };
    },
    forget() {
      mine.forget();
      places = new Map();
    },
  };
}

interface Named {
  readonly registry: URL;
  /** What the user's own setting writes before the host: a name and a password. */
  readonly written: string | undefined;
}

/** Or why there is none. */
function placeOf({ name, registry }: NpmPackage, settings: NpmSettings): Named | string {
  if (!isName(name)) return 'this is not the name of an npm package';
  if (settings.user.isUnread) return 'your npm settings could not be read';
  if (settings.workspace.isUnread) return 'the .npmrc here could not be read';
  const { text, by } =
    registry === null ? registryFor(name, settings) : { text: registry, by: 'the file' as const };
  if (text.includes('${') || !/^https?:\/\//i.test(text) || !URL.canParse(text))
    return `no usable address of a registry in ${by}`;
  const url = new URL(text);
  const written = by === 'your npm settings' ? inClear(url) : undefined;
  // A server may read it as another folder than the one that a credential is for.
  if (
    /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(
      url.pathname.replaceAll(/%2e/gi, '.').replaceAll(/%2f|%5c/gi, '/'),
    )
  )
    return `no usable address of a registry in ${by}`;
  const folder = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return { registry: new URL(folder, url.origin), written };
}

/** The sign-in that stands before an address's host. */
function inClear({ username, password }: URL): string | undefined {
  if (password === '') return undefined;
  try {
    return basic(decodeURIComponent(username), decodeURIComponent(password));
  } catch {
    return undefined;
  }
}

/** As the registry takes names, old ones with capitals too. */
function isName(text: string): boolean {
  return text.length <= 214 && /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i.test(text);
}

function policyOf(
  { user }: NpmSettings,
  userHosts: HostPolicy['userHosts'],
  picked: boolean,
): HostPolicy {
  return { serves: 'packages', userHosts: [...userHosts, ...user.hosts], picked };
}
