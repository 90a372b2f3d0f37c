import type { Slice } from '../config/node.ts';
import { emptyLaunch, type GitRef, type Launch, type Word } from './launch.ts';
import { shownAddress } from './reading.ts';
import { partOf } from './words.ts';

const hosts: ReadonlyMap<string, string> = new Map([
  ['github', 'https://github.com/'],
  ['gitlab', 'https://gitlab.com/'],
  ['bitbucket', 'https://bitbucket.org/'],
  ['gist', 'https://gist.github.com/'],
]);

/**
 * A git source as npm writes it, from `from` on: `github:u/r#ref`, `u/r`, `git+https://…#ref`, `git@host:u/r`,
 * `https://github.com/u/r`. Null for anything else.
 */
export function npmGitRef(word: Word, from: number): GitRef | null {
  const text = word.text.slice(from);
  const hash = text.indexOf('#');
  const source = hash === -1 ? text : text.slice(0, hash);
  const url = npmRepository(source);
  if (url === null) return null;
  return gitRef(word, from, url, hash === -1 ? null : from + hash + 1, word.text.length);
}

function npmRepository(source: string): string | null {
  const short = /^(github|gitlab|bitbucket|gist):([^\s]+)$/.exec(source);
  if (short !== null) return `${hosts.get(short[1] ?? '') ?? ''}${shortPath(short[2] ?? '')}`;
  if (/^[\w-][\w.-]*\/[\w.-]+$/.test(source)) return `https://github.com/${source}`;
  if (/^(?:git\+[a-z]+|git|ssh):\/\//i.test(source)) return repositoryUrl(source);
  return scpRepository(source) ?? (isForge(source) ? shownAddress(source) : null);
}

/** `git@host.tld:owner/repo` */
function scpRepository(source: string): string | null {
  const match = /^(?:[\w.-]+@)?([\w.-]+):([^\s]+)$/.exec(source);
  const host = match?.[1] ?? '';
  const path = match?.[2] ?? '';
  return host.includes('.') && !path.startsWith('//') ? `ssh://${host}/${path}` : null;
}

/** Shorthands may carry credentials: `github:user:token@owner/repo`. */
function shortPath(path: string): string {
  return path.slice(path.lastIndexOf('@') + 1);
}

/** A page of a repository on a forge, which npm clones rather than downloads. */
function isForge(url: string): boolean {
  const match =
    /^https?:\/\/(?:[^/@\s]*@)?(?:www\.)?(github\.com|gitlab\.com|bitbucket\.org)\/([^?#\s]+)$/i.exec(
      url,
    );
  if (match === null) return false;
  const parts = (match[2] ?? '').replace(/\/$/, '').split('/');
  return parts.length === 2 && !/\.(?:tgz|tar\.gz|zip)$/.test(parts[1] ?? '');
}

/**
 * A git source as pip and uv write it, from `from` on: `git+https://host/u/r.git@ref#subdirectory=x`. Null for anything
 * else.
 */
export function pipGitRef(word: Word, from: number): GitRef | null {
  const text = word.text.slice(from);
  const cut = text.search(/[#;\s]/);
  const source = cut === -1 ? text : text.slice(0, cut);
  if (!/^git\+[a-z]+:\/\//i.test(source) && !/^git:\/\//i.test(source)) return null;
  const path = source.indexOf('/', source.indexOf('://') + 3);
  const sign = path === -1 ? -1 : source.indexOf('@', path);
  if (sign === -1) return gitRef(word, from, repositoryUrl(source), null, from + source.length);
  const url = repositoryUrl(source.slice(0, sign));
  return gitRef(word, from, url, from + sign + 1, from + source.length);
}

/** `git+` is the package manager's mark, not part of the address. */
function repositoryUrl(source: string): string {
  return shownAddress(source.replace(/^git\+/i, ''));
}

function gitRef(
  word: Word,
  from: number,
  url: string,
  refStart: number | null,
  end: number,
): GitRef {
  const ref = refStart === null ? '' : word.text.slice(refStart, end);
  const at = partOf(word, from, end);
  if (refStart === null || ref === '') return { url, ref: null, pin: 'none', at, refAt: null };
  return { url, ref, pin: pinOf(ref), at, refAt: partOf(word, refStart, end) };
}

function pinOf(ref: string): GitRef['pin'] {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref) ? 'commit' : 'named';
}

/** A source whose ref is written in a way of its own; the address is shown without userinfo and query. */
export function namedGitRef(
  url: string,
  ref: string | null,
  at: Slice,
  refAt: Slice | null,
  form: NonNullable<GitRef['form']>,
): GitRef {
  const pin = ref === null ? 'none' : pinOf(ref);
  return { url: repositoryUrl(url), ref, pin, at, refAt, form };
}

export function gitLaunch(ref: GitRef): Launch {
  return { ...emptyLaunch, kind: 'git', name: ref.url, version: ref.ref, git: [ref] };
}
