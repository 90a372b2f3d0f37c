import type { AdvisoriesQuery } from '../core/rules/dependency-facts.ts';
import type { OsvQuestion } from './osv-pages.ts';
import type { OsvSubject } from './osv-range.ts';
import { normalName } from './python-releases.ts';

/** What OSV is asked, and what its entries are held against. */
export interface Asked {
  readonly question: OsvQuestion;
  readonly subject: OsvSubject;
}

const names = {
  npm: 'npm',
  pypi: 'PyPI',
  go: 'Go',
  nuget: 'NuGet',
  crates: 'crates.io',
} as const;

const maxModules = 12;

/** One question for each name under which OSV may know a package; null: no package can have this name or version. */
export function subjectsOf(query: AdvisoriesQuery): readonly Asked[] | null {
  const { ecosystem } = query;
  if (!/^[\w.+!~-]{1,128}$/.test(query.version)) return null;
  const version = ecosystem === 'go' ? query.version.replace(/^v/, '') : query.version;
  const known = namesOf(query);
  if (known.length === 0) return null;
  return known.map((name) => ({
    question: { ecosystem: names[ecosystem], name, version },
    subject: { ecosystem, name, version },
  }));
}

function namesOf({ ecosystem, name }: AdvisoriesQuery): readonly string[] {
  if (ecosystem === 'pypi') return [normalName(name) ?? []].flat();
  if (!/^[\w@.~/-]{1,300}$/.test(name)) return [];
  if (ecosystem === 'go') return modulesOf(name);
  // The registry takes either sign for the other; an entry has the one that its author chose.
  if (ecosystem === 'crates')
    return [...new Set([name, name.replaceAll('_', '-'), name.replaceAll('-', '_')])];
  return [name];
}

/** What is run is a package inside a module, and where the module ends is not written. */
function modulesOf(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  const found: string[] = [];
  for (let length = parts.length; length > 1; length--)
    found.push(parts.slice(0, length).join('/'));
  return found.slice(-maxModules);
}
