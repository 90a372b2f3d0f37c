import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Writes what the extension host loads: CommonJS without types, for the desktop build too. */
export function buildHost(outfile: string): void {
  buildSync({
    entryPoints: [join(import.meta.dirname, 'host.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
}
