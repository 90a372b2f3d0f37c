import { join, relative } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { apart, standsAlone } from './lazy-bundles.ts';

const project = join(import.meta.dirname, '..');

/**
 * What judges a configuration, and all it needs, is one bundle, `dist/engine.js`, that the others share. They load it at
 * the first use of anything these modules export, so a window without a configuration never does. A module of the core
 * that is not listed and imports none of these is small, and every bundle has its own copy.
 */
export const engine = [
  'src/core/config/document.ts',
  'src/core/posture/lint.ts',
  'src/core/posture/pillars.ts',
  'src/core/posture/suppress-here.ts',
  'src/core/posture/together.ts',
  'src/core/rules/advisories.ts',
  'src/core/rules/credentials/find.ts',
  'src/core/rules/credentials/literals.ts',
  'src/core/rules/index.ts',
  'src/core/rules/moves/index.ts',
  'src/core/rules/package-pin.ts',
  'src/core/rules/provenance.ts',
  'src/core/rules/releases.ts',
] as const;

/** The entry of the bundle: each module of the list under its own path. */
export const engineEntry = {
  contents: engine
    .map((module) => `export * as ${JSON.stringify(module)} from './${module}';`)
    .join('\n'),
  resolveDir: project,
  sourcefile: 'engine.ts',
} satisfies BuildOptions['stdin'];

/** Puts the engine in the place of the modules of the list, in every bundle but its own. */
export const shared: Plugin = {
  name: 'shared',
  setup(bundler) {
    const listed: ReadonlySet<string> = new Set(engine);
    bundler.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'import-statement') return undefined;
      const module = relative(project, join(resolveDir, path)).replaceAll('\\', '/');
      return listed.has(module) ? { path: module, namespace: 'engine' } : undefined;
    });
    bundler.onResolve({ filter: /^\.\/engine\.js$/, namespace: 'engine' }, ({ path }) => ({
      path,
      external: true,
    }));
    bundler.onLoad({ filter: /./, namespace: 'engine' }, async ({ path }) => ({
      contents: (await namesOf(path))
        .map((name) => getter(name, `require('./engine.js')[${JSON.stringify(path)}].${name}`))
        .join('\n'),
      loader: 'js',
    }));
  },
};

/** How a bundle of `dist`, told by its entry, is put together. */
export function pluginsOf(module: string): Plugin[] {
  return standsAlone(module) ? [apart] : [apart, shared];
}

function getter(name: string, value: string): string {
  return `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => ${value} });`;
}

/** What a module exports. */
async function namesOf(module: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [module],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outdir: 'nowhere',
    write: false,
    metafile: true,
  });
  return Object.values(metafile.outputs).flatMap(({ exports }) => exports);
}
