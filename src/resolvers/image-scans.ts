import { failed } from '../core/rules/facts.ts';
import { lookupAll, type Lookup } from './addresses.ts';
import { refusalOf } from './hosts.ts';
import { isDigest } from './oci-body.ts';
import type { Oci } from './oci.ts';
import { isImageScan } from './scan-summary.ts';
import type { Scan } from './scanner.ts';
import type { Source } from './source.ts';

/**
 * What a scanner on this machine finds in images. It fetches the image itself, so it is started only where we would ask the
 * registry ourselves.
 */
export function createImageScans(
  oci: Pick<Oci, 'visit'>,
  scan: Scan,
  lookup: Lookup = lookupAll,
): Pick<Source<'image-scan'>, 'ask' | 'accepts'> {
  return {
    async ask(query, errand) {
      const { registry, repository, digest } = query;
      const visit = oci.visit(query, errand);
      if (typeof visit === 'string') return failed(visit);
      if (!isDigest(digest) || !/^[A-Za-z0-9[]/.test(registry))
        return failed('this is not an image reference');
      const { origin, policy, signal } = visit;
      const refusal = await refusalOf(origin, origin.host, policy, lookup);
      if (refusal !== null) return failed(refusal);
      return await scan(`${registry}/${repository}@${digest}`, signal);
    },
    accepts: isImageScan,
  };
}
