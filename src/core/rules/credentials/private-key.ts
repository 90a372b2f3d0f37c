import type { Match } from './match.ts';

/** Stands in every private key in PEM. */
export const PEM_MARK = '-----BEGIN ';
const HEAD = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----/y;

/** Private keys in PEM, with real line ends, with `\n` written out, or cut off before their end. */
export function findPrivateKeys(text: string): readonly Match[] {
  const found: Match[] = [];
  let at = text.indexOf(PEM_MARK);
  while (at !== -1) {
    HEAD.lastIndex = at;
    const head = HEAD.exec(text);
    const from = at + PEM_MARK.length;
    if (head !== null) {
      const end = endOfKey(text, at + head[0].length);
      if (end !== null) {
        found.push({ start: at, end, id: 'private-key', label: 'private key', kind: 'secret' });
      }
    }
    at = text.indexOf(PEM_MARK, Math.max(from, found.at(-1)?.end ?? 0));
  }
  return found;
}

/** The end of the PEM block whose body begins at `from`; null when too little stands there to be a key. */
function endOfKey(text: string, from: number): number | null {
  let at = from;
  let signs = 0;
  while (at < text.length && isBody(text.charCodeAt(at), text.charCodeAt(at + 1))) {
    if (isBase64(text.charCodeAt(at))) signs++;
    at++;
  }
  if (signs < 40) return null;
  const foot = /-----END [A-Z0-9 ]{1,60}-----/y;
  foot.lastIndex = at;
  const closing = foot.exec(text);
  if (closing !== null) return at + closing[0].length;
  return signs < 100 ? null : at;
}

function isBase64(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 43 ||
    code === 47 ||
    code === 61
  );
}

/** Base64, blanks, line ends, and the signs of `\n` and of PEM headers such as `DEK-Info: AES,…`. */
function isBody(code: number, next: number): boolean {
  if (code === 45) return next !== 45;
  return isBase64(code) || code <= 32 || code === 92 || code === 58 || code === 44;
}
