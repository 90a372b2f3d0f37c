/**
 * Characters that steer a terminal or reorder what a reader sees: C0 and C1 controls, bidirectional marks, zero-width
 * characters, line separators and the invisible tag characters.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

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
