import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { cached } from '../../scripts/vscode/cache.ts';

function write(text: string): (folder: string) => void {
  return (folder) => writeFileSync(join(folder, 'a'), text);
}

describe('the cache', () => {
  const before = process.env['XDG_CACHE_HOME'];
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'mcp-posture-cache-'));
    process.env['XDG_CACHE_HOME'] = base;
  });
  afterEach(() => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
    rmSync(base, { recursive: true });
  });

  test('a folder is filled once', async () => {
    const folder = await cached('tool', write('first'));
    assert.equal(await cached('tool', write('second')), folder);
    assert.equal(readFileSync(join(folder, 'a'), 'utf8'), 'first');
  });

  test('of two at once one wins, and both get a whole folder', async () => {
    const slow = (text: string) => async (folder: string) => {
      await new Promise(setImmediate);
      write(text)(folder);
    };
    const [one, two] = await Promise.all([
      cached('tool', slow('one')),
      cached('tool', slow('two')),
    ]);
    assert.equal(one, two);
    assert.match(readFileSync(join(one, 'a'), 'utf8'), /^(one|two)$/);
    assert.deepEqual(readdirSync(join(base, 'mcp-posture')), ['tool']);
  });

  test('what could not be filled leaves nothing behind', async () => {
    await assert.rejects(
      cached('tool', (folder) => {
        write('half')(folder);
        throw new Error('no network');
      }),
      /no network/,
    );
    assert.deepEqual(readdirSync(join(base, 'mcp-posture')), []);
  });
});
