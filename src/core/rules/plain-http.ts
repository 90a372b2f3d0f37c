import type { Slice } from '../config/node.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';
import { replaceParts } from './write.ts';

/** Anyone on the way can read the requests and answer in the server's place. */
export const plainHttp: Rule = {
  meta: {
    id: 'plain-http',
    title: 'Remote server over plain http',
    pillar: 'deployment',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['remote'],
  *check({ launch: { remote } }) {
    if (remote === null || remote.scheme !== 'http' || remote.loopback) return;
    const scheme = schemeOf(remote.at);
    yield {
      at: scheme ?? remote.at,
      message: `${remote.host} is reached over plain http: requests, answers and headers can be read and changed on the way`,
      fixes: scheme === null ? [] : [useTls(scheme)],
    };
  },
};

/** The `http` or `ws` of an address; null where quotes or escapes hide it. */
function schemeOf(address: Slice): Slice | null {
  const text = String(address.atom.value).slice(address.start, address.start + 5);
  const name = /^(?:http|ws)(?=:)/i.exec(text)?.[0];
  if (name === undefined) return null;
  return { atom: address.atom, start: address.start, end: address.start + name.length };
}

function useTls(scheme: Slice): Fix {
  const text = scheme.end - scheme.start === 'ws'.length ? 'wss' : 'https';
  return {
    title: `Use ${text}`,
    safety: 'unsafe',
    ops: replaceParts([{ at: scheme, text }]),
  };
}
