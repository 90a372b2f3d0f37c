import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { suite, test, type TestContext } from 'node:test';
import { bindingOf } from '../../src/secrets/binding.ts';
import { boundWorld, ID, LAUNCHER } from './bound-world.ts';

/** Whether what a launch is bound to changes with the content of a file of the workspace. */
function content(t: TestContext) {
  const { world, write, entry } = boundWorld(t);
  return async (path: string, server: Readonly<Record<string, unknown>>): Promise<boolean> => {
    async function bound(text: string): Promise<string> {
      chmodSync(write(path, text), 0o755);
      const { envFile, script } = await bindingOf(entry({ envFile: null, ...server }), world);
      return JSON.stringify([envFile, script]);
    }
    return (await bound('one')) !== (await bound('two'));
  };
}

function line(...words: readonly string[]): Readonly<Record<string, unknown>> {
  return { args: ['--env', `TOKEN=${ID}`, '--', ...words] };
}

suite('files of the workspace that a launch is bound to', () => {
  test('are named inside a line of a shell, and joined to a flag', async (t) => {
    const counts = content(t);
    const lines = [
      ['sh', '-c', 'cd . && node "./deep/run.js" --x'],
      ['sh', '-c', 'exec node deep/run.js;true'],
      ['node', '-r./deep/run.js', 'x'],
      ['node', '--import', './deep/run.js'],
      ['node', '--import=file:./deep/run.js'],
      ['docker', 'run', '-v', './deep/run.js:/app/run.js:ro', 'image'],
      ['docker', 'run', '--mount', 'type=bind,src=./deep/run.js,dst=/x', 'image'],
      ['node', ...Array.from({ length: 400 }, (_, n) => `--flag-${n}`), 'deep/run.js'],
    ];
    for (const words of lines)
      assert.equal(await counts('deep/run.js', line(...words)), true, words.join(' ').slice(0, 80));
    assert.equal(await counts('deep/other.js', line('node', 'deep/run.js')), false);
  });

  test('are named by variables that load code', async (t) => {
    const counts = content(t);
    const at = async (path: string, env: Readonly<Record<string, string>>) =>
      counts(path, { ...line('node', 'x'), env });
    assert.equal(
      await at('pre.cjs', { NODE_OPTIONS: '--max-old-space-size=9 -r ./pre.cjs' }),
      true,
    );
    assert.equal(
      await at('pre.cjs', { NODE_OPTIONS: '--require=${workspaceFolder}/pre.cjs' }),
      true,
    );
    assert.equal(
      await at('lib/x.so', { LD_PRELOAD: '/other.so:${workspaceFolder}/lib/x.so' }),
      true,
    );
    assert.equal(await at('start.py', { PYTHONSTARTUP: 'start.py' }), true);
    assert.equal(await at('pre.cjs', { PLAIN: './pre.cjs' }), false);
    assert.equal(await at('own.npmrc', { NPM_CONFIG_USERCONFIG: './own.npmrc' }), true);
    assert.equal(await at('docker/config.json', { DOCKER_CONFIG: './docker' }), true);
  });

  test('are named by such variables of the file of variables', async (t) => {
    const { world, write, entry } = boundWorld(t);
    write('.env', 'NODE_OPTIONS="--require ./pre.cjs" # c\nPLAIN=./plain.cjs\n');
    const bound = async (path: string, text: string) => {
      write(path, text);
      return (await bindingOf(entry(line('tool')), world)).script;
    };
    assert.notEqual(await bound('pre.cjs', 'one'), await bound('pre.cjs', 'two'));
    assert.equal(await bound('plain.cjs', 'one'), await bound('plain.cjs', 'two'));
  });

  test('are all that an interpreter may take a folder for', async (t) => {
    const counts = content(t);
    assert.equal(await counts('app/package.json', line('node', './app')), true);
    assert.equal(await counts('app/index.js', line('node', './app')), true);
    assert.equal(await counts('app/__main__.py', line('python3', 'app')), true);
    assert.equal(await counts('app.js', line('node', './app')), true);
  });

  test('are settings that say what runs, and where', async (t) => {
    const counts = content(t);
    const compose = line('docker', 'compose', '-f', 'stack.yaml', 'run', 'x');
    assert.equal(await counts('stack.yaml', compose), true);
    assert.equal(await counts('server.toml', line('tool', '--config=server.toml')), true);
    assert.equal(await counts('data.db', line('tool', './data.db')), false);
  });

  test('are files of variables, of containers too', async (t) => {
    const counts = content(t);
    const run = ['docker', 'run', '-e', 'TOKEN'];
    assert.equal(await counts('box.env', line(...run, '--env-file', './box.env', 'image')), true);
    assert.equal(await counts('box.env', line(...run, '--env-file=./box.env', 'image')), true);
    assert.equal(await counts('node.env', line('node', '--env-file=./node.env', 'x')), true);
  });

  test('are launchers of the workspace’s own', async (t) => {
    const counts = content(t);
    const own = { ...line('tool'), command: '${workspaceFolder}/bin/mcp-launch' };
    assert.equal(await counts('bin/mcp-launch', own), true);
    assert.equal(await counts('bin/mcp-launch', { ...line('tool'), command: LAUNCHER }), false);
  });
});
