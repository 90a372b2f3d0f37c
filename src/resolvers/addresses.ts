import { lookup as systemLookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/**
 * What an IP address may be asked for. `forbidden`: link-local, cloud metadata, multicast and the like, never asked;
 * `private` and `loopback`: only when the user's own settings name the host.
 */
export type Reach = 'public' | 'private' | 'loopback' | 'forbidden';

/** Every address of a name, as text. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

const lookupLimit = 3000;

/** By the system's resolver; no address after three seconds, so that a proxy's network without names still works. */
export async function lookupAll(hostname: string): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly []>((resolve) => {
    timer = setTimeout(resolve, lookupLimit, []);
  });
  try {
    const found = await Promise.race([systemLookup(hostname, { all: true }), late]);
    return found.map(({ address }) => address);
  } finally {
    clearTimeout(timer);
  }
}

// IANA special-purpose address registries (RFC 6890 and its updates).
const loopback = listOf(['127.0.0.0/8', '::1/128']);
const forbidden = listOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '224.0.0.0/3',
  '::/128',
  'fe80::/10',
  'ff00::/8',
  // Metadata services outside the link-local range: Alibaba, Azure's wire server, AWS over IPv6.
  '100.100.100.200/32',
  '168.63.129.16/32',
  'fd00:ec2::/64',
  // Google's over IPv6.
  'fd20:ce::254/128',
]);
const privateUse = listOf([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  'fc00::/7',
  'fec0::/10',
  // These carry an IPv4 address that need not be public.
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
]);
const nat64 = listOf(['64:ff9b::/96']);
const metadataNames = new Set([
  'metadata.google.internal',
  'metadata.goog',
  'metadata',
  'instance-data',
]);

function listOf(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [net = '', bits = ''] = block.split('/');
    list.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** The reach of an address in canonical form; IPv4 inside IPv6 is judged as IPv4. Not an address: `forbidden`. */
export function reachOf(address: string): Reach {
  const version = isIP(address);
  // With a zone, it is an address of a link.
  if (version === 0 || address.includes('%')) return 'forbidden';
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (family === 'ipv6' && nat64.check(address, family)) return reachOf(lastFourBytes(address));
  // Mapped addresses (::ffff:127.0.0.1) match the IPv4 blocks of a BlockList.
  if (forbidden.check(address, family)) return 'forbidden';
  if (loopback.check(address, family)) return 'loopback';
  return privateUse.check(address, family) ? 'private' : 'public';
}

/** The reach that a host's name alone shows; undefined when only its addresses can tell. `hostname` as in a URL. */
export function reachOfName(hostname: string): Reach | undefined {
  const name = bare(hostname);
  if (isIP(name) !== 0) return reachOf(name);
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback';
  return metadataNames.has(name) ? 'forbidden' : undefined;
}

/**
 * Looks a name up and gives its worst reach; undefined when it has no address here (behind a proxy that is no error).
 * `fetch` looks the name up again, so a name server that changes its answer in between is not caught; what is then
 * reached must still show a certificate for the name, because only loopback is asked without TLS.
 */
export async function reachByLookup(hostname: string, lookup: Lookup): Promise<Reach | undefined> {
  const addresses = await lookup(bare(hostname)).catch(() => []);
  const reaches = new Set(addresses.map(reachOf));
  return (['forbidden', 'loopback', 'private', 'public'] as const).find((reach) =>
    reaches.has(reach),
  );
}

function bare(hostname: string): string {
  const name = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

function lastFourBytes(address: string): string {
  // The URL parser writes IPv6 in its shortest form: the last two groups are the IPv4 address.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high, low] = groups
    .slice(-2)
    .map((group) => (group === '' ? 0 : Number.parseInt(group, 16)));
  return [(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join('.');
}
