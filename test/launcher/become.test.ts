import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstLine, scene, secret, type Scene } from './scene.ts';

const limit = { timeout: 60_000 };
const other = olderNode();

/** Each way to become the server, by each runtime there is. */
const ways = [
  { name: 'execve', runtime: process.execPath, env: {} },
  { name: 'spawn', runtime: process.execPath, env: { MCP_LAUNCH_NO_EXECVE: '1' } },
  ...(other === undefined ? [] : [{ name: `${other} without execve`, runtime: other, env: {} }]),
];

test('an older Node than the tests’ own runs the launcher too', (t) => {
  if (other === undefined) return t.skip('there is no Node 20 or 22 beside this one');
  assert.match(spawnSync(other, ['--version'], { encoding: 'utf8' }).stdout, /^v2[02]\./);
});

for (const { name, runtime, env } of ways) {
  describe(name, () => {
    async function ready(...[t]: Parameters<typeof scene>): Promise<Scene> {
      const found = await scene(t);
      await found.broker();
      await found.runtime(runtime);
      return found;
    }

    test('a secret reaches the environment and an argument', limit, async (t) => {
      const { launch } = await ready(t);
      const script = 'printf "%s|" "$TOKEN" "$0" "$@"';
      const args = [
        '--env',
        'TOKEN=server.token',
        '--',
        'sh',
        '-c',
        script,
        'zero',
        'k={secret:a.b}!',
      ];
      assert.deepEqual(
        await launch([...args, '{secret:a.b}{secret:c}', '{secret:}', '$& %PATH%'], { env }),
        {
          code: 0,
          signal: null,
          stdout: `${secret} server.token|zero|k=${secret} a.b!|${secret} a.b${secret} c|{secret:}|$& %PATH%|`,
          stderr: '',
        },
      );
    });

    test('the first message is kept, and 300 KB go both ways unchanged', limit, async (t) => {
      const { start } = await ready(t);
      const { child, ended } = start(['--env', 'T=a', '--', 'cat'], { env });
      const text = randomBytes(150 * 1024).toString('hex');
      child.stdin?.write('first\n');
      await sleep(20);
      child.stdin?.end(text);
      const { code, stdout, stderr } = await ended;
      assert.deepEqual([code, stderr], [0, '']);
      assert.equal(stdout, `first\n${text}`);
    });

    test('exit codes and signals are the server’s', limit, async (t) => {
      const { launch, start } = await ready(t);
      const left = await launch(['--env', 'T=a', '--', 'sh', '-c', 'echo no >&2; exit 7'], { env });
      assert.deepEqual([left.code, left.stderr], [7, 'no\n']);

      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const) {
        const script = 'console.log(process.pid); setInterval(() => {}, 1000)';
        const handled = `process.on('${signal}', () => process.exit(3)); ${script}`;
        const { child, ended, pid } = start(['--env', 'T=a', '--', 'node', '-e', handled], { env });
        const inner = await firstLine(child);
        assert.equal(inner === String(pid), name === 'execve');
        process.kill(pid, signal);
        assert.equal((await ended).code, 3, signal);
        assert.throws(() => process.kill(Number(inner), 0), { code: 'ESRCH' });
      }
    });

    test('a server that a signal ends has ended, and its end is told', limit, async (t) => {
      const { start } = await ready(t);
      const { child, ended, pid } = start(
        ['--env', 'T=a', '--', 'sh', '-c', 'echo $$; exec sleep 60'],
        { env },
      );
      const inner = Number(await firstLine(child));
      process.kill(pid, 'SIGTERM');
      const { code, signal } = await ended;
      if (name === 'execve') assert.deepEqual([code, signal, inner], [null, 'SIGTERM', pid]);
      else assert.deepEqual([code, signal], [128 + constants.signals.SIGTERM, null]);
      assert.throws(() => process.kill(inner, 0), { code: 'ESRCH' });
    });

    test('no signal is ignored but those that were', limit, async (t) => {
      const { launch } = await ready(t);
      const { stdout } = await launch(
        ['--env', 'T=a', '--', 'grep', 'SigIgn', '/proc/self/status'],
        { env },
      );
      assert.equal(stdout, 'SigIgn:\t0000000000000000\n');
    });

    test('what is too large for the system is one line', limit, async (t) => {
      const { broker, launch } = await scene(t);
      await broker(() => Promise.resolve({ ok: true, values: { a: secret.repeat(10_000) } }));
      const { code, stderr } = await launch(['--', 'true', '{secret:a}'], { env });
      assert.equal(code, 126);
      assert.match(stderr, /^mcp-launch: \/[^\n]+\/true could not be started \(E2BIG\)\n$/);
    });

    test('a script without an interpreter, and one with a missing one', limit, async (t) => {
      const { launch, folder } = await ready(t);
      const [plain, lost] = [join(folder, 'work/plain'), join(folder, 'work/lost')];
      await writeFile(plain, 'echo "plain $T"\n', { mode: 0o755 });
      await writeFile(lost, '#!/no/such/interpreter\n', { mode: 0o755 });
      const first = await launch(['--env', 'T=a', '--', './plain'], { env });
      assert.deepEqual([first.code, first.stdout, first.stderr], [0, `plain ${secret} a\n`, '']);
      const second = await launch(['--env', 'T=a', '--', 'lost'], { env });
      assert.deepEqual(
        [second.code, second.stdout, second.stderr],
        [127, '', `mcp-launch: ${lost} could not be started (ENOENT)\n`],
      );
    });
  });
}

function olderNode(): string | undefined {
  return ['/usr/bin/node', '/usr/local/bin/node'].find((path) =>
    /^v2[02]\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? ''),
  );
}
