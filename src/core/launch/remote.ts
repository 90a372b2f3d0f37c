import { emptyLaunch, type Assignment, type Launch, type Remote, type Word } from './launch.ts';
import { valuesOf, type Option } from './options.ts';
import { wholeOf } from './reading.ts';
import { partOf, subWord } from './words.ts';

/** A server that is only an address. */
export function readRemote(url: Word): Launch {
  const remote = remoteOf(url, []);
  const why =
    remote.scheme === 'dynamic'
      ? 'the address is a variable'
      : remote.host === ''
        ? 'the address names no host'
        : '';
  return {
    ...emptyLaunch,
    kind: 'remote',
    name: remote.host === '' ? null : remote.host,
    remote,
    why,
  };
}

// A WebSocket begins as a request over http, in the clear or not: RFC 6455, 3.
const schemes: ReadonlyMap<string, 'https' | 'http'> = new Map([
  ['https', 'https'],
  ['http', 'http'],
  ['wss', 'https'],
  ['ws', 'http'],
]);

/** `scheme://userinfo@host:port/path`, of which only scheme and host are read. */
export function remoteOf(url: Word, headers: readonly Assignment[]): Remote {
  const at = wholeOf(url);
  const match = /^\s*([A-Za-z][A-Za-z0-9+.-]{0,30}):\/\/([^/?#\\]*)/.exec(url.text);
  const authority = match?.[2] ?? '';
  const host = hostOf(authority);
  const named = match?.[1]?.toLowerCase();
  const scheme = schemes.get(named ?? '') ?? 'other';
  if (match === null || host === null || host === '') {
    // Over https any host is as good; over http it may be this machine.
    const known = scheme === 'https' && host === null;
    const dynamic = url.dynamic || /\$\{|\$[A-Za-z_]|%\w|\{\w/.test(url.text.slice(0, 200));
    return {
      at,
      scheme: known ? 'https' : dynamic ? 'dynamic' : 'other',
      host: '',
      loopback: false,
      headers,
    };
  }
  return { at, scheme, host, loopback: isLoopback(host), headers };
}

/** Lower case, without userinfo and port; null when a variable stands in it. */
function hostOf(authority: string): string | null {
  const text = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const host = text.startsWith('[')
    ? text.slice(0, text.indexOf(']') + 1)
    : (text.split(':', 1)[0] ?? '');
  return /[$%{]/.test(host) ? null : host;
}

/** This machine as containers on it know it: of Docker, Podman, Lima and OrbStack. */
const ownHost: ReadonlySet<string> = new Set([
  'host.docker.internal',
  'gateway.docker.internal',
  'host.containers.internal',
  'host.lima.internal',
  'host.orb.internal',
]);

/** Names and addresses that never leave this machine; 0.0.0.0 is not one for a client. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost') || ownHost.has(name)) return true;
  return name === '[::1]' || /^127(?:\.\d{1,3}){1,3}$/.test(name);
}

export function looksLikeUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** `--header "Name: value"`; a header without a colon has no name to show. */
export function headersOf(
  options: readonly Option[],
  ...flags: readonly string[]
): readonly Assignment[] {
  return valuesOf(options, ...flags).map((word) => {
    const colon = word.text.indexOf(':');
    const at = partOf(word, 0, word.text.length);
    const by = '--header';
    if (colon === -1) return { name: '', value: word, at, by };
    const blank = /^\s*/.exec(word.text.slice(colon + 1))?.[0].length ?? 0;
    return {
      name: word.text.slice(0, colon).trim(),
      value: subWord(word, colon + 1 + blank),
      at,
      by,
    };
  });
}
