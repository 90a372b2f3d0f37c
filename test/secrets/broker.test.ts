import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { askBrokers } from '../../src/secrets/broker-client.ts';
import { ownerOfThisProcess } from '../../src/secrets/broker.ts';
import {
  maxAnswer,
  maxConnections,
  maxRequest,
  type BrokerRequest,
} from '../../src/secrets/protocol.ts';
import { given, limit, line, request, say, secret, started } from './broker-scene.ts';

test('one request, one answer, and the connection ends', limit, async (t) => {
  const asked: BrokerRequest[] = [];
  const { broker } = await started(t, {
    handle: (got) => (asked.push(got), Promise.resolve({ ok: true, values: { 'a.b': secret } })),
  });
  assert.deepEqual(JSON.parse(await say(broker, line)), given);
  // In pieces too.
  assert.deepEqual(JSON.parse(await say(broker, line.slice(0, 9), line.slice(9, -1), '\n')), given);
  assert.deepEqual(asked, [request, request]);
});

test('what is no request is refused in one line, and nothing decides', limit, async (t) => {
  const { broker, asked, log } = await started(t);
  const wrong = [
    '',
    'null',
    '[]',
    '"text"',
    `${'['.repeat(30_000)}`,
    '{"version":1}',
    ...[
      { version: 2 },
      { ids: 'a' },
      { variables: 'a' },
      { variables: { TOKEN: 'c.d' } },
      { ids: ['a', 'a'] },
      { ids: ['../a'] },
      { ids: [''] },
      { ids: [1] },
      { ids: Array.from({ length: 300 }, (_, index) => `i${index}`) },
      { argv: [] },
      { argv: [''] },
      { argv: ['a', null] },
      { cwd: 1 },
      { cwd: '' },
      { program: '' },
      { program: undefined },
      { env: [] },
      { env: null },
      { env: { A: 'b' } },
      { env: { A: 1 } },
      { pid: '1' },
      { pid: 0 },
      { pid: 1.5 },
    ].map((part) => JSON.stringify({ ...request, ...part })),
    `{}\n${line.trim()}`,
  ];
  for (const text of wrong) {
    const answer: unknown = JSON.parse(await say(broker, `${text}\n`));
    assert.deepEqual(
      answer,
      { ok: false, why: 'the request cannot be read; update the extension' },
      text.slice(0, 60),
    );
  }
  assert.deepEqual(asked, []);
  assert.equal(log.length, wrong.length);
});

test('a variable named __proto__ is one as any other', limit, async (t) => {
  const { broker, asked } = await started(t);
  const text = line.replace('__proto__x', '__proto__');
  assert.deepEqual(JSON.parse(await say(broker, text)), given);
  assert.deepEqual(Object.keys(asked[0]?.env ?? {}), ['PATH', '__proto__']);
});

test('a request of 64 KB is read, one byte more is refused', limit, async (t) => {
  const { broker, asked } = await started(t);
  const fill = (bytes: number): string => {
    const empty = `${JSON.stringify({ ...request, argv: ['x', ''] })}\n`;
    return `${JSON.stringify({ ...request, argv: ['x', 'y'.repeat(bytes - empty.length)] })}\n`;
  };
  assert.deepEqual(JSON.parse(await say(broker, fill(maxRequest))), given);
  const why = `the request has more than ${maxRequest} bytes`;
  assert.deepEqual(JSON.parse(await say(broker, fill(maxRequest + 1))), { ok: false, why });
  assert.deepEqual(JSON.parse(await say(broker, 'x'.repeat(3_000_000))), { ok: false, why });
  assert.equal(asked.length, 1);
});

test(
  'a slow caller is refused, and more than one request on a connection is none',
  limit,
  async (t) => {
    const { broker, asked } = await started(t, { limit: 200 });
    assert.deepEqual(JSON.parse(await say(broker, '{')), {
      ok: false,
      why: 'the request came too slowly',
    });
    assert.deepEqual(JSON.parse(await say(broker)), {
      ok: false,
      why: 'the request came too slowly',
    });
    assert.deepEqual(asked, []);
    const patient = await started(t, { handle: () => new Promise(() => {}) });
    assert.equal(await say(patient.broker, line, line), '');
  },
);

test('at most so many connections at a time, and all is well after', limit, async (t) => {
  const { broker } = await started(t);
  const idle = Array.from({ length: maxConnections + 20 }, () => connect(broker.address));
  for (const socket of idle) socket.on('error', () => {});
  await Promise.all(idle.slice(maxConnections).map((socket) => once(socket, 'close')));
  assert.ok(idle.slice(0, maxConnections).every((socket) => !socket.destroyed));
  for (const socket of idle) socket.destroy();
  await sleep(50);
  assert.deepEqual(JSON.parse(await say(broker, line)), given);
});

test('a flood of requests is answered', limit, async (t) => {
  const { broker, asked } = await started(t);
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(Array.from({ length: 25 }, () => say(broker, line)));
    assert.ok(answers.every((answer) => answer.includes(secret)));
  }
  assert.equal(asked.length, 500);
});

test('who decides is told when the launch is over', limit, async (t) => {
  const aborted = Promise.withResolvers<void>();
  const { broker } = await started(t, {
    handle: (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          aborted.resolve();
          resolve({ ok: true, values: {} });
        });
      }),
  });
  const socket = connect(broker.address);
  socket.write(line);
  await sleep(100);
  socket.destroy();
  await aborted.promise;
});

test('a failing or too long decision is a refusal without its reason', limit, async (t) => {
  const failing = await started(t, { handle: () => Promise.reject(new Error(secret)) });
  const text = await say(failing.broker, line);
  assert.deepEqual(JSON.parse(text), {
    ok: false,
    why: 'the extension failed to decide; see its output',
  });
  assert.deepEqual(failing.log, ['a launch of process 12 was refused: the decision failed']);
  const long = await started(t, {
    handle: () => Promise.resolve({ ok: true, values: { 'a.b': 'x'.repeat(maxAnswer) } }),
  });
  assert.deepEqual(JSON.parse(await say(long.broker, line)), {
    ok: false,
    why: 'the answer is too large',
  });
});

test('a launch stops with its signal, and does not wait for who is silent', limit, async (t) => {
  const { folder } = await started(t, { handle: () => new Promise(() => {}) });
  const asking = { folder, owner: ownerOfThisProcess(), request, wait: 0 };
  const controller = new AbortController();
  const asked = askBrokers({ ...asking, signal: controller.signal });
  await sleep(50);
  controller.abort();
  await assert.rejects(asked, { name: 'AbortError' });
  assert.deepEqual(await askBrokers({ ...asking, silence: 300, signal: t.signal }), {
    ok: false,
    why: 'the editor does not answer; reload its window',
  });
});

test('a request that is too large is not sent', limit, async (t) => {
  const { folder, asked } = await started(t);
  const large = { ...request, argv: ['x', 'y'.repeat(maxRequest)] };
  const owner = ownerOfThisProcess();
  assert.deepEqual(await askBrokers({ folder, owner, request: large, wait: 0, signal: t.signal }), {
    ok: false,
    why: `the launch does not fit into ${maxRequest} bytes`,
  });
  assert.deepEqual(asked, []);
});

test('blanks say that somebody is there while a person decides', limit, async (t) => {
  const { broker } = await started(t, {
    handle: async () => {
      await sleep(2300);
      return { ok: false, why: 'no' };
    },
  });
  assert.match(await say(broker, line), /^ {2}\{"ok":false,"why":"no"\}\n$/);
});
