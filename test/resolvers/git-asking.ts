import type { Commit, Fact, GitCommitQuery } from '../../src/core/rules/facts.ts';
import { lookupAll } from '../../src/resolvers/addresses.ts';
import { createGit } from '../../src/resolvers/git.ts';
import { createHttp } from '../../src/resolvers/http.ts';
import type { Address, Source } from '../../src/resolvers/source.ts';
import { noHome, userSide } from './resolver-for.ts';

export interface GitSetting {
  readonly userHosts?: readonly string[];
  readonly picked?: boolean;
  readonly timeLimit?: number;
  readonly log?: string[];
}

function sourceOf({ timeLimit = 8000, log }: GitSetting): Source<'git-commit'> {
  const http = createHttp({ now: Date.now, timeLimit, log: (line) => log?.push(line) });
  const user = userSide({ home: noHome });
  return createGit({ http, now: Date.now, lookup: lookupAll, user });
}

function queryOf(url: string, ref: string | null): GitCommitQuery {
  return { kind: 'git-commit', url, ref };
}

/** The host of the address is among the user's, unless the setting says otherwise. */
export function askCommit(
  url: string,
  ref: string | null,
  setting: GitSetting = {},
): Promise<Fact<Commit>> {
  const { userHosts = [new URL(url).host], picked = false } = setting;
  const errand = { userHosts, picked, place: null, signal: AbortSignal.timeout(10_000) };
  return sourceOf(setting).ask(queryOf(url, ref), errand);
}

export function gitAddress(url: string, ref: string | null = null): Address | undefined {
  return sourceOf({}).address(queryOf(url, ref), null, []);
}

export function acceptsCommit(value: unknown): boolean {
  return sourceOf({}).accepts(value);
}
