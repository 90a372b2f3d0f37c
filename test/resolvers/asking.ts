import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Fact, ImageDigest, ImageDigestQuery } from '../../src/core/rules/facts.ts';
import { lookupAll, type Lookup } from '../../src/resolvers/addresses.ts';
import { createHttp } from '../../src/resolvers/http.ts';
import { createImages, type Images } from '../../src/resolvers/images.ts';
import type { Errand } from '../../src/resolvers/source.ts';
import { userSide, type UserSetting } from './resolver-for.ts';
import { startServer, type Answer, type LocalServer } from './server.ts';

export const manifestType = 'application/vnd.oci.image.index.v1+json';
export const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: manifestType,
  manifests: [],
});
export const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
export const otherDigest = `sha256:${'0'.repeat(64)}`;

export interface Asked {
  readonly fact: Fact<ImageDigest>;
  readonly log: readonly string[];
}

export interface Setting extends UserSetting {
  readonly userHosts?: readonly string[];
  readonly picked?: boolean;
  readonly timeLimit?: number;
  readonly signal?: AbortSignal;
  readonly tag?: string;
  readonly repository?: string;
  readonly lookup?: Lookup;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** What a resolver would use for images, and what it logs. */
export function imagesFor(setting: Setting = {}): Images & { readonly log: readonly string[] } {
  const { now = Date.now, timeLimit = 5000, lookup = lookupAll, fetch } = setting;
  const log: string[] = [];
  const http = createHttp({ fetch, now, timeLimit, log: (line) => log.push(line) });
  return { ...createImages({ http, now, lookup, user: userSide(setting) }), log };
}

/** By default `host` stands in the extension's own setting, and nothing is picked. */
export function errandFor(host: string, setting: Setting = {}): Errand {
  const { userHosts = [host], picked = false, signal = AbortSignal.timeout(5000) } = setting;
  return { userHosts, picked, place: null, signal };
}

export async function ask(host: string, setting: Setting = {}): Promise<Asked> {
  const { digests, log } = imagesFor(setting);
  await digests.ready(null);
  const query = queryFor(host, setting.tag, setting.repository);
  return { fact: await digests.ask(query, errandFor(host, setting)), log };
}

export function queryFor(
  registry: string,
  tag = '1.4',
  repository = 'team/server',
): ImageDigestQuery {
  return { kind: 'image-digest', registry, repository, tag };
}

export async function answered(
  answer: Answer,
  setting: Setting = {},
): Promise<Asked & { readonly server: LocalServer }> {
  await using server = await startServer(answer);
  return { ...(await ask(server.host, setting)), server };
}

export function say(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body = '',
): void {
  response.writeHead(status, headers).end(body);
}

export function whyOf(fact: Fact<unknown> | undefined): string {
  assert.ok(fact?.state === 'failed', JSON.stringify(fact));
  assert.ok(!fact.why.includes('\n') && !fact.why.endsWith('.') && fact.why.length < 200, fact.why);
  return fact.why;
}
