import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
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
  sendJson,
  withBody,
  type OsvRecord,
} from './advisory-world.ts';
import { whyOf } from './asking.ts';
import type { Answer } from './server.ts';

const query = about('server', '1.0.0');

const hole: OsvRecord = {
  id: 'GHSA-aaaa-bbbb-cccc',
  modified: '2026-01-01T00:00:00Z',
  affected: [
    {
      package: { ecosystem: 'npm', name: 'server' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.1' }] }],
    },
  ],
};

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end('{}');

const text =
  (body: string): Answer =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(body);

function endless(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = ' '.repeat(1 << 20);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

const deep = '['.repeat(5000) + ']'.repeat(5000);

const failures: readonly (readonly [name: string, answer: Answer, why: RegExp])[] = [
  ...[401, 403].map((code) => [`${code}`, status(code), /sign-in/] as const),
  ...[400, 404, 410, 500, 502, 503].map(
    (code) => [`${code}`, status(code), new RegExp(`${code}`)] as const,
  ),
  ['429', status(429, { 'retry-after': '7' }), /asks to wait 7 s \(429/],
  [
    'a redirect',
    status(302, { location: 'https://elsewhere.example/' }),
    /sends a question on elsewhere/,
  ],
  ['an endless body', endless, /sent more than 32 MB/],
  ['no JSON', text('<html>'), /sent no/],
  ['nothing', text(''), /sent no/],
  ['half of it', text('{"results":[{"vulns":[{"id":"GHSA'), /sent no/],
  ['a list', text('[]'), /sent no/],
  ['null', text('null'), /sent no/],
  ['deep JSON', text(`{"results":${deep},"server":${deep}}`), /sent no/],
  ['a broken connection', (request) => void request.socket.destroy(), /could not be reached/],
];

describe('a source that fails is no good news', () => {
  for (const [name, answer, why] of failures) {
    test(`OSV answers ${name}: npm alone is heard, and that is said`, async () => {
      await using asked = await advisoryWorld({ osv: answer, npm: npmOf({}) });
      const value = known(await asked.ask(query));
      assert.deepEqual([value.list, value.asked], [[], ['npm']]);
      assert.deepEqual(
        value.failed.map(({ source }) => source),
        ['osv'],
      );
      assert.match(value.failed[0]?.why ?? '', why);
      assert.match(value.failed[0]?.why ?? '', /^[^\n]{5,199}$/);
    });

    test(`npm answers ${name}: OSV alone is heard, and that is said`, async () => {
      await using asked = await advisoryWorld({ osv: osvOf([hole]), npm: answer });
      const value = known(await asked.ask(query));
      assert.deepEqual([value.list.map(({ id }) => id), value.asked], [[hole.id], ['osv']]);
      assert.match(value.failed[0]?.why ?? '', why);
    });

    test(`both answer ${name}: not known, and asked again`, async () => {
      await using asked = await advisoryWorld({ osv: answer, npm: answer });
      assert.match(whyOf(await asked.ask(query)), why);
      assert.equal(asked.resolver.askedAt(query), undefined);
    });
  }

  for (const [name, body] of [
    ['of another kind', '{"results":[]}'],
    ['an error', '{"error":"not now"}'],
    ['a number', '{"server":[],"total":0}'],
    ['words of another package', '{"other":["all is well"]}'],
    ['a prototype', '{"__proto__":{"server":[]}}'],
  ] as const) {
    test(`npm answers 200 with ${name}: that is no answer`, async () => {
      await using asked = await advisoryWorld({ osv: osvOf([]), npm: text(body) });
      const value = known(await asked.ask(query));
      assert.deepEqual(
        [value.list, value.asked, value.failed],
        [[], ['osv'], [{ source: 'npm', why: `${npmHost} sent no advisories` }]],
      );
    });
  }

  test('npm tells of a package that nobody asked about: the answer still counts', async () => {
    const body = '{"other":[{"id":1,"vulnerable_versions":"<2"}]}';
    await using asked = await advisoryWorld({ osv: osvOf([]), npm: text(body) });
    assert.deepEqual(known(await asked.ask(query)).asked, ['osv', 'npm']);
  });

  test('a host that hangs: nothing is known of it', async () => {
    await using asked = await advisoryWorld({ osv: () => {}, npm: npmOf({}) }, { timeLimit: 300 });
    const value = known(await asked.ask(query));
    assert.deepEqual(value.failed, [
      { source: 'osv', why: `${osvHost} did not answer within 0.3 s` },
    ]);
  });

  test('a certificate that nobody vouches for', async () => {
    const error = Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    await using asked = await advisoryWorld({}, { fetch: async () => Promise.reject(error) });
    assert.match(whyOf(await asked.ask(query)), /certificate that is not trusted/);
  });

  test('the network is off', async () => {
    await using asked = await advisoryWorld({ osv: osvOf([hole]) }, { network: false });
    assert.equal(whyOf(await asked.ask(query)), 'network is off');
    assert.deepEqual(asked.world.asked, []);
  });

  test('a part that is missing is asked for again after an hour, a whole answer after a day', async () => {
    let now = 1_800_000_000_000;
    const lifetimes = () => ({ images: 1, versions: 1, advisories: 86_400_000 });
    await using partly = await advisoryWorld(
      { osv: status(500), npm: npmOf({}) },
      { now: () => now, lifetimes },
    );
    await using whole = await advisoryWorld(
      { osv: osvOf([]), npm: npmOf({}) },
      { now: () => now, lifetimes },
    );
    await Promise.all([partly.ask(query), whole.ask(query)]);
    const state = () =>
      [partly, whole].map(({ resolver }) => resolver.facts().answer(query)?.state);
    assert.deepEqual(state(), ['known', 'known']);
    now += 3_600_000;
    assert.deepEqual(state(), [undefined, 'known']);
    now += 82_800_000;
    assert.deepEqual(state(), [undefined, undefined]);
  });
});

describe('what OSV lists and then does not tell', () => {
  const listing =
    (vulns: unknown, entry: Answer): Answer =>
    (request, response) =>
      request.method === 'GET'
        ? entry(request, response)
        : sendJson(response, 200, { results: [{ vulns }] });
  const entries: readonly (readonly [name: string, entry: Answer])[] = [
    ['is not there', status(404)],
    ['fails', status(500)],
    ['is another one', text(JSON.stringify({ ...hole, id: 'GHSA-xxxx-bbbb-cccc' }))],
    ['is garbage', text('garbage')],
    ['is deep', text(`{"id":"${hole.id}","affected":${deep}}`)],
    ['has wrong types', text(JSON.stringify({ ...hole, affected: 'all' }))],
    [
      'has a range of nonsense',
      text(JSON.stringify(withEvents([{ introduced: '0' }, { fixed: 'soon' }]))),
    ],
    ['has events of wrong types', text(JSON.stringify(withEvents([{ introduced: 0 }])))],
    [
      'has too many events',
      text(JSON.stringify(withEvents(Array.from({ length: 3000 }, () => ({ fixed: '0.1.0' }))))),
    ],
    ['is endless', endless],
  ];
  for (const [name, entry] of entries) {
    test(`an entry that ${name}: nobody says that there is none`, async () => {
      await using asked = await advisoryWorld({
        osv: listing([{ id: hole.id, modified: 'x' }], entry),
      });
      assert.match(whyOf(await asked.ask(about('server', '1.0.0', 'crates'))), /api\.osv\.dev/);
      assert.equal(asked.world.seen(osvHost).length, 2);
    });
  }

  test('one entry of two: what is known counts, and what is missing is said', async () => {
    const vulns = [
      { id: hole.id, modified: 'x' },
      { id: 'GHSA-xxxx-bbbb-cccc', modified: 'x' },
    ];
    const osv = listing(vulns, (request, response) =>
      sendJson(response, request.url?.endsWith(hole.id) === true ? 200 : 500, hole),
    );
    await using asked = await advisoryWorld({ osv, npm: npmOf({}) });
    const value = known(await asked.ask(query));
    assert.deepEqual(
      value.list.map(({ id }) => id),
      [hole.id],
    );
    assert.deepEqual(value.asked, ['osv', 'npm']);
    assert.deepEqual(value.failed, [
      { source: 'osv', why: `${osvHost} answered 500 for GHSA-xxxx-bbbb-cccc` },
    ]);
  });

  const lists: readonly (readonly [name: string, body: unknown])[] = [
    ['too few results', { results: [] }],
    ['too many results', { results: [{}, {}] }],
    ['results that are none', { results: 'none' }],
    ['a result that is a text', { results: ['x'] }],
    ['vulns that are none', { results: [{ vulns: { id: 1 } }] }],
    ['an id that is a path', { results: [{ vulns: [{ id: '../../admin' }] }] }],
    ['an id that is a number', { results: [{ vulns: [{ id: 7 }] }] }],
    ['a page that is a number', { results: [{ vulns: [], next_page_token: 7 }] }],
    ['the same page for ever', { results: [{ vulns: [], next_page_token: 'again' }] }],
    [
      'more than anybody has',
      {
        results: [
          { vulns: Array.from({ length: 600 }, (_, i) => ({ id: `GHSA-${i}`, modified: '' })) },
        ],
      },
    ],
  ];
  for (const [name, body] of lists) {
    test(`${name}: not known`, async () => {
      const osv: Answer = (request, response) =>
        sendJson(response, request.method === 'GET' ? 404 : 200, body);
      await using asked = await advisoryWorld({ osv });
      assert.match(whyOf(await asked.ask(about('server', '1.0.0', 'nuget'))), /^api\.osv\.dev /);
      assert.ok(asked.world.seen(osvHost).length <= 520);
      assert.ok(
        asked.world
          .seen(osvHost)
          .every(({ path }) => /^\/v1\/(?:querybatch|vulns\/GHSA-\d+)$/.test(path)),
      );
    });
  }

  test('names of the language itself are names like others', async () => {
    const osv = text(
      '{"results":[{"vulns":[],"__proto__":{"next_page_token":"x"}}],"__proto__":{"x":1}}',
    );
    await using asked = await advisoryWorld({ osv, npm: npmOf({ constructor: [] }) });
    const value = known(await asked.ask(about('constructor', '1.0.0')));
    assert.deepEqual(value, { list: [], asked: ['osv', 'npm'], failed: [] });
  });

  test('one package that OSV does not take spoils no other', async () => {
    const good = osvOf([hole]);
    const osv: Answer = (request, response) => {
      if (request.method === 'GET') return good(request, response);
      withBody(request, (body) => {
        const { queries } = JSON.parse(body) as { queries: { package: { name: string } }[] };
        if (queries.some((one) => one.package.name === 'spoiler'))
          return sendJson(response, 400, {});
        const results = queries.map((one) =>
          one.package.name === 'server' ? { vulns: [hole] } : {},
        );
        sendJson(response, 200, { results });
      });
    };
    await using asked = await advisoryWorld({ osv, npm: npmOf({}) });
    const names = [...Array.from({ length: 98 }, (_, i) => `n${i}`), 'spoiler', 'server'];
    const facts = await asked.askAll(names.map((name) => about(name, '1.0.0')));
    const silent = facts.filter((fact) => known(fact).failed.length > 0);
    assert.equal(silent.length, 1);
    assert.deepEqual(
      known(facts[99]).list.map(({ id }) => id),
      [hole.id],
    );
    assert.ok(asked.world.seen(osvHost).length <= 2 * 7 + 2);
  });
});

describe('what npm lists', () => {
  const rows: readonly (readonly [name: string, list: unknown])[] = [
    ['a text', 'none'],
    ['a row that is null', [null]],
    ['a row without a range', [{ url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc' }]],
    ['a range that is none', [row('nonsense of all sorts')]],
    ['a range that is a list', [row(['<2'])]],
    ['a range as long as a book', [row('<1 || '.repeat(2000))]],
    ['a row without a name', [{ ...row('<2.0.0'), url: 7, id: null }]],
    ['more than anybody has', Array.from({ length: 2000 }, () => row('<0.1.0'))],
  ];
  for (const [name, list] of rows) {
    test(`${name}: OSV alone is heard`, async () => {
      const npm: Answer = (_, response) => sendJson(response, 200, { server: list });
      await using asked = await advisoryWorld({ osv: osvOf([]), npm });
      const value = known(await asked.ask(query));
      assert.deepEqual([value.asked, value.failed.map(({ source }) => source)], [['osv'], ['npm']]);
      assert.ok(value.failed[0]?.why.startsWith(`${npmHost} sent`));
    });
  }

  test('words for people keep to one line, without tricks', async () => {
    const npm = npmOf({
      server: [{ ...row('<2.0.0'), title: `a\n\u001b[31mb\u202Ec${'d'.repeat(400)}` }],
    });
    await using asked = await advisoryWorld({ osv: osvOf([]), npm });
    const [first] = known(await asked.ask(query)).list;
    assert.match(first?.summary ?? '', /^a \[31mbcd+…$/);
    assert.equal(first?.summary.length, 200);
  });
});

function row(vulnerable_versions: unknown): object {
  return {
    id: 7,
    url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
    title: 'Synthetic',
    severity: 'high',
    vulnerable_versions,
  };
}

function withEvents(events: readonly object[]): object {
  return {
    ...hole,
    affected: [
      { package: { ecosystem: 'crates.io', name: 'server' }, ranges: [{ type: 'SEMVER', events }] },
    ],
  };
}

function known(fact: Fact<Advisories> | undefined): Advisories {
  assert.ok(fact?.state === 'known', JSON.stringify(fact));
  return fact.value;
}
