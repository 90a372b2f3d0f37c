import type { Grade } from '../../core/rules/finding.ts';
import { visible } from '../../output/visible.ts';

const LONGEST = 200;

/** Any text of a file as one line that hides nothing and is not too long for a row. */
export function oneLine(text: string): string {
  return visible(text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`);
}

export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

export function gradeWord(grade: Grade): string {
  return grade.replace('-', ' ');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
