import { build } from 'esbuild';
import { engineEntry, pluginsOf } from './scripts/engine.ts';
import { launcherBundle } from './scripts/launcher-bundle.ts';
import { apart, bundleOf, lazyBundles } from './scripts/lazy-bundles.ts';

const shared = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // jsonc-parser's `main` is UMD: it bundles clean and dies at load.
  mainFields: ['module', 'main'],
  // In a bundle there is `__filename`.
  define: { 'import.meta.filename': '__filename' },
  legalComments: 'none',
  logLevel: 'warning',
};

// Each stands in `dist`, beside what it loads later.
const inParts = {
  ...shared,
  external: ['vscode'],
  supported: { 'dynamic-import': false },
};

// What went wrong stands on the screen already.
await Promise.all([
  ...['src/editor/extension.ts', ...lazyBundles].map((module) =>
    build({
      ...inParts,
      plugins: pluginsOf(module),
      entryPoints: [module],
      outfile: `dist/${bundleOf(module)}`,
    }),
  ),
  build({ ...inParts, plugins: [apart], stdin: engineEntry, outfile: 'dist/engine.js' }),
  build({
    ...shared,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({ ...launcherBundle, outfile: 'dist/launcher.js' }),
]).catch(() => process.exit(1));
