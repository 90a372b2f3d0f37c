import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerAnswer } from '../../src/secrets/protocol.ts';
import { knowsAll, scene, secret } from './scene.ts';

const limit = { timeout: 60_000 };
const printToken = ['--env', 'T=a', '--', 'printenv', 'T'];
const given = { code: 0, signal: null, stdout: `${secret} a\n`, stderr: '' };

test('a server that starts before the extension waits for it', limit, async (t) => {
  const { start, broker } = await scene(t);
  const { ended } = start(printToken, { input: '' });
  await sleep(400);
  await broker();
  assert.deepEqual(await ended, given);
});

test('when no editor comes there is one line that says what to do', limit, async (t) => {
  const { launch, run } = await scene(t);
  const { code, stdout, stderr } = await launch(printToken, { env: { MCP_LAUNCH_WAIT: '200' } });
  assert.deepEqual([code, stdout], [77, '']);
  assert.equal(
    stderr,
    `mcp-launch: no editor with MCP Posture is open (none answers in ${run}); open the one that keeps the secrets of this server, then start it again\n`,
  );
});

test('a launch that is ended while it waits is gone', limit, async (t) => {
  const { start } = await scene(t);
  const { child, ended } = start(printToken, { input: '' });
  await sleep(300);
  child.kill('SIGTERM');
  const { signal, stderr } = await ended;
  assert.deepEqual([signal, stderr], ['SIGTERM', '']);
});

test(
  'the newest editor is asked first, and the next one only when it passes on',
  limit,
  async (t) => {
    const { broker, launch } = await scene(t);
    const asked: string[] = [];
    function answers(name: string, answer: BrokerAnswer) {
      return () => (asked.push(name), Promise.resolve(answer));
    }
    await broker(answers('old', { ok: true, values: { a: `${secret} old` } }), process.pid);
    await sleep(20);
    const middle = await broker(answers('middle', { ok: false, why: 'ask' }), process.ppid);
    await sleep(20);
    const pass = { ok: false, why: 'not mine', passOn: true } as const;
    const newest = await broker(answers('newest', pass), 1);
    const refused = await launch(printToken);
    assert.deepEqual([refused.code, refused.stderr], [77, 'mcp-launch: ask\n']);
    assert.deepEqual(asked.splice(0), ['newest', 'middle']);
    await middle.close();
    assert.equal((await launch(printToken)).stdout, `${secret} old\n`);
    assert.deepEqual(asked.splice(0), ['newest', 'old']);
    await newest.close();
    assert.equal((await launch(printToken)).stdout, `${secret} old\n`);
    assert.deepEqual(asked, ['old']);
  },
);

test('when all pass on, each is asked once and the newest’s reason is told', limit, async (t) => {
  const { broker, launch } = await scene(t);
  let asked = 0;
  const pass = (why: string) => () => (
    (asked += 1),
    Promise.resolve({ ok: false, why, passOn: true } as const)
  );
  await broker(pass('old'), process.pid);
  await sleep(20);
  await broker(pass('new'), process.ppid);
  const { code, stderr } = await launch(printToken, { env: { MCP_LAUNCH_WAIT: '300' } });
  assert.deepEqual([code, stderr, asked], [77, 'mcp-launch: new\n', 2]);
});

test('an editor that passed on before it knew its files is asked again', limit, async (t) => {
  const { broker, launch } = await scene(t);
  let asked = 0;
  await broker(() => {
    asked += 1;
    return Promise.resolve<BrokerAnswer>(
      asked === 1
        ? { ok: false, why: 'not mine', passOn: true }
        : { ok: true, values: { a: secret } },
    );
  });
  assert.equal((await launch(printToken)).stdout, `${secret}\n`);
  assert.equal(asked, 2);
});

test('an editor that is killed while it decides: one line, no hang', limit, async (t) => {
  const { start, run } = await scene(t);
  await mkdir(run, { mode: 0o700 });
  const hung = await hungBroker(t, join(run, `${process.pid}.sock`));
  const { ended } = start(printToken, { input: '', env: { MCP_LAUNCH_WAIT: '500' } });
  await once(hung.stdout ?? hung, 'data');
  hung.kill('SIGKILL');
  const { code, stdout, stderr } = await ended;
  assert.deepEqual([code, stdout], [77, '']);
  assert.equal(
    stderr,
    'mcp-launch: the editor closed before it answered; start the server again\n',
  );
});

test('a window that is loaded anew during a launch answers after', limit, async (t) => {
  const { broker, start } = await scene(t);
  const asked = Promise.withResolvers<void>();
  const first = await broker((_, signal) => {
    asked.resolve();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('closed')));
    });
  });
  const { ended } = start(printToken, { input: '' });
  await asked.promise;
  await first.close();
  await sleep(200);
  await broker();
  assert.deepEqual(await ended, given);
});

test(
  'the door of a process that is gone is removed, that of one that lives is kept',
  limit,
  async (t) => {
    const { broker, launch, run } = await scene(t);
    await mkdir(run, { mode: 0o700 });
    const gone = spawn('true');
    await once(gone, 'exit');
    const [dead, alive] = [join(run, `${gone.pid}.sock`), join(run, `${process.ppid}.sock`)];
    for (const path of [dead, alive]) await leftSocket(t, path);
    await writeFile(join(run, 'notes.txt'), '');
    await writeFile(join(run, '12.sock'), 'a file');
    const env = { MCP_LAUNCH_WAIT: '0' };
    assert.equal((await launch(printToken, { env })).code, 77);
    assert.deepEqual([existsSync(dead), existsSync(alive)], [false, true]);

    await leftSocket(t, dead);
    await broker();
    assert.deepEqual([existsSync(dead), existsSync(alive)], [false, true]);
    assert.deepEqual(await launch(printToken), given);
  },
);

test('a run folder that others can enter is refused', limit, async (t) => {
  const { launch, run, folder } = await scene(t);
  await mkdir(run, { mode: 0o700 });
  async function refusal(): Promise<string> {
    const { code, stdout, stderr } = await launch(printToken);
    assert.deepEqual([code, stdout], [77, '']);
    return stderr;
  }
  for (const mode of [0o755, 0o770, 0o701]) {
    await chmod(run, mode);
    assert.equal(await refusal(), `mcp-launch: ${run} is open to other users; remove it\n`);
  }
  await chmod(run, 0o700);
  const moved = join(folder, 'moved');
  await rename(run, moved);
  await symlink(moved, run);
  assert.equal(await refusal(), `mcp-launch: ${run} is a link\n`);
  if (process.getuid?.() !== 0) return t.diagnostic('another owner is tried as root only');
  await rename(run, join(folder, 'link'));
  await mkdir(run, { mode: 0o700 });
  await chown(run, 65534, 65534);
  assert.equal(await refusal(), `mcp-launch: ${run} belongs to another user\n`);
});

test('an answer that a person takes long to give is waited for', limit, async (t) => {
  const { broker, launch } = await scene(t);
  await broker(async (request) => {
    await sleep(2500);
    return knowsAll(request);
  });
  assert.deepEqual(await launch(printToken, { env: { MCP_LAUNCH_WAIT: '0' } }), given);
});

/** Accepts, says so, and does not answer. */
async function hungBroker(t: TestContext, path: string): Promise<ChildProcess> {
  const script = `require('node:net').createServer((socket) => socket.on('data', () => console.log('asked'))).listen(${JSON.stringify(path)}, () => console.log('ready'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

/** A socket whose process was killed. */
async function leftSocket(t: TestContext, path: string): Promise<void> {
  const child = await hungBroker(t, path);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
