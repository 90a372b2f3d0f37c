// Plain JavaScript for Node 20 with nothing installed: everything after this runs on the Node it finds.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs what the lock file says, if that is not what is there, and gives the path of a Node 24. */
export function ready() {
  if (!installed()) {
    console.log('Installing dependencies (npm ci) …');
    npm(['ci', '--no-audit', '--no-fund']);
  }
  return node24() ?? rebuiltNode();
}

/** Runs a script of this project on Node 24, ends with its exit code, and ends it with whoever started us. */
export function become(node, args) {
  const path = `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`;
  const child = spawn(node, args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: path },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  // npm hands a signal to the shell between us, which dies of it alone.
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
  watch.unref();
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

/** Whether node_modules holds the lock file's packages; those of other systems may be absent. */
function installed() {
  const wanted = packagesOf('package-lock.json');
  const found = packagesOf(join('node_modules', '.package-lock.json'));
  if (!wanted || !found) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue;
    const have = found[path];
    if (!have && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (have?.version !== entry.version || have?.integrity !== entry.integrity) return false;
  }
  return true;
}

function packagesOf(file) {
  const path = join(root, file);
  if (!existsSync(path)) return null;
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

function node24() {
  const exe = process.platform === 'win32' ? 'node.exe' : 'node';
  const places = [
    join(root, 'node_modules', 'node', 'bin', exe),
    join(root, 'node_modules', '.bin', exe),
    process.execPath,
  ];
  return places.find((place) => existsSync(place) && majorOf(place) >= 24);
}

function majorOf(node) {
  const run = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return run.status === 0 ? Number.parseInt(run.stdout, 10) : 0;
}

/** Node comes in by the install script of its package, which a machine's npm settings may hold back. */
function rebuiltNode() {
  npm(['rebuild', 'node', '--ignore-scripts=false']);
  return (
    node24() ?? fail('Node 24 is not there: the install script of the package "node" did not run')
  );
}

/** `npm_execpath` is npm's own script: needs no shell, on Windows too. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const run = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (run.status !== 0) fail(`npm ${args.join(' ')} failed`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
