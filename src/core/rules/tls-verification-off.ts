import { pathOf } from '../config/node.ts';
import type { Entry, Server } from '../config/server.ts';
import type { Word } from '../launch/launch.ts';
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
    for (const entry of server.env) yield* checkEntry(entry);
    for (const { name, value, at } of server.launch.assignments) {
      if (value !== null && switchesOff(name, value.text)) yield { at, message: message(name) };
    }
    yield* checkFlags(server);
  },
};

/** Variables whose truth switches checks off, and those whose falsehood does. */
const off =
  /^(?:GIT_SSL_NO_VERIFY|CURL_INSECURE|(?:.*_)?(?:SKIP_(?:TLS|SSL|CERT)_VERIF(?:Y|ICATION)|(?:TLS|SSL)_SKIP_VERIFY|INSECURE_SKIP_(?:TLS_)?VERIFY|DISABLE_(?:TLS|SSL)_VERIF(?:Y|ICATION)|(?:TLS|SSL)_INSECURE|ALLOW_INSECURE_(?:TLS|SSL)|IGNORE_(?:TLS|SSL)_ERRORS))$/i;
const on =
  /^(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|NPM_CONFIG_STRICT_SSL|(?:.*_)?(?:VERIFY_(?:SSL|TLS|CERTS?|CERTIFICATES?)|(?:SSL|TLS|CERT)_VERIF(?:Y|ICATION)|REJECT_UNAUTHORIZED))$/i;
const flags =
  /^--(?:insecure|insecure-skip-(?:tls-)?verify|(?:tls|ssl)-skip-verify|skip-(?:tls|ssl)-verify|no-(?:verify-)?(?:ssl|tls)(?:-verify)?|no-check-certificates?|disable-(?:ssl|tls)-verification|allow-insecure-host|trusted-host|ignore-certificate-errors)(?:=true)?$/;
const falseFlags = /^--(?:verify-(?:ssl|tls)|(?:ssl|tls)-verify|strict-ssl)=(?:false|0|no)$/;

function switchesOff(name: string, value: string): boolean {
  const text = value.trim().toLowerCase();
  if (off.test(name)) return ['1', 'true', 'yes', 'on'].includes(text);
  return on.test(name) && ['0', 'false', 'no', 'off'].includes(text);
}

function* checkEntry({ name, value }: Entry): Generator<Draft> {
  if (value?.kind !== 'atom' || !switchesOff(name, String(value.value))) return;
  const ops = [{ op: 'remove' as const, path: pathOf(value) }];
  yield {
    at: { atom: value, start: 0, end: String(value.value).length },
    message: message(name),
    fixes: [{ title: `Drop ${name}`, safety: 'unsafe', ops }],
  };
}

function* checkFlags({ launch }: Server): Generator<Draft> {
  for (const word of [...launch.args, ...shellWords(launch.shell?.commands)]) {
    const name = word.text.slice(0, 64);
    if (!flags.test(name) && !falseFlags.test(name)) continue;
    const alone = !/^--(?:allow-insecure-host|trusted-host)$/.test(name);
    const fixes = alone
      ? [{ title: `Drop ${name}`, safety: 'unsafe' as const, ops: dropWords([word]) }]
      : [];
    yield { at: word, message: message(name), fixes };
  }
}

function shellWords(
  commands: readonly { readonly words: readonly Word[] }[] = [],
): readonly Word[] {
  return commands.flatMap(({ words }) => words);
}

function message(name: string): string {
  return `${name} switches certificate checks off: anyone on the way can pose as the far end`;
}
