import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { apart, bundleOf, lazyBundles } from '../../scripts/lazy-bundles.ts';

const root = join(import.meta.dirname, '../..');

test('every lazy bundle is made of a module that is there, under a name of its own', () => {
  for (const module of lazyBundles) assert.ok(existsSync(join(root, module)), module);
  const names = [
    ...lazyBundles.map(bundleOf),
    'engine.js',
    'extension.js',
    'cli.js',
    'launcher.js',
  ];
  assert.deepEqual([...new Set(names)], names);
});

test('a module of the list is left out where it is imported lazily', async () => {
  const { outputFiles } = await bundle("import('./src/editor/online.ts').then(console.log);");
  const text = outputFiles[0]?.text ?? '';
  assert.match(text, /require\("\.\/online\.js"\)/);
  assert.ok(text.length < 2000, `${text.length} characters`);
});

test('a lazy import of anything else fails the build', async () => {
  await assert.rejects(bundle("import('./src/editor/shown-line.ts').then(console.log);"), {
    message: /src\/editor\/shown-line\.ts is imported lazily and is not in lazy-bundles\.ts/,
  });
});

async function bundle(contents: string) {
  return await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    plugins: [apart],
    logLevel: 'silent',
  });
}
