import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { PillarGrade, Report } from '../../../src/core/posture/report.ts';
import type { Advisories, Advisory, ImageScan } from '../../../src/core/rules/dependency-facts.ts';
import {
  defaultChoices,
  failed,
  type Fact,
  type FactsAtHand,
  type Query,
} from '../../../src/core/rules/facts.ts';
import { fixtureDay, releasesOf } from '../../rules/fixture-facts.ts';

/** What each kind of question is answered, whatever it is about; a function looks at the question. */
type Answered = Partial<
  Record<Query['kind'], Fact<unknown> | ((query: Query) => Fact<unknown> | undefined)>
>;

function factsOf(answered: Answered, rest: Partial<FactsAtHand> = {}): FactsAtHand {
  return {
    answer(query) {
      const fact = answered[query.kind];
      return (typeof fact === 'function' ? fact(query) : fact) as never;
    },
    choices: defaultChoices,
    now: fixtureDay,
    askedAt: () => fixtureDay,
    ...rest,
  };
}

function reportOf(line: string, facts: FactsAtHand): Report {
  const [command, ...args] = line.split(' ');
  return lint(
    readDocument(JSON.stringify({ mcpServers: { s: { command, args } } }), '.mcp.json'),
    facts,
  );
}

function gradeOf(line: string, answered: Answered, rest: Partial<FactsAtHand> = {}): PillarGrade {
  const report = reportOf(line, factsOf(answered, rest));
  assert.deepEqual(report.failures, []);
  const grade = report.servers[0]?.pillars.dependencies;
  assert.ok(grade !== undefined);
  assert.ok(grade.why.length < 200, grade.why);
  return grade;
}

const known = (value: unknown): Fact<unknown> => ({ state: 'known', value });
const releases = (text: string): Fact<unknown> => known(releasesOf(text));

function advisories(
  list: readonly Partial<Advisory>[],
  more: Partial<Advisories> = {},
): Fact<unknown> {
  const whole = list.map((one) => ({
    id: 'CVE-2026-1',
    aliases: [],
    summary: '',
    severity: null,
    fixed: null,
    malicious: false,
    by: ['osv'],
    ...one,
  }));
  return known({ list: whole, asked: ['osv', 'npm'], failed: [], ...more });
}

const none = advisories([]);
const three = releases('1.0.0 90d, 1.1.0 60d, 1.2.0 30d, 1.3.0 2d, latest=1.3.0');

suite('the grade of dependencies: a package', () => {
  const sound: Answered = { releases: three, advisories: none };

  for (const [what, line, answered, grade, why] of [
    [
      'the newest that is old enough',
      'npx -y pkg@1.2.0',
      sound,
      'good',
      'pkg 1.2.0 is the newest release, out for 30 days, no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'a pre-release of the next one',
      'npx -y pkg@1.1.0-rc.1',
      { ...sound, releases: releases('1.0.0 90d, 1.1.0-rc.1 30d, latest=1.0.0') },
      'good',
      'pkg 1.1.0-rc.1 is a pre-release, newer than any release, out for 30 days, no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'the one before it',
      'npx -y pkg@1.1.0',
      sound,
      'good',
      'pkg 1.1.0 is one release behind the newest, out for 60 days, no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'two behind',
      'npx -y pkg@1.0.0',
      sound,
      'caution',
      'pkg 1.0.0 is 2 releases behind the newest; no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'younger than the cool-down',
      'npx -y pkg@1.3.0',
      sound,
      'caution',
      'pkg 1.3.0 is 2 days old, and the cool-down is 7 days; no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'not pinned: what would run now',
      'npx -y pkg',
      sound,
      'caution',
      'pkg would now run 1.3.0, which is 2 days old, and the cool-down is 7 days; no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'a Python package',
      'uvx pkg==1.2',
      { ...sound, releases: releases('1.1.0 60d, 1.2.0 30d') },
      'good',
      'pkg 1.2.0 is the newest release, out for 30 days, no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'an older release line',
      'npx -y pkg@1.9.9',
      { ...sound, releases: releases('1.9.9 20d, 2.0.0 60d, latest=2.0.0') },
      'good',
      'pkg 1.9.9 is one release behind the newest, out for 20 days, no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'only pre-releases are newer',
      'npx -y pkg@1.0.0',
      { ...sound, releases: releases('1.0.0 90d, 2.0.0-rc.1 60d, 2.0.0-rc.2 50d, latest=1.0.0') },
      'good',
      'pkg 1.0.0 is the newest release, out for 90 days, no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'deprecated',
      'npx -y pkg@1.0.0',
      { ...sound, releases: releases('1.0.0 90d withdrawn, 1.1.0 60d, latest=1.1.0') },
      'caution',
      'pkg 1.0.0 is deprecated; no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'yanked',
      'uvx pkg==1.0.0',
      { ...sound, releases: releases('1.0.0 90d withdrawn, 1.1.0 60d') },
      'caution',
      'pkg 1.0.0 was yanked; no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'install scripts',
      'npx -y pkg@1.0.0',
      { ...sound, releases: releases('1.0.0 90d scripts, latest=1.0.0') },
      'caution',
      'pkg 1.0.0 has install scripts, which run as soon as it is fetched; no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'install scripts that bun leaves out',
      'bunx pkg@1.0.0',
      { ...sound, releases: releases('1.0.0 90d scripts, latest=1.0.0') },
      'good',
      'pkg 1.0.0 is the newest release, out for 90 days, no known advisory (OSV and npm on 2026-11-20)',
    ],
    [
      'an advisory of medium severity',
      'npx -y pkg@1.2.0',
      { ...sound, advisories: advisories([{ severity: 'medium' }]) },
      'caution',
      'pkg 1.2.0 has a known vulnerability: CVE-2026-1 (medium), says OSV on 2026-11-20',
    ],
    [
      'an advisory of high severity',
      'npx -y pkg@1.2.0',
      {
        ...sound,
        advisories: advisories([{ severity: 'low' }, { id: 'CVE-2026-2', severity: 'high' }]),
      },
      'bad',
      'pkg 1.2.0 has a known vulnerability: CVE-2026-2 (high), says OSV on 2026-11-20',
    ],
    [
      'malware',
      'npx -y pkg@1.2.0',
      { ...sound, advisories: advisories([{ id: 'MAL-2026-1', malicious: true }]) },
      'bad',
      'pkg 1.2.0 is known to be malicious: MAL-2026-1 (severity unknown), says OSV on 2026-11-20',
    ],
    [
      'a name that is not there',
      'npx -y pkg@1.2.0',
      { releases: { state: 'absent' }, advisories: none },
      'bad',
      'The registry has no package pkg, so whoever takes the name decides what runs (asked on 2026-11-20)',
    ],
    [
      'a release that is not there',
      'npx -y pkg@9.9.9',
      sound,
      'bad',
      'pkg has no release 9.9.9: it was taken back, or never was (asked on 2026-11-20)',
    ],
    [
      'a name one slip away from another',
      'npx -y @modelcontextprotoco1/server-filesystem@1.2.0',
      sound,
      'bad',
      "@modelcontextprotoco1/server-filesystem looks like @modelcontextprotocol/server-filesystem and is not it, so it may be somebody else's code under a borrowed name",
    ],
  ] as const) {
    test(`${what}: ${grade}`, () => {
      assert.deepEqual(gradeOf(line, answered), { grade, why });
    });
  }

  test('no cool-down: the newest is good on its first day', () => {
    const choices = { ...defaultChoices, coolDownDays: 0 };
    assert.equal(gradeOf('npx -y pkg@1.3.0', sound, { choices }).grade, 'good');
  });

  test('nobody knows when it was asked: no day is shown', () => {
    const { why } = gradeOf('npx -y pkg@1.2.0', sound, { askedAt: () => undefined });
    assert.equal(
      why,
      'pkg 1.2.0 is the newest release, out for 30 days, no known advisory (OSV and npm)',
    );
  });

  test('what is bad says who says so and when, as far as that is known', () => {
    const both = { ...sound, advisories: advisories([{ severity: 'high', by: ['osv', 'npm'] }]) };
    assert.equal(
      gradeOf('npx -y pkg@1.2.0', both).why,
      'pkg 1.2.0 has a known vulnerability: CVE-2026-1 (high), say OSV and npm on 2026-11-20',
    );
    const undated = { askedAt: () => undefined };
    assert.equal(
      gradeOf('npx -y pkg@1.2.0', both, undated).why,
      'pkg 1.2.0 has a known vulnerability: CVE-2026-1 (high), say OSV and npm',
    );
    assert.equal(
      gradeOf('npx -y pkg@1.2.0', { ...sound, releases: { state: 'absent' } }, undated).why,
      'The registry has no package pkg, so whoever takes the name decides what runs',
    );
  });

  test('two packages: the worse counts', () => {
    const answered: Answered = {
      ...sound,
      advisories: (query) =>
        'name' in query && query.name === 'two' ? advisories([{ severity: 'critical' }]) : none,
    };
    const { grade, why } = gradeOf('uvx --with two==1.2.0 one==1.2.0', {
      ...answered,
      releases: releases('1.1.0 60d, 1.2.0 30d'),
    });
    assert.deepEqual(
      [grade, why],
      ['bad', 'two 1.2.0 has a known vulnerability: CVE-2026-1 (critical), says OSV on 2026-11-20'],
    );
  });
});

suite('the grade of dependencies: not checked', () => {
  const sound: Answered = { releases: three, advisories: none };
  const off = failed('network is off');

  for (const [what, line, answered, why] of [
    ['nothing asked yet', 'npx -y pkg@1.2.0', {}, 'The releases of pkg: not asked yet'],
    [
      'the network is off',
      'npx -y pkg@1.2.0',
      { releases: off, advisories: off },
      'The releases of pkg: network is off',
    ],
    [
      'the registry failed',
      'npx -y pkg@1.2.0',
      { ...sound, releases: failed('h.example answered 503') },
      'The releases of pkg: h.example answered 503',
    ],
    [
      'advisories not asked yet',
      'npx -y pkg@1.2.0',
      { releases: three },
      'Advisories on pkg 1.2.0: not asked yet',
    ],
    [
      'advisories failed',
      'npx -y pkg@1.2.0',
      { releases: three, advisories: failed('h.example timed out') },
      'Advisories on pkg 1.2.0: h.example timed out',
    ],
    [
      'nobody knows of advisories',
      'npx -y pkg@1.2.0',
      { releases: three, advisories: { state: 'absent' } },
      'Advisories on pkg 1.2.0: nobody knows of it',
    ],
    [
      'one of two sources failed',
      'npx -y pkg@1.2.0',
      {
        releases: three,
        advisories: advisories([], {
          asked: ['npm'],
          failed: [{ source: 'osv', why: 'h.example timed out' }],
        }),
      },
      'Advisories on pkg 1.2.0 by OSV: h.example timed out',
    ],
    [
      'a caution is known, worse may be',
      'npx -y pkg@1.0.0',
      { releases: three },
      'Advisories on pkg 1.0.0: not asked yet',
    ],
    ['a version in a variable', 'npx -y pkg@${VERSION}', sound, 'The version of pkg is a variable'],
    [
      'no date',
      'npx -y pkg@1.0.0',
      { ...sound, releases: releases('1.0.0 undated, latest=1.0.0') },
      'The registry does not say how old pkg 1.0.0 is',
    ],
    [
      'a registry in a variable',
      'npx -y --registry ${REGISTRY} pkg@1.0.0',
      sound,
      'pkg is not checked: the registry is a variable',
    ],
    [
      'a Go module',
      'go run example.com/m@v1.2.3',
      { advisories: advisories([], { asked: ['osv'] }) },
      'No known advisory on example.com/m v1.2.3 (OSV on 2026-11-20), but its releases are not checked: Go modules are not looked up yet',
    ],
    [
      'a Go module that nobody was asked about',
      'go run example.com/m@v1.2.3',
      {},
      'example.com/m is not checked: Go modules are not looked up yet',
    ],
    [
      'a Go module with a hole of medium severity',
      'go run example.com/m@v1.2.3',
      { advisories: advisories([{ severity: 'medium' }], { asked: ['osv'] }) },
      'example.com/m is not checked: Go modules are not looked up yet',
    ],
    [
      'code from git',
      'uvx --from git+https://h.example/o/r@main tool',
      sound,
      'Nobody is asked about code from git: https://h.example/o/r',
    ],
    ['a download', 'npx -y https://h.example/x.tgz', sound, 'Nobody is asked about a download'],
    [
      'a program on disk',
      'node /opt/x/index.js',
      sound,
      'What was installed on this disk is not looked up',
    ],
    ['a launch that cannot be read', '${RUN} x', sound, 'The launch could not be read'],
    ['a container file', 'docker compose run server', sound, null],
  ] as const satisfies readonly (readonly [string, string, Answered, string | null])[]) {
    test(what, () => {
      const grade = gradeOf(line, answered);
      assert.equal(grade.grade, 'not-checked', grade.why);
      if (why !== null) assert.equal(grade.why, why);
    });
  }

  test('bad is bad, whatever else is not known', () => {
    const grave = advisories([{ severity: 'critical' }], { failed: [{ source: 'npm', why: 'x' }] });
    assert.equal(gradeOf('npx -y pkg@1.2.0', { releases: off, advisories: grave }).grade, 'bad');
    assert.equal(gradeOf('npx -y pkg@9.9.9', { releases: three, advisories: off }).grade, 'bad');
    assert.equal(gradeOf('go run example.com/m@v1.2.3', { advisories: grave }).grade, 'bad');
    const squat = 'npx -y @modelcontextprotoco1/server-filesystem@1.2.0';
    assert.equal(gradeOf(squat, {}).grade, 'bad');
  });

  test('a remote server: its operator decides; one on this machine is not checked', () => {
    const of = (url: string) => {
      const text = JSON.stringify({ mcpServers: { s: { type: 'http', url } } });
      return lint(readDocument(text, '.mcp.json'), factsOf({})).servers[0]?.pillars.dependencies
        .grade;
    };
    assert.equal(of('https://h.example/mcp'), 'not-applicable');
    assert.equal(of('http://localhost:3000/mcp'), 'not-checked');
  });
});

suite('the grade of dependencies: an image', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const line = `docker run -i --rm h.example/o/r@${digest}`;
  const zero = { all: 0, fixable: 0 };

  function scan(counts: Partial<ImageScan['counts']>): Answered {
    const empty = { critical: zero, high: zero, medium: zero, low: zero, unknown: zero };
    return {
      'image-scan': known({ scanner: 'trivy 0.66.0', counts: { ...empty, ...counts }, worst: [] }),
    };
  }

  for (const [what, answered, grade, why] of [
    [
      'nothing found',
      scan({}),
      'good',
      'Nothing is known against what is in h.example/o/r, says trivy 0.66.0 on 2026-11-20',
    ],
    [
      'grave and fixable',
      scan({ critical: { all: 3, fixable: 0 }, high: { all: 2, fixable: 1 } }),
      'bad',
      'Known vulnerabilities in h.example/o/r: 3 critical, 2 high (1 fixable), says trivy 0.66.0 on 2026-11-20',
    ],
    [
      'grave, and nobody has a fix',
      scan({ critical: { all: 3, fixable: 0 } }),
      'caution',
      'Known vulnerabilities in h.example/o/r: 3 critical, says trivy 0.66.0 on 2026-11-20',
    ],
    [
      'not grave',
      scan({ low: { all: 9, fixable: 9 } }),
      'caution',
      'Known vulnerabilities in h.example/o/r: 9 low (9 fixable), says trivy 0.66.0 on 2026-11-20',
    ],
    [
      'not scanned',
      {},
      'not-checked',
      'h.example/o/r is not scanned: run "Check Dependencies" or scan --scan-images, with Trivy installed (brew install trivy)',
    ],
    [
      'no scanner',
      { 'image-scan': failed('no scanner is installed: brew install trivy') },
      'not-checked',
      'h.example/o/r is not scanned: no scanner is installed: brew install trivy',
    ],
  ] as const satisfies readonly (readonly [string, Answered, string, string])[]) {
    test(`${what}: ${grade}`, () => {
      assert.deepEqual(gradeOf(line, answered), { grade, why });
    });
  }

  test('a tag: the image that it names now', () => {
    const tagged = 'docker run -i --rm h.example/o/r:1';
    assert.equal(
      gradeOf(tagged, scan({})).why,
      'h.example/o/r is not scanned: which image the tag names is not known',
    );
    assert.equal(
      gradeOf(tagged, { ...scan({}), 'image-digest': failed('network is off') }).why,
      'h.example/o/r is not scanned: network is off',
    );
    assert.equal(gradeOf(tagged, { ...scan({}), 'image-digest': known(digest) }).grade, 'good');
  });

  test('a scan is wanted to know, and never asked by itself', () => {
    const report = reportOf(line, factsOf({}));
    assert.ok(report.servers[0]?.asked.some(({ query }) => query.kind === 'image-scan'));
    assert.deepEqual(report.queries, []);
  });
});

test('the tier: bad makes a server high, malware critical, what is not checked moves nothing', () => {
  const tier = (answered: Answered) =>
    reportOf('npx -y pkg@1.2.0', factsOf(answered)).servers[0]?.tier;
  assert.equal(tier({}), 'medium');
  assert.equal(tier({ releases: three, advisories: advisories([{ severity: 'high' }]) }), 'high');
  assert.equal(
    tier({ releases: three, advisories: advisories([{ malicious: true }]) }),
    'critical',
  );
});

test('an answer of a shape that cannot be costs this grade only, and is told', () => {
  const broken = {
    releases: releases('1.0.0 90d, latest=1.0.0'),
    advisories: { state: 'known', value: null },
  } as const;
  const report = reportOf('npx -y pkg@1.0.0', factsOf(broken));
  const [server] = report.servers;
  assert.deepEqual(server?.pillars.dependencies, {
    grade: 'not-checked',
    why: 'This program failed when it looked at the dependencies',
  });
  assert.ok(report.failures.some(({ rule }) => rule === 'dependencies'));
  assert.ok(server?.findings.some(({ rule }) => rule === 'host-execution'));
});
