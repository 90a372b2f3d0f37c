import validVersion from 'semver/functions/valid.js';
import validRange from 'semver/ranges/valid.js';
import { npmGitRef } from './git.ts';
import type { GitRef, PackageRef, Pin, Word } from './launch.ts';
import { looksLikeUrl } from './remote.ts';
import { holdsVariable, partOf } from './words.ts';

/** What a package runner of npm's family is told to fetch. */
export type NpmSpec =
  | { readonly kind: 'package'; readonly ref: PackageRef }
  | { readonly kind: 'git'; readonly ref: GitRef }
  | { readonly kind: 'download'; readonly word: Word }
  | { readonly kind: 'local' }
  | { readonly kind: 'unknown'; readonly why: string };

const unknownName = { kind: 'unknown', why: 'the package is not named by a package name' } as const;

/** The specs of npm-package-arg: registry, alias, git, address, file. */
export function npmSpec(word: Word, registry: Word | null): NpmSpec {
  const { text } = word;
  if (isLocal(text)) return { kind: 'local' };
  const separator = text.indexOf('@', 1);
  const named = separator !== -1 && isPackageName(text.slice(0, separator));
  const from = named ? separator + 1 : 0;
  const fetched = fetchedSpec(word, from, registry);
  if (fetched !== null) return fetched;
  const name = named ? text.slice(0, separator) : text;
  if (!isPackageName(name)) {
    return word.dynamic ? { kind: 'unknown', why: 'the package is a variable' } : unknownName;
  }
  return { kind: 'package', ref: packageRef(word, 0, name, named ? from : null, registry) };
}

/** What stands for a version but names another source. */
function fetchedSpec(word: Word, from: number, registry: Word | null): NpmSpec | null {
  const spec = word.text.slice(from);
  if (from > 0 && isLocal(spec)) return { kind: 'local' };
  const git = npmGitRef(word, from);
  if (git !== null) return { kind: 'git', ref: git };
  if (looksLikeUrl(spec)) return { kind: 'download', word };
  if (!spec.startsWith('npm:')) return null;
  const start = from + 'npm:'.length;
  const real = word.text.slice(start);
  const separator = real.indexOf('@', 1);
  const name = separator === -1 ? real : real.slice(0, separator);
  if (!isPackageName(name)) return unknownName;
  const versionStart = separator === -1 ? null : start + separator + 1;
  return { kind: 'package', ref: packageRef(word, start, name, versionStart, registry) };
}

function packageRef(
  word: Word,
  start: number,
  name: string,
  versionStart: number | null,
  registry: Word | null,
): PackageRef {
  const end = word.text.length;
  const version = versionStart === null ? '' : word.text.slice(versionStart);
  const written = versionStart !== null && version !== '';
  return {
    ecosystem: 'npm',
    name,
    version: written ? version : null,
    pin: written ? npmPin(version) : 'none',
    at: partOf(word, start, end),
    versionAt: written ? partOf(word, versionStart, end) : null,
    registry,
  };
}

function npmPin(version: string): Pin {
  if (holdsVariable(version)) return 'dynamic';
  if (version.length > 256) return 'tag';
  // No version and no range begins with these letters, and semver takes its time to find out.
  if (/^[a-uwyz]/i.test(version)) return 'tag';
  if (validVersion(version, true) !== null) return 'exact';
  return validRange(version, true) === null ? 'tag' : 'range';
}

/** Old names may hold capitals; what the registry could never serve is none. */
function isPackageName(text: string): boolean {
  return text.length <= 214 && /^(?:@[\w~.-]+\/)?[A-Za-z0-9_~-][\w~.-]*$/.test(text);
}

function isLocal(text: string): boolean {
  return (
    /^(?:\.{1,2}$|\.{1,2}[\\/]|[/\\]|~[\\/]|[A-Za-z]:[\\/]|file:|workspace:|link:)/.test(text) ||
    (!text.includes(':') && /\.(?:tgz|tar\.gz|tar)$/i.test(text)) ||
    /^\$\{[^}]*\}[\\/]/.test(text)
  );
}
