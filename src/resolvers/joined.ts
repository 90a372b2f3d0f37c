/** Work that several callers want is done once, for as long as one of them still waits. */
export interface Joined {
  /** Resolves when the work is done, or at once when `signal` aborts. The work must not reject. */
  run(key: string, work: (stop: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
}

interface Running {
  readonly done: Promise<void>;
  readonly stop: AbortController;
  /** Callers that still wait. */
  waiting: number;
}

export function createJoined(): Joined {
  const running = new Map<string, Running>();

  function start(key: string, work: (stop: AbortSignal) => Promise<void>): Running {
    const stop = new AbortController();
    const run: Running = { done: work(stop.signal), stop, waiting: 0 };
    running.set(key, run);
    return run;
  }

  return {
    async run(key, work, signal) {
      const run = running.get(key) ?? start(key, work);
      run.waiting += 1;
      await orAborted(run.done, signal);
      run.waiting -= 1;
      if (run.waiting > 0) return;
      run.stop.abort();
      if (running.get(key) === run) running.delete(key);
    },
  };
}

/** Resolves when the work does or the signal aborts, whichever is first. The work must not reject. */
export async function orAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let stop: (() => void) | undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = () => resolve();
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([work, aborted]);
  if (stop !== undefined) signal.removeEventListener('abort', stop);
}
