// Writes src/resolvers/trust-root.json from the seeds of the package @sigstore/tuf, unpacked somewhere:
//   npm pack @sigstore/tuf && tar xf sigstore-tuf-*.tgz && node scripts/trust-root.mjs package 2026-11-05
// The day is the one on which that version was published.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, date] = process.argv.slice(2);
if (folder === undefined || !/^\d{4}-\d\d-\d\d$/.test(date ?? '')) {
  console.error('Usage: node scripts/trust-root.mjs <unpacked @sigstore/tuf> <yyyy-mm-dd>');
  process.exit(2);
}

const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const [{ targets }] = Object.values(read('seeds.json'));
const targetOf = (ending) => {
  const name = Object.keys(targets).find((each) => each.endsWith(ending));
  return JSON.parse(Buffer.from(targets[name], 'base64').toString('utf8'));
};

const { name, version } = read('package.json');
const root = {
  from: `${name} ${version}`,
  date,
  trustedRoot: targetOf('trusted_root.json'),
  npmKeys: targetOf('keys.json').keys.filter(({ keyUsage }) => keyUsage === 'npm:attestations'),
};
writeFileSync(
  join(import.meta.dirname, '../src/resolvers/trust-root.json'),
  `${JSON.stringify(root, null, 2)}\n`,
);
