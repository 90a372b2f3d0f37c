import { drawn, hex } from './probe.ts';

/**
 * What a file of one client holds. Servers: `kind name version [disabled] [| rule rule …]`, every finding but those of
 * the background; a `-` stands for none.
 */
export interface ClientProbe {
  readonly id: string;
  readonly path: string;
  readonly text: string;
  readonly servers: Readonly<Record<string, string>>;
  /** Findings about the file, space between them; none when left out. */
  readonly document?: string;
  /** Servers that a reader may list or not. */
  readonly openServers?: readonly string[];
  /** Where the client gives its servers no names: how many, and what each starts. */
  readonly count?: number;
  readonly launches?: readonly string[];
}

/** Credentials that no scanner finds in this file. */
export const credentials = {
  github: ['ghp', drawn(36, 41)].join('_'),
  openai: ['sk', 'proj', drawn(74, 44) + ['T3Blbk', 'FJ'].join('') + drawn(74, 45)].join('-'),
  slack: ['xoxb', drawn(12, 48, '123456789'), drawn(12, 49, '123456789'), drawn(24, 50)].join('-'),
  digest: `sha256:${drawn(64, 47, hex)}`,
} as const;

/** The part of a JSON report that is compared. */
export interface Found {
  readonly servers: readonly {
    readonly name: string;
    readonly disabled: boolean;
    readonly launch: {
      readonly kind: string;
      readonly name: string | null;
      readonly version: string | null;
    };
    readonly findings: readonly { readonly rule: string; readonly message: string }[];
  }[];
  readonly findings?: readonly { readonly rule: string; readonly message: string }[];
}

/** Every way in which a report differs from what a probe wants. */
export function differences(item: ClientProbe, document: Found | undefined): readonly string[] {
  const found = document?.servers ?? [];
  const lines: string[] = [];
  if (item.count !== undefined) {
    const got = found.map(launchOf).toSorted();
    const want = [...(item.launches ?? [])].toSorted();
    if (got.join('\n') !== want.join('\n'))
      lines.push(`launches: want ${want.join(', ')}, got ${got.join(', ')}`);
    return lines;
  }
  for (const [name, want] of Object.entries(item.servers)) {
    const server = found.find((one) => one.name === name);
    if (server === undefined) {
      lines.push(`missing server ${name}`);
      continue;
    }
    const [launch = '', rules = ''] = want.split(' | ');
    const got = `${launchOf(server)}${server.disabled ? ' disabled' : ''}`;
    if (got !== launch) lines.push(`${name}: want ${launch}, got ${got}`);
    lines.push(...ruleDifferences(name, rules, server.findings));
  }
  for (const { name, launch } of found) {
    if (!(name in item.servers) && item.openServers?.includes(name) !== true) {
      lines.push(`extra server ${name} (${launch.kind} ${launch.name ?? '-'})`);
    }
  }
  lines.push(...ruleDifferences('file', item.document ?? '', document?.findings ?? []));
  return lines;
}

/** Said of most servers that are fetched or run in a container; each has fixtures of its own. */
const background: ReadonlySet<string> = new Set([
  'host-execution',
  'version-without-hash',
  'no-cooldown',
  'container-not-hardened',
]);

function ruleDifferences(
  where: string,
  wanted: string,
  findings: readonly { readonly rule: string; readonly message: string }[],
): readonly string[] {
  const left = findings.filter(({ rule }) => !background.has(rule));
  const lines: string[] = [];
  for (const rule of wanted.split(' ').filter((word) => word !== '')) {
    const index = left.findIndex((finding) => finding.rule === rule);
    if (index < 0) lines.push(`${where}: missed ${rule}`);
    else left.splice(index, 1);
  }
  return [...lines, ...left.map(({ rule, message }) => `${where}: unwanted ${rule}: ${message}`)];
}

function launchOf({ launch }: Found['servers'][number]): string {
  return [launch.kind, launch.name ?? '-', launch.version ?? '-'].join(' ');
}
