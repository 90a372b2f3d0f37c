import {
  dockerConfigPath,
  dockerHost,
  noDockerConfig,
  readDockerConfig,
  serverName,
  versionOf,
  type Credential,
  type DockerConfig,
} from './docker-config.ts';
import { createJoined } from './joined.ts';
import type { UserSide } from './source.ts';

/** What the user's docker settings have for a host, or why that cannot be said. */
export type Found =
  | { readonly state: 'found'; readonly credential: Credential }
  | { readonly state: 'none' }
  | { readonly state: 'failed'; readonly why: string };

/** The credentials that docker would use. No method throws or rejects. */
export interface DockerCredentials {
  /** Reads the settings when they are new. */
  ready(): Promise<void>;
  /** The hosts that stand in the settings; undefined before they are read. */
  hosts(): readonly string[] | undefined;
  /** `picked`: a person wants this host asked, so the helper of all hosts is asked too. */
  find(host: string, picked: boolean, signal: AbortSignal): Promise<Found>;
  forget(): void;
}

export interface DockerCredentialsOptions {
  readonly user: UserSide;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Read {
  readonly version: string | null;
  readonly config: DockerConfig;
  readonly hosts: readonly string[];
}

interface Kept {
  readonly found: Found;
  readonly until: number;
}

/** Short-lived tokens of cloud helpers live longer; a helper that failed may soon be put right. */
const keepFor = 300_000;
const keepFailureFor = 60_000;

export function createDockerCredentials(options: DockerCredentialsOptions): DockerCredentials {
  const { user, now } = options;
  const joined = createJoined();
  const kept = new Map<string, Kept>();
  const state: { read?: Read; reading?: Promise<void> } = {};

  async function readAnew(): Promise<void> {
    const path = dockerConfigPath(user);
    const version = path === null ? null : await versionOf(path);
    if (state.read !== undefined && state.read.version === version) return;
    const config =
      path === null || version === null ? noDockerConfig : await readDockerConfig(path);
    const hosts = [...new Set([...config.auths.keys(), ...config.helpers.keys()])];
    kept.clear();
    state.read = { version, config, hosts };
  }

  async function ask(
    name: string,
    host: string,
    signal: AbortSignal,
  ): Promise<Credential | string | null> {
    if (user.helper === undefined) return 'helper programs of docker are not run here';
    if (!/^[A-Za-z0-9_-]+$/.test(name) || name.length > 64)
      return 'the docker settings name a credential helper that is none';
    try {
      const answer = await user.helper(name, serverName(host), signal);
      if (answer === null || answer.secret === '') return null;
      return answer.username === '<token>'
        ? { kind: 'identity', token: answer.secret }
        : { kind: 'password', username: answer.username, password: answer.secret };
    } catch (error) {
      return error instanceof Error ? error.message : `docker-credential-${name} failed`;
    }
  }

  async function lookUp(host: string, picked: boolean, signal: AbortSignal): Promise<Found> {
    const { auths, helpers, store } = state.read?.config ?? noDockerConfig;
    // The helper of all hosts opens somebody's keychain: not for an image that anybody may read.
    const name = helpers.get(host) ?? (picked || auths.has(host) ? store : null);
    const answer = name === null ? null : await ask(name, host, signal);
    if (answer !== null && typeof answer !== 'string')
      return { state: 'found', credential: answer };
    const credential = auths.get(host) ?? null;
    if (credential !== null) return { state: 'found', credential };
    return answer === null ? { state: 'none' } : { state: 'failed', why: answer };
  }

  async function lookUpAndKeep(
    key: string,
    host: string,
    picked: boolean,
    stop: AbortSignal,
  ): Promise<void> {
    const { read } = state;
    const found = await lookUp(host, picked, stop);
    // What was asked under settings that are gone is not kept.
    if (stop.aborted || state.read !== read) return;
    const until = now() + (found.state === 'failed' ? keepFailureFor : keepFor);
    kept.set(key, { found, until });
  }

  return {
    async ready() {
      state.reading ??= readAnew().finally(() => delete state.reading);
      await state.reading;
    },
    hosts: () => state.read?.hosts,
    async find(registry, picked, signal) {
      const host = dockerHost(registry);
      if (host === undefined) return { state: 'none' };
      const key = `${host} ${picked}`;
      const known = kept.get(key);
      if (known !== undefined && known.until > now()) return known.found;
      await joined.run(key, (stop) => lookUpAndKeep(key, host, picked, stop), signal);
      return kept.get(key)?.found ?? { state: 'failed', why: 'stopped' };
    },
    forget() {
      kept.clear();
      delete state.read;
    },
  };
}
