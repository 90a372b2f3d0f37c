import { spawnSync } from 'node:child_process';

/** Runs npm in a folder that is not the project's, without install scripts. Throws with what it said when it fails. */
export function runNpm(cwd: string, args: readonly string[]): void {
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
