import { keep } from '../../config/kept.ts';
import type { Atom, Slice } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import type { SecretUse } from '../../launch/launch.ts';
import { spotsOf, whereOf } from './places.ts';

/** Whether a slice lies on what names a secret of the launcher: an id is no credential and no placeholder. */
export function isSecretUse(server: Server, { atom, start, end }: Slice): boolean {
  if (server.launch.secrets.length === 0) return false;
  const uses = keep(server, usesByAtom).get(atom) ?? [];
  return uses.some(({ at }) => at.start < end && start < at.end);
}

/** Where each secret of the launcher goes, such as `env GITHUB_TOKEN` or `argument --api-key`. */
export function vaultUsesOf(server: Server): readonly string[] {
  if (server.launch.secrets.length === 0) return [];
  const spots = new Map(spotsOf(server).map((spot) => [spot.atom, spot]));
  const places = server.launch.secrets.map(({ id, name, at }) => {
    if (name !== null) return `env ${name}`;
    const spot = spots.get(at.atom);
    if (spot === undefined) return 'an argument';
    const part = spot.parts.find(({ text }) => text.includes(`{secret:${id}}`));
    return whereOf(spot, part?.name ?? '');
  });
  return [...new Set(places)];
}

function usesByAtom({ launch }: Server): ReadonlyMap<Atom, readonly SecretUse[]> {
  const byAtom = new Map<Atom, SecretUse[]>();
  for (const use of launch.secrets) {
    const known = byAtom.get(use.at.atom);
    if (known === undefined) byAtom.set(use.at.atom, [use]);
    else known.push(use);
  }
  return byAtom;
}
