import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import assert from 'node:assert/strict';
import { readDocument } from '../../src/core/config/document.ts';
import { sha256 } from '../../src/secrets/entry-hash.ts';
import type { BrokerRequest } from '../../src/secrets/protocol.ts';
import { entryNaming, type SecretEntry } from '../../src/secrets/secret-entry.ts';
import { disk, type World } from '../../src/secrets/world.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export const LAUNCHER = '${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch';
export const ID = 'github.token.1a2b3c4d';

/** A workspace with a server and a program that it starts. */
export interface BoundWorld {
  readonly folder: string;
  readonly workspace: string;
  readonly world: World;
  /** Writes a file of the workspace and gives its path. */
  readonly write: (path: string, text: string) => string;
  /** What the launcher of this entry reports when nothing is wrong. */
  readonly request: (changes?: Partial<BrokerRequest>) => BrokerRequest;
  readonly entry: (server?: Readonly<Record<string, unknown>>) => SecretEntry;
}

export function boundWorld(t: TestContext): BoundWorld {
  const folder = temporaryFolder(t, 'mcp-posture-bound');
  const workspace = join(folder, 'w');
  function write(path: string, text: string): string {
    const at = join(workspace, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
    return at;
  }
  for (const path of ['../bin/tool', '../evil/tool']) chmodSync(write(path, '#!/bin/sh\n'), 0o755);
  write('server.js', 'first');
  write('.env', 'FROM_FILE=1\n');
  const env = { PATH: join(folder, 'bin'), HOME: '/home/u', KEPT: 'kept', SHLVL: '2' };
  const world: World = {
    platform: 'linux',
    home: '/home/u',
    env,
    path: '',
    workspace,
    folders: [workspace],
    installFolder: (extension) => (extension === 'mcp-posture.mcp-posture' ? '/ext' : null),
    reported: null,
    files: disk,
  };
  const handed = { ...env, FROM_FILE: '1', OTHER: 'x', SHLVL: '3', VSCODE_PID: '7' };
  return {
    folder,
    workspace,
    world,
    write,
    entry: (server = {}) => entryOf({ ...serverEntry(), ...server }),
    request: (changes = {}) => ({
      version: 1,
      ids: [ID],
      variables: { TOKEN: ID },
      argv: ['tool', join(workspace, 'server.js'), '--key={secret:x}'],
      cwd: workspace,
      program: join(folder, 'bin/tool'),
      env: Object.fromEntries(Object.entries(handed).map(([name, value]) => [name, sha256(value)])),
      pid: 7,
      ...changes,
    }),
  };
}

export function serverEntry(): Readonly<Record<string, unknown>> {
  return {
    command: LAUNCHER,
    args: [
      '--env',
      `TOKEN=${ID}`,
      '--',
      'tool',
      '${workspaceFolder}/server.js',
      '--key={secret:x}',
    ],
    env: { OTHER: 'x' },
    envFile: '${workspaceFolder}/.env',
  };
}

const inputs = ['one', 'two', 'other'].map((id) => ({ id, type: 'promptString' }));

export function entryOf(server: unknown): SecretEntry {
  const found = entryNaming(documentOf({ inputs, servers: { github: server } }), ID);
  assert.ok(found.ok, found.ok ? '' : found.why);
  return found.entry;
}

export function documentOf(content: unknown) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return readDocument(text, '/w/.vscode/mcp.json');
}
