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

const typed = 'abcdefghijklmnopqrstuvwxyz';

/** One character more in the middle of the file, then everything anew: by us, and by the JSON language service. */
export async function measureKeystrokes(
  servers: number,
  keystrokes: number,
): Promise<KeystrokeTimes> {
  const validate = createValidator();
  let text = sampleConfig(servers);
  const at = middleOf(text);
  const ours: number[] = [];
  const validation: number[] = [];
  const warmUp = 100;
  // As the editor does: what did not change since the last keystroke is taken from its report.
  let report: Report | null = null;
  for (let i = 0; i < keystrokes + warmUp; i++) {
    text = text.slice(0, at) + (typed[i % typed.length] ?? 'a') + text.slice(at);
    const started = performance.now();
    report = lint(readDocument(text, '.vscode/mcp.json'), noFacts, report);
    const between = performance.now();
    await validate(text, i);
    const ended = performance.now();
    if (i < warmUp) continue;
    ours.push(between - started);
    validation.push(ended - between);
  }
  return { servers, bytes: text.length, ours: median(ours), validation: median(validation) };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
