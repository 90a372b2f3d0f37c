import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Advisories } from '../../src/core/rules/dependency-facts.ts';
import type { Fact } from '../../src/core/rules/facts.ts';
import {
  about,
  advisoryWorld,
  npmHost,
  npmOf,
  osvHost,
  osvOf,
  type OsvRecord,
} from './advisory-world.ts';
import { knownHoles } from './known-holes.ts';

const entries = knownHoles.map(({ osv }) => osv as unknown as OsvRecord);
const rows: Record<string, object[]> = {};
for (const { package: name, npm } of knownHoles) {
  if (npm !== null) rows[name] = [...(rows[name] ?? []), ...npm];
}

describe('real cases, by synthetic answers of both sources', () => {
  for (const hole of knownHoles) {
    test(`${hole.id}: its facts were checked`, () => {
      for (const address of hole.checked) {
        assert.match(
          address,
          /^https:\/\/github\.com\/(?:github\/advisory-database|CVEProject\/cvelistV5|ossf\/malicious-packages)\//,
        );
      }
      assert.ok(hole.checked.length > 0 && hole.unchecked.length > 0);
    });
    for (const { version, fixed } of hole.concerned) {
      test(`${hole.package} ${version} has ${hole.id}`, async () => {
        await using asked = await advisoryWorld({ osv: osvOf(entries), npm: npmOf(rows) });
        const {
          list,
          asked: sources,
          failed,
        } = known(await asked.ask(about(hole.package, version)));
        const found = list.find(({ id }) => id === hole.id);
        const expected = {
          id: hole.id,
          aliases: hole.osv.id === hole.id ? [] : [hole.osv.id],
          summary: `Synthetic summary of ${hole.osv.id}`,
          severity: hole.severity,
          fixed,
          malicious: hole.malicious,
          by: hole.npm === null ? ['osv'] : ['osv', 'npm'],
        };
        assert.deepEqual(found, expected);
        assert.deepEqual([sources, failed], [['osv', 'npm'], []]);
      });
    }
    for (const version of hole.unconcerned) {
      test(`${hole.package} ${version} has nothing`, async () => {
        await using asked = await advisoryWorld({ osv: osvOf(entries), npm: npmOf(rows) });
        const answer = known(await asked.ask(about(hole.package, version)));
        assert.deepEqual(answer, { list: [], asked: ['osv', 'npm'], failed: [] });
      });
    }
  }
});

describe('how much is asked', () => {
  test('1,000 servers are two requests, and one an entry', async () => {
    const bodies: string[] = [];
    await using asked = await advisoryWorld({
      osv: osvOf(entries, bodies),
      npm: npmOf(rows, bodies),
    });
    const queries = Array.from({ length: 999 }, (_, i) => about(`server-${i}`, '1.0.0'));
    const facts = await asked.askAll([...queries, about('mcp-remote', '0.1.15')]);
    assert.deepEqual(asked.world.asked.toSorted(), [osvHost, osvHost, npmHost].toSorted());
    assert.equal(known(facts[999]).list.length, 1);
    assert.equal(known(facts[0]).list.length, 0);
    assert.equal(bodies.length, 2);
  });

  test('an entry is read once a process, until it is changed', async () => {
    await using asked = await advisoryWorld({ osv: osvOf(entries), npm: npmOf(rows) });
    await asked.ask(about('mcp-remote', '0.1.15'));
    await asked.ask(about('mcp-remote', '0.1.14'));
    const read = asked.world.seen(osvHost).map(({ method }) => method);
    assert.deepEqual(read, ['POST', 'GET', 'POST']);
  });

  test('pages are asked for, those of all packages together', async () => {
    const many = Array.from({ length: 5 }, (_, i) =>
      entryFor(`GHSA-aaaa-bbbb-000${i + 2}`, 'pager', '<', '2.0.0'),
    );
    const others = [entryFor('GHSA-cccc-bbbb-0002', 'short', '<', '2.0.0')];
    await using asked = await advisoryWorld({
      osv: osvOf([...many, ...others], [], 2),
      npm: npmOf({}),
    });
    const facts = await asked.askAll([about('pager', '1.0.0'), about('short', '1.0.0')]);
    assert.deepEqual(
      facts.map((fact) => known(fact).list.length),
      [5, 1],
    );
    const batches = asked.world.seen(osvHost).filter(({ method }) => method === 'POST');
    assert.equal(batches.length, 3);
  });

  test('nothing but names and versions is sent', async () => {
    const bodies: string[] = [];
    await using asked = await advisoryWorld({ osv: osvOf([], bodies), npm: npmOf({}, bodies) });
    await asked.askAll([about('@scope/name', '1.2.3'), about('Some.Thing', '1.0', 'pypi')]);
    assert.deepEqual(
      bodies.toSorted(),
      [
        '{"@scope/name":["1.2.3"]}',
        '{"queries":[{"package":{"ecosystem":"npm","name":"@scope/name"},"version":"1.2.3"},{"package":{"ecosystem":"PyPI","name":"some-thing"},"version":"1.0"}]}',
      ].toSorted(),
    );
    assert.deepEqual(
      asked.world.seen(osvHost).map(({ path, headers }) => [path, headers.authorization]),
      [['/v1/querybatch', undefined]],
    );
  });

  test('who stops waiting leaves the batch, and nobody left sends none', async () => {
    const bodies: string[] = [];
    await using asked = await advisoryWorld({ osv: osvOf([], bodies), npm: npmOf({}, bodies) });
    await asked.resolver.ready(null);
    const gone = new AbortController();
    const stopped = asked.resolver.ask([about('gone', '1.0.0')], gone.signal);
    const stays = asked.resolver.ask([about('stays', '1.0.0')], AbortSignal.timeout(5000));
    gone.abort();
    await Promise.all([stopped, stays]);
    assert.deepEqual(
      bodies.map((body) => [body.includes('gone'), body.includes('stays')]),
      [
        [false, true],
        [false, true],
      ],
    );
  });
});

describe('two sources', () => {
  test('aliases of one hole are one advisory, also by way of a third', async () => {
    const osv = [
      { ...entryFor('GHSA-aaaa-bbbb-cccc', 'joined', '<', '2.0.0'), aliases: ['CVE-2026-0001'] },
      { ...entryFor('PYSEC-2026-1', 'joined', '<', '1.9.0'), aliases: ['CVE-2026-0001', 'X-1'] },
      { ...entryFor('OSV-2026-7', 'joined', '<', '1.8.0'), aliases: ['X-1'] },
    ];
    await using asked = await advisoryWorld({ osv: osvOf(osv), npm: npmOf({}) });
    const { list } = known(await asked.ask(about('joined', '1.0.0')));
    assert.deepEqual(
      list.map(({ id, aliases, fixed, by }) => ({ id, aliases, fixed, by })),
      [
        {
          id: 'CVE-2026-0001',
          aliases: ['GHSA-aaaa-bbbb-cccc', 'OSV-2026-7', 'PYSEC-2026-1', 'X-1'],
          fixed: '2.0.0',
          by: ['osv'],
        },
      ],
    );
  });

  test('on a severity: the worse counts, both are named', async () => {
    const osv = [
      {
        ...entryFor('GHSA-aaaa-bbbb-cccc', 'argued', '<', '2.0.0'),
        database_specific: { severity: 'LOW' },
      },
    ];
    const npm = npmOf({ argued: [row('GHSA-AAAA-bbbb-cccc', '<2.0.0', 'critical')] });
    await using asked = await advisoryWorld({ osv: osvOf(osv), npm });
    const { list } = known(await asked.ask(about('argued', '1.0.0')));
    assert.deepEqual(
      list.map(({ severity, by }) => [severity, by]),
      [['critical', ['osv', 'npm']]],
    );
  });

  test('on whether it concerns the version: it counts, and says who says so', async () => {
    const osv = [entryFor('GHSA-aaaa-bbbb-cccc', 'argued', '<', '1.0.0')];
    const npm = npmOf({ argued: [row('GHSA-aaaa-bbbb-cccc', '<2.0.0', 'moderate')] });
    await using asked = await advisoryWorld({ osv: osvOf(osv), npm });
    const { list } = known(await asked.ask(about('argued', '1.0.0')));
    assert.deepEqual(
      list.map(({ severity, by, fixed }) => [severity, by, fixed]),
      [['medium', ['npm'], '2.0.0']],
    );
  });

  test('withdrawn entries do not count', async () => {
    const osv = [
      {
        ...entryFor('GHSA-aaaa-bbbb-cccc', 'taken', '<', '2.0.0'),
        withdrawn: '2026-01-01T00:00:00Z',
      },
    ];
    await using asked = await advisoryWorld({ osv: osvOf(osv), npm: npmOf({}) });
    assert.deepEqual(known(await asked.ask(about('taken', '1.0.0'))).list, []);
  });

  test('malware is critical and first', async () => {
    const osv = [
      {
        ...entryFor('GHSA-aaaa-bbbb-cccc', 'bad', '<', '2.0.0'),
        database_specific: { severity: 'CRITICAL' },
      },
      entryFor('MAL-2026-1', 'bad', '<', '2.0.0'),
    ];
    const npm = npmOf({
      bad: [{ ...row('GHSA-dddd-bbbb-cccc', '*', 'critical'), cwe: ['CWE-506'] }],
    });
    await using asked = await advisoryWorld({ osv: osvOf(osv), npm });
    const { list } = known(await asked.ask(about('bad', '1.0.0')));
    assert.deepEqual(
      list.map(({ id, severity, malicious }) => [id, severity, malicious]),
      [
        ['GHSA-dddd-bbbb-cccc', 'critical', true],
        ['MAL-2026-1', 'critical', true],
        ['GHSA-aaaa-bbbb-cccc', 'critical', false],
      ],
    );
  });
});

describe('other ecosystems', () => {
  const cases = [
    ['pypi', 'PyPI', 'mcp-server-git', 'mcp_server_git', '2025.7.1', '2025.9.25'],
    ['nuget', 'NuGet', 'Some.Tool', 'Some.Tool', '1.2.3.4', '1.2.3.5'],
    ['crates', 'crates.io', 'some-tool', 'some_tool', '1.0.0', '1.0.1'],
    ['go', 'Go', 'example.com/x/tool', 'example.com/x/tool/cmd/server', 'v1.0.0', '1.0.1'],
  ] as const;
  for (const [ecosystem, written, name, asked, version, fixed] of cases) {
    test(`${ecosystem}: ${asked} ${version}`, async () => {
      const entry = entryFor('GHSA-aaaa-bbbb-cccc', name, '<', fixed, written);
      await using there = await advisoryWorld({ osv: osvOf([entry]) });
      const answer = known(await there.ask(about(asked, version, ecosystem)));
      assert.deepEqual(
        answer.list.map((one) => [one.id, one.fixed]),
        [['GHSA-aaaa-bbbb-cccc', ecosystem === 'go' ? `v${fixed}` : fixed]],
      );
      assert.deepEqual([answer.asked, answer.failed], [['osv'], []]);
      assert.deepEqual(there.world.asked, [osvHost, osvHost]);
    });
  }
});

describe('whom a question may go to', () => {
  const home = (lines: string) => ({ npm_config_userconfig: lines });

  test('a mirror of the settings stands in for OSV', async () => {
    const mirror = osvOf(entries);
    await using asked = await advisoryWorld(
      {
        npm: npmOf(rows),
        others: {
          'osv.corp.example': (request, response) => {
            request.url = (request.url ?? '').replace('/mirror/', '/');
            mirror(request, response);
          },
        },
      },
      { osv: () => 'https://osv.corp.example/mirror' },
    );
    assert.equal(known(await asked.ask(about('mcp-remote', '0.1.15'))).list.length, 1);
    assert.deepEqual(
      asked.world.seen('osv.corp.example').map(({ path }) => path),
      ['/mirror/v1/querybatch', '/mirror/v1/vulns/GHSA-6xpm-ggf7-wc3p'],
    );
    assert.deepEqual(asked.resolver.target(about('mcp-remote', '0.1.15')), {
      state: 'unasked',
      host: 'osv.corp.example',
    });
  });

  for (const mirror of ['ftp://osv.example', 'nonsense', 'http://169.254.169.254/']) {
    test(`no mirror: ${mirror}`, async () => {
      await using asked = await advisoryWorld({ osv: osvOf(entries) }, { osv: () => mirror });
      const fact = await asked.ask(about('name', '1.0.0', 'pypi'));
      assert.equal(fact?.state, 'failed');
      assert.deepEqual(asked.world.asked, []);
    });
  }

  test('the name of a package of a private scope is not sent to OSV', async () => {
    await using asked = await advisoryWorld(
      { osv: osvOf([]), others: { 'npm.corp.example': npmOf({}) } },
      { env: { ...home('/no'), 'npm_config_@corp:registry': 'https://npm.corp.example/' } },
    );
    const answer = known(await asked.ask(about('@corp/server', '1.0.0')));
    assert.deepEqual(asked.world.asked, ['npm.corp.example']);
    assert.deepEqual(answer, {
      list: [],
      asked: ['npm'],
      failed: [
        { source: 'osv', why: 'it comes from npm.corp.example, so its name is not sent to OSV' },
      ],
    });
  });

  test('a registry that only the file names is told nothing, and OSV nothing of its packages', async () => {
    await using asked = await advisoryWorld({ osv: osvOf([]), npm: npmOf({}) });
    for (const ecosystem of ['npm', 'pypi'] as const) {
      const query = {
        ...about('name', '1.0.0', ecosystem),
        registry: 'https://packages.example.com/',
      };
      assert.equal((await asked.ask(query))?.state, 'failed');
      assert.equal(asked.resolver.target(query).state, 'never');
    }
    assert.deepEqual(asked.world.asked, []);
  });

  test('a registry of the user for all packages is asked, with its sign-in; OSV where the settings name it', async () => {
    await using asked = await advisoryWorld(
      { osv: osvOf(entries), others: { 'npm.corp.example': npmOf(rows) } },
      {
        osv: () => `https://${osvHost}`,
        env: {
          npm_config_registry: 'https://npm.corp.example/',
          'npm_config_//npm.corp.example/:_authToken': 'synthetic',
        },
      },
    );
    const { list } = known(await asked.ask(about('mcp-remote', '0.1.15')));
    assert.deepEqual(
      list.map(({ by }) => by),
      [['osv', 'npm']],
    );
    assert.equal(
      asked.world.seen('npm.corp.example')[0]?.headers.authorization,
      'Bearer synthetic',
    );
    assert.ok(
      asked.world.seen(osvHost).every(({ headers }) => headers.authorization === undefined),
    );
  });
});

function known(fact: Fact<Advisories> | undefined): Advisories {
  assert.ok(fact?.state === 'known', JSON.stringify(fact));
  return fact.value;
}

function entryFor(id: string, name: string, _: '<', fixed: string, ecosystem = 'npm'): OsvRecord {
  return {
    id,
    modified: '2026-01-01T00:00:00Z',
    affected: [
      {
        package: { ecosystem, name },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  };
}

function row(ghsa: string, vulnerable_versions: string, severity: string): object {
  return {
    id: 1,
    url: `https://github.com/advisories/${ghsa}`,
    title: 'Synthetic',
    severity,
    vulnerable_versions,
    cwe: [],
    cvss: { score: 0, vectorString: null },
  };
}
