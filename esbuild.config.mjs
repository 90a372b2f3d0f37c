import { build } from 'esbuild';
import { apart, launcherBundle } from './scripts/launcher-bundle.ts';

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
    entryPoints: ['src/editor/secrets/secrets.ts'],
    outfile: 'dist/secrets.js',
    external: ['vscode'],
  }),
  build({
    ...shared,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({ ...launcherBundle, outfile: 'dist/launcher.js' }),
  build({
    ...shared,
    entryPoints: ['src/secrets/keychain-launch.ts'],
    outfile: 'dist/keychain-launch.js',
  }),
]).catch(() => process.exit(1));
