import { failed, type Fact } from '../core/rules/facts.ts';
import type { Provenance } from '../core/rules/dependency-facts.ts';
import { allOf, isProvenance, outcomeOf, type Outcome } from './attested.ts';
import type { JudgeBundle, Signer } from './judge-bundle.ts';
import { jsonOf } from './json.ts';
import { simpleType } from './pypi.ts';
import {
  attestationsIn,
  filesIn,
  type Attestation,
  type AttestedFile,
} from './pypi-attestations.ts';
import { refuse, type PythonIndex } from './python-index.ts';
import type { PythonSettings } from './python-settings.ts';
import {
  addressOf,
  getterFor,
  wayOf,
  type PythonWay,
  type PythonWays,
  type Refusal,
} from './python-way.ts';
import { refused } from './refused.ts';
import type { Errand, Parts, QueryOf, Source } from './source.ts';
import type { Statement } from './statement.ts';

type Asked = QueryOf<'provenance'>;

/** The largest packages have tens of thousands of files. */
const maxList = 64 * 1024 * 1024;
const maxProvenance = 2 * 1024 * 1024;
/** A release of more is one for every platform, and each file is a question. */
const maxFiles = 20;

const provenanceType = 'application/vnd.pypi.integrity.v1+json';
const none = { state: 'known', value: { state: 'none' } } as const;

/** Attestations of releases (PEP 740), from PyPI or the indexes of the user's own settings. */
export function createPypiProvenance(
  parts: Pick<Parts, 'http' | 'lookup'>,
  ways: PythonWays,
  judge: JudgeBundle,
): Source<'provenance'> {
  async function ask(query: Asked, errand: Errand): Promise<Fact<Provenance>> {
    const way = oneWay(query, await ways.ready());
    if (!way.ok) return failed(way.why);
    for (const index of way.indexes) {
      const found = await askIndex(query, index, way, errand);
      if (found !== 'unknown') return found;
    }
    return { state: 'absent' };
  }

  /** `unknown`: this index does not have the package. */
  async function askIndex(
    query: Asked,
    index: PythonIndex,
    way: PythonWay,
    errand: Errand,
  ): Promise<Fact<Provenance> | 'unknown'> {
    const asker = getterFor(index, way, errand, parts);
    if (!asker.ok) return failed(asker.why);
    const { get } = asker;
    const { host } = new URL(index.url);
    const list = await get(new URL(`${index.url}/${way.name}/`), simpleType, maxList);
    if (!list.ok) return failed(list.why);
    if (list.status === 404) return 'unknown';
    if (list.status !== 200) return failed(refused(host, list.status));
    const files = filesIn(jsonOf(list.body), way.name, query.version);
    if (files === undefined) return failed(`${host} sent no list of files`);
    // Whoever can upload may add a file to a release, and that one is then what is installed.
    if (files.length === 0 || files.some(({ provenance }) => provenance === null)) return none;
    if (files.length > maxFiles)
      return failed(`the release has ${files.length} files, more than are checked`);

    const outcomes: Outcome[] = [];
    for (const file of files) {
      const url = ownAddress(file, index);
      if (url === undefined) return failed(`${host} keeps its attestations elsewhere`);
      const answer = await get(url, provenanceType, maxProvenance);
      if (!answer.ok) return failed(answer.why);
      if (answer.status === 404) return none;
      if (answer.status !== 200) return failed(refused(host, answer.status));
      const attestations = attestationsIn(jsonOf(answer.body));
      if (attestations === undefined) return failed(`${host} sent no attestations`);
      if (attestations.length === 0) return none;
      for (const attestation of attestations)
        outcomes.push(await outcomeOfOne(judge, attestation, file));
    }
    return allOf(outcomes);
  }

  return {
    async ready() {
      await ways.ready();
    },
    address: (query, _place, userHosts) =>
      addressOf(
        ways,
        (settings) => oneWay(query, settings),
        userHosts,
        (urls, name) => `pypi provenance ${urls} ${name} ${query.version}`,
      ),
    ask,
    accepts: isProvenance,
    forget: () => ways.forget(),
  };
}

/** One index after the other; pip takes the best of all of them, so which file it takes is not known. */
function oneWay(
  { name, version, registry, tool = 'uv' }: Asked,
  settings: PythonSettings,
): PythonWay | Refusal {
  if (!/^[\w.!+-]{1,128}$/.test(version)) return refuse('this is no version');
  const way = wayOf({ name, tool, registry: registry ?? null }, settings);
  return way.ok && way.takes === 'all' && way.indexes.length > 1
    ? refuse('it may come from more than one package index')
    : way;
}

function ownAddress({ provenance }: AttestedFile, { url, origin }: PythonIndex): URL | undefined {
  if (provenance === null || !URL.canParse(provenance, url)) return undefined;
  const address = new URL(provenance, url);
  return address.origin === origin ? new URL(address.pathname, origin) : undefined;
}

function outcomeOfOne(
  judge: JudgeBundle,
  { bundle, publisher }: Attestation,
  file: AttestedFile,
): Promise<Outcome> {
  const objection = ({ subject }: Statement, signer: Signer | null): string | null => {
    const own = subject.filter(({ name }) => normal(name) === normal(file.name));
    if (own.length === 0) return 'it is about another file';
    if (!own.some((each) => each.digest('sha256') === file.sha256))
      return 'it is about other bytes than the index has';
    // The index says who may publish; the certificate says who did.
    return publisher !== null && publisher.toLowerCase() !== signer?.repository?.toLowerCase()
      ? 'it is signed for another repository than the index names'
      : null;
  };
  return outcomeOf(
    judge,
    bundle,
    (statement, { signer }) => objection(statement, signer),
    () => true,
  );
}

/** Spellings of one file's name (PEP 427, 625). */
function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
