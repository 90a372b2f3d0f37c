import { compare as comparePython, parse as parsePython } from '@renovatebot/pep440';
import SemVer from 'semver/classes/semver.js';
import type { Ecosystem } from '../core/rules/dependency-facts.ts';

const longest = 128;

/** Which of two versions of an ecosystem comes first, as its own tools order them; undefined when one is no version. */
export function versionsInOrder(ecosystem: Ecosystem, a: string, b: string): number | undefined {
  if (a.length > longest || b.length > longest) return undefined;
  if (ecosystem === 'pypi') {
    if (parsePython(a) === null || parsePython(b) === null) return undefined;
    return comparePython(a, b);
  }
  const [one, other] = ecosystem === 'nuget' ? [nuget(a), nuget(b)] : [semver(a), semver(b)];
  if (one === undefined || other === undefined) return undefined;
  return (
    one.version.compare(other.version) || one.fourth - other.fourth || one.rest.compare(other.rest)
  );
}

/** Whether both name the same release. */
export function isSameVersion(ecosystem: Ecosystem, a: string, b: string): boolean {
  return a === b || versionsInOrder(ecosystem, a, b) === 0;
}

interface Parsed {
  /** Without its pre-release where a fourth number comes before that. */
  readonly version: SemVer;
  readonly fourth: number;
  readonly rest: SemVer;
}

const plain = new SemVer('0.0.0');

/** Also one that lacks numbers at its end, as some entries write them. */
function semver(text: string): Parsed | undefined {
  const filled = /^[=v]*(\d+)(\.\d+)?$/.exec(text.trim());
  const whole = filled === null ? text : `${filled[1]}${filled[2] ?? '.0'}.0`;
  const version = read(whole);
  return version === undefined ? undefined : { version, fourth: 0, rest: plain };
}

/** learn.microsoft.com/nuget/concepts/package-versioning: up to four numbers, labels without regard to case. */
function nuget(text: string): Parsed | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(-[\w.-]+)?(?:\+[\w.-]+)?$/.exec(text);
  if (match === null) return undefined;
  const [, major = '0', minor = '0', patch = '0', fourth = '0', label = ''] = match;
  const version = read(`${major}.${minor}.${patch}`);
  const rest = read(`0.0.0${label.toLowerCase()}`);
  if (version === undefined || rest === undefined) return undefined;
  return { version, fourth: Number(fourth), rest };
}

function read(text: string): SemVer | undefined {
  try {
    return new SemVer(text, { loose: true });
  } catch {
    return undefined;
  }
}
