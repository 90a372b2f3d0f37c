import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  lstatSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { scan } from '../../src/cli/scan.ts';
import { resolverFor } from '../resolvers/resolver-for.ts';

const skip = process.platform === 'win32' && 'no pipes, devices and sockets in folders there';
const offline = {
  resolver: resolverFor({ network: false }),
  trusted: false,
  signal: new AbortController().signal,
};
const good = JSON.stringify({ mcpServers: { a: { command: 'x' } } });

/** A folder with one configuration, and everything else that may bear such a name. */
async function folder(t: TestContext): Promise<string> {
  const at = mkdtempSync(join(tmpdir(), 'mcp-posture-files-'));
  for (const name of ['pipe', 'device', 'linked', 'loop', 'folder', 'socket', 'up']) {
    mkdirSync(join(at, name));
  }
  writeFileSync(join(at, '.mcp.json'), good);
  execFileSync('mkfifo', [join(at, 'pipe/.mcp.json')]);
  symlinkSync('/dev/zero', join(at, 'device/.mcp.json'));
  symlinkSync('../pipe/.mcp.json', join(at, 'linked/.mcp.json'));
  symlinkSync('.mcp.json', join(at, 'loop/.mcp.json'));
  mkdirSync(join(at, 'folder/.mcp.json'));
  symlinkSync('..', join(at, 'up/again'));
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(join(at, 'socket/.mcp.json'), resolve);
  });
  t.after(() => {
    server.close();
    rmSync(at, { recursive: true, force: true });
  });
  return at;
}

const odd = ['pipe', 'device', 'linked', 'loop', 'folder', 'socket'] as const;

test(
  'the command line waits for no pipe and reads no device',
  { skip, timeout: 10_000 },
  async (t) => {
    const at = await folder(t);
    const { scanned } = await scan([at], offline);
    assert.deepEqual(
      scanned.map((item) => [item.kind, item.kind === 'read' && item.report.document.path]),
      [['read', join(at, '.mcp.json')]],
    );
    for (const name of ['pipe', 'device', 'linked', 'loop', 'socket']) {
      const named = await scan([join(at, name, '.mcp.json')], offline);
      assert.deepEqual(
        named.scanned.map(({ kind }) => kind),
        ['unreadable'],
        name,
      );
    }
  },
);

test('the editor reads no pipe and no device', { skip, timeout: 10_000 }, async (t) => {
  const at = await folder(t);
  const opened = standIn();
  const { readDisk } = await import('../../src/editor/disk.ts');
  const read = async (name: string) => {
    const path = join(at, name);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the stand-in reads nothing else of it
    return (await readDisk({ fsPath: path } as never)).kind;
  };
  assert.equal(await read('.mcp.json'), 'text');
  for (const name of odd) assert.notEqual(await read(`${name}/.mcp.json`), 'text', name);
  assert.deepEqual(opened, [join(at, '.mcp.json')]);
});

/** The file system of an editor: kinds of files as VS Code tells them. Gives the paths that will have been read. */
function standIn(): readonly string[] {
  const opened: string[] = [];
  const kinds = { File: 1, Directory: 2, SymbolicLink: 64 };
  const fs = {
    async stat({ fsPath }: { readonly fsPath: string }) {
      const link = lstatSync(fsPath).isSymbolicLink() ? kinds.SymbolicLink : 0;
      const found = statSync(fsPath);
      const kind = found.isFile() ? kinds.File : found.isDirectory() ? kinds.Directory : 0;
      return { type: kind | link, size: found.size };
    },
    async readFile({ fsPath }: { readonly fsPath: string }) {
      opened.push(fsPath);
      return statSync(fsPath).isFile() ? await readFile(fsPath) : Buffer.alloc(0);
    },
  };
  class FileSystemError extends Error {}
  Object.assign(globalThis, {
    standInEditor: { FileType: kinds, FileSystemError, workspace: { fs } },
  });
  const source = `export const { FileType, FileSystemError, workspace } = globalThis.standInEditor`;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode'
        ? { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true }
        : next(specifier, context),
  });
  return opened;
}
