import { build } from 'esbuild';
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
  plugins: [apart],
  supported: { 'dynamic-import': false },
};

// What went wrong stands on the screen already.
await Promise.all([
  build({ ...inParts, entryPoints: ['src/editor/extension.ts'], outfile: 'dist/extension.js' }),
  ...lazyBundles.map((module) =>
    build({ ...inParts, entryPoints: [module], outfile: `dist/${bundleOf(module)}` }),
  ),
  build({
    ...shared,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({ ...launcherBundle, outfile: 'dist/launcher.js' }),
]).catch(() => process.exit(1));
