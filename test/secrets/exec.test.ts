import assert from 'node:assert/strict';
import {
  access,
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { suite, test } from 'node:test';
import { environmentFor, exec, type ExecOptions, type ExecResult } from '../../src/secrets/exec.ts';

interface Machine extends AsyncDisposable {
  readonly root: string;
  readonly home: string;
  /** On PATH. */
  readonly programs: string;
  readonly workspace: string;
  /** Writes a program; `folder` by default the one on PATH. */
  add(name: string, script: string, folder?: string): Promise<string>;
  run(program: string, options?: Partial<ExecOptions>): Promise<ExecResult>;
}

async function machine(): Promise<Machine> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'mcp-posture-exec-')));
  const home = join(root, 'home');
  const programs = join(root, 'programs');
  const workspace = join(root, 'workspace');
  for (const folder of [home, programs, workspace]) await mkdir(folder);
  return {
    root,
    home,
    programs,
    workspace,
    async add(name, script, folder = programs) {
      const path = join(folder, name);
      await writeFile(path, `#!/bin/sh\n${script}\n`);
      await chmod(path, 0o755);
      return path;
    },
    run: (program, options = {}) =>
      exec({
        program,
        args: [],
        input: '',
        env: { PATH: programs },
        home,
        platform: process.platform,
        forbidden: [workspace],
        signal: new AbortController().signal,
        ...options,
      }),
    async [Symbol.asyncDispose]() {
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function whyOf(run: Promise<unknown>): Promise<string> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error, 'it ran');
  assert.ok(!error.message.includes('\n') && error.message.length < 200, error.message);
  return error.message;
}

suite('what is run', () => {
  test('gets the input, says something, ends with a code', async () => {
    await using at = await machine();
    await at.add('echoes', 'read -r line\necho "got $line as $*"\nexit 3');
    const result = await at.run('echoes', { input: 'ghcr.io\n', args: ['get'] });
    assert.deepEqual(result, { code: 3, output: 'got ghcr.io as get\n' });
  });

  test('stands in the home folder, with a short environment', async () => {
    await using at = await machine();
    await at.add('tells', 'echo "$PWD"\nexport -p');
    const env = {
      PATH: at.programs,
      HOME: at.home,
      NODE_OPTIONS: '--require /evil.js',
      LD_PRELOAD: '/evil.so',
      BASH_ENV: '/evil',
      ENV: '/evil',
      GITHUB_TOKEN: 'hidden',
      AWS_PROFILE: 'work',
    };
    const { output } = await at.run('tells', { env });
    const [folder, ...exported] = output.trim().split('\n');
    assert.equal(folder, at.home);
    const names = exported.map(
      (line) => line.replace(/^(?:export|declare -x) /, '').split('=', 1)[0],
    );
    const ofShell = new Set(['PWD', 'OLDPWD', 'SHLVL', '_']);
    assert.deepEqual(
      names.filter((name = '') => !ofShell.has(name)),
      ['AWS_PROFILE', 'HOME', 'PATH'],
    );
  });

  test('is run by the name that PATH gives it, where it is a link', async () => {
    await using at = await machine();
    const elsewhere = join(at.root, 'elsewhere');
    await mkdir(elsewhere);
    // A real program, for a script is never told its name.
    await symlink(process.execPath, join(elsewhere, 'many-in-one'));
    await symlink(join(elsewhere, 'many-in-one'), join(at.programs, 'one-of-them'));
    const { output } = await at.run('one-of-them', { args: ['-p', 'process.argv0'] });
    assert.equal(output.trim(), join(at.programs, 'one-of-them'));
  });

  test('may end without reading', async () => {
    await using at = await machine();
    await at.add('deaf', 'exit 0');
    const result = await at.run('deaf', { input: 'x'.repeat(1_000_000) });
    assert.deepEqual(result, { code: 0, output: '' });
  });

  test('what it says of errors is not read', async () => {
    await using at = await machine();
    await at.add('complains', 'echo secret >&2\nexit 1');
    assert.deepEqual(await at.run('complains'), { code: 1, output: '' });
  });
});

suite('what is not run', () => {
  const script = (marker: string): string => `: > '${marker}'`;

  test('a program in the workspace, by whatever way PATH leads there', async () => {
    await using at = await machine();
    const marker = join(at.root, 'ran');
    const bin = join(at.workspace, 'bin');
    await mkdir(bin);
    const path = await at.add('evil', script(marker), bin);
    const linked = join(at.root, 'linked');
    await symlink(at.workspace, linked);
    await symlink(path, join(at.programs, 'evil'));
    const folders = [bin, join(linked, 'bin'), join(at.programs, '..', 'workspace', 'bin')];
    for (const folder of [...folders, at.programs]) {
      const why = await whyOf(at.run('evil', { env: { PATH: folder } }));
      assert.equal(why, 'evil was not found on PATH outside the workspace');
    }
    // The workspace may itself be opened by a link.
    await whyOf(at.run('evil', { env: { PATH: bin }, forbidden: [linked] }));
    assert.equal(await isThere(marker), false);
    // Where it is no workspace the same program runs: it is the folder that was refused.
    await at.run('evil', { env: { PATH: bin }, forbidden: [] });
    assert.equal(await isThere(marker), true);
  });

  test('a link in the workspace to a program outside', async () => {
    await using at = await machine();
    const marker = join(at.root, 'ran');
    const path = await at.add('outside', script(marker));
    await symlink(path, join(at.workspace, 'chosen'));
    await whyOf(at.run('chosen', { env: { PATH: at.workspace } }));
    assert.equal(await isThere(marker), false);
  });

  test('the one outside is, where PATH names the workspace first', async () => {
    await using at = await machine();
    await at.add('same', 'echo evil', at.workspace);
    await at.add('same', 'echo good');
    const { output } = await at.run('same', { env: { PATH: `${at.workspace}:${at.programs}` } });
    assert.equal(output, 'good\n');
  });

  test('nor does a program find others in the workspace, or where it stands', async () => {
    await using at = await machine();
    await at.add('gpg', 'echo evil', at.workspace);
    await at.add('gpg', 'echo evil', at.home);
    await at.add('asks', 'gpg || echo "no gpg on $PATH"');
    const env = { PATH: `.::${at.workspace}:${at.programs}:bin` };
    const { output } = await at.run('asks', { env });
    assert.equal(output, `no gpg on ${at.programs}\n`);
  });

  test('what PATH names from where one stands', async () => {
    await using at = await machine();
    const marker = join(at.root, 'ran');
    await at.add('near', script(marker));
    const here = relative(process.cwd(), at.programs);
    for (const PATH of [here, `./${here}`, '', '.']) {
      await whyOf(at.run('near', { env: { PATH } }));
    }
    assert.equal(await isThere(marker), false);
  });

  test('what is no program', async () => {
    await using at = await machine();
    await mkdir(join(at.programs, 'folder'));
    await writeFile(join(at.programs, 'text'), 'not for running');
    await symlink(join(at.root, 'nowhere'), join(at.programs, 'dangling'));
    for (const name of ['folder', 'text', 'dangling', 'missing']) {
      const why = await whyOf(at.run(name));
      assert.equal(why, `${name} was not found on PATH outside the workspace`);
    }
  });

  test('a program whose home is gone', async () => {
    await using at = await machine();
    await at.add('fine', 'echo fine');
    const why = await whyOf(at.run('fine', { home: join(at.root, 'nowhere') }));
    assert.equal(why, 'fine could not be started (ENOENT)');
  });
});

suite('what is stopped, with all that it started', () => {
  /** Starts a second process that would leave a marker, and waits. */
  const family = (marker: string): string => `(sleep 0.5; : > '${marker}') &\nsleep 30`;
  const env = (programs: string) => ({ PATH: `${programs}:/usr/bin:/bin` });

  test('after the time limit', async () => {
    await using at = await machine();
    const marker = join(at.root, 'ran');
    await at.add('hangs', family(marker));
    const why = await whyOf(at.run('hangs', { env: env(at.programs), timeLimit: 200 }));
    assert.equal(why, 'hangs did not answer within 0.2 s');
    await wait(900);
    assert.equal(await isThere(marker), false);
  });

  test('when nobody wants it any more', async () => {
    await using at = await machine();
    const started = join(at.root, 'started');
    await at.add('hangs', `: > '${started}'\n${family(join(at.root, 'ran'))}`);
    const controller = new AbortController();
    const { signal } = controller;
    const why = whyOf(at.run('hangs', { env: env(at.programs), signal }));
    while (!(await isThere(started))) await wait(10);
    controller.abort();
    assert.equal(await why, 'stopped');
    await wait(900);
    assert.equal(await isThere(join(at.root, 'ran')), false);
  });

  test('before it began', async () => {
    await using at = await machine();
    const marker = join(at.root, 'ran');
    await at.add('fine', `: > '${marker}'`);
    assert.equal(await whyOf(at.run('fine', { signal: AbortSignal.abort() })), 'stopped');
    assert.equal(await isThere(marker), false);
  });

  test('when it says too much', async () => {
    await using at = await machine();
    const noted = join(at.root, 'noted');
    await at.add(
      'floods',
      `echo $$ > '${noted}'\nwhile :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxx; done`,
    );
    assert.equal(await whyOf(at.run('floods')), 'floods sent more than 64 KB');
    const pid = Number(await readFile(noted, 'utf8'));
    // It is gone, or a body that waits to be fetched.
    for (let round = 0; round < 100 && isAlive(pid); round++) await wait(20);
    assert.equal(isAlive(pid), false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('on Windows names are told apart by letters alone, and only an .exe is a program', async () => {
  const env = {
    Path: 'x',
    SystemRoot: 'C:\\Windows',
    Appdata: 'a',
    node_options: 'evil',
    https_proxy: 'p',
    Aws_Profile: 'w',
  };
  assert.deepEqual(environmentFor({ env, platform: 'win32' }, ['C:\\bin']), {
    SystemRoot: 'C:\\Windows',
    Appdata: 'a',
    https_proxy: 'p',
    Aws_Profile: 'w',
    PATH: 'C:\\bin',
  });
  await using at = await machine();
  for (const name of ['tool', 'tool.cmd', 'tool.bat']) await at.add(name, 'echo wrong');
  const windows = { platform: 'win32', env: { Path: at.programs } } as const;
  assert.equal(
    await whyOf(at.run('tool', windows)),
    'tool was not found on PATH outside the workspace',
  );
  await at.add('tool.exe', 'echo right');
  assert.equal((await at.run('tool', windows)).output, 'right\n');
});
