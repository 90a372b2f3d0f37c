/**
 * Characters that steer a terminal, reorder what a reader sees or are not seen: controls, everything that Unicode calls a
 * format (bidirectional marks, zero-width characters, tags, the soft hyphen), line separators, and letters without a shape.
 */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u{e0000}-\u{e007f}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;

/** The text on one line, with every steering character written as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(
    HIDDEN,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}

/** JSON text that says the same, with every steering character as an escape; line breaks of the layout stay. */
export function visibleJson(json: string): string {
  return json.replace(HIDDEN, (character) =>
    character === '\n' ? character : escapeUnits(character),
  );
}

function escapeUnits(character: string): string {
  let escaped = '';
  for (let i = 0; i < character.length; i++) {
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
