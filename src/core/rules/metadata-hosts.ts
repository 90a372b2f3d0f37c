/** An address of a metadata service in a text. */
export interface MetadataHost {
  /** As it is known, not as it is spelled. */
  readonly host: string;
  readonly start: number;
  readonly end: number;
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html (also 169.254.170.2 for the
 * credentials of containers), https://cloud.google.com/compute/docs/metadata/querying-metadata,
 * https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service,
 * https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
 */
const services: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  'metadata.google.internal',
  '[fd00:ec2::254]',
]);

const longest = 16_384;
/** A host behind a scheme, or a word of its own that has the form of one. */
const behindScheme =
  /\b[a-z][a-z\d+.-]{0,20}:\/\/(?:[^\s/?#@"']{0,256}@)?(\[[\da-f:.]{2,50}\]|[\w.%-]{1,255})/gi;
const bare =
  /(?<![\w.:%/-])(\[?fd00:ec2::254\]?|\[?::ffff:(?:169\.254\.169\.254|a9fe:a9fe)\]?|(?:169\.254\.169\.254|169\.254\.170\.2|100\.100\.100\.200|metadata\.google\.internal)\.?)(?![\w%-]|\.\w)/gi;

/** How each of them begins: no other host is one of the services, however it is spelled. */
const looks = [
  { quick: /:\/\/(?:[^\s/?#@"']{0,256}@)?(?:[\d[]|metadata\.google)/i, pattern: behindScheme },
  { quick: /fd00:ec2|::ffff:|169\.254|100\.100\.100|metadata\.google/i, pattern: bare },
];

/** Every one of them, in whatever way the address is spelled: decimal, hexadecimal, octal, mapped to IPv6. */
export function metadataHosts(text: string): readonly MetadataHost[] {
  // Most texts are words.
  if (!/[.:]/.test(text)) return [];
  const short = text.slice(0, longest);
  const patterns = looks.flatMap(({ quick, pattern }) => (quick.test(short) ? [pattern] : []));
  if (patterns.length === 0) return [];
  const found = new Map<number, MetadataHost>();
  for (const pattern of patterns) {
    for (const match of short.matchAll(pattern)) {
      const written = match[1] ?? '';
      const start = match.index + match[0].lastIndexOf(written);
      const host = canonical(written);
      if (host !== null && !found.has(start)) {
        found.set(start, {
          host: host.replace(/^\[|\]$/g, ''),
          start,
          end: start + written.length,
        });
      }
    }
  }
  return [...found.values()];
}

function canonical(written: string): string | null {
  // Only digits and the one name can become one of them.
  if (!/^[\da-fx.:[\]]+$|^metadata\.google\.internal\.?$/i.test(written)) return null;
  const host = written.includes(':') && !written.startsWith('[') ? `[${written}]` : written;
  const url = `http://${host}/`;
  const parsed = URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : '';
  const mapped = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(parsed);
  const known = mapped === null ? parsed : dotted(mapped[1] ?? '', mapped[2] ?? '');
  return services.has(known) ? known : null;
}

function dotted(high: string, low: string): string {
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
}
