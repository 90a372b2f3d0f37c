const QUOTES = new Set(['"', "'", '`']);

/**
 * The variables of a file as VS Code reads them: NAME=value or NAME: value a line, `export` before it, quotes around it,
 * `#` for the rest of the line. The last of one name counts.
 */
export function variablesIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const written of text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)) {
    const trimmed = written.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const line = trimmed.startsWith('export ') ? trimmed.slice(7).trim() : trimmed;
    const at = outsideQuotes(line, '=:');
    const name = at === -1 ? '' : line.slice(0, at).trim();
    if (name !== '') found.set(name, valueOf(line.slice(at + 1).trim()));
  }
  return found;
}

function valueOf(written: string): string {
  const comment = outsideQuotes(written, '#');
  const text = comment === -1 ? written : written.slice(0, comment).trim();
  const quote = text[0] ?? '';
  if (text.length < 2 || !QUOTES.has(quote) || !text.endsWith(quote)) return text;
  const inner = text.slice(1, -1);
  return quote === '"' ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner;
}

/** Where the first of some characters stands that is in no quotes; -1 when there is none. */
function outsideQuotes(text: string, characters: string): number {
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === quote && text[at - 1] !== '\\') quote = '';
    } else if (QUOTES.has(character)) quote = character;
    else if (characters.includes(character)) return at;
  }
  return -1;
}
