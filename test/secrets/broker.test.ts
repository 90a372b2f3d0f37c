import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ownerOfThisProcess,
  startBroker,
  type Broker,
  type BrokerOptions,
} from '../../src/secrets/broker.ts';
import {
  maxAnswer,
  maxConnections,
  maxRequest,
  type BrokerRequest,
} from '../../src/secrets/protocol.ts';

const limit = { timeout: 30_000 };
const secret = ['made', 'up', 'Zx81kQpLw'].join('-');
const request: BrokerRequest = {
  version: 1,
  ids: ['a.b'],
  argv: ['npx', '-y', 'server', '{secret:a.b}'],
  cwd: '/work',
  program: '/usr/bin/npx',
  env: { PATH: 'a'.repeat(64), __proto__x: 'b'.repeat(64) },
  pid: 12,
};
const line = `${JSON.stringify(request)}\n`;
const given = { ok: true, values: { 'a.b': secret } };

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

test('blanks say that somebody is there while a person decides', limit, async (t) => {
  const { broker } = await started(t, {
    handle: async () => {
      await sleep(2300);
      return { ok: false, why: 'no' };
    },
  });
  assert.match(await say(broker, line), /^ {2}\{"ok":false,"why":"no"\}\n$/);
});

test('the socket is the user’s alone, and gone after; what is under way ends', limit, async (t) => {
  const { broker, folder } = await started(t, { handle: () => new Promise(() => {}) });
  assert.equal((await stat(broker.address)).mode & 0o777, 0o600);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.deepEqual(await readdir(folder), [`${process.pid}.sock`]);
  const open = say(broker, line);
  await sleep(50);
  await broker.close();
  assert.equal(await open, '');
  assert.deepEqual(await readdir(folder), []);
});

test(
  'a socket that a process of the same number left is taken over, a live one is not',
  limit,
  async (t) => {
    const { broker, folder } = await started(t);
    await assert.rejects(
      startBroker(options(folder)),
      /^Error: cannot listen at [^\n]+\.sock \(EADDRINUSE\)$/,
    );
    await broker.close();
    const script = `require('node:net').createServer().listen(${JSON.stringify(broker.address)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', script]);
    assert.ok((await stat(broker.address)).isSocket());
    const second = await startBroker(options(folder));
    assert.deepEqual(JSON.parse(await say(second, line)), given);
    await second.close();
  },
);

test('a run folder that is a link, a file or open to others is refused', limit, async (t) => {
  const base = await temporary(t);
  await mkdir(join(base, 'wide'), { mode: 0o755 });
  await mkdir(join(base, 'real'), { mode: 0o700 });
  await symlink(join(base, 'real'), join(base, 'link'));
  await writeFile(join(base, 'file'), '');
  const why = async (name: string, owner = ownerOfThisProcess()): Promise<string> => {
    try {
      await (await startBroker({ ...options(join(base, name)), owner })).close();
      return 'none';
    } catch (error) {
      return String(error);
    }
  };
  assert.equal(await why('wide'), `Error: ${base}/wide is open to other users; remove it`);
  await chmod(join(base, 'wide'), 0o711);
  assert.equal(await why('wide'), `Error: ${base}/wide is open to other users; remove it`);
  assert.equal(await why('link'), `Error: ${base}/link is a link`);
  assert.equal(await why('file'), `Error: ${base}/file is not a folder`);
  assert.equal(await why('no/such'), `Error: ${base}/no/such cannot be made (ENOENT)`);
  const other = { uid: 4242, platform: process.platform };
  assert.equal(await why('real', other), `Error: ${base}/real belongs to another user`);
  assert.equal(await why('new'), 'none');
  assert.deepEqual(await readdir(join(base, 'real')), []);
});

test('another user cannot connect', limit, async (t) => {
  if (process.getuid?.() !== 0) return t.skip('only root can become another user');
  const { broker, folder, asked } = await started(t);
  // The way to it is open, so that it is the run folder that holds.
  await chmod(join(folder, '..'), 0o755);
  const script = `
import json, os, socket, sys
os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
found = []
for act in (lambda: socket.socket(socket.AF_UNIX).connect(sys.argv[1]), lambda: os.listdir(sys.argv[2]), lambda: open(os.path.join(sys.argv[2], 'runtime')), lambda: os.mkdir(os.path.join(sys.argv[2], 'x'))):
    try: act(); found.append('done')
    except OSError as error: found.append(error.errno)
print(json.dumps(found))`;
  const { stdout, stderr, error } = spawnSync(
    '/usr/bin/python3',
    ['-c', script, broker.address, folder],
    { encoding: 'utf8' },
  );
  if (error !== undefined) return t.skip('there is no python3');
  assert.equal(stdout, '[13, 13, 13, 13]\n', stderr);
  assert.deepEqual(asked, []);
});

test(
  'as on Windows: the file tells the pipe and the key, and without the key nobody is answered',
  limit,
  async (t) => {
    const base = await temporary(t);
    const before = process.cwd();
    // Here a pipe's name is that of a socket in the working folder.
    process.chdir(base);
    t.after(() => process.chdir(before));
    const asked: BrokerRequest[] = [];
    const broker = await startBroker({
      ...options(base),
      owner: { uid: -1, platform: 'win32' },
      handle: (got) => (asked.push(got), Promise.resolve({ ok: true, values: { 'a.b': secret } })),
      limit: 300,
    });
    t.after(() => broker.close());
    const name = (await readdir(base)).find((entry) => entry.endsWith('.pipe'));
    const file = JSON.parse(await readFile(join(base, name ?? ''), 'utf8')) as {
      address: string;
      key: string;
    };
    assert.equal(file.address, broker.address);
    assert.match(broker.address, /^\\\\\.\\pipe\\mcp-posture-[0-9a-f]{32}$/);
    assert.match(file.key, /^[0-9a-f]{64}$/);
    assert.equal(await say(broker, line), '{"ok":false,"why":"the request came too slowly"}\n');
    assert.equal(await say(broker, `${'0'.repeat(64)}\n${line}`), '');
    assert.deepEqual(asked, []);
    assert.deepEqual(JSON.parse(await say(broker, `${file.key}\n${line}`)), given);
    assert.deepEqual(JSON.parse(await say(broker, `${file.key}\n`, line)), given);
    await broker.close();
    assert.deepEqual(
      (await readdir(base)).filter((entry) => entry.endsWith('.pipe')),
      [],
    );
  },
);

type Started = {
  readonly broker: Broker;
  readonly folder: string;
  readonly asked: BrokerRequest[];
  readonly log: string[];
};

async function started(t: TestContext, more: Partial<BrokerOptions> = {}): Promise<Started> {
  const folder = join(await temporary(t), 'run');
  const asked: BrokerRequest[] = [];
  const log: string[] = [];
  const broker = await startBroker({
    ...options(folder),
    handle: (got) => (asked.push(got), Promise.resolve({ ok: true, values: { 'a.b': secret } })),
    log: (text) => log.push(text),
    ...more,
  });
  t.after(() => broker.close());
  return { broker, folder, asked, log };
}

function options(folder: string): BrokerOptions {
  return {
    folder,
    handle: () => Promise.resolve({ ok: true, values: { 'a.b': secret } }),
    log: () => {},
  };
}

async function temporary(t: TestContext): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'broker-')));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** All that is answered until the connection ends; each piece is sent apart. */
async function say({ address }: Broker, ...pieces: readonly string[]): Promise<string> {
  const socket: Socket = connect(address);
  const chunks: Buffer[] = [];
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = once(socket, 'close');
  for (const piece of pieces) {
    socket.write(piece);
    if (pieces.length > 1) await sleep(20);
  }
  await closed;
  return Buffer.concat(chunks).toString('utf8');
}
