import { constants } from 'node:fs';
import { access, open, realpath, stat, type FileHandle } from 'node:fs/promises';
import type { Environment } from './program.ts';

/** What a launch is judged against. */
export interface World {
  readonly platform: NodeJS.Platform;
  /** Absolute. */
  readonly home: string;
  /** What the client hands on to every server; null when that is not known. */
  readonly env: Environment | null;
  /** Of who binds a secret where no editor is. */
  readonly terminal?: Environment;
  /** Where programs are looked for when neither the entry nor the client says. */
  readonly path: string;
  /** What `${workspaceFolder}` means, and where servers start: absolute; null when there is none. */
  readonly workspace: string | null;
  /** Folders whose scripts a secret is bound to. Absolute. */
  readonly folders: readonly string[];
  /** Where an extension is installed; null when it is not. */
  readonly installFolder: (extension: string) => string | null;
  /** What the launcher has found itself, where there is one. */
  readonly reported: Reported | null;
  readonly files: Files;
}

/** Of a launch that no editor vouches for. */
export interface Reported {
  readonly program: string | null;
  readonly cwd: string;
  /** As `Binding.client`; null when it was not kept. */
  readonly client: string | null;
}

/** The disk. Nothing rejects. */
export interface Files {
  /** Null for what is no file, cannot be read, or has more bytes than that. */
  read(path: string, limit: number): Promise<Uint8Array | null>;
  /** With every link resolved; null when there is no such thing. */
  real(path: string): Promise<string | null>;
  /** Whether it is a file that may be run. */
  runs(path: string): Promise<boolean>;
}

export const disk: Files = {
  async read(path, limit) {
    let file: FileHandle;
    try {
      // A pipe must not keep us waiting.
      file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      return null;
    }
    try {
      const found = await file.stat();
      return found.isFile() && found.size <= limit ? await readUpTo(file, limit) : null;
    } catch {
      return null;
    } finally {
      await file.close();
    }
  },
  real: (path) => realpath(path).catch(() => null),
  async runs(path) {
    try {
      if (!(await stat(path)).isFile()) return false;
      await access(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

/** A file may grow while it is read, and some say that they are empty. */
async function readUpTo(file: FileHandle, limit: number): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64 * 1024) });
    if (bytesRead === 0) return Buffer.concat(pieces);
    size += bytesRead;
    if (size > limit) return null;
    pieces.push(buffer.subarray(0, bytesRead));
  }
}
