import type { Server } from '../config/server.ts';
import { spanOfSlice } from '../config/slice.ts';
import type { Atom, Slice } from '../config/node.ts';
import type { Span } from '../config/text.ts';
import type { GitRef, ImageRef, Launch, PackageRef } from '../launch/launch.ts';
import { shownAddress } from '../launch/reading.ts';
import {
  queryKey,
  type FactAbout,
  type FactsAtHand,
  type PinChoices,
  type Query,
} from '../rules/facts.ts';
import type { Fix } from '../rules/fix.ts';
import {
  absentImage,
  digestQuestion,
  imagePin,
  imageTitle,
  shortDigest,
} from '../rules/image-pin.ts';
import { flawOf, flawWords } from '../rules/offered-release.ts';
import { noneFits, notSettled, packagePins, writtenOf } from '../rules/package-pin.ts';
import { releasesQuestion } from '../rules/registries.ts';
import { offersOf } from '../rules/releases.ts';
import { absentRef, commitPin, commitQuestion, commitTitle } from '../rules/git-pin.ts';
import { isUnpinned } from '../rules/unpinned-package.ts';
import { replaceParts, type Replacement } from '../rules/write.ts';
import type { Asked, Report, ServerReport } from './report.ts';
import { hiderFor } from './shown.ts';

/** A reference that can be pinned now. All names are fit to be shown. */
export interface Pin {
  readonly server: string;
  /** Package, `image:tag` or repository. */
  readonly name: string;
  /** Version, short digest or short commit. */
  readonly to: string;
  /** Two pins in one value of the file have the same ops, which write both: all pins together are one edit. */
  readonly fix: Fix;
  readonly span: Span;
}

/** A reference that stays as it is. */
export interface Left {
  readonly server: string;
  readonly what: string;
  /** A clause without a period. */
  readonly why: string;
  readonly span: Span;
}

/**
 * What "Pin everything" would write for a document with the facts of its report, and what it would leave, server by
 * server. What is pinned already is in neither.
 */
export function pinsOf(report: Report): {
  readonly pins: readonly Pin[];
  readonly left: readonly Left[];
} {
  const outcomes = report.servers.flatMap((server) => outcomesOf(server, report));
  const together = new Map<Atom, Replacement[]>();
  for (const { found } of outcomes) {
    if (typeof found === 'string') continue;
    const { atom } = found.replacement.at;
    const known = together.get(atom);
    if (known === undefined) together.set(atom, [found.replacement]);
    else known.push(found.replacement);
  }
  const pins: Pin[] = [];
  const left: Left[] = [];
  for (const { server, name, span, found } of outcomes) {
    if (typeof found === 'string') {
      left.push({ server, what: name, why: found, span });
      continue;
    }
    const { to, title, safety, replacement } = found;
    const ops = replaceParts(together.get(replacement.at.atom) ?? []);
    pins.push({ server, name, to, fix: { title, safety, ops }, span });
  }
  return { pins, left };
}

interface Written {
  readonly to: string;
  readonly title: string;
  readonly safety: Fix['safety'];
  readonly replacement: Replacement;
}

/** Of one reference: how to pin it, or why not. */
type Found = Written | string;

interface Outcome {
  readonly server: string;
  readonly name: string;
  readonly span: Span;
  readonly found: Found;
}

/** A server's report and the facts that it was made with. */
interface Asking {
  readonly server: Server;
  readonly asked: ReadonlyMap<string, Asked>;
  readonly choices: PinChoices;
  readonly now: number;
}

function outcomesOf(report: ServerReport, { document, choices, now }: Report): Outcome[] {
  const { server } = report;
  const asked = new Map(report.asked.map((entry) => [queryKey(entry.query), entry]));
  const found = [...foundIn(server.launch, { server, asked, choices, now })];
  if (found.length === 0) return [];
  const hide = hiderFor(report.secretSpans, document.text);
  return found.map(({ name, at, found: outcome }) => ({
    server: report.name,
    name: name === '' ? report.name : hide(name),
    span: at === null ? server.nameSpan : spanOfSlice(document.text, at),
    found: typeof outcome === 'string' ? hide(outcome) : { ...outcome, title: hide(outcome.title) },
  }));
}

interface Reference {
  readonly name: string;
  /** Null: it stands somewhere in the server. */
  readonly at: Slice | null;
  readonly found: Found;
}

function* foundIn(launch: Launch, asking: Asking): Generator<Reference> {
  const { image } = launch;
  if (image !== null && image.digest === null) {
    const name = image.tag === null ? image.name : `${image.name}:${image.tag}`;
    yield { name, at: image.tagAt ?? image.at, found: imageFound(image, asking) };
  }
  if (/^the (?:image|package) is a variable$/.test(launch.why)) {
    yield { name: launch.name ?? launch.runner ?? '', at: null, found: launch.why };
  }
  for (const ref of launch.packages) {
    const { name } = ref;
    const at = ref.versionAt ?? ref.at;
    if (isUnpinned(ref)) yield { name, at, found: packageFound(ref, asking) };
    else if (ref.pin === 'dynamic') yield { name, at, found: 'the version is a variable' };
  }
  for (const ref of launch.git) {
    if (ref.pin === 'commit') continue;
    yield { name: ref.url, at: ref.refAt ?? ref.at, found: gitFound(ref, asking) };
  }
  for (const word of launch.downloads) {
    yield { name: shownAddress(word.text), at: word, found: 'a download without a hash' };
  }
}

const hidden = 'quotes or escapes hide how it is written';

function imageFound(image: ImageRef, asking: Asking): Found {
  const fact = factOf(digestQuestion(image), asking);
  if (fact.state === 'absent') return absentImage(image);
  if (fact.state === 'failed') return fact.why;
  const { server, choices } = asking;
  const replacement = imagePin(server.launch, image, fact.value, choices.keepTag);
  if (replacement === null) return hidden;
  const title = imageTitle(image, fact.value);
  return { to: shortDigest(fact.value), title, safety: 'safe', replacement };
}

function packageFound(ref: PackageRef, asking: Asking): Found {
  const { server } = asking;
  const question = releasesQuestion(server, ref);
  if (!question.ok) return question.why;
  const fact = factOf(question.query, asking);
  if (fact.state === 'absent') return 'the registry has no such package';
  if (fact.state === 'failed') return fact.why;
  const written = writtenOf(ref);
  if (written === null) return 'releases of this kind are not looked up yet';
  const [offer] = offersOf(fact.value, written, asking);
  if (offer === undefined) return noneFits(fact.value, written);
  if (!offer.settled) return notSettled(offer, asking.choices);
  const flaw = flawOf(server, ref, offer.version, factsOf(asking));
  if (flaw !== null) return `its release ${offer.version} ${flawWords(flaw)}`;
  const [pin] = packagePins('Pin', server, ref, fact.value, asking);
  if (pin === undefined) return hidden;
  const { fix, replacement } = pin;
  return { to: pin.offer.version, title: fix.title, safety: fix.safety, replacement };
}

function gitFound(ref: GitRef, asking: Asking): Found {
  const question = commitQuestion(ref);
  if (!question.ok) return question.why;
  const fact = factOf(question.query, asking);
  if (fact.state === 'absent') return absentRef(ref);
  if (fact.state === 'failed') return fact.why;
  const { sha } = fact.value;
  const replacement = commitPin(ref, asking.server.launch, sha);
  if (replacement === null) return hidden;
  return { to: sha.slice(0, 12), title: commitTitle(ref, sha), safety: 'safe', replacement };
}

/** Of what a report was told. */
function factsOf(asking: Asking): FactsAtHand {
  const { asked, choices, now } = asking;
  return {
    choices,
    now,
    answer: (query) => (asked.has(queryKey(query)) ? factOf(query, asking) : undefined),
  };
}

function factOf<Wanted extends Query>(query: Wanted, { asked }: Asking): FactAbout<Wanted> {
  const entry = asked.get(queryKey(query));
  // A report leaves out what cannot be asked without showing a credential.
  if (entry === undefined)
    return { state: 'failed', why: 'it holds part of a credential, so it is sent nowhere' };
  if (entry.fact === undefined) return { state: 'failed', why: 'not asked yet' };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fact was the answer to this very query
  return entry.fact as FactAbout<Wanted>;
}
