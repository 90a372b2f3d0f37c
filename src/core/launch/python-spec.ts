import { valid as validVersion } from '@renovatebot/pep440';
import { pipGitRef } from './git.ts';
import type { GitRef, PackageRef, Pin, Word } from './launch.ts';
import { looksLikeUrl } from './remote.ts';
import { holdsVariable, partOf } from './words.ts';

/** What a Python runner is told to fetch. */
export type PythonSpec =
  | { readonly kind: 'package'; readonly ref: PackageRef }
  | { readonly kind: 'git'; readonly ref: GitRef }
  | { readonly kind: 'download'; readonly word: Word }
  | { readonly kind: 'local' }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * A requirement of PEP 508 (`name[extra]==1.2; marker`, `name @ git+https://…`), uv's `name@1.2`, a git source, an
 * address or a path.
 */
export function pythonSpec(word: Word, registry: Word | null): PythonSpec {
  const { text } = word;
  const direct = directSpec(word, 0);
  if (direct !== null) return direct;
  const head = /^\s*([A-Za-z0-9][\w.-]{0,213})\s*(?:\[[^\]]{0,500}\]\s*)?/.exec(text);
  const name = head?.[1];
  if (head === null || name === undefined || !/[A-Za-z0-9_]$/.test(name)) {
    return {
      kind: 'unknown',
      why: word.dynamic
        ? 'the package is a variable'
        : 'the package is not named by a package name',
    };
  }
  const after = head[0].length;
  if (text[after] !== '@') return versioned(word, name, after, registry);
  const from = after + 1 + (/^\s*/.exec(text.slice(after + 1))?.[0].length ?? 0);
  const located = directSpec(word, from, name, registry);
  if (located !== null) return located;
  return {
    kind: 'package',
    ref: packageRef(word, name, from, endOfVersion(text, from), 'at', registry),
  };
}

/** Git, address or path, from an offset of the word on. */
function directSpec(
  word: Word,
  from: number,
  name?: string,
  registry: Word | null = null,
): PythonSpec | null {
  const text = word.text.slice(from);
  const git = pipGitRef(word, from);
  if (git !== null) return { kind: 'git', ref: git };
  if (looksLikeUrl(text)) return addressSpec(word, from, name, registry);
  return isLocal(text) ? { kind: 'local' } : null;
}

/** A wheel or an archive; with its hash it can only ever be the same bytes. */
function addressSpec(
  word: Word,
  from: number,
  name: string | undefined,
  registry: Word | null,
): PythonSpec {
  const text = word.text.slice(from);
  const hashed =
    /#(?:[^#]*&)?sha(?:256=[0-9a-f]{64}|384=[0-9a-f]{96}|512=[0-9a-f]{128})(?![0-9a-f])/i.test(
      text,
    );
  const wheel = /\/([A-Za-z0-9][\w.]*)-([^-/]+)-[^/?#]*\.whl(?:[?#]|$)/.exec(text);
  const known = name ?? wheel?.[1];
  if (known === undefined) return { kind: 'download', word };
  const ref: PackageRef = {
    ecosystem: 'pypi',
    name: known,
    version: wheel?.[2] ?? null,
    pin: hashed ? 'hash' : 'none',
    at: partOf(word, 0, word.text.length),
    versionAt: null,
    registry,
  };
  // Without a hash it is only a download: what its file name says binds nobody.
  return hashed ? { kind: 'package', ref } : { kind: 'download', word };
}

function versioned(word: Word, name: string, from: number, registry: Word | null): PythonSpec {
  const { text } = word;
  const end = endOfVersion(text, from);
  const rest = text.slice(from, end);
  if (rest !== '' && !/^[=<>!~(]/.test(rest)) {
    return { kind: 'unknown', why: 'the package is not named by a requirement' };
  }
  return {
    kind: 'package',
    ref: packageRef(word, name, from, end, 'operator', registry),
  };
}

/** Up to the marker, blanks at the end taken off. */
function endOfVersion(text: string, from: number): number {
  const marker = text.indexOf(';', from);
  return from + text.slice(from, marker === -1 ? text.length : marker).trimEnd().length;
}

function packageRef(
  word: Word,
  name: string,
  from: number,
  end: number,
  by: 'at' | 'operator',
  registry: Word | null,
): PackageRef {
  const written = word.text.slice(from, end);
  // `==1.2` is one version, written without its separator; of any other specifier the operators belong to the version.
  const single = /^\(?\s*={2,3}\s*(?=[^,=]+$)/.exec(written)?.[0].length ?? 0;
  const start = from + (by === 'operator' ? single : 0);
  const stop = single > 0 && written.startsWith('(') && written.endsWith(')') ? end - 1 : end;
  const version = word.text.slice(start, stop);
  const none = version === '';
  return {
    ecosystem: 'pypi',
    name,
    version: none ? null : version,
    pin: none ? 'none' : by === 'at' ? atPin(version) : pythonPin(written),
    at: partOf(word, 0, word.text.length),
    versionAt: none ? null : partOf(word, start, stop),
    registry,
  };
}

/** uv's `name@…`: a version, `latest`, or any specifier. */
function atPin(version: string): Pin {
  if (/^[=<>!~]/.test(version)) return pythonPin(version);
  if (holdsVariable(version)) return 'dynamic';
  return version.length <= 256 && validVersion(version) !== null ? 'exact' : 'tag';
}

/** PEP 440 specifiers: one clause that takes a single version makes the whole exact. */
function pythonPin(specifiers: string): Pin {
  if (holdsVariable(specifiers)) return 'dynamic';
  const clauses = specifiers.replace(/^\(|\)$/g, '').split(',', 20);
  const exact = clauses.some((clause) => {
    const match = /^\s*(={2,3})\s*(\S+)\s*$/.exec(clause);
    const version = match?.[2] ?? '';
    if (version === '' || version.length > 256) return false;
    return match?.[1] === '===' || (!version.endsWith('.*') && validVersion(version) !== null);
  });
  return exact ? 'exact' : 'range';
}

function isLocal(text: string): boolean {
  return (
    /^(?:\.{1,2}(?:$|[\\/[])|[/~\\]|[A-Za-z]:[\\/]|file:|\$\{[^}]*\}[\\/])/.test(text) ||
    (!/^[\w+]+:\/\//.test(text) && /\.(?:whl|tar\.gz|zip)$/i.test(text))
  );
}
