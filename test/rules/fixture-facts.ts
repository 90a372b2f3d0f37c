import type { Advisories, Advisory, AdvisorySource } from '../../src/core/rules/dependency-facts.ts';
import {
  defaultChoices,
  queryKey,
  type Fact,
  type FactAbout,
  type FactsAtHand,
  type PinChoices,
  type Query,
  type Release,
  type Releases,
} from '../../src/core/rules/facts.ts';
import type { ImageScan, Provenance } from '../../src/core/rules/dependency-facts.ts';
import { soundAnswers } from '../dependency-answers.ts';

/** The day on which every fixture is read: ages in it count back from here. */
export const fixtureDay = Date.UTC(2026, 10, 20);

const day = 86_400_000;

/**
 * What the lines of a fixture say, one a line:
 * - `fact image-digest ghcr.io/x/y:1.4 sha256:…`
 * - `fact image-build ghcr.io/x/y@sha256:… 3d`, or `undated`
 * - `fact releases npm some-package: 1.4.2 10d, 1.5.0 2d, 1.5.1 1d withdrawn, 2.0.0 undated, latest=1.5.0`, behind an age
 *   also `by=ann`, `scripts`, `no-scripts`, `attested` and `unattested`; `uv` and `pip` for PyPI, `npm some-package from https://npm.example.com/:` for another registry
 * - `fact advisories npm some-package 1.4.2: CVE-2026-1 critical fixed=1.4.3 by=osv+npm, MAL-2026-2 malicious, silent=npm`,
 *   or `none`; left out is `by=osv`, and `by` makes up who was asked; `pypi`, `go`, `nuget`, `crates` for the others
 * - `fact git-commit https://github.com/x/y main 5f2c…`, `HEAD` for the default branch
 * - `fact provenance npm some-package 1.4.2 verified https://github.com/x/y by https://github.com/x/y/release.yml`, or `none`,
 *   or `invalid it is about other bytes`; `uv` and `pip` for PyPI
 * - `fact image-scan ghcr.io/x/y@sha256:… trivy 0.66.0: critical 3/1, high 12`, found and of those fixable, or `clean`
 * - `fact image-signature ghcr.io/x/y@sha256:… none`, and all that provenance can be
 * - `choose keepTag=false coolDownDays=0`
 *
 * `3d` is three days before the fixture's day; `absent` in place of an answer: there is no such thing.
 */
export function factsOf(lines: readonly string[]): FactsAtHand {
  const facts = new Map<string, Fact<unknown>>();
  let choices: PinChoices = defaultChoices;
  for (const line of lines) {
    const [word = '', kind = ''] = line.split(' ', 2);
    const rest = line.slice(word.length + kind.length + 2);
    if (word === 'choose') choices = { ...choices, ...chosen(line.slice('choose '.length)) };
    if (word !== 'fact') continue;
    const [query, answer] = readFact(kind, rest);
    facts.set(queryKey(query), answer === null ? { state: 'absent' } : { state: 'known', value: answer });
  }
  return {
    answer: <Asked extends Query>(query: Asked) => facts.get(queryKey(query)) as FactAbout<Asked> | undefined,
    choices,
    now: fixtureDay,
  };
}

/** Null: there is no such thing. */
function readFact(kind: string, rest: string): readonly [Query, unknown] {
  switch (kind) {
    case 'image-digest': {
      const [, registry = '', repository = '', tag = '', answer = ''] = match(rest, /^([^/]+)\/([^\s@]+):([\w.-]+) (\S+)$/);
      return [{ kind, registry, repository, tag }, answer === 'absent' ? null : answer];
    }
    case 'image-build': {
      const [, registry = '', repository = '', digest = '', answer = ''] = match(rest, /^([^/]+)\/([^\s@]+)@(\S+) (\S+)$/);
      return [{ kind, registry, repository, digest }, answer === 'absent' ? null : { builtAt: moment(answer) }];
    }
    case 'releases': {
      const [, tool = '', name = '', registry = null, answer = ''] = match(rest, /^(npm|uv|pip) (\S+?)(?: from (\S+?))?: (.+)$/);
      const query = { kind, ecosystem: tool === 'npm' ? 'npm' : 'pypi', tool: tool as 'npm', name, registry } as const;
      return [query, answer === 'absent' ? null : releasesOf(answer)];
    }
    case 'advisories': {
      const [, ecosystem = '', name = '', version = '', answer = ''] = match(rest, /^(npm|pypi|go|nuget|crates) (\S+) (\S+): (.+)$/);
      return [{ kind, ecosystem: ecosystem as 'npm', name, version }, advisoriesOf(answer)];
    }
    case 'git-commit': {
      const [, url = '', ref = '', sha = ''] = match(rest, /^(\S+) (\S+) (\S+)$/);
      const by = ref === 'HEAD' ? 'head' : 'branch';
      return [{ kind, url, ref: ref === 'HEAD' ? null : ref }, sha === 'absent' ? null : { sha, by }];
    }
    case 'provenance': {
      const [, tool = '', name = '', version = '', answer = ''] = match(rest, /^(npm|uv|pip) (\S+) (\S+) (.+)$/);
      const ecosystem = tool === 'npm' ? 'npm' : 'pypi';
      const settings = tool === 'npm' ? {} : { tool: tool as 'uv' };
      return [{ kind, ecosystem, name, version, ...settings }, provenanceOf(answer)];
    }
    case 'image-scan': {
      const [, registry = '', repository = '', digest = '', scanner = '', answer = ''] = match(rest, /^([^/]+)\/([^\s@]+)@(\S+) ([\w .]+): (.+)$/);
      return [{ kind, registry, repository, digest }, scanOf(scanner, answer)];
    }
    case 'image-signature': {
      const [, registry = '', repository = '', digest = '', answer = ''] = match(rest, /^([^/]+)\/([^\s@]+)@(\S+) (.+)$/);
      return [{ kind, registry, repository, digest }, provenanceOf(answer)];
    }
    default:
      throw new Error(`Not a fact: ${kind}`);
  }
}

function match(text: string, shape: RegExp): RegExpExecArray {
  const found = shape.exec(text);
  if (found === null) throw new Error(`Not a fact: ${text}`);
  return found;
}

/** `1.4.2 10d, 1.5.0 2d withdrawn, latest=1.4.2` */
export function releasesOf(text: string): Releases {
  const list: Release[] = [];
  const tags: [string, string][] = [];
  for (const item of text.split(', ')) {
    const tag = /^([a-z]+)=(\S+)$/.exec(item);
    if (tag !== null) tags.push([tag[1] ?? '', tag[2] ?? '']);
    else {
      const [, version = '', age = '', more = ''] = match(item, /^(\S+) (-?\d+d|undated)((?: [\w=-]+)*)$/);
      list.push({ version, publishedAt: moment(age), withdrawn: false, ...detailsOf(more) });
    }
  }
  return { list, tags };
}

/** ` withdrawn by=ann scripts attested` */
function detailsOf(text: string): Partial<Release> {
  const said = text.split(' ').filter((word) => word !== '');
  return Object.assign({}, ...said.map(detailOf)) as Partial<Release>;
}

function detailOf(word: string): Partial<Release> {
  switch (word) {
    case 'withdrawn':
      return { withdrawn: true };
    case 'scripts':
    case 'no-scripts':
      return { installScripts: word === 'scripts' };
    case 'attested':
    case 'unattested':
      return { attested: word === 'attested' };
    default:
      return { publisher: match(word, /^by=(\S+)$/)[1] ?? '' };
  }
}

/** `verified <repository> by <builder>`, `none`, or `invalid <why>` */
/** `critical 3/1, high 12`, or `clean` */
function scanOf(scanner: string, text: string): ImageScan {
  const counts = structuredClone(soundAnswers['image-scan'].counts) as Record<string, { all: number; fixable: number }>;
  for (const item of text === 'clean' ? [] : text.split(', ')) {
    const [, severity = '', all = '', fixable = '0'] = match(item, /^(critical|high|medium|low|unknown) (\d+)(?:\/(\d+))?$/);
    counts[severity] = { all: Number(all), fixable: Number(fixable) };
  }
  return { scanner, counts: counts as ImageScan['counts'], worst: [] };
}

function provenanceOf(text: string): Provenance {
  if (text === 'none') return { state: 'none' };
  const [, why] = /^invalid (.+)$/.exec(text) ?? [];
  if (why !== undefined) return { state: 'invalid', why };
  const [, repository = '', builder = ''] = match(text, /^verified (\S+) by (\S+)$/);
  return { state: 'verified', repository, builder };
}

/** `CVE-2026-1 critical fixed=1.4.3 by=osv+npm, MAL-2026-2 malicious, silent=npm`, or `none` */
export function advisoriesOf(text: string): Advisories {
  const items = text === 'none' ? [] : text.split(', ');
  const list = items.filter((item) => !item.startsWith('silent=')).map(advisoryOf);
  const failed = items
    .filter((item) => item.startsWith('silent='))
    .map((item) => ({ source: sourceOf(item.slice('silent='.length)), why: 'it did not answer' }));
  const asked = new Set(list.flatMap(({ by }) => by));
  const other = failed.some(({ source }) => source === 'osv') ? 'npm' : 'osv';
  return { list, asked: asked.size === 0 ? [other] : [...asked], failed };
}

function advisoryOf(item: string): Advisory {
  const [id = '', ...words] = item.split(' ');
  const value = (name: string): string | null =>
    words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
  const malicious = words.includes('malicious');
  const said = (['critical', 'high', 'medium', 'low'] as const).find((one) => words.includes(one));
  const severity = said ?? (malicious ? 'critical' : null);
  const by = (value('by') ?? 'osv').split('+').map(sourceOf);
  return { id, aliases: [], summary: '', severity, fixed: value('fixed'), malicious, by };
}

function sourceOf(text: string): AdvisorySource {
  return match(text, /^(?:osv|npm)$/)[0] as AdvisorySource;
}

function moment(age: string): number | null {
  return age === 'undated' ? null : fixtureDay - Number.parseInt(age, 10) * day;
}

function chosen(text: string): Partial<PinChoices> {
  return Object.fromEntries(
    text.split(' ').map((item) => {
      const [name = '', value = ''] = item.split('=');
      return [name, JSON.parse(value)];
    }),
  );
}
