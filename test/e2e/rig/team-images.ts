import { startRegistry, type PushedIndex, type Registry } from '../../resolvers/registry.ts';
import { countingProxy, type CountingProxy } from './counting-proxy.ts';
import type { Keep } from './for-tests.ts';

/** A real registry that is asked through a proxy. */
export interface TeamImages {
  readonly registry: Registry;
  readonly proxy: CountingProxy;
  /** `acme/mcp:1.4` */
  readonly tagged: PushedIndex;
  /** `acme/newest:latest` */
  readonly latest: PushedIndex;
}

/** Two images, one under the tag `latest`. */
export async function teamImages(keep: Keep): Promise<TeamImages> {
  const registry = keep(await startRegistry(), (one) => one.stop());
  const proxy = keep(await countingProxy(registry.host), (one) => one.close());
  const tagged = await registry.pushIndex('acme/mcp', '1.4');
  const latest = await registry.pushIndex('acme/newest', 'latest');
  return { registry, proxy, tagged, latest };
}
