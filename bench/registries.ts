import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { defaultChoices, type Query } from '../src/core/rules/facts.ts';
import { createFileStore } from '../src/resolvers/file-store.ts';
import { createResolver, type Resolver } from '../src/resolvers/index.ts';

export interface RegistryTimes {
  readonly requests: number;
  /** Milliseconds that this many requests take, eight at a time. */
  readonly ideal: number;
  /** Milliseconds with nothing kept. */
  readonly cold: number;
  /** Milliseconds for a new process that finds all answers on the disk. */
  readonly warm: number;
}

const delay = 50;
const atOnce = 8;
const each = 200;

/** 200 images and 200 packages of one registry that takes 50 ms for an answer. It runs in a thread of its own. */
export async function measureRegistries(): Promise<RegistryTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-bench-'));
  const worker = new Worker(new URL('slow-registry.ts', import.meta.url), { workerData: delay });
  try {
    const host = await message<string>(worker);
    const queries = [...images(host), ...packages()];
    const cold = await timeToKnow(resolverOf(host, folder), queries);
    worker.postMessage('count');
    const requests = await message<number>(worker);
    const warm = await timeToKnow(resolverOf(host, folder), queries);
    worker.postMessage('count');
    if ((await message<number>(worker)) !== requests) throw new Error('warm was not warm');
    return { requests, ideal: (requests / atOnce) * delay, cold, warm };
  } finally {
    await worker.terminate();
    rmSync(folder, { recursive: true, force: true });
  }
}

function resolverOf(host: string, folder: string): Resolver {
  return createResolver({
    userHosts: () => [host],
    network: () => true,
    choices: () => defaultChoices,
    lifetimes: () => ({ images: 3_600_000, versions: 21_600_000, advisories: 86_400_000 }),
    user: {
      env: { npm_config_registry: `http://${host}/` },
      home: folder,
      platform: process.platform,
    },
    store: createFileStore(join(folder, 'answers.json')),
  });
}

async function timeToKnow(resolver: Resolver, queries: readonly Query[]): Promise<number> {
  const begun = performance.now();
  await resolver.ask(queries, new AbortController().signal);
  const took = performance.now() - begun;
  const facts = resolver.facts();
  for (const query of queries) {
    const fact = facts.answer(query);
    if (fact?.state !== 'known') throw new Error(`not known: ${JSON.stringify([query, fact])}`);
  }
  return took;
}

function images(registry: string): readonly Query[] {
  return Array.from({ length: each }, (_, index) => {
    return { kind: 'image-digest', registry, repository: `team/server-${index}`, tag: '1.4' };
  });
}

function packages(): readonly Query[] {
  return Array.from({ length: each }, (_, index) => {
    const name = index % 2 === 0 ? `server-${index}` : `@team/server-${index}`;
    return { kind: 'releases', ecosystem: 'npm', tool: 'npm', name, registry: null };
  });
}

function message<Value>(worker: Worker): Promise<Value> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
