import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { apart } from './lazy-bundles.ts';

/** Read by any Node, and before anything is loaded. */
const atLeast20 =
  "if(+process.versions.node.split('.')[0]<20){console.error('mcp-launch: '+process.execPath+' is Node.js '+process.versions.node+'; 20 or newer is needed');process.exit(127)}";

/** How dist/launcher.js is made, but for where it goes. */
export const launcherBundle = {
  entryPoints: [join(import.meta.dirname, '../src/launcher/main.ts')],
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  // For the line above: an older Node must be able to read all of it.
  target: 'node12',
  banner: { js: atLeast20 },
  supported: { 'dynamic-import': false },
  plugins: [apart],
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;
