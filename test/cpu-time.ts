/**
 * Processor time of a run, in ms: what else the machine does does not count. Tests compare two of them, or guard against
 * a run that does not end; how fast something is, the bench says.
 */
export function cpuTime(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
