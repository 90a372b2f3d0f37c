import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { engine, engineEntry, pluginsOf, shared } from '../../scripts/engine.ts';
import { apart, lazyBundles, standsAlone } from '../../scripts/lazy-bundles.ts';

const root = join(import.meta.dirname, '../..');

test('what uses the engine loads it at the first use, once', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-engine-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const user = `
    import { readDocument } from './src/core/config/document.ts';
    import { docsUrl } from './src/core/rules/index.ts';
    export const read = (text) => readDocument(text, 'mcp.json').servers.map(({ name }) => name);
    export const page = (rule) => docsUrl(rule);
  `;
  writeFileSync(join(folder, 'user.js'), await bundle({ contents: user, resolveDir: root }));
  writeFileSync(join(folder, 'engine.js'), await bundle(engineEntry));
  const require = createRequire(join(folder, 'user.js'));
  // Its two exports stand above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { read, page } = require('./user.js') as {
    readonly read: (text: string) => readonly string[];
    readonly page: (rule: string) => string;
  };
  const loaded = () => require.resolve('./engine.js') in require.cache;
  assert.equal(loaded(), false);
  assert.deepEqual(read('{"servers":{"a":{"command":"x"}}}'), ['a']);
  assert.equal(loaded(), true);
  assert.match(page('unpinned-image'), /unpinned-image/);
});

test('nothing of the engine is in what shares it', async () => {
  const { inputs } = await metaOf('src/editor/extension.ts');
  for (const module of engine) assert.equal(module in inputs, false, module);
  assert.equal('src/core/config/dialects/index.ts' in inputs, true);
});

test('what is copied beside the installed launcher has its own copy', async () => {
  for (const module of lazyBundles.filter(standsAlone)) {
    const { outputs } = await metaOf(module);
    const asked = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    assert.equal(asked.includes('./engine.js'), false, module);
  }
  const { inputs } = await metaOf('src/secrets/keychain-launch.ts');
  assert.equal('src/core/config/document.ts' in inputs, true);
});

async function bundle(stdin: { readonly contents: string; readonly resolveDir: string }) {
  const { outputFiles } = await build({
    stdin: { ...stdin, loader: 'ts' },
    ...options,
    // The engine itself has them all.
    plugins: stdin === engineEntry ? [apart] : [apart, shared],
  });
  return outputFiles[0]?.text ?? '';
}

async function metaOf(entry: string) {
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    ...options,
    external: ['vscode'],
    outdir: 'nowhere',
    plugins: pluginsOf(entry),
    metafile: true,
  });
  return metafile;
}

const options = {
  bundle: true,
  write: false,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  supported: { 'dynamic-import': false },
  logLevel: 'silent',
  absWorkingDir: root,
} satisfies Parameters<typeof build>[0];
