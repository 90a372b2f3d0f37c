import { performance } from 'node:perf_hooks';

export interface Block {
  /** Milliseconds since the start. */
  readonly at: number;
  /** How long nothing else could run. */
  readonly ms: number;
  /** Of those, how long this thread computed; the rest it waited for the disk or for a busy machine's CPU. */
  readonly cpuMs: number;
}

const tickMs = 5;

/** Notes how late a timer fires, and whether this process was what made it late. */
export function watchLoop(): { start(): void; blocks(aboveMs: number): readonly Block[] } {
  const state: { timer?: NodeJS.Timeout; seen: Block[] } = { seen: [] };
  return {
    start() {
      clearInterval(state.timer);
      state.seen = [];
      const begin = performance.now();
      let last = begin;
      let lastCpu = cpuMs();
      state.timer = setInterval(() => {
        const now = performance.now();
        const ms = now - last - tickMs;
        if (ms > tickMs) {
          state.seen.push({ at: last - begin, ms, cpuMs: cpuMs() - lastCpu });
        }
        last = now;
        lastCpu = cpuMs();
      }, tickMs);
    },
    blocks: (aboveMs) => state.seen.filter((block) => block.ms > aboveMs),
  };
}

/** Of this thread; of the whole process where Node (before 23.9) cannot tell. */
function cpuMs(): number {
  const ofThread = (process as Partial<Pick<NodeJS.Process, 'threadCpuUsage'>>).threadCpuUsage;
  const { user, system } = ofThread?.call(process) ?? process.cpuUsage();
  return (user + system) / 1000;
}
