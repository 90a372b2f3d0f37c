import { build } from 'esbuild';

const shared = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // jsonc-parser's `main` is UMD: it bundles clean and dies at load.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
};

/** What talks to registries is a bundle of its own, loaded when the first question comes. */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/online\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './online.js', external: true } : undefined,
    );
  },
};

// What went wrong stands on the screen already.
await Promise.all([
  build({
    ...shared,
    entryPoints: ['src/editor/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    plugins: [apart],
    supported: { 'dynamic-import': false },
  }),
  build({ ...shared, entryPoints: ['src/editor/online.ts'], outfile: 'dist/online.js' }),
  build({
    ...shared,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  }),
]).catch(() => process.exit(1));
