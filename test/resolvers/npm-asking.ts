import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Fact, Releases, ReleasesQuery } from '../../src/core/rules/facts.ts';
import { lookupAll, type Lookup } from '../../src/resolvers/addresses.ts';
import { createHttp } from '../../src/resolvers/http.ts';
import { createNpm } from '../../src/resolvers/npm.ts';
import { createNpmWays } from '../../src/resolvers/npm-way.ts';
import type { Address, Place, UserSide } from '../../src/resolvers/source.ts';
import { userSide } from './resolver-for.ts';

export interface NpmSetting {
  readonly env?: UserSide['env'];
  readonly home?: string;
  readonly place?: Place;
  readonly userHosts?: readonly string[];
  readonly picked?: boolean;
  /** That the file names. */
  readonly registry?: string;
  readonly timeLimit?: number;
  readonly signal?: AbortSignal;
  /** Instead of the network. */
  readonly fetch?: typeof globalThis.fetch;
  readonly lookup?: Lookup;
}

export interface NpmAsked {
  readonly address: Address | undefined;
  readonly fact: Fact<Releases>;
  /** Everything that was said on the way: no credential may be in it. */
  readonly said: string;
}

/** Asks about one package with nothing of this machine's own settings. */
export async function askNpm(name: string, setting: NpmSetting = {}): Promise<NpmAsked> {
  const log: string[] = [];
  const http = createHttp({
    now: Date.now,
    timeLimit: setting.timeLimit ?? 5000,
    log: (line) => log.push(line),
    fetch: setting.fetch,
  });
  // Without a prefix npm's file of the machine would be read.
  const env = { PREFIX: join(tmpdir(), 'no-such-prefix'), ...setting.env };
  const user = userSide({ env, ...(setting.home === undefined ? {} : { home: setting.home }) });
  const npm = createNpm({ http, lookup: setting.lookup ?? lookupAll }, createNpmWays(user));
  const { place = null, userHosts = [], picked = false } = setting;
  await npm.ready(place);
  const query = npmQuery(name, setting.registry);
  const address = npm.address(query, place, userHosts);
  const signal = setting.signal ?? AbortSignal.timeout(8000);
  const fact = await npm.ask(query, { userHosts, picked, place, signal });
  return {
    address,
    fact,
    said: [...log, JSON.stringify(address), JSON.stringify(fact)].join('\n'),
  };
}

export function npmQuery(name: string, registry: string | null = null): ReleasesQuery {
  return { kind: 'releases', ecosystem: 'npm', tool: 'npm', name, registry };
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** A folder of its own with these files in it. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'mcp-posture-npm-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** The reason of a failure: one line, no period, not long. */
export function whyNot(fact: Fact<Releases>): string {
  assert.ok(fact.state === 'failed', JSON.stringify(fact).slice(0, 500));
  assert.ok(!fact.why.includes('\n') && !fact.why.endsWith('.') && fact.why.length < 200, fact.why);
  return fact.why;
}

export function knownOf(fact: Fact<Releases>): Releases {
  assert.ok(fact.state === 'known', JSON.stringify(fact).slice(0, 500));
  return fact.value;
}

/** What a registry says of a package with one release. */
export const packument = {
  name: 'server',
  'dist-tags': { latest: '1.0.0' },
  versions: { '1.0.0': {} },
};

export function good(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument));
}

/** Answers everything by the package, and remembers who was asked with which credential. */
export function answering(seen: Record<string, string | null>): typeof globalThis.fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    seen[url.href] = new Headers(init?.headers).get('authorization');
    return Response.json(packument);
  };
}

/** Asks about `server` on a network where every name has this address and every host has the package. */
export async function askFake(setting: NpmSetting & { readonly address?: string } = {}) {
  const seen: Record<string, string | null> = {};
  const lookup = async () => [setting.address ?? '8.8.8.8'];
  return { ...(await askNpm('server', { ...setting, fetch: answering(seen), lookup })), seen };
}
