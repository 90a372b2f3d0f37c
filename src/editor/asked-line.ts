import { count } from './tree/words.ts';

/** `Asked 5 minutes ago`; `at` and `now` in milliseconds since the epoch. */
export function askedLine(at: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - at) / 60_000);
  if (minutes < 1) return 'Asked just now';
  if (minutes < 60) return `Asked ${count(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? `Asked ${count(hours, 'hour')} ago`
    : `Asked ${count(Math.floor(hours / 24), 'day')} ago`;
}
