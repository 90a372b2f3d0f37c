/** Questions to a person: one is shown at a time, in the order in which they came. */
export interface Pending<Answer> {
  /**
   * Who asks by the key of a question that is under way waits for the same answer. Undefined when the signal is aborted
   * or the time is over before there is one; the question stays.
   */
  ask(key: string, question: () => Promise<Answer>, waiting: Waiting): Promise<Answer | undefined>;
}

export interface Waiting {
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly patience: number;
}

export function createPending<Answer>(): Pending<Answer> {
  const open = new Map<string, Promise<Answer>>();
  let last: Promise<unknown> = Promise.resolve();

  function answerTo(key: string, question: () => Promise<Answer>): Promise<Answer> {
    const known = open.get(key);
    if (known !== undefined) return known;
    const answer = last.then(question);
    open.set(key, answer);
    last = answer.catch(() => {}).finally(() => open.delete(key));
    return answer;
  }

  return {
    async ask(key, question, { signal, patience }) {
      if (signal.aborted) return undefined;
      const { promise, resolve } = promiseOfNothing();
      const timer = setTimeout(resolve, patience);
      signal.addEventListener('abort', resolve, { once: true });
      try {
        return await Promise.race([answerTo(key, question), promise]);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', resolve);
      }
    },
  };
}

function promiseOfNothing(): {
  readonly promise: Promise<undefined>;
  readonly resolve: () => void;
} {
  let settle = (): void => {};
  const promise = new Promise<undefined>((resolve) => {
    settle = () => resolve(undefined);
  });
  return { promise, resolve: settle };
}
