import type { SecretInfo } from '../../secrets/vault.ts';
import { oneLine } from '../tree/words.ts';

/** A stored secret as it is shown: no part of its value. */
export interface Row {
  readonly id: string;
  /** Where it rests, as people call it. */
  readonly place: string;
  readonly label: string;
  readonly description: string;
  /** Lines. */
  readonly tooltip: readonly string[];
  /** No file that is known names it. */
  readonly isUnused: boolean;
}

/** `label`: a file as people know it; `time`: milliseconds since 1970 as people write it. */
export function rowOf(
  info: SecretInfo,
  place: string,
  named: ReadonlySet<string>,
  label: (file: string) => string,
  time: (at: number) => string,
): Row {
  const { id, server, what, file, binding, storedAt, lastUsedAt } = info;
  const isUnused = !named.has(id);
  const where = file === '' ? 'no file' : oneLine(label(file));
  const runs = binding?.program ?? null;
  return {
    id,
    place,
    label: oneLine(what === '' ? id : what),
    description: [oneLine(server), where, ...(isUnused ? ['not used any more'] : [])].join(' · '),
    tooltip: [
      `${id}, encrypted in ${place}`,
      `For ${oneLine(server)} in ${where}`,
      binding === null
        ? 'No launch may have it yet: you are asked at the next one'
        : `Given to one launch only${runs === null ? '' : `, of ${oneLine(runs)}`}: any change asks you`,
      `Stored ${time(storedAt)}`,
      lastUsedAt === null ? 'Never used' : `Last used ${time(lastUsedAt)}`,
      ...(isUnused ? ['No file of this window names it'] : []),
    ],
    isUnused,
  };
}
