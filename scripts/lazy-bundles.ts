import { basename, join, relative } from 'node:path';
import type { Plugin } from 'esbuild';

const project = join(import.meta.dirname, '..');

/**
 * What is loaded only when it is needed: a module here, and every `await import(…)` of it by the extension or by the
 * launcher, is a bundle of its own in `dist`, named after its file. Nothing else has to be said anywhere.
 */
export const lazyBundles = [
  'src/core/config/all-formats.ts',
  'src/editor/online.ts',
  'src/editor/pins/pins.ts',
  'src/editor/secrets/secrets.ts',
  'src/resolvers/cvss.ts',
  'src/resolvers/verify-bundle.ts',
  'src/secrets/keychain-launch.ts',
  'src/secrets/surroundings.ts',
] as const;

/** The file in `dist` that holds a module of the list. */
export function bundleOf(module: string): string {
  return `${basename(module, '.ts')}.js`;
}

/** Whether a bundle is copied to where most others are not: beside the installed launcher. */
export function standsAlone(module: string): boolean {
  return ['src/core/config/all-formats.ts', 'src/secrets/keychain-launch.ts'].includes(module);
}

/** Leaves the modules of the list out where they are imported lazily; anything else so imported is a mistake. */
export const apart: Plugin = {
  name: 'apart',
  setup(build) {
    const listed: ReadonlySet<string> = new Set(lazyBundles);
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const module = relative(project, join(resolveDir, path)).replaceAll('\\', '/');
      if (listed.has(module)) return { path: `./${bundleOf(module)}`, external: true };
      return { errors: [{ text: `${module} is imported lazily and is not in lazy-bundles.ts` }] };
    });
  },
};
