import { isString, type Slice } from '../config/node.ts';
import type { Launch, PackageRef, Word } from '../launch/launch.ts';
import { npmSpec } from '../launch/npm-spec.ts';
import { pythonSpec } from '../launch/python-spec.ts';
import type { Server } from '../config/server.ts';
import type { FactAbout, FactsAtHand, Releases, ReleasesQuery } from './facts.ts';
import type { Fix } from './fix.ts';
import { releasesQuestion } from './registries.ts';
import { dayCount, offersOf, offerTitle, type Offer, type Written } from './releases.ts';
import { replaceParts, type Replacement } from './write.ts';

/** A package as the choice of a release reads it; null for what no release list is asked for. */
export function writtenOf({ ecosystem, pin, version }: PackageRef): Written | null {
  return ecosystem === 'npm' || ecosystem === 'pypi' ? { ecosystem, pin, version } : null;
}

/** The questions about those packages of a server that `isWanted` says yes to. */
export function releasesNeeds(
  server: Server,
  isWanted: (ref: PackageRef) => boolean,
): readonly ReleasesQuery[] {
  const queries: ReleasesQuery[] = [];
  for (const ref of server.launch.packages) {
    if (!isWanted(ref)) continue;
    const question = releasesQuestion(server, ref);
    if (question.ok) queries.push(question.query);
  }
  return queries;
}

/** What is known of a package's releases; undefined also where nobody can be asked. */
export function releasesAtHand(
  server: Server,
  ref: PackageRef,
  facts: FactsAtHand,
): FactAbout<ReleasesQuery> | undefined {
  const question = releasesQuestion(server, ref);
  return question.ok ? facts.answer(question.query) : undefined;
}

/** Why nothing is offered for what is written: a clause without a period. */
export function noneFits({ list }: Releases, { version, pin }: Written): string {
  if (list.length === 0) return 'the registry lists no release';
  if (list.every(({ withdrawn }) => withdrawn)) return 'every release is deprecated or yanked';
  const stable = 'no stable release';
  if (pin !== 'range' || version === null) return `there is ${stable}`;
  return version.length > 80 ? `${stable} fits` : `${stable} fits ${version}`;
}

/** Why an offer that has not been out for the cool-down is not taken unasked: a clause without a period. */
export function notSettled({ days }: Offer, { coolDownDays }: FactsAtHand['choices']): string {
  if (days === null) return 'the registry does not say how old its newest release is';
  return `no release is at least ${dayCount(coolDownDays)} old`;
}

export interface PackagePin {
  readonly offer: Offer;
  readonly replacement: Replacement;
  readonly fix: Fix;
}

/** What may be written for a package, best first; `verb` begins the titles: `Pin`. */
export function packagePins(
  verb: string,
  { launch }: Pick<Server, 'launch'>,
  ref: PackageRef,
  releases: Releases,
  times: Pick<FactsAtHand, 'choices' | 'now'>,
): readonly PackagePin[] {
  const written = writtenOf(ref);
  if (written === null) return [];
  const what = launch.packages.length > 1 ? ref.name : null;
  return offersOf(releases, written, times).flatMap((offer) => {
    const replacement = pinned(launch, ref, offer.version);
    if (replacement === null) return [];
    const title = offerTitle(verb, what, offer);
    return [
      { offer, replacement, fix: { title, safety: 'unsafe', ops: replaceParts([replacement]) } },
    ];
  });
}

/** The spec with this version in it, all else kept; null where quotes or escapes hide how it is written. */
export function pinned(launch: Launch, ref: PackageRef, version: string): Replacement | null {
  const raw = rawOf(ref.at);
  if (!isSame(ref, readAgain(ref, raw))) return null;
  const named = ref.ecosystem === 'npm' || isToolOfUv(launch, ref, raw);
  const text = named ? `${ref.name}@${version}` : pythonPinned(ref, raw, version);
  if (text === null) return null;
  const result = readAgain(ref, text);
  return result?.name === ref.name && result.pin === 'exact' ? { at: ref.at, text } : null;
}

function rawOf({ atom, start, end }: Slice): string {
  return String(atom.value).slice(start, end);
}

function readAgain({ at, ecosystem }: PackageRef, raw: string): PackageRef | null {
  const word: Word = { ...at, text: raw, dynamic: false };
  const spec = ecosystem === 'npm' ? npmSpec(word, null) : pythonSpec(word, null);
  return spec.kind === 'package' && spec.ref.ecosystem === ecosystem ? spec.ref : null;
}

function isSame(ref: PackageRef, again: PackageRef | null): boolean {
  if (again === null || ref.version !== again.version || ref.pin !== again.pin) return false;
  // What deno fetches from JSR is named with its registry, and is not asked for.
  return ref.name === again.name;
}

/** `uvx name`: there every uv takes `name@1.4.2`, and only newer ones a requirement. */
function isToolOfUv({ runner, packages }: Launch, ref: PackageRef, raw: string): boolean {
  if ((runner !== 'uvx' && runner !== 'uv tool run') || ref !== packages[0]) return false;
  return raw === ref.name && !isValueOfFlag(ref.at);
}

/** Whether an option stands before it: `--from name`, `--with=name`, `-w name`. */
function isValueOfFlag({ atom, start }: Slice): boolean {
  if (start > 0) {
    const before = String(atom.value).slice(Math.max(0, start - 32), start);
    return /(?:^|[\s"'])(?:--from|--with|-w)[=\s]\s*["']?$|,$/.test(before);
  }
  if (atom.parent?.kind !== 'array' || typeof atom.key !== 'number') return false;
  const item = atom.parent.items[atom.key - 1];
  return isString(item) && /^(?:--from|--with|-w)$/.test(item.value);
}

/** A requirement of PEP 508, or uv's `name@…`. */
function pythonPinned(ref: PackageRef, raw: string, version: string): string | null {
  if (ref.versionAt === null) {
    const head = /^\s*[A-Za-z0-9][\w.-]*(?:\s*\[[^\]]*\])?/.exec(raw)?.[0];
    if (head === undefined) return null;
    const rest = raw.slice(head.length);
    return rest.trimStart().startsWith('@')
      ? `${head}@${version}${rest.trimStart().slice(1)}`
      : `${head}==${version}${rest}`;
  }
  const start = ref.versionAt.start - ref.at.start;
  const end = ref.versionAt.end - ref.at.start;
  const before = raw.slice(0, start);
  const sign = before.trimEnd().at(-1);
  const bare = sign === '@' || sign === '=';
  const bracketed = !bare && raw[start] === '(';
  const text = bare ? version : bracketed ? `(==${version})` : `==${version}`;
  return before + text + raw.slice(end);
}
