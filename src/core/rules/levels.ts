import type { Severity } from './finding.ts';

/** What a person makes of a rule: its findings get this severity, or it does not run. */
export type Level = Severity | 'off';

export const levels = [
  'off',
  'hint',
  'information',
  'warning',
  'error',
] as const satisfies readonly Level[];

/** By the id of the rule; a rule that is not here keeps its own severities. */
export type Levels = ReadonlyMap<string, Level>;

export function isLevel(text: unknown): text is Level {
  return levels.some((level) => level === text);
}

export function sameLevels(a: Levels | undefined, b: Levels | undefined): boolean {
  if (a === b) return true;
  const [one, other] = [a ?? none, b ?? none];
  return one.size === other.size && [...one].every(([id, level]) => other.get(id) === level);
}

const none: Levels = new Map();
