import type { TestEvent } from 'node:test/reporters';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Name and reason of every test that did not run. */
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
}

/** A reporter of `node --test`: one line of JSON when the run is over, a `Tally`. */
export default async function* tally(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const skipped: { name: string; why: string }[] = [];
  let passed = 0;
  let failed = 0;
  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { name, skip, todo, details } = event.data;
    if (details.type === 'suite') continue;
    const why = skip ?? todo;
    if (why !== undefined && why !== false)
      skipped.push({ name, why: why === true || why === '' ? 'no reason given' : why });
    else if (event.type === 'test:pass') passed++;
    else failed++;
  }
  yield `${JSON.stringify({ passed, failed, skipped } satisfies Tally)}\n`;
}
