import type { ReleaseAtoms } from '../config/server-fields.ts';
import { emptyLaunch, type Launch, type Pin } from './launch.ts';
import { wordOf } from './words.ts';

/** The launch of a package that is named with its version beside it, as registries list servers. */
export function releaseLaunch({ ecosystem, name, version }: ReleaseAtoms): Launch {
  const written = version === null ? null : version.value;
  return {
    ...emptyLaunch,
    kind: ecosystem,
    name: name.value,
    version: written,
    packages: [
      {
        ecosystem,
        name: name.value,
        version: written,
        pin: pinOf(written),
        at: wordOf(name),
        versionAt: version === null ? null : wordOf(version),
        registry: null,
      },
    ],
  };
}

function pinOf(version: string | null): Pin {
  if (version === null || version === '') return 'none';
  if (/[${}]/.test(version)) return 'dynamic';
  if (/^v?\d[\w.+-]*$/.test(version) && !/(?:^|\.)[x*](?:\.|$)/i.test(version)) return 'exact';
  return /^[a-z][\w-]*$/i.test(version) ? 'tag' : 'range';
}
