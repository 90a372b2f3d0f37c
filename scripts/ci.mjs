import { spawnSync } from 'node:child_process';
import { become, ready, root } from './setup.mjs';

const node = ready();
const before = state();
const generated = spawnSync(node, ['scripts/generate.mjs'], { cwd: root, stdio: 'inherit' });
if (generated.status !== 0) process.exit(1);
const after = state();
if (before !== after) {
  console.error(`What is generated was not up to date:\n${after}`);
  process.exit(1);
}
become(node, ['scripts/test/main.ts']);

/** What differs from the last commit, by name and by content. */
function state() {
  const git = (...args) =>
    spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  return git('status', '--porcelain') + git('diff', 'HEAD');
}
