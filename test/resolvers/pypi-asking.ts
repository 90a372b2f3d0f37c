import assert from 'node:assert/strict';
import type { Fact, Release, Releases, ReleasesQuery } from '../../src/core/rules/facts.ts';
import { lookupAll, type Lookup } from '../../src/resolvers/addresses.ts';
import { createHttp } from '../../src/resolvers/http.ts';
import { createPypi } from '../../src/resolvers/pypi.ts';
import type { ReadSettings } from '../../src/resolvers/python-files.ts';
import type { PythonIndexes } from '../../src/resolvers/python-index.ts';
import { readPythonSettings, type PythonTool } from '../../src/resolvers/python-settings.ts';
import { createPythonWays } from '../../src/resolvers/python-way.ts';
import type { Address, Source, UserSide } from '../../src/resolvers/source.ts';
import { say } from './asking.ts';
import type { Answer } from './server.ts';

export const simpleJson = { 'content-type': 'application/vnd.pypi.simple.v1+json' };
export const plainJson = { 'content-type': 'application/json' };
export const html = { 'content-type': 'text/html; charset=utf-8' };

/** Settings files by their path; what is not here is not there. */
export type Files = Readonly<Record<string, string | false>>;

export interface PythonSetting {
  readonly env?: UserSide['env'];
  readonly platform?: NodeJS.Platform;
  readonly files?: Files;
  readonly userHosts?: readonly string[];
  readonly picked?: boolean;
  readonly timeLimit?: number;
  readonly query?: Partial<ReleasesQuery>;
  /** What has been written to the log. */
  readonly log?: string[];
  /** Instead of the network. */
  readonly fetch?: typeof globalThis.fetch;
  readonly lookup?: Lookup;
}

export const home = '/home/me';

export function personOf({ env = {}, platform = 'linux' }: PythonSetting): UserSide {
  return { env, home, platform };
}

export function readerOf({ files = {} }: PythonSetting): ReadSettings {
  return async (path) => (Object.hasOwn(files, path) ? (files[path] ?? null) : null);
}

export function sourceOf(setting: PythonSetting): Source<'releases'> {
  const http = createHttp({
    now: Date.now,
    timeLimit: setting.timeLimit ?? 5000,
    log: (line) => setting.log?.push(line),
    fetch: setting.fetch,
  });
  const ways = createPythonWays(personOf(setting), readerOf(setting));
  return createPypi({ http, lookup: setting.lookup ?? lookupAll }, ways);
}

export function queryOf(setting: PythonSetting): ReleasesQuery {
  const query = { ecosystem: 'pypi', tool: 'uv', name: 'demo', registry: null } as const;
  return { kind: 'releases', ...query, ...setting.query };
}

export async function addressOf(setting: PythonSetting): Promise<Address> {
  const source = sourceOf(setting);
  await source.ready(null);
  const address = source.address(queryOf(setting), null, setting.userHosts ?? []);
  assert.ok(address !== undefined);
  return address;
}

export function askReleases(setting: PythonSetting): Promise<Fact<Releases>> {
  const { userHosts = [], picked = false } = setting;
  const errand = { userHosts, picked, place: null, signal: AbortSignal.timeout(8000) };
  return sourceOf(setting).ask(queryOf(setting), errand);
}

/** An index with this answer to every question for a package in the simple API's form. */
export function simpleIndex(files: readonly object[], more: object = {}): Answer {
  const body = JSON.stringify({ meta: { 'api-version': '1.1' }, name: 'demo', files, ...more });
  return (_, response) => say(response, 200, simpleJson, body);
}

export function notFound(): Answer {
  return (_, response) => say(response, 404, html, '<h1>404 Not Found</h1>');
}

export function listOf(fact: Fact<Releases>): readonly Release[] {
  assert.ok(fact.state === 'known', JSON.stringify(fact));
  assert.deepEqual(fact.value.tags, []);
  return fact.value.list;
}

export function versionsOf(fact: Fact<Releases>): readonly string[] {
  return listOf(fact).map(({ version }) => version);
}

/** One line that may be shown. */
export function reasonOf(fact: Fact<unknown>): string {
  assert.ok(fact.state === 'failed', JSON.stringify(fact));
  const { why } = fact;
  assert.ok(!why.includes('\n') && !why.endsWith('.') && why.length < 200, why);
  return why;
}

export async function indexesFor(tool: PythonTool, setting: PythonSetting): Promise<PythonIndexes> {
  return (await readPythonSettings(personOf(setting), readerOf(setting)))[tool];
}

export async function urlsFor(
  tool: PythonTool,
  setting: PythonSetting,
): Promise<readonly string[]> {
  const indexes = await indexesFor(tool, setting);
  assert.ok(indexes.ok, JSON.stringify(indexes));
  return indexes.asked.map(({ url }) => url);
}

export async function refusalFor(tool: PythonTool, setting: PythonSetting): Promise<string> {
  const indexes = await indexesFor(tool, setting);
  assert.ok(!indexes.ok, JSON.stringify(indexes));
  return indexes.why;
}
