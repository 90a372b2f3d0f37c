/**
 * Real cases as facts. Every answer here is synthetic: written by hand after the published schemas (ossf.github.io/osv-schema
 * and what npm's own client reads of `security/advisories/bulk`), from id, package, ranges, fixed version and severity alone;
 * none was recorded. `checked` is the copy that those were read in; `unchecked` is what nobody could check.
 */
export interface KnownHole {
  readonly package: string;
  readonly osv: { readonly id: string; readonly modified: string };
  /** Null: whether npm lists it could not be checked. */
  readonly npm: readonly object[] | null;
  /** As the answer should name it. */
  readonly id: string;
  readonly severity: 'critical' | 'high';
  readonly malicious: boolean;
  readonly concerned: readonly { readonly version: string; readonly fixed: string | null }[];
  readonly unconcerned: readonly string[];
  readonly checked: readonly string[];
  readonly unchecked: readonly string[];
}

const reviewed = 'https://github.com/github/advisory-database/blob/main/advisories/github-reviewed';
const records = 'https://github.com/CVEProject/cvelistV5/blob/main/cves/2025';

/** npm numbers each row, too; the numbers could not be checked and are left out. */
const unnumbered = 'the number that npm gives it';

const npmRow = (
  ghsa: string,
  severity: string,
  vulnerable_versions: string,
  cwe: string,
): object => ({
  url: `https://github.com/advisories/${ghsa}`,
  title: `Synthetic title of ${ghsa}`,
  severity,
  vulnerable_versions,
  cwe: [cwe],
  cvss: { score: 0, vectorString: null },
});

const affected = (name: string, ...events: readonly object[]): object => ({
  package: { ecosystem: 'npm', name, purl: `pkg:npm/${name.replace('@', '%40')}` },
  ranges: [{ type: 'SEMVER', events }],
});

const filesystem = '@modelcontextprotocol/server-filesystem';
const filesystemVector = 'CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:N/VI:N/VA:H/SC:H/SI:H/SA:H';

const filesystemHole = (ghsa: string, cve: string, cwe: string): KnownHole => ({
  package: filesystem,
  osv: entry(ghsa, [cve], 'CVSS_V4', filesystemVector, 'HIGH', [
    affected(filesystem, { introduced: '0' }, { last_affected: '0.6.2' }),
    affected(filesystem, { introduced: '2025.1.14' }, { fixed: '2025.7.1' }),
  ]),
  npm: [npmRow(ghsa, 'high', '<=0.6.2', cwe), npmRow(ghsa, 'high', '>=2025.1.14 <2025.7.1', cwe)],
  id: cve,
  severity: 'high',
  malicious: false,
  concerned: [
    { version: '2025.3.28', fixed: '2025.7.1' },
    { version: '0.6.2', fixed: '2025.7.1' },
  ],
  unconcerned: ['2025.7.1', '2025.8.21'],
  checked: [`${reviewed}/2025/07/${ghsa}/${ghsa}.json`, `${records}/53xxx/${cve}.json`],
  // The two records do not agree on the old line: "last affected 0.6.2" there, "before 0.6.4" here.
  unchecked: [
    unnumbered,
    'how npm writes two ranges of one advisory',
    'whether 0.6.3 is concerned',
  ],
});

export const knownHoles: readonly KnownHole[] = [
  {
    package: 'mcp-remote',
    osv: entry(
      'GHSA-6xpm-ggf7-wc3p',
      ['CVE-2025-6514'],
      'CVSS_V3',
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H',
      'CRITICAL',
      [affected('mcp-remote', { introduced: '0.0.5' }, { fixed: '0.1.16' })],
    ),
    npm: [npmRow('GHSA-6xpm-ggf7-wc3p', 'critical', '>=0.0.5 <0.1.16', 'CWE-78')],
    id: 'CVE-2025-6514',
    severity: 'critical',
    malicious: false,
    concerned: [
      { version: '0.1.15', fixed: '0.1.16' },
      { version: '0.0.5', fixed: '0.1.16' },
    ],
    unconcerned: ['0.0.4', '0.1.16', '0.1.29'],
    checked: [
      `${reviewed}/2025/07/GHSA-6xpm-ggf7-wc3p/GHSA-6xpm-ggf7-wc3p.json`,
      `${records}/6xxx/CVE-2025-6514.json`,
    ],
    unchecked: [unnumbered],
  },
  {
    package: '@modelcontextprotocol/inspector',
    osv: entry(
      'GHSA-7f8r-222p-6f5g',
      ['CVE-2025-49596'],
      'CVSS_V4',
      'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H',
      'CRITICAL',
      [affected('@modelcontextprotocol/inspector', { introduced: '0' }, { fixed: '0.14.1' })],
    ),
    npm: [npmRow('GHSA-7f8r-222p-6f5g', 'critical', '<0.14.1', 'CWE-306')],
    id: 'CVE-2025-49596',
    severity: 'critical',
    malicious: false,
    concerned: [{ version: '0.14.0', fixed: '0.14.1' }],
    unconcerned: ['0.14.1', '0.16.1'],
    checked: [
      `${reviewed}/2025/06/GHSA-7f8r-222p-6f5g/GHSA-7f8r-222p-6f5g.json`,
      `${records}/49xxx/CVE-2025-49596.json`,
    ],
    unchecked: [unnumbered],
  },
  filesystemHole('GHSA-q66q-fx2p-7w4m', 'CVE-2025-53109', 'CWE-59'),
  filesystemHole('GHSA-hc55-p739-j48w', 'CVE-2025-53110', 'CWE-22'),
  {
    package: 'postmark-mcp',
    osv: entry('MAL-2025-47604', [], null, null, null, [
      affected('postmark-mcp', { introduced: '1.0.16' }),
    ]),
    npm: null,
    id: 'MAL-2025-47604',
    severity: 'critical',
    malicious: true,
    concerned: [{ version: '1.0.16', fixed: null }],
    unconcerned: ['1.0.15'],
    checked: [
      'https://github.com/ossf/malicious-packages/blob/main/osv/malicious/npm/postmark-mcp/MAL-2025-47604.json',
    ],
    unchecked: ['whether npm lists it, and under which name'],
  },
];

function entry(
  id: string,
  aliases: readonly string[],
  type: string | null,
  score: string | null,
  severity: string | null,
  parts: readonly object[],
): KnownHole['osv'] {
  return {
    schema_version: '1.7.0',
    id,
    modified: '2025-10-01T00:00:00Z',
    ...(aliases.length === 0 ? {} : { aliases }),
    summary: `Synthetic summary of ${id}`,
    ...(type === null ? {} : { severity: [{ type, score }] }),
    affected: parts,
    ...(severity === null ? {} : { database_specific: { severity } }),
  } as KnownHole['osv'];
}
