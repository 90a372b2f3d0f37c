import type { Binding } from './vault.ts';

/** More than a person reads. */
const MOST = 12;

/** What has changed of the files that steer a launch, a clause each. `before` is null where nobody had looked. */
export function steeringChanges(
  before: Binding['steering'],
  now: Binding['steering'],
): readonly string[] {
  const old = new Map(Object.entries(before ?? {}));
  const next = new Map(Object.entries(now ?? {}));
  const changes: string[] = [];
  for (const [path, hash] of next)
    if (before === null) changes.push(`${place(path)} steers the launch`);
    else if (!old.has(path)) changes.push(`${place(path)} is new, and steers the launch`);
    else if (old.get(path) !== hash) changes.push(`${place(path)} has changed`);
  for (const path of old.keys()) if (!next.has(path)) changes.push(`${place(path)} is gone`);
  const rest = changes.length - MOST;
  return rest > 0
    ? [...changes.slice(0, MOST), `${rest} more files that steer the launch`]
    : changes;
}

function place(path: string): string {
  const shown = path.length > 120 ? `…${path.slice(-119)}` : path;
  return /^\.\.?\//.test(path) ? `${shown} of the working folder` : `the workspace's ${shown}`;
}
