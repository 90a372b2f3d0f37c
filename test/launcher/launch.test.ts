import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerRequest } from '../../src/secrets/protocol.ts';
import { firstLine, knowsAll, scene, secret } from './scene.ts';

const limit = { timeout: 60_000 };

test('what cannot be understood is one line without what was said', limit, async (t) => {
  const { launch } = await scene(t);
  const wrong = [
    ['--env', `TOKEN=${secret} x`, '--', 'cat'],
    ['--env', '1A=a', '--', 'cat'],
    ['--env', 'A', '--', 'cat'],
    ['--env', 'A=a', '--env', 'A=b', '--', 'cat'],
    ['--other', '--', 'cat'],
    [secret, '--', 'cat'],
    ['--env', 'A=a', 'cat'],
    ['--'],
    ['--', ''],
    [],
  ];
  for (const args of wrong) {
    const { code, stdout, stderr } = await launch(args);
    assert.deepEqual([code, stdout], [64, ''], args.join(' '));
    assert.match(stderr, /^mcp-launch: [^\n]+\n$/);
    assert.ok(!stderr.includes(secret));
  }
});

test(
  'a missing program is named with the PATH, before any secret is asked for',
  limit,
  async (t) => {
    const { broker, launch, env, folder } = await scene(t);
    const asked: BrokerRequest[] = [];
    await broker((request) => (asked.push(request), knowsAll(request)));
    const missing = await launch(['--env', 'T=a', '--', 'no-such-program']);
    assert.deepEqual(
      [missing.code, missing.stderr],
      [127, `mcp-launch: no-such-program was not found on PATH (${env['PATH']})\n`],
    );
    await writeFile(join(folder, 'work/text'), 'text', { mode: 0o644 });
    for (const command of ['text', './text', '..']) {
      const { code, stderr } = await launch(['--env', 'T=a', '--', command]);
      assert.equal(code, 126, stderr);
      assert.match(stderr, /^mcp-launch: \/[^\n]+ is not an executable file\n$/);
    }
    assert.equal((await launch(['--env', 'T=a', '--', '/no/such'])).code, 127);
    const steering = await launch(['--', 'no\u001b]0;title\u0007\nmcp-launch: \u202esuch']);
    assert.equal(
      steering.stderr,
      `mcp-launch: no ]0;title mcp-launch:  such was not found on PATH (${env['PATH']})\n`,
    );
    assert.deepEqual(asked, []);
  },
);

test('a refusal, a missing value and a zero byte start nothing', limit, async (t) => {
  const { broker, launch, folder } = await scene(t);
  const marker = join(folder, 'ran');
  const answers = [
    { answer: { ok: false, why: 'approve\nit first' }, line: 'approve it first' },
    { answer: { ok: true, values: { b: secret } }, line: 'there is no secret a' },
    { answer: { ok: true, values: { a: `${secret}\0` } }, line: 'the secret a holds a zero byte' },
  ] as const;
  for (const { answer, line } of answers) {
    const { close } = await broker(() => Promise.resolve(answer));
    const { code, stdout, stderr } = await launch(['--env', 'T=a', '--', 'touch', marker]);
    assert.deepEqual([code, stdout, stderr], [77, '', `mcp-launch: ${line}\n`]);
    await close();
  }
  assert.ok(!readdirSync(folder).includes('ran'));
});

test('the broker is told what will run, and nothing of a value', limit, async (t) => {
  const { broker, start, folder } = await scene(t);
  const asked: BrokerRequest[] = [];
  await broker((request) => (asked.push(request), knowsAll(request)));
  const args = [
    '--env',
    'A=x',
    '--env',
    'B=x',
    '--',
    'node',
    '-e',
    '0',
    '{secret:y}',
    '{secret:x}',
  ];
  const { pid, ended } = start(args, { input: '', env: { PLAIN: 'abc', ODD: '' } });
  assert.equal((await ended).code, 0);
  const [request] = asked;
  assert.deepEqual(asked.length, 1);
  assert.deepEqual(
    { ...request, env: undefined },
    {
      version: 1,
      ids: ['x', 'y'],
      variables: { A: 'x', B: 'x' },
      argv: ['node', '-e', '0', '{secret:y}', '{secret:x}'],
      cwd: join(folder, 'work'),
      program: process.execPath,
      env: undefined,
      pid,
    },
  );
  assert.deepEqual(Object.keys(request?.env ?? {}).sort(), [
    'ODD',
    'PATH',
    'PLAIN',
    'XDG_RUNTIME_DIR',
  ]);
  assert.equal(
    request?.env['PLAIN'],
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('without secrets nobody is asked', limit, async (t) => {
  const { launch } = await scene(t);
  const { code, stdout } = await launch(['--', 'echo', 'hello'], { env: { MCP_LAUNCH_WAIT: '0' } });
  assert.deepEqual([code, stdout], [0, 'hello\n']);
});

test('with --keychain the module beside it is asked, and no editor', limit, async (t) => {
  const { broker, launch, folder } = await scene(t);
  await broker(() => assert.fail('an editor was asked'));
  const module = `exports.secretsFromKeychain = async ({ ids, argv }, signal) => ids[0] === 'a' && signal.aborted === false
    ? { ok: true, values: { a: 'from ' + argv[0] } } : { ok: false, why: 'locked' };`;
  const args = (id: string) => ['--keychain', '--env', `T=${id}`, '--', 'printenv', 'T'];
  await writeFile(join(folder, 'dist/keychain-launch.js'), module);
  assert.equal((await launch(args('a'))).stdout, 'from printenv\n');
  const refused = await launch(args('b'));
  assert.deepEqual([refused.code, refused.stderr], [77, 'mcp-launch: locked\n']);
  await writeFile(join(folder, 'dist/keychain-launch.js'), `throw new Error('${secret}')`);
  const failed = await launch(args('a'));
  assert.equal(failed.code, 70);
  assert.equal(failed.stderr, 'mcp-launch: an unexpected error; run mcp-posture secrets doctor\n');
});

test('a Node that is too old says so', limit, async (t) => {
  const { folder, start } = await scene(t);
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '18.20.1' } }); require('./dist/launcher.js')`;
  const through = [process.execPath, 'node', '-e', pretend] as const;
  const { code, stderr } = await start([], { through, cwd: folder, input: '' }).ended;
  assert.equal(code, 127);
  assert.equal(
    stderr,
    `mcp-launch: ${process.execPath} is Node.js 18.20.1; 20 or newer is needed\n`,
  );
});

test('fifty launches at a time', { timeout: 120_000 }, async (t) => {
  const { broker, launch } = await scene(t);
  await broker();
  const ended = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      launch(['--env', `T=id-${index}`, '--', 'sh', '-c', 'printf %s "$T"']),
    ),
  );
  assert.deepEqual(
    ended,
    ended.map((_, index) => ({
      code: 0,
      signal: null,
      stdout: `${secret} id-${index}`,
      stderr: '',
    })),
  );
});

test('no command line and no file holds the secret at any time of the start', limit, async (t) => {
  const { broker, start, folder } = await scene(t);
  await broker(async (request) => {
    await sleep(150);
    return knowsAll(request);
  });
  for (const env of [{}, { MCP_LAUNCH_NO_EXECVE: '1' }]) {
    const { child, ended } = start(['--env', 'T=a', '--', 'sh', '-c', 'echo ready; cat'], { env });
    const line = firstLine(child);
    let samples = 0;
    for (let isReady = false; !isReady; samples += 1) {
      isReady = await Promise.race([line.then(() => true), sleep(1, false)]);
      assert.ok(!commandLines().some((text) => text.includes(secret)));
    }
    assert.ok(samples > 10, `${samples} samples`);
    child.stdin?.end();
    assert.deepEqual((await ended).code, 0);
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    assert.ok(!readFileSync(join(entry.parentPath, entry.name)).includes(secret), entry.name);
  }
});

test('a launch whose parent is gone ends its server', limit, async (t) => {
  const { broker, start, shim } = await scene(t);
  await broker();
  const script =
    'MCP_LAUNCH_NO_EXECVE=1 "$0" --env T=a -- sh -c \'echo $$; exec sleep 60\' <&0 & sleep 0.6';
  const { child } = start([], { through: ['/bin/sh', 'sh', '-c', script, shim] });
  const inner = Number(await firstLine(child));
  assert.ok(inner > 1);
  for (let tries = 0; isAlive(inner); tries += 1) {
    assert.ok(tries < 200, 'it still runs');
    await sleep(50);
  }
});

test('a folder that has gone is one line', limit, async (t) => {
  const { broker, launch, folder, shim } = await scene(t);
  await broker();
  const inner = join(folder, 'work/gone');
  const script = 'mkdir -p "$0" && cd "$0" && rmdir "$0" && exec "$@"';
  const through = ['/bin/sh', 'sh', '-c', script, inner] as const;
  const { code, stderr } = await launch([shim, '--env', 'T=a', '--', 'cat'], { through });
  assert.equal(code, 70);
  assert.match(
    stderr,
    /^(?:sh: [^\n]*\n|[^\n]*getcwd[^\n]*\n)*mcp-launch: the folder that this is started in is no longer there\n$/,
  );
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function commandLines(): readonly string[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [readFileSync(`/proc/${name}/cmdline`, 'utf8')];
    } catch {
      return [];
    }
  });
}
