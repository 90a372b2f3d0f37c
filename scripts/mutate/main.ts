import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../run-node.ts';
import type { Tally } from '../test/tally.ts';
import { buildExtension } from './build.ts';
import { type Mutant, mutants } from './mutants.ts';

/** A test that waits for what never comes takes its 15 s. */
const limitMs = 4 * 60_000;

const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-mutate-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(130));
process.on('disconnect', () => process.exit(130));

const asked = process.argv.slice(2);
const chosen = mutants.filter(({ feature }) => asked.length === 0 || asked.includes(feature));
if (chosen.length === 0) {
  console.error(`There are: ${mutants.map(({ feature }) => feature).join(', ')}`);
  process.exit(2);
}

const width = Math.max(...chosen.map(({ feature }) => feature.length));
const survivors: string[] = [];
for (const [index, mutant] of chosen.entries()) {
  const whole = await run(join(folder, `${index}-whole`), null, mutant);
  const without = await run(join(folder, `${index}-without`), mutant, mutant);
  const isCaught = whole?.failed === 0 && whole.passed > 0 && (without?.failed ?? 0) > 0;
  if (!isCaught) survivors.push(mutant.feature);
  console.log(
    [
      mutant.feature.padEnd(width),
      `whole: ${say(whole)}`.padEnd(28),
      `switched off: ${say(without)}`.padEnd(36),
      isCaught ? 'caught' : 'SURVIVED',
    ].join('  '),
  );
}
console.log(`${chosen.length - survivors.length} of ${chosen.length} caught`);
process.exit(survivors.length === 0 ? 0 : 1);

/** How the tests of a mutant end with an extension; null when they did not end by themselves. */
async function run(place: string, built: Mutant | null, tests: Mutant): Promise<Tally | null> {
  await buildExtension(place, built);
  const tally = join(place, 'tally.json');
  const args = [
    '--test',
    `--test-name-pattern=${tests.names}`,
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    `--test-reporter=${new URL('../test/tally.ts', import.meta.url).href}`,
    `--test-reporter-destination=${tally}`,
    `test/e2e/${tests.test}.test.ts`,
  ];
  const log = createWriteStream(join(place, 'log.txt'));
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, MCP_POSTURE_EXTENSION: place },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
  });
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  await new Promise((resolve) => child.once('close', resolve));
  process.off('exit', end);
  try {
    return JSON.parse(readFileSync(tally, 'utf8')) as Tally;
  } catch {
    console.error(readFileSync(join(place, 'log.txt'), 'utf8').slice(-2000));
    return null;
  }
}

function say(tally: Tally | null): string {
  return tally === null ? 'no result' : `${tally.passed} passed, ${tally.failed} failed`;
}
