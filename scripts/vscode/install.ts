import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.ts';

const release = 'code-server@4.139.1';

/** The folder of VS Code's own server (1.139.1, as the npm package code-server ships it), fetched once a user. */
export async function vscodeServer(): Promise<string> {
  const folder = await cached(release.replace('@', '-'), (temporary) => {
    console.log(`Fetching VS Code's server (${release}) from npm, once …`);
    writeFileSync(join(temporary, 'package.json'), '{ "private": true }\n');
    // No install scripts: they compile native modules (terminal, log files) that nothing here needs.
    npm(temporary, ['install', release]);
    const vscode = below(temporary);
    npm(vscode, ['install', '--omit=dev']);
    npm(join(vscode, 'extensions'), ['install', '--omit=dev']);
  });
  return below(folder);
}

function below(folder: string): string {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

function npm(cwd: string, args: readonly string[]): void {
  const all = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = process.env['npm_execpath'];
  const options = { cwd, encoding: 'utf8', env: ownEnvironment() } as const;
  const run = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...all], options)
    : spawnSync('npm', all, { ...options, shell: process.platform === 'win32' });
  if (run.status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}\n${run.stderr}`);
}

/** Without what the npm that runs us says about this project; the person's settings stay. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const projects =
    /^npm_(?:package_|lifecycle_|config_(?:local_prefix|omit|include|ignore_scripts|workspace))|^INIT_CWD$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !projects.test(name)));
}
