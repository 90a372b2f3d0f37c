import { jsonStrings } from './json-strings.ts';
import { isSecretName, secretName } from './names.ts';
import type { Part, Place } from './parts.ts';
import { isPlaceholder } from './placeholder.ts';
import { isOpaque } from './shape.ts';

const DATABASE =
  /^(?:postgres|postgresql|mysql|mariadb|mongodb|redis|rediss|amqp|amqps|mssql|sqlserver|jdbc|clickhouse|neo4j|bolt|cockroachdb|oracle|snowflake|nats|kafka|ldap|ldaps|smtp|smtps|imap|ftp|sftp)/i;
/** Hosts that take the key as a segment of the path. */
const KEYED_HOSTS =
  /(?:^|\.)(?:alchemy\.com|alchemyapi\.io|infura\.io|quiknode\.pro|ankr\.com|chainstack\.com|getblock\.io|nodereal\.io|blockpi\.network|drpc\.org|zapier\.com|make\.com|webhook\.office\.com|pipedream\.net)$/i;
/** Hosts whose user part is made to be seen: the key in a Sentry DSN. */
const PUBLIC_USERS = /(?:^|\.)sentry\.io$/i;
const MAX_AUTHORITY = 2048;
const SCHEME = /[A-Za-z\d+.-]*$/;

/** The secret-bearing parts of every address in a text: userinfo, query values, and key-like segments. */
export function* urlParts(text: string, place: Place): Generator<Part> {
  let end = 0;
  for (let sep = text.indexOf('://'); sep !== -1; sep = text.indexOf('://', end)) {
    const scheme = SCHEME.exec(text.slice(Math.max(0, sep - 20), sep))?.[0] ?? '';
    const from = sep + 3;
    end = endOf(text, from, /[\s"'`<>\\]/, text.length);
    if (scheme === '') continue;
    const authority = authorityEnd(text, from, end, scheme);
    const user = lastIn(text, '@', from, authority);
    const hostStart = user >= from ? user + 1 : from;
    const host = text.slice(hostStart, authority).replace(/:\d*$/, '').toLowerCase();
    const local = isLocal(host);
    if (user >= from && !PUBLIC_USERS.test(host)) yield* userinfo(text, from, user, local);
    yield* query(text, authority, end, local);
    if (/^(?:https?|wss?)$/i.test(scheme))
      yield* segments(text, authority, end, host, place, local);
  }
}

/** Whether a host is this machine or a name on a private container network. */
export function isLocal(host: string): boolean {
  if (host.startsWith('[')) return host.startsWith('[::1]');
  return (
    host === '' ||
    !host.includes('.') ||
    /^127\.|^0\.0\.0\.0$|\.local(?:host|domain)?$|\.internal$/.test(host)
  );
}

/** Looks no further back than `from`: a text may hold thousands of addresses. Below `from` when there is none. */
function lastIn(text: string, sign: string, from: number, to: number): number {
  return from + text.slice(from, to).lastIndexOf(sign);
}

function authorityEnd(text: string, from: number, end: number, scheme: string): number {
  const first = endOf(text, from, /[/?#]/, end);
  if (!DATABASE.test(scheme)) return first;
  // A password with an unescaped sign: the host begins after the last @ before the query.
  const last = Math.min(endOf(text, from, /\?/, end), from + MAX_AUTHORITY);
  const sign = lastIn(text, '@', from, last + 1);
  return sign < from ? first : endOf(text, sign, /[/?#]/, end);
}

function* userinfo(text: string, from: number, to: number, local: boolean): Generator<Part> {
  const colon = text.indexOf(':', from);
  if (colon === -1 || colon >= to) {
    yield part('url-user', 'user', text.slice(from, to), from, local);
    return;
  }
  yield part('url-password', 'password', text.slice(colon + 1, to), colon + 1, local);
}

function* query(text: string, from: number, end: number, local: boolean): Generator<Part> {
  const mark = text.indexOf('?', from);
  if (mark === -1 || mark >= end) return;
  let at = mark + 1;
  while (at < end) {
    const stop = endOf(text, at, /[&#]/, end);
    const equals = text.indexOf('=', at);
    if (equals !== -1 && equals < stop) {
      const name = text.slice(at, equals);
      const value = text.slice(equals + 1, stop);
      const says = secretName(name) !== null;
      const holds =
        (name === 'code' && value.length >= 40) || (name === 'config' && hidesKey(value));
      if (says || holds) yield part('value', says ? name : 'key', value, equals + 1, local);
    }
    at = stop + 1;
  }
}

/** Whether a value is JSON in base64 with a credential in it, as Smithery takes the configuration of a server. */
function hidesKey(value: string): boolean {
  if (value.length > 16_384) return false;
  try {
    const strings = jsonStrings(atob(value.replaceAll('%3D', '='))) ?? [];
    return strings.some(
      ({ key, value: own }) =>
        key !== null && isSecretName(key) && isOpaque(own) && !isPlaceholder(own),
    );
  } catch {
    return false;
  }
}

function* segments(
  text: string,
  from: number,
  end: number,
  host: string,
  place: Place,
  local: boolean,
): Generator<Part> {
  const keyed = KEYED_HOSTS.test(host);
  if (!keyed && place !== 'url') return;
  const stop = endOf(text, from, /[?#]/, end);
  let at = from + 1;
  let before = '';
  while (at < stop) {
    const next = endOf(text, at, /\//, stop);
    const segment = text.slice(at, next);
    if (isKeySegment(segment, before, keyed)) yield part('url-segment', before, segment, at, local);
    before = segment;
    at = next + 1;
  }
}

/** What stands before an id that anybody may know. */
const ID_WORDS =
  /^(?:projects?|workspaces?|org(?:anization)?s?|teams?|tenants?|accounts?|users?|servers?|spaces?|sites?|apps?|environments?|databases?|db|collections?|files?|documents?|docs?|ids?|commits?|blobs?|trees?|objects?|sessions?|sha256)$/i;

/** Hex of 32 or more, or a long mixed run; a UUID only after a word that says it is a key. */
function isKeySegment(segment: string, before: string, keyed: boolean): boolean {
  const says = keyed || /^(?:token|key|apikey|api-key|secret|auth|s)$/i.test(before);
  if (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(segment)) return says && !keyed;
  if (!says && ID_WORDS.test(before)) return false;
  if (/^[\da-f]{32,}$/i.test(segment)) return segment.length !== 40 || says;
  if (!/^[\w=-]{24,}$/.test(segment)) return false;
  const turns = segment.match(/\d[A-Za-z]|[A-Za-z]\d|[a-z][A-Z]/g)?.length ?? 0;
  return turns >= 6 && segment.split(/[-_]/).some((run) => run.length >= 16);
}

function part(role: Part['role'], name: string, text: string, start: number, local: boolean): Part {
  return { role, name, text, toOuter: (offset) => start + offset, local, loose: false };
}

function endOf(text: string, from: number, stop: RegExp, limit: number): number {
  const at = text.slice(from, limit).search(stop);
  return at === -1 ? limit : from + at;
}
