import type { Slice } from '../config/node.ts';
import type { PackageRef } from '../launch/launch.ts';
import type { Fix } from './fix.ts';
import { lookAlikeOf } from './look-alikes.ts';
import type { Rule } from './rule.ts';
import { replaceParts } from './write.ts';

/** A name one slip away from a known one is where somebody else's code waits for the slip. */
export const typosquat: Rule = {
  meta: {
    id: 'typosquat',
    title: 'Package name that only looks like a well-known one',
    pillar: 'dependencies',
    severity: 'warning',
    grade: 'bad',
    confidence: 'medium',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['packages'],
  *check({ launch }) {
    for (const ref of launch.packages) {
      const known = knownFor(ref);
      if (known === null) continue;
      yield {
        at: nameAt(ref) ?? ref.at,
        message: `${ref.name} looks like ${known} and is not it, so it may be somebody else's code under a borrowed name`,
        fixes: fixesOf(ref, known),
      };
    }
  },
};

/** A registry of one's own has names of its own. */
function knownFor({ ecosystem, name, registry }: PackageRef): string | null {
  if (registry !== null || name.startsWith('jsr:')) return null;
  return ecosystem === 'npm' || ecosystem === 'pypi' ? lookAlikeOf(ecosystem, name) : null;
}

/** The name without its version; null where quotes or escapes hide how it is written. */
function nameAt({ at, name }: PackageRef): Slice | null {
  const text = String(at.atom.value).slice(at.start, at.end);
  return text.startsWith(name) ? { ...at, end: at.start + name.length } : null;
}

/** The version stays: who mistyped a name has often copied the version from the right page. */
function fixesOf(ref: PackageRef, known: string): readonly Fix[] {
  const at = nameAt(ref);
  if (at === null || known.endsWith('…')) return [];
  // `uvx --from name name`: the program bears the name too.
  const { parent } = at.atom;
  const again =
    parent?.kind === 'array'
      ? parent.items.flatMap((item) =>
          item.kind === 'atom' && item !== at.atom && item.value === ref.name
            ? [{ at: { atom: item, start: 0, end: ref.name.length }, text: known }]
            : [],
        )
      : [];
  const ops = replaceParts([{ at, text: known }, ...again]);
  return [{ title: `Use ${known}`, safety: 'unsafe', ops }];
}
