import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Fact, ImageDigest, ImageDigestQuery } from '../../src/core/rules/facts.ts';
import { createHttp } from '../../src/resolvers/http.ts';
import { createOci } from '../../src/resolvers/oci.ts';
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

export interface Setting {
  readonly userHosts?: readonly string[];
  readonly timeLimit?: number;
  readonly signal?: AbortSignal;
  readonly tag?: string;
}

export async function ask(host: string, setting: Setting = {}): Promise<Asked> {
  const log: string[] = [];
  const http = createHttp({
    now: Date.now,
    timeLimit: setting.timeLimit ?? 5000,
    log: (line) => log.push(line),
  });
  const oci = createOci({ http, now: Date.now });
  const policy = { userHosts: setting.userHosts ?? [host], picked: false };
  const fact = await oci(
    queryFor(host, setting.tag),
    policy,
    setting.signal ?? AbortSignal.timeout(5000),
  );
  return { fact, log };
}

export function queryFor(registry: string, tag = '1.4'): ImageDigestQuery {
  return { kind: 'image-digest', registry, repository: 'team/server', tag };
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

export function whyOf(fact: Fact<ImageDigest>): string {
  assert.equal(fact.state, 'failed', JSON.stringify(fact));
  assert.ok(fact.state === 'failed');
  assert.ok(!fact.why.includes('\n') && !fact.why.endsWith('.') && fact.why.length < 200, fact.why);
  return fact.why;
}
