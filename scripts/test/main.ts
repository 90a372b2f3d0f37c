import { steps } from './steps.ts';
import { summary, type Done } from './summary.ts';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `No such step: ${unknown.join(', ')}. There are: ${steps.map((step) => step.name).join(', ')}`,
  );
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(130));
process.on('disconnect', () => process.exit(130));

const done: Done[] = [];
for (const step of steps.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  console.log(`\n── ${step.name}`);
  const begin = performance.now();
  const outcome = await step.run();
  done.push({ name: step.name, seconds: (performance.now() - begin) / 1000, outcome });
}
console.log(summary(done));
if (done.some(({ outcome }) => outcome.kind === 'failed')) process.exit(1);
// Who asks for a step by its name and does not get it has not seen it pass.
const missed = done.some(({ name, outcome }) => outcome.kind === 'skipped' && asked.includes(name));
process.exit(missed ? 3 : 0);
