/** One package index of the user, or of a file. */
export interface PythonIndex {
  /** http or https, no userinfo, query or fragment, no slash at the end: `https://pypi.org/simple`. */
  readonly url: string;
  readonly origin: string;
  /** A whole header value; null: nothing is known to sign in with. */
  readonly authorization: string | null;
}

/** The indexes of one tool, or why nothing can be asked for it. No credential in `why`. */
export type PythonIndexes =
  | {
      readonly ok: true;
      /** In the order in which they are asked; never empty. */
      readonly asked: readonly PythonIndex[];
      /** Also those that count only where a project names them. */
      readonly all: readonly PythonIndex[];
    }
  | { readonly ok: false; readonly why: string };

export const defaultIndex = 'https://pypi.org/simple';

/** More than anybody has; every one of them may cost a request a package. */
const maxIndexes = 20;
const maxAddress = 2048;

/**
 * Reads an address as a setting writes it; undefined when it is none that can be asked: a folder, another scheme, or
 * a variable, which no tool expands here.
 */
export function readIndex(text: string): PythonIndex | undefined {
  const trimmed = text.trim();
  if (trimmed.length > maxAddress || /[\s\u0000-\u001f]/.test(trimmed)) return undefined;
  if (trimmed.includes('${') || !URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const { username, password } = url;
  return {
    url: `${url.origin}${withoutSlashes(url.pathname)}`,
    origin: url.origin,
    authorization:
      username === '' && password === '' ? null : basic(plain(username), plain(password)),
  };
}

/** The header that signs in with a name and a password. */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** Each address once, and no more than a few. */
export function indexesOf(
  asked: readonly PythonIndex[],
  all: readonly PythonIndex[] = asked,
): PythonIndexes {
  if (all.length > maxIndexes) return refuse('your settings name too many package indexes');
  if (asked.length === 0) return refuse('your settings leave no package index');
  const isFirst = ({ url }: PythonIndex, at: number): boolean =>
    asked.findIndex((index) => index.url === url) === at;
  return { ok: true, asked: asked.filter(isFirst), all };
}

/** `why` is one line and holds no secret. */
export function refuse(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** A password may hold a percent sign that encodes nothing. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
