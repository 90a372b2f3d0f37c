/** Questions that come in one turn of the loop become one request. */
export interface Gathered<Item, Answer> {
  /** Undefined when `signal` aborts first. Items of one group are sent together. */
  ask(group: string, item: Item, signal: AbortSignal): Promise<Answer | undefined>;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly settle: (answer: Answer | undefined) => void;
  isGone: boolean;
  /** Called when it goes. */
  onGone: () => void;
}

/**
 * Sends at most `most` items at a time; `send` gives their answers in their order and must not reject. `stop` aborts when
 * nobody waits for any of them.
 */
export function createGathered<Item, Answer>(
  most: number,
  send: (items: readonly Item[], stop: AbortSignal) => Promise<readonly Answer[]>,
): Gathered<Item, Answer> {
  const lines = new Map<string, Waiting<Item, Answer>[]>();

  function flush(group: string): void {
    const line = (lines.get(group) ?? []).filter(({ isGone }) => !isGone);
    lines.delete(group);
    for (let at = 0; at < line.length; at += most) void together(line.slice(at, at + most));
  }

  async function together(line: readonly Waiting<Item, Answer>[]): Promise<void> {
    const stop = new AbortController();
    for (const waiting of line) {
      waiting.onGone = () => {
        if (line.every(({ isGone }) => isGone)) stop.abort();
      };
    }
    const items = line.map(({ item }) => item);
    const answers = await send(items, stop.signal).catch(() => []);
    line.forEach(({ settle }, index) => settle(answers[index]));
  }

  return {
    async ask(group, item, signal) {
      if (signal.aborted) return undefined;
      return await new Promise((resolve) => {
        function settle(answer: Answer | undefined): void {
          signal.removeEventListener('abort', leave);
          resolve(answer);
        }
        const waiting: Waiting<Item, Answer> = { item, settle, isGone: false, onGone: () => {} };
        function leave(): void {
          waiting.isGone = true;
          waiting.onGone();
          resolve(undefined);
        }
        signal.addEventListener('abort', leave, { once: true });
        const line = lines.get(group);
        if (line !== undefined) line.push(waiting);
        else {
          lines.set(group, [waiting]);
          setImmediate(flush, group);
        }
      });
    },
  };
}
