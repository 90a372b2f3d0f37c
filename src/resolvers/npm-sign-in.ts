import { expanded, type Npmrc } from './npmrc.ts';

/** A long value may put in one variable so often that no string can hold it. */
const maxWithVariables = 1024;

/** `//host/path/` of a setting that holds a credential, as npm names them; undefined for any other. */
export function placeOfCredential(name: string): string | undefined {
  return /^(\/\/[^\s]+?):(?:_authToken|_auth|username|_password)$/.exec(name)?.[1];
}

/**
 * The `Authorization` header that these settings have for an address: of the longest `//host/path/` above it, as npm
 * finds it. Undefined when there is none, or it could not be sent. `read` gives the value of one setting.
 */
export function authorizationIn(
  read: (name: string) => string | undefined,
  url: URL,
): string | undefined {
  let place = `//${url.host}${url.pathname}`;
  while (place.length > '//'.length) {
    const token = read(`${place}:_authToken`);
    if (token !== undefined) return header('Bearer', token);
    const both = read(`${place}:_auth`);
    if (both !== undefined) return header('Basic', both);
    const [name, password] = [read(`${place}:username`), read(`${place}:_password`)];
    if (name !== undefined && password !== undefined) {
      return basic(name, Buffer.from(password, 'base64').toString('utf8'));
    }
    place = place.endsWith('/') ? place.slice(0, -1) : place.slice(0, place.lastIndexOf('/') + 1);
  }
  return undefined;
}

/** Of a name and a password in clear. */
export function basic(name: string, password: string): string | undefined {
  return header('Basic', Buffer.from(`${name}:${password}`, 'utf8').toString('base64'));
}

/** Reads settings of the user: expanded already; a variable that is not set leaves `${`, which is no credential. */
export function userReader(...sources: readonly Npmrc[]): (name: string) => string | undefined {
  return (name) => {
    const value = sources.map((source) => source.get(name)).find((found) => found !== undefined);
    return value === undefined || value === '' || value.includes('${') ? undefined : value;
  };
}

/** Reads settings of a workspace: the environment is put in only where `env` is given. */
export function workspaceReader(
  settings: Npmrc,
  env: Readonly<Record<string, string | undefined>> | undefined,
): (name: string) => string | undefined {
  return (name) => {
    const value = settings.get(name);
    if (value === undefined || value === '') return undefined;
    if (!value.includes('${')) return value;
    return env === undefined || value.length > maxWithVariables
      ? undefined
      : userReader(new Map([[name, expanded(value, env)]]))(name);
  };
}

function header(kind: 'Bearer' | 'Basic', value: string): string | undefined {
  return /^[\x20-\x7e]{1,16384}$/.test(value) ? `${kind} ${value}` : undefined;
}
