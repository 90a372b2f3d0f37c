import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { npmRegistry } from '../../scripts/test/registry.ts';

export interface Publication {
  /** Default: `latest`. */
  readonly tag?: string;
  /** ISO 8601; null takes the date away. Default: now, as the registry writes it. */
  readonly at?: string | null;
}

/** A real npm registry on loopback, with its own empty storage. Packages of `@private` need its token. */
export interface Verdaccio {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Of its one user, as `npm login` would get it. */
  readonly token: string;
  /** Of the same user, in clear. */
  readonly login: { readonly name: string; readonly password: string };
  publish(name: string, version: string, publication?: Publication): Promise<void>;
  /** As `npm deprecate` does. */
  deprecate(name: string, version: string, message: string): Promise<void>;
  stop(): Promise<void>;
}

const login = { name: 'ann', password: 'pass-of-a-test' };

/** Starts verdaccio on a free port; the first time on a machine it is fetched from npm. */
export async function startVerdaccio(): Promise<Verdaccio> {
  const installed = await npmRegistry();
  const folder = await mkdtemp(join(tmpdir(), 'mcp-posture-verdaccio-'));
  const storage = join(folder, 'storage');
  const settings = join(folder, 'config.yaml');
  // JSON is YAML.
  await writeFile(settings, JSON.stringify(settingsIn(folder, storage)));
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'verdaccio/serve.mjs'), join(installed, 'package.json'), settings],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  const host = `127.0.0.1:${await portOf(child)}`;
  const token = await tokenOf(host);

  async function put(path: string, body: unknown): Promise<void> {
    const response = await fetch(`http://${host}/${path}`, {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    if (response.status !== 201) throw new Error(`verdaccio answered ${response.status}: ${text}`);
  }

  return {
    host,
    token,
    login,
    async publish(name, version, { tag = 'latest', at } = {}) {
      await put(name.replace('/', '%2f'), documentOf(host, name, version, tag));
      if (at === undefined) return;
      // The registry dates a release itself, with now: an older one is written into its storage.
      const file = join(storage, name, 'package.json');
      const stored = JSON.parse(await readFile(file, 'utf8')) as { time: Record<string, string> };
      if (at === null) delete stored.time[version];
      else stored.time[version] = at;
      await writeFile(file, JSON.stringify(stored));
    },
    async deprecate(name, version, message) {
      const path = name.replace('/', '%2f');
      const response = await fetch(`http://${host}/${path}?write=true`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const document = (await response.json()) as Record<string, unknown> & {
        versions: Record<string, { deprecated?: string }>;
      };
      const manifest = document.versions[version];
      if (manifest === undefined) throw new Error(`There is no ${name}@${version}`);
      manifest.deprecated = message;
      await put(path, document);
    },
    async stop() {
      process.off('exit', kill);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill()) await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function settingsIn(folder: string, storage: string): unknown {
  return {
    storage,
    secret: 'only-for-this-run-0123456789abcd',
    auth: { htpasswd: { file: join(folder, 'htpasswd'), rounds: 4 } },
    uplinks: {},
    packages: {
      '@private/*': { access: '$authenticated', publish: '$authenticated' },
      '**': { access: '$all', publish: '$authenticated' },
    },
    web: { enable: false },
    log: { type: 'stdout', format: 'json', level: 'error' },
  };
}

/** What `npm publish` sends: one version with its archive. */
function documentOf(host: string, name: string, version: string, tag: string): unknown {
  const manifest = { name, version, main: 'index.js' };
  const archive = gzipSync(JSON.stringify(manifest));
  const file = `${name}-${version}.tgz`;
  const dist = {
    integrity: `sha512-${createHash('sha512').update(archive).digest('base64')}`,
    shasum: createHash('sha1').update(archive).digest('hex'),
    tarball: `http://${host}/${name}/-/${file}`,
  };
  return {
    _id: name,
    name,
    'dist-tags': { [tag]: version },
    versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
    _attachments: {
      [file]: {
        content_type: 'application/octet-stream',
        data: archive.toString('base64'),
        length: archive.length,
      },
    },
  };
}

async function tokenOf(host: string): Promise<string> {
  const response = await fetch(`http://${host}/-/user/org.couchdb.user:${login.name}`, {
    method: 'PUT',
    body: JSON.stringify(login),
    headers: { 'content-type': 'application/json' },
  });
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`verdaccio gave no token (${response.status})`);
  return token;
}

/** The port that it says it listens on. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    function read(chunk: Buffer): void {
      said = (said + chunk.toString()).slice(-4000);
      const port = /Listening on port (\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    }
    // Kept flowing after the start: a full pipe would stop it.
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`verdaccio ended with ${code}: ${said}`)));
  });
}
