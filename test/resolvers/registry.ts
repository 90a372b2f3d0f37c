import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PushedIndex {
  readonly indexDigest: string;
  /** One a platform, in the order of the index. */
  readonly manifestDigests: readonly string[];
}

/** A real registry on loopback, with its own empty storage. */
export interface Registry {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Where the images rest: a second registry may serve the same folder. */
  readonly storage: string;
  /**
   * An index over linux/amd64 and linux/arm64. What is in the images follows from repository, tag and `salt`; `created`
   * is the time that their configurations say.
   */
  pushIndex(repository: string, tag: string, salt?: string, created?: string): Promise<PushedIndex>;
  /** One manifest with no index; its digest. */
  pushManifest(repository: string, tag: string, created?: string): Promise<string>;
  stop(): Promise<void>;
}

export interface RegistryOptions {
  /** Default: `docker-registry`. */
  readonly program?: string;
  /** Serves this folder and does not remove it. */
  readonly storage?: string;
  /** Signing in for everything, as docker-registry's `auth: token` is set up. */
  readonly token?: {
    readonly realm: string;
    readonly service: string;
    readonly issuer: string;
    /** A PEM file. */
    readonly rootcertbundle: string;
  };
  /** A line of `htpasswd -nB`: signing in with a password, for everything. */
  readonly htpasswd?: string;
}

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
};

/** Starts Debian's docker-registry on a free port. Rejects with the way to install it when it is missing. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-posture-registry-'));
  const storage = options.storage ?? join(folder, 'storage');
  const config = join(folder, 'config.json');
  const passwords = join(folder, 'htpasswd');
  if (options.htpasswd !== undefined) await writeFile(passwords, `${options.htpasswd}\n`);
  // JSON is YAML.
  await writeFile(config, JSON.stringify(configuration(storage, passwords, options)));
  const child = spawn(options.program ?? 'docker-registry', ['serve', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  const port = await portOf(child).catch(async (error: unknown) => {
    process.off('exit', kill);
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const host = `127.0.0.1:${port}`;

  async function pushImage(
    repository: string,
    text: string,
    created?: string,
  ): Promise<Descriptor> {
    const layer = await pushBlob(host, repository, Buffer.from(text), types.layer);
    const diff = {
      architecture: 'amd64',
      os: 'linux',
      created,
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
    };
    const image = await pushBlob(host, repository, Buffer.from(JSON.stringify(diff)), types.config);
    const manifest = {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: image,
      layers: [layer],
    };
    return describe(Buffer.from(JSON.stringify(manifest)), types.manifest);
  }

  return {
    host,
    storage,
    async pushIndex(repository, tag, salt = '', created?) {
      const manifests = [];
      for (const architecture of ['amd64', 'arm64']) {
        const text = `${repository} ${tag} ${architecture} ${salt}`;
        const image = await pushImage(repository, text, created);
        await putManifest(host, repository, image.digest, image);
        const { mediaType, digest, size } = image;
        manifests.push({ mediaType, digest, size, platform: { architecture, os: 'linux' } });
      }
      const index = { schemaVersion: 2, mediaType: types.index, manifests };
      const described = describe(Buffer.from(JSON.stringify(index)), types.index);
      await putManifest(host, repository, tag, described);
      return {
        indexDigest: described.digest,
        manifestDigests: manifests.map(({ digest }) => digest),
      };
    },
    async pushManifest(repository, tag, created) {
      const image = await pushImage(repository, `${repository} ${tag} alone`, created);
      await putManifest(host, repository, tag, image);
      return image.digest;
    },
    async stop() {
      process.off('exit', kill);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill()) await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(storage: string, passwords: string, options: RegistryOptions): unknown {
  const { token, htpasswd } = options;
  return {
    version: '0.1',
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: '127.0.0.1:0', secret: 'only for this run' },
    ...(token === undefined ? {} : { auth: { token } }),
    ...(htpasswd === undefined ? {} : { auth: { htpasswd: { realm: 'test', path: passwords } } }),
  };
}

/** The port that the registry says it listens on. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    function read(chunk: Buffer): void {
      said += chunk.toString();
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    }
    // Kept flowing after the start: a full pipe would stop the registry.
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) =>
      reject(new Error(`docker-registry ended with ${code}: ${said.slice(-600)}`)),
    );
    child.once('error', (error) =>
      reject(
        'code' in error && error.code === 'ENOENT'
          ? new Error(
              'docker-registry is missing: run `apt-get update && apt-get install -y docker-registry`',
            )
          : error,
      ),
    );
  });
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly bytes: Buffer;
}

function describe(bytes: Buffer, mediaType: string): Descriptor {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { mediaType, digest, size: bytes.length, bytes };
}

async function pushBlob(
  host: string,
  repository: string,
  bytes: Buffer,
  mediaType: string,
): Promise<Pick<Descriptor, 'mediaType' | 'digest' | 'size'>> {
  const { digest, size } = describe(bytes, mediaType);
  const opened = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  await opened.body?.cancel();
  const location = new URL(opened.headers.get('location') ?? '', `http://${host}`);
  location.searchParams.set('digest', digest);
  await expectCreated(
    await fetch(location, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: { 'content-type': 'application/octet-stream' },
    }),
  );
  return { mediaType, digest, size };
}

async function putManifest(
  host: string,
  repository: string,
  reference: string,
  of: Descriptor,
): Promise<void> {
  await expectCreated(
    await fetch(`http://${host}/v2/${repository}/manifests/${reference}`, {
      method: 'PUT',
      body: new Uint8Array(of.bytes),
      headers: { 'content-type': of.mediaType },
    }),
  );
}

async function expectCreated(response: Response): Promise<void> {
  const text = await response.text();
  if (response.status !== 201) throw new Error(`The registry answered ${response.status}: ${text}`);
}
