import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownerOfThisProcess, startBroker } from '../../src/secrets/broker.ts';
import { type BrokerRequest } from '../../src/secrets/protocol.ts';
import { askBrokers } from '../../src/secrets/broker-client.ts';
import {
  given,
  limit,
  line,
  options,
  request,
  say,
  secret,
  started,
  temporary,
} from './broker-scene.ts';

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
    const asking = {
      folder: base,
      owner: { uid: -1, platform: 'win32' },
      request,
      wait: 0,
      signal: t.signal,
    } as const;
    assert.deepEqual(await askBrokers(asking), given);
    await writeFile(join(base, name ?? ''), JSON.stringify({ ...file, key: '0'.repeat(64) }));
    assert.deepEqual(await askBrokers(asking), {
      ok: false,
      why: 'the editor closed before it answered; start the server again',
    });
    await broker.close();
    assert.deepEqual(
      (await readdir(base)).filter((entry) => entry.endsWith('.pipe')),
      [],
    );
  },
);
