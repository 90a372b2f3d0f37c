import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../../scripts/vscode/cache.ts';
import { waitFor } from './wait.ts';

/** A real MCP server that notes what it was started with: hashes of values, so that no file holds one. */
export interface McpServer {
  /** Absolute: run it with `node`. */
  readonly script: string;
  /** What the last start that has happened since `forget` was given; waits for one. */
  started(limit?: number): Promise<Started>;
  isStarted(): boolean;
  forget(): void;
  remove(): void;
}

export interface Started {
  readonly pid: number;
  /** SHA-256 of each value. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** It has answered `initialize`. */
  readonly initialized: boolean;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const source = `'use strict';
const { createHash } = require('node:crypto');
const { renameSync, writeFileSync } = require('node:fs');
const { createInterface } = require('node:readline');
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const note = (initialized) => {
  const file = __dirname + '/started.json';
  const env = Object.fromEntries(Object.entries(process.env).map(([k, v]) => [k, sha256(v)]));
  const args = process.argv.slice(2).map(sha256);
  writeFileSync(file + '.' + process.pid, JSON.stringify({ pid: process.pid, env, args, initialized }));
  renameSync(file + '.' + process.pid, file);
};
note(false);
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const serverInfo = { name: 'noting', version: '1.0.0' };
  const result = method === 'initialize'
    ? { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo }
    : { tools: [] };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
  if (method === 'initialize') note(true);
});
`;

export function mcpServer(): McpServer {
  const folder = mkdtempSync(join(placeOfServers(), 'mcp-noting-'));
  const script = join(folder, 'server.cjs');
  const noted = join(folder, 'started.json');
  writeFileSync(script, source);
  return {
    script,
    started: (limit = 30_000) =>
      waitFor(
        'the start of the server',
        () => {
          if (!existsSync(noted)) return null;
          const read = JSON.parse(readFileSync(noted, 'utf8')) as Started;
          return read.initialized ? read : null;
        },
        limit,
      ),
    isStarted: () => existsSync(noted),
    forget: () => rmSync(noted, { force: true }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Not among temporary files, where a server would be a finding of its own; a whole machine's cache may lie there. */
function placeOfServers(): string {
  const places = [cacheFolder(), join(homedir(), '.cache/mcp-posture'), '/opt/mcp-posture-test'];
  const place = places.find((one) => !/^\/(?:(?:var\/)?tmp|dev\/shm)\//.test(one)) ?? cacheFolder();
  mkdirSync(place, { recursive: true, mode: 0o700 });
  return place;
}
