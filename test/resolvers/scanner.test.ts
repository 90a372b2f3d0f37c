import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { ImageScanQuery } from '../../src/core/rules/dependency-facts.ts';
import { createScanner, type ScannerOptions } from '../../src/resolvers/scanner.ts';
import { resolverFor } from './resolver-for.ts';
import { scanners, trivyReport, type Scanners } from './scanners.ts';

const never = new AbortController().signal;
const digest = `sha256:${'ab'.repeat(32)}`;
const reference = `ghcr.io/acme/mcp@${digest}`;

function scanOf(
  at: Scanners,
  options: Partial<ScannerOptions> = {},
  env: Readonly<Record<string, string>> = {},
) {
  const run = at.user(env).runProgram;
  const scan = createScanner({ run, platform: 'linux', server: () => null, ...options });
  return (signal: AbortSignal = never) => scan(reference, signal);
}

const none = { all: 0, fixable: 0 };
const clean = { critical: none, high: none, medium: none, low: none, unknown: none };

const found = [
  ['CVE-2024-0001', 'curl', 'LOW'],
  ['CVE-2024-0002', 'openssl', 'CRITICAL'],
  ['CVE-2024-0003', 'openssl', 'HIGH', '3.3.2-r1'],
  ['CVE-2024-0004', 'zlib', 'CRITICAL', '1.3.1-r1'],
  ['CVE-2024-0005', 'zlib', 'UNKNOWN'],
] as const;

const counts = {
  critical: { all: 2, fixable: 1 },
  high: { all: 1, fixable: 1 },
  medium: none,
  low: { all: 1, fixable: 0 },
  unknown: { all: 1, fixable: 0 },
};

suite('Trivy', () => {
  test('is told the digest, and its report is summed up, fixable first', async () => {
    await using at = await scanners();
    await at.replay('trivy', trivyReport(found, '0.68.1'));
    const fact = await scanOf(at)();
    assert.deepEqual(fact, {
      state: 'known',
      value: {
        scanner: 'trivy 0.68.1',
        counts,
        worst: [
          { id: 'CVE-2024-0004', package: 'zlib', severity: 'critical', fixed: '1.3.1-r1' },
          { id: 'CVE-2024-0003', package: 'openssl', severity: 'high', fixed: '3.3.2-r1' },
          { id: 'CVE-2024-0002', package: 'openssl', severity: 'critical', fixed: null },
          { id: 'CVE-2024-0001', package: 'curl', severity: 'low', fixed: null },
          { id: 'CVE-2024-0005', package: 'zlib', severity: 'unknown', fixed: null },
        ],
      },
    });
    assert.deepEqual(await at.calls(), [
      `trivy image --format json --quiet --scanners vuln --exit-code 0 -- ${reference}`,
    ]);
  });

  test('asks the server of the settings', async () => {
    await using at = await scanners();
    await at.replay('trivy', trivyReport([], '0.68.1'));
    await scanOf(at, { server: () => 'https://trivy.example.com:4954' })();
    const [call] = await at.calls();
    assert.match(call ?? '', /^trivy image --server https:\/\/trivy\.example\.com:4954 --format /);
  });

  for (const address of ['--output=x', 'file:///etc/passwd', 'trivy', 'https://me:pw@t.example']) {
    test(`is not started for the server ${address}`, async () => {
      await using at = await scanners();
      await at.replay('trivy', trivyReport([]));
      const fact = await scanOf(at, { server: () => address })();
      const why = 'the Trivy server of the settings is no web address';
      assert.deepEqual(fact, { state: 'failed', why });
      assert.deepEqual(await at.calls(), []);
    });
  }

  test('gets a short environment: its own settings, and none that sends usage', async () => {
    await using at = await scanners();
    await at.replay('trivy', trivyReport([], '0.68.1'));
    const env = {
      TRIVY_DB_REPOSITORY: 'mirror.example/db',
      TRIVY_INSECURE: 'true',
      GITHUB_TOKEN: 'secret',
      LD_PRELOAD: '',
    };
    await scanOf(at, {}, env)();
    const ofShell = new Set(['PWD', 'OLDPWD', 'SHLVL', '_']);
    const all = Object.entries(await at.environment());
    assert.deepEqual(Object.fromEntries(all.filter(([name]) => !ofShell.has(name))), {
      PATH: at.programs,
      HOME: at.home,
      TRIVY_DB_REPOSITORY: 'mirror.example/db',
      TRIVY_DISABLE_TELEMETRY: 'true',
      TRIVY_SKIP_VERSION_CHECK: 'true',
      GRYPE_CHECK_FOR_APP_UPDATE: 'false',
    });
  });

  const old = [
    {
      Target: 'ghcr.io/acme/mcp (alpine 3.7.1)',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2018-0001',
          PkgName: 'curl',
          FixedVersion: '7.61',
          Severity: 'HIGH',
        },
        { VulnerabilityID: 'CVE-2018-0002', PkgName: 'curl', FixedVersion: '', Severity: 'MEDIUM' },
      ],
    },
    { Target: 'package-lock.json', Vulnerabilities: null },
  ];
  const twice = {
    SchemaVersion: 2,
    Results: ['app', 'tool'].map((Target) => ({
      Target,
      Class: 'lang-pkgs',
      Type: 'gobinary',
      Packages: [],
      Vulnerabilities: [{ VulnerabilityID: 'CVE-2025-0001', PkgName: 'stdlib', Severity: 'HIGH' }],
      Secrets: [{ RuleID: 'x' }],
    })),
  };
  for (const [name, report, expected] of [
    [
      'before 0.20: a bare list',
      old,
      { ...clean, high: { all: 1, fixable: 1 }, medium: { all: 1, fixable: 0 } },
    ],
    ['of version 2, clean', trivyReport([]), clean],
    ['of version 2 with the maker in it', trivyReport([], '0.68.1'), clean],
    ['of a version to come', { ...(trivyReport([]) as object), SchemaVersion: 3, New: {} }, clean],
    ['that tells one vulnerability twice', twice, { ...clean, high: { all: 1, fixable: 0 } }],
  ] as const) {
    test(`a report ${name}`, async () => {
      await using at = await scanners();
      await at.replay('trivy', report);
      const fact = await scanOf(at)();
      assert.deepEqual(fact.state === 'known' ? fact.value.counts : fact, expected);
    });
  }

  test('says its version itself where the report does not', async () => {
    await using at = await scanners();
    await at.add(
      'trivy',
      `case "$1" in --version) echo 'Version: 0.52.2'; echo 'Vulnerability DB:';; *) echo '${JSON.stringify(trivyReport([]))}';; esac`,
    );
    const fact = await scanOf(at)();
    assert.equal(fact.state === 'known' ? fact.value.scanner : fact.state, 'trivy 0.52.2');
  });

  const unread = 'trivy gave no report of this image that could be read';
  const deep = `{"SchemaVersion":2,"Results":${'['.repeat(5000)}${']'.repeat(5000)}}`;
  for (const [name, report] of [
    ['nothing', ''],
    ['no JSON', 'FATAL error'],
    ['half a report', JSON.stringify(trivyReport(found)).slice(0, 400)],
    ['an empty object', {}],
    ['no results', { SchemaVersion: 2, ArtifactName: 'x' }],
    ['an empty list of results', { SchemaVersion: 2, Results: [] }],
    ['results that are no list', { SchemaVersion: 2, Results: { Target: 'x' } }],
    ['a result without a target', { SchemaVersion: 2, Results: [{}] }],
    [
      'vulnerabilities that are no list',
      { SchemaVersion: 2, Results: [{ Target: 'x', Vulnerabilities: 1 }] },
    ],
    [
      'a vulnerability without a name',
      { SchemaVersion: 2, Results: [{ Target: 'x', Vulnerabilities: [{}] }] },
    ],
    ['a report of something else', { bomFormat: 'CycloneDX' }],
    ['what is nested too deep', deep],
    ['a key that is none', '{"__proto__":{"SchemaVersion":2,"Results":[{"Target":"x"}]}}'],
  ] as const) {
    test(`claims nothing when it prints ${name}`, async () => {
      await using at = await scanners();
      await at.replay('trivy', report);
      assert.deepEqual(await scanOf(at)(), { state: 'failed', why: unread });
    });
  }

  test('that lists steering characters and long names: they are cut and cleaned', async () => {
    await using at = await scanners();
    const name = `a\u001b[31m\u202e${'x'.repeat(5000)}`;
    await at.replay('trivy', trivyReport([[name, name, 'HIGH', name]], '1.0\n\u001b[2J'));
    const fact = await scanOf(at)();
    assert.ok(fact.state === 'known');
    const texts = [
      fact.value.scanner,
      ...fact.value.worst.flatMap((one) => [one.id, one.package, one.fixed ?? '']),
    ];
    for (const text of texts) assert.match(text, /^[\x20-\x7e…]{1,120}$/);
  });

  test('that finds very much: twenty are listed, all are counted', async () => {
    await using at = await scanners();
    const many = Array.from({ length: 5000 }, (_, i) => [`CVE-${i}`, `p${i}`, 'HIGH'] as const);
    await at.replay('trivy', trivyReport(many, '1.0'));
    const fact = await scanOf(at)();
    assert.ok(fact.state === 'known');
    assert.deepEqual([fact.value.worst.length, fact.value.counts.high.all], [20, 5000]);
  });
});

suite('a scanner that', () => {
  test('exits with 1 has said nothing', async () => {
    await using at = await scanners();
    await at.replay('trivy', trivyReport([]), 1);
    await at.replay('grype', { matches: [], descriptor: { name: 'grype' } });
    assert.deepEqual(await scanOf(at)(), { state: 'failed', why: 'trivy ended with 1' });
  });

  test('hangs is stopped, with what it started', async () => {
    await using at = await scanners();
    const marker = join(at.home, 'late');
    await at.add('trivy', `(sleep 0.6; : > '${marker}') &\nsleep 30`);
    const why = 'trivy did not answer within 0.2 s';
    assert.deepEqual(await scanOf(at, { timeLimit: 200 })(), { state: 'failed', why });
    await wait(900);
    await assert.rejects(access(marker));
  });

  test('nobody waits for any more is stopped', async () => {
    await using at = await scanners();
    const started = join(at.home, 'started');
    await at.add('trivy', `: > '${started}'\nsleep 30`);
    const controller = new AbortController();
    const fact = scanOf(at)(controller.signal);
    while (!(await isThere(started))) await wait(10);
    controller.abort();
    assert.deepEqual(await fact, { state: 'failed', why: 'stopped' });
  });

  test('floods is stopped', async () => {
    await using at = await scanners();
    await at.add('trivy', 'yes xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx');
    const why = 'trivy sent more than 64 MB';
    assert.deepEqual(await scanOf(at)(), { state: 'failed', why });
  });

  test('lies in the workspace is never run', async () => {
    await using at = await scanners();
    const marker = join(at.home, 'ran');
    for (const name of ['trivy', 'grype', 'docker'])
      await at.add(name, `: > '${marker}'`, at.workspace);
    const fact = await scanOf(at)();
    assert.equal(fact.state, 'failed');
    await assert.rejects(access(marker));
  });

  test('scans waits for its turn', async () => {
    await using at = await scanners();
    const marker = join(at.home, 'busy');
    const report = JSON.stringify(trivyReport([], '1.0'));
    await at.add(
      'trivy',
      `test -e '${marker}' && exit 7\n: > '${marker}'\nsleep 0.2\nrm '${marker}'\necho '${report}'`,
    );
    const scan = scanOf(at);
    const facts = await Promise.all([scan(), scan(), scan()]);
    assert.deepEqual(
      facts.map(({ state }) => state),
      ['known', 'known', 'known'],
    );
  });
});

suite('whichever is installed', () => {
  test('none: the line that installs one', async () => {
    await using at = await scanners();
    const why = (line: string) => ({
      state: 'failed',
      why: `no scanner is installed: ${line}, or see https://trivy.dev`,
    });
    assert.deepEqual(await scanOf(at)(), why('brew install trivy'));
    const windows = await scanOf(at, { platform: 'win32' })();
    assert.deepEqual(windows, why('winget install AquaSecurity.Trivy'));
    assert.deepEqual(await scanOf(at, { run: undefined })(), why('brew install trivy'));
  });

  test('Grype, where there is no Trivy', async () => {
    await using at = await scanners();
    const match = (id: string, severity: string, fix: object) => ({
      vulnerability: { id, severity, ...fix },
      artifact: { name: 'openssl', version: '1.0' },
    });
    await at.replay('grype', {
      matches: [
        match('CVE-2024-0001', 'Critical', { fix: { versions: ['1.2', '1.3'], state: 'fixed' } }),
        match('CVE-2024-0002', 'High', { fix: { versions: [], state: 'not-fixed' } }),
        match('CVE-2024-0003', 'Negligible', { fixedInVersion: '2.0' }),
        match('CVE-2024-0004', 'Unknown', { fix: {} }),
      ],
      source: { type: 'image' },
      descriptor: { name: 'grype', version: '0.104.0' },
    });
    const fact = await scanOf(at)();
    assert.ok(fact.state === 'known');
    assert.equal(fact.value.scanner, 'grype 0.104.0');
    assert.deepEqual(fact.value.counts, {
      critical: { all: 1, fixable: 1 },
      high: { all: 1, fixable: 0 },
      medium: none,
      low: { all: 1, fixable: 1 },
      unknown: { all: 1, fixable: 0 },
    });
    assert.equal(fact.value.worst[0]?.fixed, '1.2, 1.3');
    assert.deepEqual(await at.calls(), [`grype --output json --quiet -- registry:${reference}`]);
  });

  test('Docker Scout, where there is neither', async () => {
    await using at = await scanners();
    const rule = (id: string, properties: object) => ({ id, name: 'x', properties });
    const report = {
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'docker scout',
              version: '1.18.0',
              rules: [
                rule('CVE-2024-0001', {
                  cvssV3_severity: 'HIGH',
                  fixed_version: '3.0.15',
                  purls: [
                    'pkg:deb/debian/openssl@3.0.11-1?os_name=debian',
                    'pkg:npm/%40acme/tool@1.0',
                  ],
                }),
                rule('CVE-2024-0002', {
                  cvssV3_severity: 'UNSPECIFIED',
                  'security-severity': '9.8',
                  fixed_version: 'not fixed',
                  purl: 'pkg:pypi/requests@2.0',
                }),
              ],
            },
          },
          results: [{ ruleId: 'CVE-2024-0001', ruleIndex: 0 }],
        },
      ],
    };
    await at.replay('docker', `    ...Storing image for indexing\n${JSON.stringify(report)}`);
    const fact = await scanOf(at)();
    assert.deepEqual(fact, {
      state: 'known',
      value: {
        scanner: 'docker scout 1.18.0',
        counts: { ...clean, critical: { all: 1, fixable: 0 }, high: { all: 2, fixable: 2 } },
        worst: [
          { id: 'CVE-2024-0001', package: 'openssl', severity: 'high', fixed: '3.0.15' },
          { id: 'CVE-2024-0001', package: 'tool', severity: 'high', fixed: '3.0.15' },
          { id: 'CVE-2024-0002', package: 'requests', severity: 'critical', fixed: null },
        ],
      },
    });
    assert.deepEqual(await at.calls(), [
      'docker scout version',
      `docker scout cves --format sarif -- registry://${reference}`,
    ]);
  });

  test('docker without Scout is none', async () => {
    await using at = await scanners();
    await at.replay('docker', '', 1);
    const fact = await scanOf(at)();
    assert.match(fact.state === 'failed' ? fact.why : '', /^no scanner is installed: /);
    assert.deepEqual(await at.calls(), ['docker scout version']);
  });
});

suite('the question', () => {
  const query = (registry: string): ImageScanQuery => ({
    ...{ kind: 'image-scan', registry, repository: 'acme/mcp', digest },
  });
  const lookup = async (): Promise<readonly string[]> => ['140.82.121.34'];

  test('is asked once a day', async () => {
    await using at = await scanners();
    await at.replay('trivy', trivyReport(found, '0.68.1'));
    let now = Date.now();
    const resolver = resolverFor({ ...at.user(), lookup, now: () => now });
    const ask = () => resolver.ask([query('ghcr.io')], never);
    assert.equal(await ask(), true);
    now += 23 * 3_600_000;
    assert.equal(await ask(), false);
    assert.equal((await at.calls()).length, 1);
    assert.equal(resolver.facts().answer(query('ghcr.io'))?.state, 'known');
    now += 2 * 3_600_000;
    assert.equal(await ask(), true);
    assert.equal((await at.calls()).length, 2);
  });

  for (const [registry, why] of [
    ['registry.internal.example', /not a well-known public registry/],
    ['10.0.0.5', /private address/],
    ['127.0.0.1:5000', /on this machine/],
    ['169.254.169.254', /never asked/],
    ['-x.example', /./],
  ] as const) {
    test(`starts nothing for ${registry}, which only a file names`, async () => {
      await using at = await scanners();
      await at.replay('trivy', trivyReport(found));
      const resolver = resolverFor({ ...at.user(), lookup });
      await resolver.ask([query(registry)], never);
      const fact = resolver.facts().answer(query(registry));
      assert.match(fact?.state === 'failed' ? fact.why : '', why);
      assert.deepEqual(await at.calls(), []);
    });
  }

  test('starts nothing for a name that leads into this network', async () => {
    await using at = await scanners();
    await at.replay('trivy', trivyReport(found));
    const resolver = resolverFor({ ...at.user(), lookup: async () => ['192.168.0.7'] });
    const evil = query('images.example.com');
    await resolver.ask([evil], never, { picked: true });
    const fact = resolver.facts().answer(evil);
    assert.match(fact?.state === 'failed' ? fact.why : '', /an address inside this network/);
    assert.deepEqual(await at.calls(), []);
  });

  test('starts nothing while the network is off', async () => {
    await using at = await scanners();
    await at.replay('trivy', trivyReport(found));
    const resolver = resolverFor({ ...at.user(), lookup, network: false });
    await resolver.ask([query('ghcr.io')], never, { picked: true });
    assert.deepEqual(await at.calls(), []);
  });
});

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
