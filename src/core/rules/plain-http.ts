import { isString, type Slice } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import type { Remote, Word } from '../launch/launch.ts';
import { remoteOf } from '../launch/remote.ts';
import { wordOf } from '../launch/words.ts';
import type { Draft } from './finding.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';
import { replaceParts } from './write.ts';

/** Anyone on the way can read the requests and answer in the server's place, or the registry's. */
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
  about: ['remote', 'packages'],
  *check(server) {
    const { remote } = server.launch;
    if (remote !== null)
      yield* inTheClear(
        remote,
        `${remote.host} is reached over plain http: requests, answers and headers can be read and changed on the way`,
      );
    for (const word of registriesOf(server)) {
      const registry = remoteOf(word, []);
      yield* inTheClear(
        registry,
        `Packages come from ${registry.host} over plain http: what runs here can be changed on the way`,
      );
    }
  },
};

function* inTheClear({ at, scheme, loopback }: Remote, message: string): Generator<Draft> {
  if (scheme !== 'http' || loopback) return;
  const name = schemeOf(at);
  yield { at: name ?? at, message, fixes: name === null ? [] : [useTls(name)] };
}

/** Those of the line, and of the variables that its tools read: npm's, pip's and uv's own documentation. */
function registriesOf({ launch: { packages }, env }: Server): ReadonlySet<Word> {
  const named = packages.flatMap(({ registry }) => registry ?? []);
  if (packages.length > 0) {
    for (const { name, value } of env)
      if (isString(value) && variables.test(name)) named.push(wordOf(value));
  }
  return new Set(named);
}

const variables =
  /^(?:npm_config_(?:@[^:]{1,200}:)?registry|UV_(?:DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL)|PIP_(?:EXTRA_)?INDEX_URL)$/i;

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
