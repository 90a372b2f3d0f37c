import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  copiesHolding,
  historyFolders,
  removeCopies,
} from '../../../src/editor/secrets/local-history.ts';

const path = '/home/u/my work/.vscode/mcp.json';

function history(t: TestContext, of: string, copies: Readonly<Record<string, string | Buffer>>) {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-history-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const place = join(folder, '-1a2b3c');
  mkdirSync(place);
  writeFileSync(join(place, 'entries.json'), JSON.stringify({ version: 1, resource: of }));
  for (const [name, text] of Object.entries(copies)) writeFileSync(join(place, name), text);
  return { folder, at: (name: string) => join(place, name) };
}

test('copies that hold the value, however it is written, are found and removed', async (t) => {
  const value = 'a "quoted" valü';
  const inJson = JSON.stringify({ env: { A: value } });
  const { folder, at } = history(t, pathToFileURL(path).href, {
    'a.json': inJson,
    'b.json': Buffer.from(`\uFEFF${inJson}`, 'utf16le'),
    'c.json': Buffer.from(inJson, 'utf16le').swap16(),
    'd.json': '{ "env": {} }',
    'e.txt': value,
  });
  const found = await copiesHolding([join(folder, 'none'), folder], path, [value]);
  assert.deepEqual(found.toSorted(), ['a.json', 'b.json', 'c.json', 'e.txt'].map(at));
  assert.equal(await removeCopies([...found, at('not there')]), 4);
  assert.ok(existsSync(at('d.json')) && existsSync(at('entries.json')));
  assert.deepEqual(await copiesHolding([folder], path, [value]), []);
});

test('of a window on another machine the address has another scheme', async (t) => {
  const { folder, at } = history(
    t,
    `vscode-remote://ssh-remote%2Bbox${pathToFileURL(path).pathname}`,
    {
      'a.json': 'value',
    },
  );
  assert.deepEqual(await copiesHolding([folder], path, ['value']), [at('a.json')]);
});

test('copies of other files, lists that are none, and no value at all: nothing', async (t) => {
  const other = history(t, 'file:///home/u/other.json', { 'a.json': 'value' });
  const broken = history(t, 'file:///%E0%A4%A', { 'a.json': 'value' });
  writeFileSync(other.at('entries.json.bak'), 'value');
  assert.deepEqual(await copiesHolding([other.folder, broken.folder], path, ['value']), []);
  const own = history(t, pathToFileURL(path).href, { 'a.json': 'value' });
  assert.deepEqual(await copiesHolding([own.folder], path, ['']), []);
});

test('the folder of the history lies beside an extension’s own, or above a profile’s', () => {
  assert.deepEqual(historyFolders('/d/User/globalStorage/x.y'), ['/d/User/History']);
  assert.deepEqual(historyFolders('/d/User/profiles/1a/globalStorage/x.y'), [
    '/d/User/profiles/1a/History',
    '/d/User/History',
  ]);
});
