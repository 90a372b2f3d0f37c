import { namedGitRef } from './git.ts';
import type { GitRef, Word } from './launch.ts';
import { partOf } from './words.ts';

/** Where a flake comes from. */
export type FlakeSource =
  | { readonly kind: 'git'; readonly ref: GitRef }
  | { readonly kind: 'download'; readonly word: Word }
  | { readonly kind: 'local' }
  | { readonly kind: 'unknown'; readonly why: string };

const hosts: ReadonlyMap<string, string> = new Map([
  ['github', 'github.com'],
  ['gitlab', 'gitlab.com'],
  ['sourcehut', 'git.sr.ht'],
]);

const nixpkgs = 'https://github.com/NixOS/nixpkgs';

/** A flake reference, what stands behind `#` left out: nix.dev/manual/nix/stable/command-ref/new-cli/nix3-flake#flake-references */
export function flakeSource(word: Word): FlakeSource {
  const hash = word.text.slice(0, 4000).indexOf('#');
  const end = hash === -1 ? word.text.length : hash;
  const text = word.text.slice(0, end);
  if (text === '' || /^(?:[./~]|path:|file:|git\+file:|\$\{[^}]*\}\/)/.test(text))
    return { kind: 'local' };
  const ref = forgeRef(word, text) ?? gitAddress(word, text) ?? registryRef(word, text);
  if (ref !== null) return { kind: 'git', ref };
  if (/^(?:tarball\+|file\+)?https?:\/\//.test(text)) return archive(word, text);
  const why = word.dynamic
    ? 'the flake is a variable'
    : 'the flake is named by a registry outside this file';
  return { kind: 'unknown', why };
}

/** The same for a source that can be pinned in place; from the beginning of the word. */
export function nixGitRef(word: Word, _from: number): GitRef | null {
  return forgeRef(word, word.text);
}

/** `github:owner/repository/ref?dir=x` */
function forgeRef(word: Word, text: string): GitRef | null {
  const match = /^(github|gitlab|sourcehut):([\w.%~-]+)\/([\w.%~-]+)(?:\/([^?\s]+))?(\?\S*)?$/.exec(
    text.slice(0, 2000),
  );
  const host = hosts.get(match?.[1] ?? '');
  if (match === null || host === undefined) return null;
  const [, , owner = '', repository = '', inPath, query = ''] = match;
  const other = /[?&]host=([\w.-]+)/.exec(query)?.[1];
  const path = `${owner}/${repository}`.replaceAll(/%2f/gi, '/');
  const url = `https://${other ?? host}/${path}`;
  const at = partOf(word, 0, text.length);
  if (inPath !== undefined) {
    const start = text.length - query.length - inPath.length;
    return namedGitRef(url, inPath, at, partOf(word, start, start + inPath.length), 'nix');
  }
  const inQuery = queryRef(word, text);
  if (inQuery === null) return namedGitRef(url, null, at, null, 'nix');
  return namedGitRef(url, inQuery.ref, at, inQuery.refAt, 'other');
}

/** `git+https://host/repository?ref=main&rev=…` */
function gitAddress(word: Word, text: string): GitRef | null {
  if (!/^git(?:\+(?:https?|ssh|git))?:\/\//.test(text)) return null;
  const found = queryRef(word, text);
  const at = partOf(word, 0, text.length);
  return namedGitRef(text, found?.ref ?? null, at, found?.refAt ?? null, 'other');
}

/** `nixpkgs`, `nixpkgs/24.05`, `nixpkgs/nixos-unstable/<commit>`: every registry of nix's own names that repository. */
function registryRef(word: Word, text: string): GitRef | null {
  const match = /^(?:flake:)?nixpkgs(?:\/([\w.-]+))?(?:\/([0-9a-f]{40}))?$/.exec(
    text.slice(0, 300),
  );
  if (match === null) return null;
  const ref = match[2] ?? match[1] ?? null;
  const at = partOf(word, 0, text.length);
  if (ref === null) return namedGitRef(nixpkgs, null, at, null, 'other');
  return namedGitRef(
    nixpkgs,
    ref,
    at,
    partOf(word, text.length - ref.length, text.length),
    'other',
  );
}

function queryRef(
  word: Word,
  text: string,
): { readonly ref: string; readonly refAt: GitRef['at'] } | null {
  const match = /[?&]rev=([^&]+)/.exec(text) ?? /[?&]ref=([^&]+)/.exec(text);
  const ref = match?.[1];
  if (match === null || ref === undefined) return null;
  const start = match.index + match[0].length - ref.length;
  return { ref, refAt: partOf(word, start, start + ref.length) };
}

/** An archive of one commit is as good as the commit, and so is one with its hash beside it. */
function archive(word: Word, text: string): FlakeSource {
  const ref = archiveRef(word, text, 0);
  return ref?.pin === 'commit' ? { kind: 'git', ref } : { kind: 'download', word };
}

/** `https://github.com/owner/repository/archive/<ref>.tar.gz`, from an offset of the word on. */
function archiveRef(word: Word, text: string, from: number): GitRef | null {
  const match =
    /^(?:tarball\+)?https:\/\/(github\.com\/[\w.-]+\/[\w.-]+)\/archive\/(?:refs\/(?:heads|tags)\/)?([\w.-]+?)\.(?:tar\.gz|zip)(?:[?#]|$)/.exec(
      text.slice(0, 1000),
    );
  const ref = match?.[2];
  if (match === null || ref === undefined) return null;
  const start = from + text.indexOf(ref, text.indexOf('/archive/'));
  const at = partOf(word, from, from + text.length);
  return namedGitRef(
    `https://${match[1] ?? ''}`,
    ref,
    at,
    partOf(word, start, start + ref.length),
    'other',
  );
}

/** Where `nix-shell -I nixpkgs=…` takes its packages from; null for a folder and for what is not nixpkgs. */
export function searchPathRef(word: Word): GitRef | null {
  const sign = /^nixpkgs=/.exec(word.text)?.[0];
  if (sign === undefined) return null;
  const text = word.text.slice(sign.length);
  const channel = /^channel:([\w.-]+)$/.exec(text.slice(0, 200))?.[1];
  const at = partOf(word, sign.length, word.text.length);
  if (channel !== undefined) {
    const refAt = partOf(word, word.text.length - channel.length, word.text.length);
    return namedGitRef(nixpkgs, channel, at, refAt, 'other');
  }
  return archiveRef(word, text, sign.length);
}
