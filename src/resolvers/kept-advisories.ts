import type { Advisories } from '../core/rules/dependency-facts.ts';
import { maxAdvisories } from './heard.ts';
import { isRecord } from './kept-releases.ts';
import { isOneLine } from './plain-text.ts';

const severities: ReadonlySet<unknown> = new Set([null, 'critical', 'high', 'medium', 'low']);

/** Whether a value kept between runs is what is known against a version. */
export function isAdvisories(value: unknown): value is Advisories {
  if (!isRecord(value)) return false;
  const { list, asked, failed } = value;
  return (
    isList(list, maxAdvisories, isAdvisory) &&
    isList(asked, 2, isSource) &&
    Array.isArray(asked) &&
    asked.length > 0 &&
    isList(failed, 2, (gap) => isRecord(gap) && isSource(gap['source']) && isText(gap['why'], 500))
  );
}

/** Whether a source did not answer, so that others may soon know more. */
export function isPartial(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value['failed']) && value['failed'].length > 0;
}

function isAdvisory(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { id, aliases, summary, severity, rated, fixed, malicious, by } = value;
  return (
    isName(id) &&
    isList(aliases, 50, isName) &&
    isText(summary, 300) &&
    severities.has(severity) &&
    (rated === undefined || isRated(rated)) &&
    (fixed === null ||
      (typeof fixed === 'string' && /^[A-Za-z0-9][\w.+!~-]{0,129}$/.test(fixed))) &&
    typeof malicious === 'boolean' &&
    isList(by, 2, isSource)
  );
}

function isRated(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return [value['osv'], value['npm']].every((said) => said !== null && severities.has(said));
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9][\w.:-]{0,127}$/.test(value);
}

function isSource(value: unknown): boolean {
  return value === 'osv' || value === 'npm';
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length <= most && isOneLine(value);
}

function isList(value: unknown, most: number, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= most && value.every(isItem);
}
