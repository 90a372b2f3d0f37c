import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Deciding, Missing, Question } from '../../../src/editor/secrets/decide.ts';
import { bindingOf } from '../../../src/secrets/binding.ts';
import { entryInFile } from '../../../src/secrets/bound-file.ts';
import { sha256 } from '../../../src/secrets/entry-hash.ts';
import type { RecordedLaunch } from '../../../src/secrets/record.ts';
import { secretStorageVault } from '../../../src/secrets/secret-storage-vault.ts';
import { disk } from '../../../src/secrets/world.ts';
import { boundWorld, ID, serverEntry, type BoundWorld } from '../../secrets/bound-world.ts';
import { memoryStore } from './memory-store.ts';

export const value = 'the value of the token';
export const never = new AbortController().signal;

export interface Stage {
  readonly bound: BoundWorld;
  readonly file: string;
  readonly ports: Deciding;
  readonly asked: Question[];
  readonly missing: Missing[];
  readonly recorded: RecordedLaunch[];
  /** Stores the secret for the launch as the file has it now. */
  readonly store: () => Promise<void>;
}

/** A file with one server that gets a secret, and what decides about it. */
export function stage(t: TestContext, changes: Partial<Deciding> = {}): Stage {
  const bound = boundWorld(t);
  const file = bound.write('.vscode/mcp.json', fileText());
  const vault = secretStorageVault(memoryStore());
  const asked: Question[] = [];
  const missing: Missing[] = [];
  const recorded: RecordedLaunch[] = [];
  return {
    bound,
    file,
    asked,
    missing,
    recorded,
    async store() {
      const found = await entryInFile(file, ID, disk);
      assert.ok(found.ok);
      const binding = await bindingOf(found.entry, bound.world);
      const info = { server: 'github', what: 'TOKEN', file, storedAt: 1, lastUsedAt: null };
      await vault.set({ id: ID, value, binding, ...info });
    },
    ports: {
      vault,
      isTrusted: () => true,
      filesNaming: () => [file],
      worldOf: (path) => (path.startsWith(bound.workspace) ? bound.world : null),
      async approve(question) {
        asked.push(question);
        return false;
      },
      async askValue(one) {
        missing.push(one);
        return false;
      },
      async record(launch) {
        recorded.push(launch);
      },
      now: () => 1_700_000_000_000,
      ...changes,
    },
  };
}

export function fileText(server: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ servers: { github: { ...serverEntry(), ...server } } });
}

export const allow: Deciding['approve'] = async (_question, then) => {
  await then();
  return true;
};

/** The report of a launcher that was started by this entry. */
export function withEnv(
  { request }: BoundWorld,
  server: { readonly env?: Readonly<Record<string, string>>; readonly dev?: unknown },
) {
  const { env } = request();
  const own = Object.entries(server.env ?? {}).map(([name, text]) => [name, sha256(text)] as const);
  return { env: { ...env, ...Object.fromEntries(own) } };
}
