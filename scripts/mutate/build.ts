import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { root } from '../run-node.ts';
import type { Mutant } from './mutants.ts';

/** Puts a whole extension into a folder, with one piece replaced; null: as it is. */
export async function buildExtension(folder: string, mutant: Mutant | null): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const part of ['package.json', 'media', 'docs']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  await build({
    entryPoints: [join(root, 'src/editor/extension.ts')],
    outfile: join(folder, 'dist/extension.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    logLevel: 'warning',
    plugins: mutant === null ? [] : [replacing(mutant)],
  });
}

function replacing({ file, from, to }: Mutant): Plugin {
  return {
    name: 'mutant',
    setup(bundle) {
      const path = join(root, 'src/editor', file);
      const text = readFileSync(path, 'utf8');
      if (text.split(from).length !== 2) throw new Error(`not once in ${file}: ${from}`);
      const filter = new RegExp(`${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
      bundle.onLoad({ filter }, () => ({ contents: text.replace(from, () => to), loader: 'ts' }));
    },
  };
}
