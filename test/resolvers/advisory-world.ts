import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultUrl } from 'registry-url';
import type { Advisories, AdvisoriesQuery } from '../../src/core/rules/dependency-facts.ts';
import type { Fact } from '../../src/core/rules/facts.ts';
import type { Resolver } from '../../src/resolvers/index.ts';
import { resolverFor, type ResolverSetting } from './resolver-for.ts';
import type { Answer } from './server.ts';
import { startWorld, type World } from './world.ts';

export const osvHost = 'api.osv.dev';
export const npmHost = new URL(defaultUrl).host;

export type OsvRecord = { readonly id: string } & Record<string, unknown>;

/** A database that tells of every entry about a package, whatever the version: to hold them against it is up to who asks. */
export function osvOf(
  entries: readonly OsvRecord[],
  bodies: string[] = [],
  pageSize = 1000,
): Answer {
  return (request, response) => {
    const path = new URL(request.url ?? '', 'http://osv').pathname;
    if (request.method === 'GET') {
      const entry = entries.find(({ id }) => path === `/v1/vulns/${id}`);
      return sendJson(response, entry === undefined ? 404 : 200, entry ?? { code: 5 });
    }
    withBody(request, (body) => {
      bodies.push(body);
      const { queries } = JSON.parse(body) as { queries: OsvQuery[] };
      if (queries.length > 1000) return sendJson(response, 400, { code: 3 });
      sendJson(response, 200, {
        results: queries.map((query) => pageFor(query, entries, pageSize)),
      });
    });
  };
}

interface OsvQuery {
  readonly package: { readonly name: string; readonly ecosystem: string };
  readonly version: string;
  readonly page_token?: string;
}

function pageFor(query: OsvQuery, entries: readonly OsvRecord[], size: number): object {
  const all = entries.filter(({ affected }) =>
    ((affected ?? []) as { package: OsvQuery['package'] }[]).some(
      ({ package: { name, ecosystem } }) =>
        name === query.package.name && ecosystem === query.package.ecosystem,
    ),
  );
  const from = Number(query.page_token ?? 0);
  const vulns = all.slice(from, from + size).map(({ id, modified }) => ({ id, modified }));
  if (vulns.length === 0) return {};
  return from + size < all.length ? { vulns, next_page_token: String(from + size) } : { vulns };
}

/** npm's endpoint: rows by the name of the package. */
export function npmOf(
  rows: Readonly<Record<string, readonly object[]>>,
  bodies: string[] = [],
): Answer {
  return (request, response) => {
    if (request.method !== 'POST' || request.url !== '/-/npm/v1/security/advisories/bulk') {
      return sendJson(response, 404, {});
    }
    withBody(request, (body) => {
      bodies.push(body);
      const names = Object.keys(JSON.parse(body) as object).filter((name) =>
        Object.hasOwn(rows, name),
      );
      sendJson(response, 200, Object.fromEntries(names.map((name) => [name, rows[name]])));
    });
  };
}

/** Calls `use` with the whole of what was sent. */
export function withBody(request: IncomingMessage, use: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => use(Buffer.concat(chunks).toString('utf8')));
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export interface AdvisoryWorld extends AsyncDisposable {
  readonly world: World;
  readonly resolver: Resolver;
  ask(query: AdvisoriesQuery): Promise<Fact<Advisories> | undefined>;
  askAll(queries: readonly AdvisoriesQuery[]): Promise<readonly (Fact<Advisories> | undefined)[]>;
}

/** OSV and the npm registry by their real names, all on loopback; who is left out refuses the connection. */
export async function advisoryWorld(
  hosts: { readonly osv?: Answer; readonly npm?: Answer; readonly others?: Record<string, Answer> },
  setting: ResolverSetting = {},
): Promise<AdvisoryWorld> {
  const world = await startWorld({
    ...(hosts.osv === undefined ? {} : { [osvHost]: hosts.osv }),
    ...(hosts.npm === undefined ? {} : { [npmHost]: hosts.npm }),
    ...hosts.others,
  });
  // Without a prefix npm's file of the machine would be read.
  const env = { PREFIX: join(tmpdir(), 'no-such-prefix'), ...setting.env };
  const { fetch, lookup } = world;
  const resolver = resolverFor({ fetch, lookup, timeLimit: 5000, ...setting, env });
  async function askAll(queries: readonly AdvisoriesQuery[]) {
    await resolver.ask(queries, AbortSignal.timeout(20_000));
    return queries.map((query) => resolver.facts().answer(query));
  }
  return {
    world,
    resolver,
    askAll,
    ask: async (query) => (await askAll([query]))[0],
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

export function about(
  name: string,
  version: string,
  ecosystem: AdvisoriesQuery['ecosystem'] = 'npm',
): AdvisoriesQuery {
  return { kind: 'advisories', ecosystem, name, version };
}
