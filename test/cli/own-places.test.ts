import assert from 'node:assert/strict';
import { mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { answersFile } from '../../src/resolvers/answers-file.ts';
import { placeOf } from '../../src/cli/place-of.ts';
import { workspacesOf } from '../../src/cli/workspaces.ts';
import { folderWith } from './run-cli.ts';

const skip = process.platform === 'win32' && 'paths are written another way there';

test('answers are kept in the cache folder of the user', { skip }, () => {
  const home = '/home/u';
  const file = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
    answersFile({ env, home, platform });
  assert.equal(file('linux'), '/home/u/.cache/mcp-posture/answers.json');
  assert.equal(file('darwin'), '/home/u/Library/Caches/mcp-posture/answers.json');
  assert.equal(file('win32'), '/home/u/AppData/Local/mcp-posture/answers.json');
  assert.equal(file('win32', { LOCALAPPDATA: '/l' }), '/l/mcp-posture/answers.json');
  for (const platform of ['linux', 'darwin'] as const) {
    assert.equal(file(platform, { XDG_CACHE_HOME: '/x' }), '/x/mcp-posture/answers.json');
  }
  assert.equal(
    file('linux', { XDG_CACHE_HOME: 'cache' }),
    '/home/u/.cache/mcp-posture/answers.json',
  );
});

test('a file belongs to the folder that holds its client’s', { skip }, () => {
  assert.equal(placeOf('/p/.vscode/mcp.json'), '/p');
  assert.equal(placeOf('/p/.cursor/mcp.json'), '/p');
  assert.equal(placeOf('/p/.mcp.json'), '/p');
  assert.equal(placeOf('/p/sub/mcp.json'), '/p/sub');
  assert.equal(placeOf('mcp.json'), resolve('.'));
});

test('no program is run from what is looked at, from its repository and from the current folder', (t) => {
  const folder = realpathSync(folderWith(t, { 'repo/a/.vscode/mcp.json': '{}', 'b/x': '' }));
  mkdirSync(join(folder, 'repo/.git'));
  const here = realpathSync('.');
  const found = workspacesOf(
    [join(folder, 'repo/a/.vscode/mcp.json'), join(folder, 'b'), join(folder, 'none/mcp.json')],
    join(folder, 'home'),
  );
  for (const one of [here, join(folder, 'repo/a'), join(folder, 'repo'), join(folder, 'b')]) {
    assert.ok(found.includes(one), one);
  }
  assert.ok(found.includes(join(folder, 'none')));
});

test('the home folder itself and a root are no workspaces', (t) => {
  const home = realpathSync(folderWith(t, { '.cursor/mcp.json': '{}', 'p/mcp.json': '{}' }));
  const found = workspacesOf([join(home, '.cursor/mcp.json'), join(home, 'p'), '/'], home);
  assert.ok(!found.includes(home));
  assert.ok(!found.includes('/'));
  assert.ok(found.includes(join(home, 'p')));
});
