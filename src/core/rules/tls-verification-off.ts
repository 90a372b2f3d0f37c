import { isString, pathOf } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import type { Entry } from '../config/server-fields.ts';
import type { Word } from '../launch/launch.ts';
import { isLoopback } from '../launch/remote.ts';
import { wordOf } from '../launch/words.ts';
import type { Draft } from './finding.ts';
import type { Rule } from './rule.ts';
import { dropWords } from './write.ts';

/** Without certificate checks anyone on the way can pose as the far end, and read the token sent to it. */
export const tlsVerificationOff: Rule = {
  meta: {
    id: 'tls-verification-off',
    title: 'Certificate checks switched off',
    pillar: 'deployment',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *check(server) {
    for (const entry of server.env) yield* checkEntry(entry, server);
    for (const { name, value, at } of server.launch.assignments) {
      if (value === null || !switchesOff(name, value.text)) continue;
      yield { at, message: message(asWritten(name, value.text)) };
    }
    yield* checkFlags(server);
  },
};

/** Variables whose truth switches checks off, and those whose falsehood does. */
const off =
  /^(?:GIT_SSL_NO_VERIFY|CURL_INSECURE|(?:.*_)?(?:SKIP_(?:TLS|SSL|CERT)_VERIF(?:Y|ICATION)|(?:TLS|SSL)_SKIP_VERIFY|INSECURE_SKIP_(?:TLS_)?VERIFY|DISABLE_(?:TLS|SSL)_VERIF(?:Y|ICATION)|(?:TLS|SSL)_INSECURE|ALLOW_INSECURE_(?:TLS|SSL)|IGNORE_(?:TLS|SSL)_ERRORS))$/i;
const on =
  /^(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|NPM_CONFIG_STRICT_SSL|(?:.*_)?(?:VERIFY_(?:SSL|TLS|CERTS?|CERTIFICATES?)|(?:SSL|TLS|CERT)_VERIF(?:Y|ICATION)|REJECT_UNAUTHORIZED))$/i;
/** Variables that name hosts whose certificates are not looked at. */
const hosts = /^(?:UV_INSECURE_HOST|PIP_TRUSTED_HOST|GOINSECURE)$/i;
const flags =
  /^--(?:insecure|insecure-skip-(?:tls-)?verify|(?:tls|ssl)-skip-verify|skip-(?:tls|ssl)-verify|no-(?:verify-)?(?:ssl|tls)(?:-verify)?|no-strict-ssl|no-check-certificates?|disable-(?:ssl|tls)-verification|(?:unsafely-)?ignore-certificate-errors)(?:=true)?$/;
const hostFlags =
  /^--(?:allow-insecure-host|trusted-host|unsafely-ignore-certificate-errors)(?:=|$)/;
const valued = /^--(?:verify-(?:ssl|tls)|(?:ssl|tls)-?verify|strict-ssl)(?:=|$)/;
const falsehood = /^(?:false|0|no|off)$/i;

function switchesOff(name: string, value: string): boolean {
  const text = value.trim().toLowerCase();
  if (hosts.test(name)) return text !== '';
  if (off.test(name)) return ['1', 'true', 'yes', 'on'].includes(text);
  return on.test(name) && ['0', 'false', 'no', 'off'].includes(text);
}

function* checkEntry({ name, value }: Entry, { env }: Server): Generator<Draft> {
  if (value?.kind !== 'atom' || !switchesOff(name, String(value.value))) return;
  const ops = [{ op: 'remove' as const, path: pathOf(value) }];
  const found = {
    at: { atom: value, start: 0, end: String(value.value).length },
    message: message(asWritten(name, String(value.value))),
    fixes: [{ title: `Drop ${name}`, safety: 'unsafe' as const, ops }],
  };
  if (!staysHere(name, env)) yield found;
  else yield { ...found, message: messageHere(name), severity: 'information', grade: null };
}

/** `ACME_VERIFY_SSL` beside an `ACME_URL` on this machine: the switch of one program for one far end, which is here. */
function staysHere(name: string, env: readonly Entry[]): boolean {
  const scope = scoped.exec(name)?.[1];
  if (scope === undefined) return false;
  const far = env
    .filter((entry) => entry.name.startsWith(scope))
    .map(({ value }) => (isString(value) ? address.exec(value.value)?.[1] : undefined))
    .filter((host) => host !== undefined);
  return far.length > 0 && far.every(isLoopback);
}

const scoped =
  /^(?!NODE_TLS_)(.+_)(?:VERIFY_(?:SSL|TLS|CERTS?|CERTIFICATES?)|(?:SSL|TLS|CERT)_VERIF(?:Y|ICATION)|REJECT_UNAUTHORIZED|(?:TLS|SSL)_INSECURE|INSECURE_SKIP_VERIFY|(?:TLS|SSL)_SKIP_VERIFY)$/;
const address = /^[a-z][a-z\d+.-]{0,20}:\/\/(?:[^/?#@]{0,256}@)?(\[[^\]/]{0,64}\]|[^/?#:]{1,256})/i;

function* checkFlags(server: Server): Generator<Draft> {
  const words = wordsOf(server);
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    const found = switchIn(word, next);
    if (found === null) continue;
    const name = word.text.split('=', 1)[0] ?? '';
    const title = `Drop ${name}`;
    yield {
      at: word,
      message: message(found.length === 1 && !hostFlags.test(word.text) ? word.text : name),
      fixes: [{ title, safety: 'unsafe', ops: dropWords(found) }],
    };
  }
}

/** The words of one switch that turns checks off, its value among them; null for any other word. */
function switchIn(word: Word, next: Word | undefined): readonly Word[] | null {
  if (!word.text.startsWith('--')) return null;
  const text = word.text.slice(0, 256);
  if (flags.test(text)) return [word];
  const value = text.includes('=') ? text.slice(text.indexOf('=') + 1) : null;
  const words = value === null && next !== undefined ? [word, next] : [word];
  if (hostFlags.test(text)) return words;
  return valued.test(text) && falsehood.test(value ?? next?.text ?? '') ? words : null;
}

/** Every word of the line: those of the server, of the runner before it, of the engine and of a shell. */
function wordsOf({ words, launch }: Server): readonly Word[] {
  const written = words.map(wordOf);
  const atoms = new Set(written.map(({ atom }) => atom));
  const read = [
    ...launch.args,
    ...(launch.container?.options ?? []).flatMap((option) => option.words),
    ...(launch.shell?.commands ?? []).flatMap((one) => one.words),
  ];
  // A word that is a part of an argument stands in a line of its own.
  const inner = read.filter(
    ({ atom, start, end }) => !atoms.has(atom) || end - start < String(atom.value).length,
  );
  return [...written, ...new Set(inner)];
}

/** The value too, where it is one of a few known words. */
function asWritten(name: string, value: string): string {
  return hosts.test(name) ? name : `${name}=${value.trim()}`;
}

function message(name: string): string {
  return `${name} switches certificate checks off: anyone on the way can pose as the far end`;
}

function messageHere(name: string): string {
  return `${name} switches certificate checks off for a program on this machine: another one here can pose as it`;
}
