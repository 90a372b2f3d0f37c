/** More is no list of releases, and would fill the memory many times over what was sent. */
const maxPieces = 2_000_000;
const maxDepth = 200;

const [quote, backslash, comma, openArray, closeArray, openObject, closeObject] = [
  0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d,
];

/** The JSON value that a body holds; undefined when it holds none, or one that is too deep or in too many pieces. */
export function jsonOf(body: Uint8Array): unknown {
  return isModest(body) ? jsonOfText(new TextDecoder().decode(body)) : undefined;
}

/** The JSON value that a text holds, however deep; undefined when it holds none. For files of the user. */
export function jsonOfText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reading JSON takes up to forty times its size: a body is looked through before. */
function isModest(body: Uint8Array): boolean {
  let [depth, pieces, isText] = [0, 0, false];
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === quote) isText = !isText;
    else if (isText) at += byte === backslash ? 1 : 0;
    else if (byte === comma) pieces += 1;
    else if (byte === openArray || byte === openObject) {
      pieces += 1;
      depth += 1;
      if (depth > maxDepth) return false;
    } else if (byte === closeArray || byte === closeObject) depth -= 1;
    if (pieces > maxPieces) return false;
  }
  return true;
}
