import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { defaultChoices } from '../../src/core/rules/facts.ts';
import { offersOf } from '../../src/core/rules/releases.ts';
import { jsonOf } from '../../src/resolvers/json.ts';
import { isReleases } from '../../src/resolvers/kept-releases.ts';
import { releasesIn } from '../../src/resolvers/npm-packument.ts';
import { readReleases } from '../../src/resolvers/python-releases.ts';
import { answered, manifestType, say, whyOf } from '../resolvers/asking.ts';
import { askNpm, whyNot } from '../resolvers/npm-asking.ts';
import { askReleases, reasonOf, simpleJson } from '../resolvers/pypi-asking.ts';
import { startServer } from '../resolvers/server.ts';

/** Answers that are small on the way and large in the memory. */
const bombs = {
  'arrays in arrays': '['.repeat(5_000_000) + ']'.repeat(5_000_000),
  'objects in objects': `${'{"a":'.repeat(3_000_000)}0${'}'.repeat(3_000_000)}`,
  'millions of objects': `[${'{},'.repeat(5_000_000)}0]`,
  'millions of names': `{${'"a":0,'.repeat(3_000_000)}"a":0}`,
};

function packed(body: string, type: string): (_: IncomingMessage, to: ServerResponse) => void {
  const bytes = gzipSync(body, { level: 1 });
  return (request, response) => {
    response.writeHead(request.method === 'HEAD' ? 405 : 200, {
      'content-type': type,
      'content-encoding': 'gzip',
      'content-length': bytes.length,
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
}

suite('JSON that would fill the memory', () => {
  for (const [name, body] of Object.entries(bombs)) {
    test(`${name} is none`, () => assert.equal(jsonOf(Buffer.from(body)), undefined));

    test(`${name} from a registry of packages`, async () => {
      await using server = await startServer(packed(body, 'application/json'));
      const registry = `http://${server.host}/`;
      const npm = await askNpm('server', { registry, userHosts: [server.host] });
      assert.equal(whyNot(npm.fact), `${server.host} sent no document about this package`);
    });

    test(`${name} from an index`, async () => {
      await using server = await startServer(packed(body, simpleJson['content-type']));
      const query = { registry: `http://${server.host}/simple` };
      const fact = await askReleases({ query, userHosts: [server.host] });
      assert.equal(reasonOf(fact), `${server.host} sent no list of releases`);
    });
  }

  test('what stands in texts is no piece', () => {
    const value = { a: ['[{,'.repeat(3_000_000), String.raw`\"[[`, '\\'], b: { c: '"' } };
    assert.deepEqual(jsonOf(Buffer.from(JSON.stringify(value))), value);
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`;
    assert.ok(Array.isArray(jsonOf(Buffer.from(deep))));
    assert.equal(jsonOf(Buffer.from(`[${deep}]`)), undefined);
    assert.deepEqual(jsonOf(Buffer.from('[[],[],[]]')), [[], [], []]);
  });
});

suite('what is small when it is packed', () => {
  const gigabyte = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });
  const parts = Array.from({ length: 16 }, () => gigabyte);

  test('is counted unpacked, and not kept', async () => {
    const before = process.memoryUsage().rss;
    const { fact, server } = await answered((request, response) => {
      if (request.method === 'HEAD') return say(response, 405);
      response.writeHead(200, { 'content-type': manifestType, 'content-encoding': 'gzip' });
      response.end(Buffer.concat(parts));
    });
    assert.ok(whyOf(fact).startsWith(`${server.host} sent more than 4`));
    assert.ok(process.memoryUsage().rss - before < 300_000_000);
  });

  test('in many layers', async () => {
    const layers = 40;
    let body = Buffer.from('{}');
    for (let n = 0; n < layers; n++) body = gzipSync(body);
    const { fact, server } = await answered((request, response) => {
      if (request.method === 'HEAD') return say(response, 405);
      response.writeHead(200, {
        'content-type': manifestType,
        'content-encoding': Array.from({ length: layers }, () => 'gzip').join(', '),
      });
      response.end(body);
    });
    assert.equal(whyOf(fact), `${server.host} could not be reached`);
  });
});

suite('a package with more than anybody publishes', () => {
  const many = Array.from({ length: 300_000 }, (_, n) => `1.0.${n}`);

  test('is no answer of npm', () => {
    const versions = Object.fromEntries(many.map((version) => [version, {}]));
    assert.equal(releasesIn({ name: 'x', versions }, 'x'), undefined);
  });

  test('is no answer of an index', () => {
    const files = many.map((version) => ({ filename: `x-${version}.tar.gz` }));
    assert.equal(readReleases({ files }, 'x'), undefined);
    assert.equal(readReleases({ files: [], versions: many }, 'x'), undefined);
    const releases = Object.fromEntries(many.map((version) => [version, []]));
    assert.equal(readReleases({ releases }, 'x'), undefined);
  });

  test('is not taken from what was kept', () => {
    const list = many.map((version) => ({ version, publishedAt: 0, withdrawn: false }));
    assert.equal(isReleases({ list, tags: [] }), false);
    assert.equal(isReleases({ list: list.slice(0, 1050), tags: [] }), true);
  });
});

test('a version that npm reads as another one is none', () => {
  const versions = { '01.2.3': {}, '1.02.3': {}, '1.2.03': {}, '1.2.3': {}, '0.0.0': {} };
  const read = releasesIn({ name: 'x', versions }, 'x');
  assert.ok(typeof read === 'object');
  assert.deepEqual(
    read.list.map(({ version }) => version),
    ['1.2.3', '0.0.0'],
  );
});

test('headers without end are no answer', async () => {
  for (const length of [20_000, 2_000_000]) {
    const { fact, server } = await answered(
      (request) => void request.socket.end(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(length)}\r\n\r\n`),
    );
    assert.match(whyOf(fact), new RegExp(`^${server.host} could not be reached`));
  }
});

test('a file that is put into an old release today makes it as young as today', () => {
  const files = [
    { filename: 'x-1.0.0.tar.gz', 'upload-time': '2024-01-01T00:00:00Z' },
    { filename: 'x-1.1.0-py3-none-any.whl', 'upload-time': '2024-02-01T00:00:00Z' },
    // By its build number it goes before the wheel that everybody knows.
    { filename: 'x-1.1.0-2-py3-none-any.whl', 'upload-time': '2026-01-01T00:00:00Z' },
  ];
  const releases = readReleases({ files }, 'x');
  assert.ok(releases !== undefined);
  const written = { ecosystem: 'pypi', pin: 'none', version: null } as const;
  const now = Date.parse('2026-01-02T00:00:00Z');
  const [first] = offersOf(releases, written, { choices: defaultChoices, now });
  assert.equal(first?.version, '1.0.0');
});
