import { oneLine } from '../tree/words.ts';
import type { Question } from './decide.ts';

/** More than fits in a dialog. */
const MOST_LINES = 12;

/** What a person is asked. `label`: the file as people know it. */
export function questionText(
  { entry, names, before, changes, elsewhere }: Question,
  label: string,
): { readonly message: string; readonly detail: string } {
  const server = oneLine(entry.server.name);
  const what = names.map(oneLine).join(', ');
  const lines = [
    ...(before === null ? ['No launch was allowed to have it so far.'] : []),
    ...(elsewhere === null
      ? []
      : [`It is for another file so far, and is taken from that: ${oneLine(elsewhere)}`]),
    ...changes.map(({ text, loads }) => `${loads ? '⚠ ' : ''}${oneLine(text)}`),
  ];
  const rest = lines.length - MOST_LINES;
  const shown = rest > 0 ? [...lines.slice(0, MOST_LINES), `and ${rest} more`] : lines;
  const warns = changes.some(({ loads }) => loads)
    ? ['', '⚠ can load other code into the server, or send it elsewhere.']
    : [];
  return {
    message: `${server} in ${oneLine(label)} asks for ${what}, and its launch is not the one that was allowed. Give it the secret?`,
    detail: [...shown, ...warns].join('\n'),
  };
}

/** An entry as it is kept, for a comparison. */
export function entryAsText(text: string | null): string {
  if (text === null) return '// not kept\n';
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return '// not readable\n';
  }
}

/** The lines of a launch, from 0, that are new in it and can load other code. */
export function linesThatLoad(
  before: string,
  now: string,
  isLoader: (name: string) => boolean,
): readonly number[] {
  const known = new Set(before.split('\n').map(withoutComma));
  return now.split('\n').flatMap((line, index) => {
    const name = /^\s*"([^"\\]{1,200})": [^[{]/.exec(line)?.[1];
    if (name === undefined || known.has(withoutComma(line))) return [];
    return isLoader(name) || name === 'command' ? [index] : [];
  });
}

function withoutComma(line: string): string {
  return line.replace(/,$/, '');
}
