import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { suite, test } from 'node:test';
import { flush, packet } from '../../src/resolvers/git-pkt-line.ts';
import { say } from './asking.ts';
import { askCommit } from './git-asking.ts';
import { reasonOf } from './pypi-asking.ts';
import { startServer, type Answer } from './server.ts';

const advertisement = { 'content-type': 'application/x-git-upload-pack-advertisement' };
const result = { 'content-type': 'application/x-git-upload-pack-result' };
const head = `${packet('# service=git-upload-pack')}${flush}`;
const version2 = `${head}${packet('version 2')}${packet('ls-refs=unborn')}${flush}`;
const [one, two] = ['1'.repeat(40), '2'.repeat(40)];

/** Answers the first question with one text and the second with another. */
function server2(refs: string, first = version2): Answer {
  return lists((response) => say(response, 200, result, refs), first);
}

/** Answers the first question as a git server does, or with this text, and the one for the list in a way of its own. */
function lists(answer: (response: ServerResponse) => void, first = version2): Answer {
  return ({ method }, response) =>
    method === 'GET' ? say(response, 200, advertisement, first) : answer(response);
}

function older(...lines: readonly string[]): Answer {
  const body = head + lines.map(packet).join('') + flush;
  return (_, response) => say(response, 200, advertisement, body);
}

suite('no answer, and why in one line', () => {
  const cases: readonly (readonly [string, Answer, RegExp])[] = [
    [
      '401',
      (_, r) => say(r, 401, { 'www-authenticate': 'Basic realm="x"' }),
      /^not public on 127.*, or not there \(401\)$/,
    ],
    ['403', (_, r) => say(r, 403), /not public on 127.*\(403\)$/],
    ['404', (_, r) => say(r, 404), /not public on 127.*\(404\)$/],
    ['405', (_, r) => say(r, 405), /^127.* answered 405$/],
    ['429', (_, r) => say(r, 429, { 'retry-after': '30' }), /asks to wait 30 s \(429/],
    ['500', (_, r) => say(r, 500), /answered 500$/],
    [
      'the files of a repository',
      (_, r) => say(r, 200, { 'content-type': 'text/plain' }, `${one}\trefs/heads/main\n`),
      /does not answer as a git server does$/,
    ],
    [
      'a page',
      (_, r) => say(r, 200, { 'content-type': 'text/html' }, '<h1>Hi</h1>'),
      /does not answer as a git server does$/,
    ],
    ['nothing', (_, r) => say(r, 200, advertisement), /sent no list of branches and tags$/],
    [
      'garbage',
      (_, r) => say(r, 200, advertisement, '\u0000\u0001 garbage'),
      /sent what git does not$/,
    ],
    ['half a packet', (_, r) => say(r, 200, advertisement, '00ffabc'), /sent what git does not$/],
    [
      'a head alone',
      (_, r) => say(r, 200, advertisement, packet('# service=git-upload-pack')),
      /sent no list/,
    ],
    [
      'another version',
      (_, r) => say(r, 200, advertisement, `${head}${packet('version 3')}${flush}`),
      /sent no list/,
    ],
    [
      'version 2 that lists nothing',
      server2('', `${head}${packet('version 2')}${flush}`),
      /sent no list/,
    ],
    [
      'an error of the server',
      (_, r) => say(r, 200, advertisement, packet('ERR no\u001b[31m such thing')),
      /refused the question$/,
    ],
    [
      'an error for the list',
      server2(packet('ERR upload-pack: not our ref')),
      /refused the question$/,
    ],
    ['no end of the list', server2(packet(`${one} refs/heads/main`)), /sent no list/],
    ['nothing for the list', server2(''), /sent no list/],
    ['an id that is none', server2(packet('123 refs/heads/main') + flush), /sent no list/],
    [
      'an id of capitals',
      server2(packet(`${'A'.repeat(40)} refs/heads/main`) + flush),
      /sent no list/,
    ],
    [
      'a commit of a tag that is none',
      server2(packet(`${one} refs/tags/main peeled:x`) + flush),
      /sent no list/,
    ],
    [
      'a name with controls',
      server2(packet(`${one} refs/heads/ma\u0007in`) + flush),
      /sent no list/,
    ],
    [
      'a name with a line break',
      server2(packet(`${one} refs/heads/main\n${two} refs/heads/x`) + flush),
      /sent no list/,
    ],
    [
      'a name twice',
      server2(packet(`${one} refs/heads/main`) + packet(`${two} refs/heads/main`) + flush),
      /sent no list/,
    ],
    ['older: a name with controls', older(`${one} refs/heads/ma\u0007in\0caps`), /sent no list/],
    [
      'older: a name twice',
      older(`${one} refs/heads/main\0caps`, `${two} refs/heads/main`),
      /sent no list/,
    ],
    ['older: garbage', older('hello'), /sent no list/],
    [
      'a page for the list',
      lists((r) => say(r, 200, { 'content-type': 'text/html' }, 'x')),
      /does not answer as a git server does$/,
    ],
    ['no answer for the list', lists(() => {}), /did not answer within 0.5 s$/],
    [
      'a list that is sent on',
      lists((r) => say(r, 307, { location: '/other' })),
      /sends a question on elsewhere$/,
    ],
    [
      'an address that is sent on to no repository',
      ({ url }, r) =>
        url === '/elsewhere'
          ? say(r, 200, advertisement, version2)
          : say(r, 302, { location: '/elsewhere' }),
      /sends the request on elsewhere$/,
    ],
    [
      'a loop',
      ({ url }, r) => say(r, 302, { location: url ?? '' }),
      /redirects more than 3 times$/,
    ],
    ['nothing ever', () => {}, /did not answer within 0.5 s$/],
    ['a hang-up', (_, r) => void r.destroy(), /could not be reached/],
  ];
  for (const [name, answer, why] of cases) {
    test(name, async () => {
      await using server = await startServer(answer);
      const fact = await askCommit(`http://${server.host}/r.git`, 'main', { timeLimit: 500 });
      assert.match(reasonOf(fact), why);
      assert.ok(server.seen.every(({ headers }) => headers.authorization === undefined));
    });
  }

  test('an endless answer', async () => {
    const chunk = packet('x'.repeat(65_000)).repeat(16);
    await using server = await startServer((_, response) => {
      response.writeHead(200, advertisement);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const fact = await askCommit(`http://${server.host}/r.git`, 'main');
    assert.match(reasonOf(fact), /sent more than 32 MB$/);
  });

  test('another host: nothing is sent to it', async () => {
    await using sink = await startServer(server2(packet(`${one} refs/heads/main`) + flush));
    const location = `http://${sink.host}/r.git/info/refs?service=git-upload-pack`;
    await using server = await startServer((_, response) => say(response, 301, { location }));
    const fact = await askCommit(`http://${server.host}/r.git`, 'main');
    assert.match(reasonOf(fact), /sends the request on to 127.*, which is not asked$/);
    assert.deepEqual(sink.seen, []);
  });

  test('a host of nobody, unless it is picked', async () => {
    const url = 'https://git.invalid/r.git';
    const none = { userHosts: [] };
    assert.match(
      reasonOf(await askCommit(url, 'main', none)),
      /^git.invalid is not a well-known public/,
    );
    assert.match(
      reasonOf(await askCommit(url, 'main', { ...none, picked: true })),
      /^git.invalid was not found$/,
    );
  });
});

suite('answers that are good', () => {
  test('version 2 without its head, with what is unborn and what nobody asked for', async () => {
    const refs = [
      `${one} refs/heads/main-2`,
      `unborn HEAD symref-target:refs/heads/x`,
      `${two} refs/heads/main`,
    ];
    const first = version2.slice(head.length);
    await using server = await startServer(server2(refs.map(packet).join('') + flush, first));
    assert.deepEqual(await askCommit(`http://${server.host}/r.git`, 'main'), {
      state: 'known',
      value: { sha: two, by: 'branch' },
    });
  });

  test('version 1, a shallow repository, a name that git would refuse today', async () => {
    const lines = ['version 1', `${one} HEAD\0caps`, `${two} refs/heads/a..b`, `shallow ${one}`];
    await using server = await startServer(older(...lines));
    assert.deepEqual(await askCommit(`http://${server.host}/r.git`, null), {
      state: 'known',
      value: { sha: one, by: 'head' },
    });
  });
});
