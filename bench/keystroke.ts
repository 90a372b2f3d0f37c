import { readDocument } from '../src/core/config/document.ts';
import { lint } from '../src/core/posture/lint.ts';
import type { Report } from '../src/core/posture/report.ts';
import { noFacts } from '../src/core/rules/facts.ts';
import { createValidator } from './language-service.ts';
import { middleOf, sampleConfig } from './sample.ts';

export interface KeystrokeTimes {
  readonly servers: number;
  readonly bytes: number;
  /** Medians, in milliseconds. */
  readonly ours: number;
  readonly validation: number;
}

/** Typed letter by letter, again and again, so that the file keeps its size. */
const word = '@example/another-server';

/** The sizes take turns, so that what else the machine does weighs on all of them. */
const ROUNDS = 4;
/** Keystrokes of a round that do not count: the first ones wait for the compiler, and clean up after another size. */
const WARM_UP = 400;

/** One character more in the middle of the file, then everything anew: by us, and by the JSON language service. */
export async function measureKeystrokes(
  sizes: readonly number[],
  keystrokes: number,
): Promise<readonly KeystrokeTimes[]> {
  const editors = sizes.map(openSample);
  for (let round = 0; round < ROUNDS; round++) {
    for (const editor of editors) {
      for (let i = 0; i < WARM_UP; i++) await editor.type(i, false);
      for (let i = 0; i < keystrokes / ROUNDS; i++) await editor.type(i, true);
    }
  }
  return editors.map(({ servers, bytes, ours, validation }) => ({
    servers,
    bytes,
    ours: median(ours),
    validation: median(validation),
  }));
}

function openSample(servers: number) {
  const validate = createValidator();
  const sample = sampleConfig(servers);
  const at = middleOf(sample);
  const ours: number[] = [];
  const validation: number[] = [];
  // As the editor does: what did not change since the last keystroke is taken from its report.
  let report: Report | null = null;

  async function type(keystroke: number, counts: boolean): Promise<void> {
    const typed = word.slice(0, 1 + (keystroke % word.length));
    const text = sample.slice(0, at) + typed + sample.slice(at);
    const started = performance.now();
    report = lint(readDocument(text, '.vscode/mcp.json'), noFacts, report);
    const between = performance.now();
    await validate(text, keystroke);
    const ended = performance.now();
    if (!counts) return;
    ours.push(between - started);
    validation.push(ended - between);
  }
  return { servers, bytes: sample.length, ours, validation, type };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
