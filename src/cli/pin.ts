import type { PinMade } from '../output/pinned.ts';
import { editFiles, type EditOptions, type EditResult } from './edit-files.ts';
import { pinDocument } from './pin-document.ts';

/** Makes every pin there is in the files among the paths. Never throws for what a file holds. */
export async function pin(
  paths: readonly string[],
  options: EditOptions,
): Promise<EditResult<PinMade>> {
  return editFiles(paths, options, {
    edit({ report, place }) {
      const { pins, ...pinned } = pinDocument(report, options.resolver.facts(place));
      return { ...pinned, done: pins };
    },
    nameOf: ({ name }) => name,
    fault: 'it was not pinned because of an error in this program',
  });
}
