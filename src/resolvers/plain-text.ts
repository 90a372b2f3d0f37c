/** One line of a source's own words: no control or invisible characters, and no more than `most` characters. */
export function oneLine(value: unknown, most: number): string {
  if (typeof value !== 'string') return '';
  const clean = value
    .slice(0, most * 4)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return clean.length > most ? `${clean.slice(0, most - 1).trimEnd()}…` : clean;
}

/** Whether a text that was kept may be shown: one line without control or invisible characters. */
export function isOneLine(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}

/** A list of texts, as far as it is one. */
export function textsOf(value: unknown, most: number): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, most).filter((item): item is string => typeof item === 'string');
}
