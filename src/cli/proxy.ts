import * as http from 'node:http';

/**
 * Sends requests through the proxy that HTTPS_PROXY and HTTP_PROXY name, but for the hosts in NO_PROXY. Node 24.5 and
 * later; an older one asks directly. Throws when the proxy is no address: who wants one must not be bypassed.
 */
export function useProxyOfEnvironment(): void {
  const { setGlobalProxyFromEnv } = http as Partial<Pick<typeof http, 'setGlobalProxyFromEnv'>>;
  try {
    setGlobalProxyFromEnv?.();
  } catch {
    // The reason Node gives holds the address, and that may hold a password.
    throw new Error('the proxy in HTTPS_PROXY or HTTP_PROXY is not an address');
  }
}
