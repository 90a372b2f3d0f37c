import type { Document } from '../../config/document.ts';

const REFERENCE = /\$\{[^{}]{1,200}\}/g;
/** What an editor takes from the settings of a workspace, from extensions, or from whatever file is open. */
const ELSEWHERE =
  /^\$\{(?:config|command|file\w*|relativeFile\w*|selectedText|lineNumber|columnNumber|defaultBuildTask)(?::.*)?\}$/s;
const INPUT = /^\$\{input:(.*)\}$/s;

/**
 * Whether a text of an entry has a gap that others than its user may fill. A launch with one is no launch that a secret
 * can be bound to: the file stays as it is and something else runs.
 */
export function isFilledElsewhere(text: string, { inputs }: Document): boolean {
  if (!text.includes('${')) return false;
  return [...text.matchAll(REFERENCE)].some(([reference]) => {
    const id = INPUT.exec(reference)?.[1];
    if (id === undefined) return ELSEWHERE.test(reference);
    const meant = inputs.filter((input) => input.id === id);
    // One that is not declared is nobody's question.
    return (
      meant.length === 0 ||
      meant.some(({ type }) => type !== 'promptString' && type !== 'pickString')
    );
  });
}
