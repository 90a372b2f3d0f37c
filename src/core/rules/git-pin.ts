import { nixGitRef } from '../launch/flake.ts';
import { npmGitRef, pipGitRef } from '../launch/git.ts';
import type { GitRef, Launch } from '../launch/launch.ts';
import type { GitCommitQuery } from './facts.ts';
import type { Replacement } from './write.ts';

/** What to ask about a git source, or why nobody can be asked: a clause without a period. */
export function commitQuestion({
  url,
  ref,
}: GitRef):
  | { readonly ok: true; readonly query: GitCommitQuery }
  | { readonly ok: false; readonly why: string } {
  if (isVariable(url)) return { ok: false, why: 'the address is a variable' };
  if (ref !== null && isVariable(ref)) return { ok: false, why: 'the branch or tag is a variable' };
  if (url.length > 2000 || !/^(?:https?|ssh):\/\/[^/\s]+\/[^\s]/i.test(url)) {
    return { ok: false, why: 'the address is not one of https, http or ssh' };
  }
  // npm's own: a range of tags, a folder of the repository.
  if (ref !== null && (ref.length > 250 || /^(?:semver|path):|::/.test(ref))) {
    return { ok: false, why: 'what stands behind # is no branch or tag' };
  }
  return { ok: true, query: { kind: 'git-commit', url, ref } };
}

function isVariable(text: string): boolean {
  return /[${}`]|%\w+%/.test(text);
}

/** What it means when a repository does not know what was asked for: a clause without a period. */
export function absentRef({ ref }: GitRef): string {
  if (ref === null) return 'there is no such repository, or nothing in it';
  const shown = ref.length > 80 ? `${ref.slice(0, 80)}…` : ref;
  return `the repository has no branch or tag ${shown}`;
}

/** What the fix that writes a commit is called. */
export function commitTitle({ ref }: GitRef, sha: string): string {
  return `Pin to commit ${sha.slice(0, 12)} (${ref ?? 'default branch'})`;
}

type ReadGit = typeof npmGitRef;

/** The source with a commit in it; null where quotes or escapes hide how it is written. */
export function commitPin(ref: GitRef, launch: Launch, sha: string): Replacement | null {
  const raw = String(ref.at.atom.value).slice(ref.at.start, ref.at.end);
  for (const [read, sign] of readersFor(ref, launch, raw)) {
    const found = readAgain(read, ref, raw);
    if (found?.url !== ref.url || found.ref !== ref.ref || found.at.end !== ref.at.end) continue;
    const { refAt } = found;
    const text =
      refAt !== null
        ? raw.slice(0, refAt.start - ref.at.start) + sha + raw.slice(refAt.end - ref.at.start)
        : raw.endsWith(sign)
          ? raw + sha
          : raw + sign + sha;
    const result = readAgain(read, ref, text);
    const holds = result?.url === ref.url && result.ref === sha && result.pin === 'commit';
    return holds ? { at: ref.at, text } : null;
  }
  return null;
}

function readAgain(read: ReadGit, { at }: GitRef, raw: string): GitRef | null {
  return read({ ...at, text: raw, dynamic: false }, 0);
}

/**
 * npm writes a commit behind `#`, pip and uv behind `@`, nix in the path. Where a name is replaced its place tells which it
 * is; where there is none the form of the address does, or the runner, but not on a line with several commands.
 */
function readersFor(
  { ref, form }: GitRef,
  { runner }: Launch,
  raw: string,
): readonly (readonly [ReadGit, string])[] {
  if (form !== undefined) return form === 'nix' ? [byPath] : [];
  if (ref !== null) return [byHash, byAt];
  if (!/^git(?:\+|:\/\/)/i.test(raw)) return [byHash];
  if (runner === null) return [];
  return [/^(?:uv|pip)/.test(runner) ? byAt : byHash];
}

const byHash = [npmGitRef, '#'] as const;
const byAt = [pipGitRef, '@'] as const;
const byPath = [nixGitRef, '/'] as const;
