import { join } from 'node:path';
import { defaultChoices } from '../../src/core/rules/facts.ts';
import { createResolver, type Resolver, type ResolverOptions } from '../../src/resolvers/index.ts';
import type { UserSide } from '../../src/resolvers/source.ts';

/** The person's own side. */
export interface UserSetting {
  /** Default: empty. */
  readonly env?: UserSide['env'];
  /** Default: `noHome`. */
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
  readonly helper?: UserSide['helper'];
  readonly runProgram?: UserSide['runProgram'];
}

export interface ResolverSetting
  extends UserSetting, Partial<Omit<ResolverOptions, 'userHosts' | 'network' | 'user'>> {
  readonly userHosts?: readonly string[];
  readonly network?: boolean | (() => boolean);
}

/** A folder that is not there. */
export const noHome = join(import.meta.dirname, 'no-such-home');

/** A person's side with nothing on it but what the test says: never this machine's own home or environment. */
export function userSide({ env, home, platform, ...programs }: UserSetting = {}): UserSide {
  const { helper, runProgram } = programs;
  return {
    ...{ env: env ?? {}, home: home ?? noHome, platform: platform ?? 'linux' },
    helper,
    runProgram,
  };
}

/** A resolver with the network on, and no settings but what the test says. */
export function resolverFor(setting: ResolverSetting = {}): Resolver {
  const { userHosts = [], network = true } = setting;
  return createResolver({
    choices: () => defaultChoices,
    lifetimes: () => ({ images: 3_600_000, versions: 6 * 3_600_000, advisories: 24 * 3_600_000 }),
    ...setting,
    userHosts: () => userHosts,
    network: typeof network === 'function' ? network : () => network,
    user: userSide(setting),
  });
}
