import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { exposedAmong } from '../../src/secrets/exposed-files.ts';
import { createLookAround } from '../../src/secrets/surroundings.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const TOKEN = ['ghp', 'k3JdO9xQzV7LmR2tYbW8nCfH5sPaUe1GiTq4'].join('_');
const skip = process.platform === 'win32';

/** A home folder with a workspace in it, both open to others. */
function scene(t: TestContext) {
  const folder = temporaryFolder(t, 'mcp-posture-exposed');
  chmodSync(folder, 0o755);
  const home = join(folder, 'home');
  const file = join(home, 'w/.vscode/mcp.json');
  function write(path: string, text: string, mode = 0o644): string {
    const at = join(home, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
    chmodSync(at, mode);
    return at;
  }
  write('w/.vscode/mcp.json', '{}');
  async function exposed(name: string, trusted = true) {
    const found = await exposedAmong([name], file, { home, platform: 'linux', trusted });
    return found.map(({ path }) => path);
  }
  return { folder, home, file, write, exposed };
}

suite('files of variables that lie open', { skip }, () => {
  test('are those that hold a credential and that others can read', async (t) => {
    const { write, exposed } = scene(t);
    const path = write('w/.env', `# c\nexport GITHUB_TOKEN="${TOKEN}"\n`);
    for (const name of ['.env', './.env', '${workspaceFolder}/.env', path, '~/w/.env'])
      assert.deepEqual(await exposed(name), [path], name);
    chmodSync(path, 0o600);
    assert.deepEqual(await exposed('.env'), []);
    write('w/plain.env', 'PORT=3000\nLEVEL=debug\nAPI_KEY=${OTHER}\nTOKEN=your-token-here\n');
    assert.deepEqual(await exposed('plain.env'), []);
    write('w/named.env', 'NOTES_PASSWORD: q7Lw2Zr9Xc4Vb6Nm1Kj8Hg5F\n');
    assert.equal((await exposed('named.env')).length, 1);
  });

  test('are looked at in the folder of the configuration, and at home where that is trusted', async (t) => {
    const { folder, home, write, exposed } = scene(t);
    const text = `GITHUB_TOKEN=${TOKEN}\n`;
    const inHome = write('other/.env', text);
    assert.deepEqual(await exposed('~/other/.env'), [inHome]);
    assert.deepEqual(await exposed('../other/.env'), [inHome]);
    assert.deepEqual(await exposed('${userHome}/other/.env', false), []);
    assert.deepEqual(await exposed('../other/.env', false), []);
    const inside = write('w/.env', text);
    assert.deepEqual(await exposed('.env', false), [inside]);
    write('../outside.env', text);
    assert.deepEqual(await exposed(join(folder, 'outside.env')), []);
    assert.deepEqual(await exposed(join(home, 'w/../../outside.env')), []);
  });

  test('are no links, and are not reached through one that leads outside', async (t) => {
    const { folder, home, write, exposed } = scene(t);
    const text = `GITHUB_TOKEN=${TOKEN}\n`;
    symlinkSync(write('w/real.env', text), join(home, 'w/link.env'));
    assert.deepEqual(await exposed('link.env'), []);
    write('../away/.env', text);
    symlinkSync(join(folder, 'away'), join(home, 'w/away'));
    assert.deepEqual(await exposed('away/.env'), []);
  });

  test('what is no file, too large, or named by what only the client knows is passed by', async (t) => {
    const { write, exposed } = scene(t);
    write('w/large.env', `GITHUB_TOKEN=${TOKEN}\n${'#'.repeat(1024 * 1024)}`);
    const names = [
      'large.env',
      'none.env',
      '.vscode',
      '${env:FILE}',
      '${input:x}/.env',
      '',
      'a\0b',
    ];
    for (const name of names) assert.deepEqual(await exposed(name), [], name);
  });

  test('stand among what is known of the place', async (t) => {
    const { file, home, write } = scene(t);
    const path = write('w/.env', `GITHUB_TOKEN=${TOKEN}\n`);
    const lookAround = createLookAround({ home, platform: 'linux' });
    assert.deepEqual((await lookAround(file, ['.env', 'none']))?.exposed, [{ name: '.env', path }]);
    assert.equal((await lookAround(file))?.exposed, undefined);
  });
});
