import { setOf, type ValueFlags } from './options.ts';

/** A program that starts another one, given after its own options. */
export interface Wrapper {
  readonly label: string;
  /** Options with a value in the next word. */
  readonly values: ValueFlags;
  /** The subcommand that starts another program; with any other the program is the wrapper itself. */
  readonly subcommands?: readonly string[];
  /** Words between the options and the program. */
  readonly positional?: number;
  /** Takes `NAME=value` before the program. */
  readonly assigns?: boolean;
  /** Options whose value is a whole line. */
  readonly lines?: readonly string[];
  /** Takes any number of names before `--`, and the program after it; `tools`: names with a version, or none. */
  readonly names?: 'tools' | 'any';
  /** Starts the program with the rights of the administrator, unless one of these options names another user. */
  readonly elevates?: readonly string[];
}

// From each tool's own help; only options that take a value in the next word matter.
export const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: {
    label: 'sudo',
    values: setOf(
      '-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir --chroot --role --type',
    ),
    assigns: true,
    elevates: ['-u', '--user'],
  },
  doas: { label: 'doas', values: setOf('-u -C -a'), elevates: ['-u'] },
  pkexec: { label: 'pkexec', values: setOf('--user'), elevates: ['--user'] },
  run0: {
    label: 'run0',
    values: setOf('-u -g -D --user --group --unit --property --description --slice --nice --chdir'),
    elevates: ['-u', '--user'],
  },
  gsudo: {
    label: 'gsudo',
    values: setOf('-u --user -i --integrity --loglevel'),
    elevates: ['-u', '--user'],
  },
  wsl: {
    label: 'wsl',
    values: setOf('-d --distribution --distribution-id -u --user --cd --shell-type'),
  },
  nice: { label: 'nice', values: setOf('-n --adjustment') },
  tini: { label: 'tini', values: setOf('-p -e') },
  'dumb-init': { label: 'dumb-init', values: setOf('-r --rewrite') },
  busybox: { label: 'busybox', values: setOf('') },
  firejail: { label: 'firejail', values: setOf('') },
  'flatpak-spawn': { label: 'flatpak-spawn', values: setOf('') },
  lima: { label: 'lima', values: setOf('--shell --workdir --instance') },
  nohup: { label: 'nohup', values: setOf('') },
  time: { label: 'time', values: setOf('-o -f --output --format') },
  stdbuf: { label: 'stdbuf', values: setOf('-i -o -e --input --output --error') },
  setsid: { label: 'setsid', values: setOf('') },
  ionice: { label: 'ionice', values: setOf('-c -n -p --class --classdata --pid') },
  chrt: { label: 'chrt', values: setOf('-p -T -P -D'), positional: 1 },
  timeout: { label: 'timeout', values: setOf('-k -s --kill-after --signal'), positional: 1 },
  caffeinate: { label: 'caffeinate', values: setOf('-t -w') },
  arch: { label: 'arch', values: setOf('-e -d') },
  winpty: { label: 'winpty', values: setOf('') },
  unbuffer: { label: 'unbuffer', values: setOf('') },
  'xvfb-run': {
    label: 'xvfb-run',
    values: setOf('-n -s -e -f -p -w --server-num --server-args --error-file --auth-file'),
  },
  'cross-env': { label: 'cross-env', values: setOf(''), assigns: true },
  'cross-env-shell': { label: 'cross-env-shell', values: setOf(''), assigns: true },
  'env-cmd': { label: 'env-cmd', values: setOf('-f --file -e --environments -r --rc-file') },
  dotenvx: {
    label: 'dotenvx run',
    values: setOf('-f --env-file -fv --env-vault-file -fk --env-keys-file -e --env --convention'),
    subcommands: ['run'],
  },
  op: {
    label: 'op run',
    values: setOf('--env-file --account --cache --config --session --encoding --environment'),
    subcommands: ['run'],
  },
  doppler: {
    label: 'doppler run',
    values: setOf(
      '-p --project -c --config -t --token --fallback --mount --mount-format --mount-template --name-transformer --scope --configuration --api-host --preserve-env --command --only-secrets --passphrase',
    ),
    subcommands: ['run'],
    lines: ['--command'],
  },
  infisical: {
    label: 'infisical run',
    values: setOf(
      '-e --env -p --path --projectId --token --tags -t --domain --project-config-dir -c --command',
    ),
    subcommands: ['run'],
    lines: ['--command', '-c'],
  },
  'aws-vault': {
    label: 'aws-vault exec',
    values: setOf('-d --duration --region -t --mfa-token --backend --prompt --lazy'),
    subcommands: ['exec'],
    positional: 1,
  },
  chamber: {
    label: 'chamber exec',
    values: setOf('-b --backend -r --retries'),
    subcommands: ['exec'],
    names: 'any',
  },
  varlock: {
    label: 'varlock run',
    values: setOf('-p --path -i --inject'),
    subcommands: ['run'],
  },
  asdf: { label: 'asdf exec', values: setOf(''), subcommands: ['exec'] },
  corepack: { label: 'corepack', values: setOf('') },
  poetry: {
    label: 'poetry run',
    values: setOf('-C --directory -P --project'),
    subcommands: ['run'],
  },
  pipenv: { label: 'pipenv run', values: setOf('--python'), subcommands: ['run'] },
  pdm: {
    label: 'pdm run',
    values: setOf('-p --project -c --config --venv'),
    subcommands: ['run'],
  },
  rye: { label: 'rye run', values: setOf('--pyproject'), subcommands: ['run'] },
  conda: {
    label: 'conda run',
    values: setOf('-n --name -p --prefix --cwd'),
    subcommands: ['run'],
  },
  mamba: {
    label: 'mamba run',
    values: setOf('-n --name -p --prefix --cwd'),
    subcommands: ['run'],
  },
  micromamba: {
    label: 'micromamba run',
    values: setOf('-n --name -p --prefix --cwd'),
    subcommands: ['run'],
  },
  mise: {
    label: 'mise exec',
    values: setOf('-C --cd -c --command -j --jobs'),
    subcommands: ['exec', 'x'],
    lines: ['-c', '--command'],
    names: 'tools',
  },
  rtx: {
    label: 'rtx exec',
    values: setOf('-C --cd -c --command -j --jobs'),
    subcommands: ['exec', 'x'],
    lines: ['-c', '--command'],
    names: 'tools',
  },
  volta: {
    label: 'volta run',
    values: setOf('--node --npm --pnpm --yarn'),
    subcommands: ['run'],
  },
  fnm: {
    label: 'fnm exec',
    values: setOf('--using --fnm-dir --log-level --arch --node-dist-mirror'),
    subcommands: ['exec'],
  },
  direnv: { label: 'direnv exec', values: setOf(''), subcommands: ['exec'], positional: 1 },
};
