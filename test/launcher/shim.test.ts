import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  environmentIn,
  project,
  scene,
  secret,
  type Environment,
  type Scene,
  type StartOptions,
} from './scene.ts';

const limit = { timeout: 60_000 };
const printEnvironment = ['--env', 'TOKEN=t', '--', 'cat', '/proc/self/environ'];

const shells = ['/bin/dash', '/bin/bash', '/bin/busybox', '/bin/ksh', '/bin/zsh'].filter(
  existsSync,
);

/** The shim under another shell than the machine's `/bin/sh`. */
function under(shell: string, { shim }: Scene): StartOptions {
  return {
    through: shell.endsWith('busybox') ? [shell, 'busybox', 'sh', shim] : [shell, 'sh', shim],
  };
}

for (const shell of shells) {
  test(`${shell}: the server’s environment is the launch’s, and the secret`, limit, async (t) => {
    const found = await scene(t);
    await found.broker();
    await found.runtime(process.execPath);
    const odd: Environment = {
      NODE_OPTIONS: '--max-old-space-size=300 \'"$(touch x)`touch x`\\',
      NODE_PATH: '',
      NODE_EXTRA_CA_CERTS: '/no/such\nNODE_DEBUG=net\nexport LD_PRELOAD=x',
      LD_BIND_NOW: ' two  words ',
      ELECTRON_RUN_AS_NODE: '',
      ELECTRON_NO_ASAR: '1',
      OPENSSL_CONF: '/dev/null',
      ENV: '/no/such',
      BASH_ENV: '/no/such',
      PWD: '/somewhere/else',
      OLDPWD: '/before',
      SHLVL: '41',
      _: 'underscore',
      IFS: 'x',
      path: 'a',
      line: 'b',
      name: 'c',
      ml_line: 'd',
      runtime: 'e',
      EMPTY: '',
      LINES_OF: 'a\nb\n\n',
      'with.dot': 'f\ng',
      'with-dash': '',
      '1digit': 'h=i',
      umlaut: 'äöü €',
      MANY: 'x'.repeat(60_000),
    };
    const { code, stdout, stderr } = await found.launch(printEnvironment, {
      ...under(shell, found),
      env: odd,
    });
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(environmentIn(stdout), { ...found.env, ...odd, TOKEN: `${secret} t` });
  });

  test(`${shell}: what was not set is not set after`, limit, async (t) => {
    const found = await scene(t);
    await found.broker();
    const { stdout } = await found.launch(printEnvironment, under(shell, found));
    assert.deepEqual(environmentIn(stdout), { ...found.env, TOKEN: `${secret} t` });
  });

  test(
    `${shell}: no code of the entry runs in the launcher, all of it in the server`,
    limit,
    async (t) => {
      const found = await scene(t);
      await found.broker();
      await found.runtime(process.execPath);
      const marker = join(found.folder, 'marker');
      const evil = join(found.folder, 'evil.cjs');
      await writeFile(
        evil,
        `require('node:fs').appendFileSync(${JSON.stringify(marker)}, process.argv.join(' ') + '\\n')`,
      );
      const script = join(found.folder, 'evil.sh');
      await writeFile(script, `echo "shell $0" >>'${marker}'\n`);
      const env = {
        NODE_OPTIONS: `--require ${evil}`,
        BASH_ENV: script,
        ENV: script,
        'BASH_FUNC_command%%': `() { echo function >>'${marker}'; }`,
        'BASH_FUNC_printf%%': `() { echo function >>'${marker}'; }`,
      };
      const args = ['--env', 'T=a', '--', 'node', '-p', '1', 'server'];
      assert.equal((await found.launch(args, { ...under(shell, found), env })).stdout, '1\n');
      assert.equal(readFileSync(marker, 'utf8'), `${process.execPath} server\n`);
      await rm(marker);
      // Where its input is a socket, as Node's pipes are, bash reads no BASH_ENV.
      const line = 'exec bash -c true server </dev/null';
      const bash = ['--env', 'T=a', '--', 'sh', '-c', line];
      assert.equal((await found.launch(bash, { ...under(shell, found), env })).code, 0);
      assert.equal(readFileSync(marker, 'utf8'), 'shell server\n');
    },
  );

  test(
    `${shell}: a library of the entry is in the shell and the server, not in the launcher`,
    limit,
    async (t) => {
      const found = await scene(t);
      const marker = join(found.folder, 'marker');
      const library = join(found.folder, 'evil.so');
      const source = `#include <stdio.h>
#include <unistd.h>
__attribute__((constructor)) static void mark(void) {
  char path[4096] = {0};
  FILE *file = fopen("${marker}", "a");
  if (readlink("/proc/self/exe", path, sizeof path - 1) > 0 && file) { fprintf(file, "%s\\n", path); fclose(file); }
}`;
      const compiled = spawnSync('cc', ['-shared', '-fPIC', '-x', 'c', '-', '-o', library], {
        input: source,
      });
      if (compiled.status !== 0) return t.skip('there is no C compiler');
      await found.broker();
      await found.runtime(process.execPath);
      const args = ['--env', 'T=a', '--', 'cat', '/proc/self/environ'];
      const { stdout } = await found.launch(args, {
        ...under(shell, found),
        env: { LD_PRELOAD: library },
      });
      assert.equal(environmentIn(stdout)['LD_PRELOAD'], library);
      assert.deepEqual(readFileSync(marker, 'utf8').trim().split('\n'), [
        realpathSync(shell),
        realpathSync('/bin/cat'),
      ]);
    },
  );
}

test('an entry cannot forge what the shim puts aside', limit, async (t) => {
  const { broker, launch, env } = await scene(t);
  await broker();
  const forged = {
    MCP_LAUNCH_SAVED_LD_PRELOAD: '/evil.so',
    MCP_LAUNCH_ODD: 'a.b=c',
    MCP_LAUNCH_DROPPED: 'PATH',
    MCP_LAUNCH_SHIM: '1',
    MCP_LAUNCH_OTHER: 'x\nexport MCP_LAUNCH_SAVED_NODE_OPTIONS=y',
  };
  const { stdout } = await launch(printEnvironment, { env: forged });
  assert.deepEqual(environmentIn(stdout), { ...env, TOKEN: `${secret} t` });
});

test('the shim is found through links, and where its path has blanks', limit, async (t) => {
  const { broker, launch, folder, env } = await scene(t);
  await broker();
  const odd = join(folder, "a folder 'with' $(words)");
  await mkdir(join(odd, 'bin'), { recursive: true });
  await mkdir(join(odd, 'dist'));
  await copyFile(join(project, 'bin/mcp-launch'), join(odd, 'bin/mcp-launch'));
  await copyFile(join(folder, 'dist/launcher.js'), join(odd, 'dist/launcher.js'));
  await symlink(join(odd, 'bin/mcp-launch'), join(folder, 'absolute'));
  await symlink('../absolute', join(folder, 'work/mcp-launch'));
  const args = ['--env', 'T=a', '--', 'printenv', 'T'];
  for (const link of [
    join(folder, 'absolute'),
    '../absolute',
    './mcp-launch',
    join(odd, 'bin/mcp-launch'),
  ])
    assert.equal((await launch(args, { through: [link, link] })).stdout, `${secret} a\n`, link);
  const byName = await launch(['mcp-launch', ...args], { through: ['/usr/bin/env', 'env'] });
  assert.equal(byName.stdout, `${secret} a\n`);
  assert.ok(env['PATH']?.startsWith(join(folder, 'work')));
});

test('word of a runtime counts only where nobody else can write it', limit, async (t) => {
  const { broker, launch, runtime, run, folder } = await scene(t);
  await broker();
  const marked = join(folder, 'marked');
  await writeFile(marked, `#!/bin/sh\necho marked >&2\nexec '${process.execPath}' "$@"\n`, {
    mode: 0o755,
  });
  const isUsed = async (): Promise<boolean> => {
    const { code, stderr, stdout } = await launch(['--env', 'T=a', '--', 'printenv', 'T']);
    assert.deepEqual([code, stdout], [0, `${secret} a\n`], stderr);
    return stderr === 'marked\n';
  };
  await runtime(marked);
  assert.equal(await isUsed(), true);

  await chmod(marked, 0o757);
  assert.equal(await isUsed(), false, 'a program that others can write');
  await chmod(marked, 0o755);
  await chmod(join(run, 'runtime'), 0o606);
  assert.equal(await isUsed(), false, 'a file that others can write');
  await chmod(join(run, 'runtime'), 0o600);
  await runtime('marked');
  assert.equal(await isUsed(), false, 'a path that is not absolute');
  await runtime(folder);
  assert.equal(await isUsed(), false, 'a folder');
  await rm(join(run, 'runtime'));
  await symlink(join(folder, 'elsewhere'), join(run, 'runtime'));
  await writeFile(join(folder, 'elsewhere'), `${marked}\n`, { mode: 0o600 });
  assert.equal(await isUsed(), false, 'a link');
  if (process.getuid?.() !== 0) return t.diagnostic('other owners are tried as root only');
  await rm(join(run, 'runtime'));
  await runtime(marked);
  await chown(marked, 65534, 65534);
  assert.equal(await isUsed(), false, 'a program of another user');
});

test('the installed shim may have word of a runtime beside it', limit, async (t) => {
  const { broker, launch, folder } = await scene(t);
  await broker();
  await writeFile(join(folder, 'bin/runtime'), process.execPath, { mode: 0o600 });
  const env = { PATH: '/nowhere' };
  const { code, stdout } = await launch(['--env', 'T=a', '--', '/usr/bin/printenv', 'T'], { env });
  assert.deepEqual([code, stdout], [0, `${secret} a\n`]);
});

test('without a runtime there is one line', limit, async (t) => {
  const { launch } = await scene(t);
  const env = { PATH: '/nowhere', MCP_LAUNCH_WAIT: '0' };
  const { code, stdout, stderr } = await launch(['--env', 'T=a', '--', '/bin/cat'], { env });
  assert.deepEqual([code, stdout], [127, '']);
  assert.match(stderr, /^mcp-launch: there is neither [^\n]+\n$/);
});

test('a runtime that the editor names a moment later is waited for', limit, async (t) => {
  const { broker, start, runtime } = await scene(t);
  const { ended } = start(['--env', 'T=a', '--', '/usr/bin/printenv', 'T'], {
    env: { PATH: '/nowhere' },
    input: '',
  });
  await sleep(300);
  await broker();
  await runtime(process.execPath);
  assert.deepEqual(await ended, { code: 0, signal: null, stdout: `${secret} a\n`, stderr: '' });
});
