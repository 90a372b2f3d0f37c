/** Lets at most `limit` tasks of one key run at a time; the others wait in order. */
export interface Queue {
  /** Rejects when the signal aborts before the task has begun. */
  run<Result>(key: string, signal: AbortSignal, task: () => Promise<Result>): Promise<Result>;
}

export function createQueue(limit: number): Queue {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  async function enter(key: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const now = running.get(key) ?? 0;
    if (now < limit) {
      running.set(key, now + 1);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const line = waiting.get(key) ?? [];
      waiting.set(key, line);
      function go(): void {
        signal.removeEventListener('abort', leave);
        resolve();
      }
      function leave(): void {
        line.splice(line.indexOf(go), 1);
        reject(new Error('Aborted'));
      }
      signal.addEventListener('abort', leave, { once: true });
      line.push(go);
    });
  }

  function exit(key: string): void {
    const next = waiting.get(key)?.shift();
    // The place goes straight to the next in line, so the count stays.
    if (next !== undefined) return next();
    waiting.delete(key);
    const left = (running.get(key) ?? 1) - 1;
    if (left > 0) running.set(key, left);
    else running.delete(key);
  }

  return {
    async run(key, signal, task) {
      await enter(key, signal);
      try {
        return await task();
      } finally {
        exit(key);
      }
    },
  };
}
