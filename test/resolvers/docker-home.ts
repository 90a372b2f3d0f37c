import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCredentialHelper } from '../../src/secrets/credential-helper.ts';
import type { UserSetting } from './resolver-for.ts';

/** A person's home with docker's settings in it, and a folder of their programs. */
export interface DockerHome extends AsyncDisposable {
  readonly home: string;
  /** On PATH, outside the home. */
  readonly programs: string;
  /** Writes docker's settings: JSON, or text as it is. */
  write(config: unknown): Promise<void>;
  /** Puts a credential helper there that says this for every server, and notes who asked. */
  addHelper(name: string, says: string, code?: number): Promise<void>;
  /** `get <server>`, one a call, in order. */
  calls(): Promise<readonly string[]>;
  /** The person's side as a resolver takes it, helpers run for real. */
  user(forbidden?: readonly string[]): Required<Pick<UserSetting, 'env' | 'home' | 'helper'>>;
}

export async function dockerHome(config: unknown): Promise<DockerHome> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'mcp-posture-docker-')));
  const home = join(root, 'home');
  const programs = join(root, 'programs');
  const noted = join(root, 'calls');
  await mkdir(join(home, '.docker'), { recursive: true });
  await mkdir(programs);

  async function write(settings: unknown): Promise<void> {
    const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
    await writeFile(join(home, '.docker', 'config.json'), text);
  }

  await write(config);
  return {
    home,
    programs,
    write,
    addHelper: (name, says, code = 0) =>
      writeProgram(
        join(programs, `docker-credential-${name}`),
        `read -r server || true\necho "$1 $server" >> '${noted}'\necho '${says}'\nexit ${code}`,
      ),
    async calls() {
      const text = await readFile(noted, 'utf8').catch(() => '');
      return text.split('\n').filter((line) => line !== '');
    },
    user(forbidden = []) {
      const env = { PATH: programs };
      const options = { env, home, platform: process.platform, forbidden: () => forbidden };
      return { env, home, helper: createCredentialHelper(options) };
    },
    async [Symbol.asyncDispose]() {
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A shell script that may be run. */
export async function writeProgram(path: string, script: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

/** As `docker login` writes it without a helper. */
export function authOf(username: string, password: string): { readonly auth: string } {
  return { auth: Buffer.from(`${username}:${password}`).toString('base64') };
}
