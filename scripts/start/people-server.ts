import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { vscodeServer } from '../vscode/install.ts';
import { type Server, startServer } from '../vscode/server.ts';

export interface PeopleServer {
  readonly server: Server;
  /** With the token: for the person at this machine only. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

export interface PeopleServerOptions {
  readonly extension: string;
  readonly folder: string;
  readonly data: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** VS Code's server with our extension installed, a token at the door and workspace trust on. */
export async function openServer(options: PeopleServerOptions): Promise<PeopleServer> {
  const vscode = await vscodeServer();
  installExtension(options.extension, join(options.data, 'extensions'));
  const token = randomBytes(24).toString('hex');
  const door = mkdtempSync(join(options.data, 'door-'));
  const file = join(door, 'token');
  writeFileSync(file, token, { mode: 0o600 });
  const leave = (): void => rmSync(door, { recursive: true, force: true });
  try {
    const server = await startServer({
      vscode,
      data: options.data,
      ...(options.env === undefined ? {} : { env: options.env }),
      access: { kind: 'token-file', file },
      workspaceTrust: true,
    });
    const query = new URLSearchParams({ tkn: token, folder: options.folder });
    return {
      server,
      address: `http://127.0.0.1:${server.port}/?${query.toString()}`,
      async close() {
        await server.stop();
        leave();
      },
    };
  } catch (error) {
    leave();
    throw error;
  }
}

/** What a package of the extension would hold, linked: a rebuild shows at the next reload. */
function installExtension(root: string, extensions: string): void {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    'publisher' | 'name' | 'version',
    string
  >;
  const folder = join(extensions, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Its list of what is installed; without one the server looks for itself.
  rmSync(join(extensions, 'extensions.json'), { force: true });
  for (const name of ['dist', 'media', 'bin', 'docs'].filter((each) =>
    existsSync(join(root, each)),
  )) {
    symlinkSync(join(root, name), join(folder, name), 'junction');
  }
  for (const name of ['package.json', 'README.md', 'CHANGELOG.md'].filter((each) =>
    existsSync(join(root, each)),
  )) {
    cpSync(join(root, name), join(folder, name));
  }
}
