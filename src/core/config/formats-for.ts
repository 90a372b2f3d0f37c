import { formatIdOf, jsonAlone, type Formats } from './format.ts';

/** The formats that a file asks for by its name: JSON is at hand, the readers of the others are loaded for the first. */
export async function formatsFor(path: string): Promise<Formats> {
  if (formatIdOf(path) === 'json') return jsonAlone;
  const { allFormats } = await import('./all-formats.ts');
  return allFormats;
}
