import { createHash } from 'node:crypto';
import { queryKey, type Query } from '../core/rules/facts.ts';
import type { AnySource } from './any-source.ts';
import type { Address, Place } from './source.ts';

/** Whom a question goes to, and under which key its answer is kept. */
export interface Known {
  /** Undefined: the settings that say it are not read yet. */
  readonly address: Address | undefined;
  readonly key: string;
}

/** Tells of each question whom it goes to; remembered, as a keystroke asks hundreds of times. */
export interface Whom {
  of(query: Query, place: Place): Known;
  /** The settings that say it may have been read anew. */
  forget(): void;
}

const most = 5000;

/** `userHosts`: read at each use. */
export function createWhom(
  sources: ReadonlyMap<string, AnySource>,
  userHosts: () => readonly string[],
): Whom {
  const addresses = new Map<string, Known>();
  return {
    of(query, place) {
      const hosts = userHosts();
      const asked = queryKey(query);
      const memo = `${asked}\n${place ?? ''}\n${hosts.join(' ')}`;
      const known = addresses.get(memo);
      if (known !== undefined) return known;
      const address = sources.get(query.kind)?.address(query, place, hosts);
      const key = address?.ok === true ? `${query.kind} ${hashOf(address.key)}` : asked;
      if (addresses.size >= most) addresses.clear();
      if (address !== undefined) addresses.set(memo, { address, key });
      return { address, key };
    },
    forget: () => addresses.clear(),
  };
}

/** What stands on the disk names nobody's registry: the path of a private one may hold a token. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
