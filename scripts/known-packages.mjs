// Writes src/core/rules/known-packages.ts and the lists beside it: the names that `typosquat` compares with.
//   node scripts/known-packages.mjs npm.tsv pypi.tsv
// Both are lists of a registry's packages, one a line, with a head that names the columns:
//   npm: name, version, downloads_a_month, summary; PyPI: name, version, month, rank_among_15000_most_downloaded, summary.
// The date in the file is the day on which the npm list was made. Nothing is asked of a registry.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const leastDownloads = 5_000;

// Well known, and no `mcp` in the name; from the catalogues of servers in the pages of VS Code and of the protocol.
const furtherNpm = new Set([
  '@21st-dev/magic',
  '@bytebase/dbhub',
  '@smithery/cli',
  '@wonderwhy-er/desktop-commander',
  'supergateway',
  'task-master-ai',
  'ruflo',
]);

const [npmList, pypiList] = process.argv.slice(2);
if (npmList === undefined || pypiList === undefined) {
  console.error('usage: node scripts/known-packages.mjs npm.tsv pypi.tsv');
  process.exit(2);
}

const npm = rowsOf(npmList)
  .filter(([name = '', , downloads]) => {
    if (furtherNpm.has(name) || name.startsWith('@modelcontextprotocol/server-')) return true;
    return /mcp|modelcontextprotocol/.test(name) && Number(downloads) >= leastDownloads;
  })
  .map(([name = '']) => name.toLowerCase());
const pypi = rowsOf(pypiList)
  .filter(([name = '', , , rank]) => {
    const known = rank !== undefined && rank !== '';
    // The reference servers, and those of one vendor that publishes dozens.
    const reference = /^mcp-server-(?:git|fetch|time|sqlite|sentry)$|^awslabs-.*-mcp-server$/.test(
      name,
    );
    return reference || (known && name.includes('mcp'));
  })
  .map(([name = '']) => name.toLowerCase().replaceAll(/[-_.]+/g, '-'));

const day = statSync(npmList).mtime.toISOString().slice(0, 10);
const folder = join(import.meta.dirname, '../src/core/rules');
const byScope = Object.groupBy(npm, (name) => (name.startsWith('@') ? 'scoped' : 'others'));
write(
  'known-npm-scoped.ts',
  `/** Of \`knownPackages\`: those of npm with a scope. */
${list('knownScoped', byScope.scoped ?? [])}`,
);
write(
  'known-npm.ts',
  `/** Of \`knownPackages\`: those of npm without a scope. */
${list('knownUnscoped', byScope.others ?? [])}`,
);
write(
  'known-pypi.ts',
  `/** Of \`knownPackages\`: those of PyPI, as it compares names. */
${list('knownPypi', pypi)}`,
);
write(
  'known-packages.ts',
  `import { knownScoped } from './known-npm-scoped.ts';
import { knownUnscoped } from './known-npm.ts';
import { knownPypi } from './known-pypi.ts';

/**
 * Server packages that many people run: on npm with at least ${leastDownloads.toLocaleString('en-US')} downloads a month and \`mcp\` in their name, with the
 * reference servers and a few without; on PyPI among the 15,000 most downloaded, with the reference servers. Each stood in
 * its registry on ${day}. Names of PyPI as the registry compares them.
 */
export const knownPackages = {
  npm: [...knownScoped, ...knownUnscoped],
  pypi: knownPypi,
} as const satisfies Readonly<Record<string, readonly string[]>>;`,
);
console.log(`${npm.length} of npm, ${pypi.length} of PyPI: ${folder}`);

/** @param {string} name @param {string} text */
function write(name, text) {
  writeFileSync(join(folder, name), `// Written by scripts/known-packages.mjs.\n\n${text}\n`);
}

/** @param {string} path */
function rowsOf(path) {
  const [, ...lines] = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => line.split('\t'));
}

/** @param {string} constant @param {readonly string[]} names */
function list(constant, names) {
  const sorted = [...new Set(names)].sort();
  return `export const ${constant} = [\n${sorted.map((name) => `  '${name}',`).join('\n')}\n] as const;`;
}
