import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { askNpm, good, packument, whyNot, type NpmSetting } from './npm-asking.ts';
import { startServer, type Answer } from './server.ts';

const json = { 'content-type': 'application/json' };

/** Asks a server of the test that is the user's own registry. */
async function askServer(answer: Answer, setting: NpmSetting = {}) {
  await using server = await startServer(answer);
  const env = { npm_config_registry: `http://${server.host}/npm/`, ...setting.env };
  const asked = await askNpm('server', { ...setting, env });
  return { ...asked, server };
}

function says(status: number, body = '', headers: Record<string, string> = {}): Answer {
  return (_, response) => void response.writeHead(status, headers).end(body);
}

suite('an answer that is none', () => {
  for (const [what, answer, why] of [
    ['401', says(401), 'not public on HOST: sign-in needed (401)'],
    ['403', says(403, '{}', json), 'not public on HOST: sign-in needed (403)'],
    [
      '404 of a web server',
      says(404, '<h1>?</h1>', { 'content-type': 'text/html' }),
      'HOST answered 404 not as a registry does',
    ],
    ['405', says(405), 'HOST answered 405'],
    ['429', says(429, '', { 'retry-after': '7' }), 'HOST asks to wait 7 s (429 too many requests)'],
    ['500', says(500, '{}', json), 'HOST answered 500'],
    ['304 that nobody asked for', says(304), 'HOST answered 304'],
    ['an empty body', says(200), 'HOST sent no document about this package'],
    ['garbage', says(200, '{"name":', json), 'HOST sent no document about this package'],
    [
      'a page',
      says(200, '<html>', { 'content-type': 'text/html' }),
      'HOST sent no document about this package',
    ],
    ['a list', says(200, '[]', json), 'HOST sent no document about this package'],
    [
      'another package',
      says(200, JSON.stringify({ ...packument, name: 'x' }), json),
      'HOST sent no document about this package',
    ],
    [
      'bytes that are no text',
      (_, response) => void response.writeHead(200, json).end(Buffer.alloc(999, 0xff)),
      'HOST sent no document about this package',
    ],
    [
      'a redirect to another host',
      says(302, '', { location: 'https://elsewhere.test/server' }),
      'HOST sends the request on to elsewhere.test, which is not asked',
    ],
    [
      'a redirect to metadata',
      says(302, '', { location: 'http://169.254.169.254/latest' }),
      '169.254.169.254 would be asked without encryption',
    ],
    [
      'a redirect without end',
      (request, response) => void response.writeHead(302, { location: `${request.url}x` }).end(),
      'HOST redirects more than 3 times',
    ],
    [
      'a connection that is cut',
      (_, response) =>
        void response
          .writeHead(200, { ...json, 'content-length': '999' })
          .write('{', () => response.destroy()),
      'HOST could not be reached (UND_ERR_SOCKET)',
    ],
  ] as const satisfies readonly (readonly [string, Answer, string])[]) {
    test(what, async () => {
      const { fact, server } = await askServer(answer);
      assert.equal(whyNot(fact), why.replaceAll('HOST', server.host));
    });
  }

  test('a body without end', async () => {
    const chunk = Buffer.alloc(1024 * 1024, '[');
    const { fact, server } = await askServer((_, response) => {
      response.writeHead(200, json);
      const more = (): void => void (response.destroyed || response.write(chunk, more));
      more();
    });
    assert.equal(whyNot(fact), `${server.host} sent more than 64 MB`);
  });

  test('a socket that says nothing', async () => {
    const { fact, server } = await askServer(() => {}, { timeLimit: 200 });
    assert.equal(whyNot(fact), `${server.host} did not answer within 0.2 s`);
  });

  test('a question that is taken back', async () => {
    const { fact } = await askServer(() => {}, { signal: AbortSignal.timeout(100) });
    assert.equal(whyNot(fact), 'stopped');
  });

  test('nobody there', async () => {
    const server = await startServer(good);
    await server[Symbol.asyncDispose]();
    const { fact } = await askNpm('server', {
      env: { npm_config_registry: `http://${server.host}` },
    });
    assert.equal(whyNot(fact), `${server.host} refused the connection`);
  });
});

suite('no such package', () => {
  for (const [what, answer] of [
    ['in words of a registry', says(404, '{"error":"not found"}', json)],
    [
      'in JSON of its own kind',
      says(404, '', { 'content-type': 'application/vnd.npm.install-v1+json; charset=utf-8' }),
    ],
    ['in JSON that is called text', says(404, '"Not Found"', { 'content-type': 'text/plain' })],
    ['in silence', says(404)],
    ['taken back', says(200, JSON.stringify({ name: 'server', time: { unpublished: {} } }), json)],
  ] as const satisfies readonly (readonly [string, Answer])[]) {
    test(what, async () => {
      assert.deepEqual((await askServer(answer)).fact, { state: 'absent' });
    });
  }
});
