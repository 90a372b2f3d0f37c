import { failed, type Fact } from '../core/rules/facts.ts';
import type { Provenance } from '../core/rules/dependency-facts.ts';
import { allOf, isProvenance, outcomeOf, type Outcome } from './attested.ts';
import { mayAskAddress, namedBy, refusalOf, type HostPolicy } from './hosts.ts';
import type { HttpAnswer } from './http.ts';
import type { JudgeBundle, Signer } from './judge-bundle.ts';
import { jsonOf } from './json.ts';
import { policyOf, simpleType, wayOf, type PypiWay } from './pypi.ts';
import {
  attestationsIn,
  filesIn,
  type Attestation,
  type AttestedFile,
} from './pypi-attestations.ts';
import { readSettings, type ReadSettings } from './python-files.ts';
import { refuse, type PythonIndex } from './python-index.ts';
import { readPythonSettings, type PythonSettings } from './python-settings.ts';
import type { Address, Errand, Parts, QueryOf, Source } from './source.ts';
import type { Statement } from './statement.ts';

type Asked = QueryOf<'provenance'>;

/** The largest packages have tens of thousands of files. */
const maxList = 64 * 1024 * 1024;
const maxProvenance = 2 * 1024 * 1024;
/** A release of more is one for every platform, and each file is a question. */
const maxFiles = 20;

const provenanceType = 'application/vnd.pypi.integrity.v1+json';
const none = { state: 'known', value: { state: 'none' } } as const;

/** Attestations of releases (PEP 740), from PyPI or the indexes of the user's own settings, which `read` gets. */
export function createPypiProvenance(
  { http, lookup, user }: Parts,
  judge: JudgeBundle,
  read: ReadSettings = readSettings,
): Source<'provenance'> {
  let reading: Promise<PythonSettings> | undefined;
  let settings: PythonSettings | undefined;

  async function ready(): Promise<PythonSettings> {
    reading ??= readPythonSettings(user, read);
    const mine = reading;
    const found = await mine;
    if (reading === mine) settings = found;
    return found;
  }

  function addressOf(query: Asked, userHosts: HostPolicy['userHosts']): Address | undefined {
    if (settings === undefined) return undefined;
    const way = oneWay(query, settings);
    if (!way.ok) return way;
    const policy = policyOf(way, userHosts, true);
    for (const { url } of way.indexes) {
      const permission = mayAskAddress(new URL(url), policy);
      if (!permission.allowed) return refuse(permission.why);
    }
    const { host } = new URL(way.indexes[0].url);
    const urls = way.indexes.map(({ url }) => url).join(' ');
    const key = `pypi provenance ${urls} ${way.name} ${query.version}`;
    return { ok: true, key, host, namedBy: namedBy(host, policy) };
  }

  async function ask(query: Asked, errand: Errand): Promise<Fact<Provenance>> {
    const way = oneWay(query, await ready());
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
    way: PypiWay,
    errand: Errand,
  ): Promise<Fact<Provenance> | 'unknown'> {
    const policy = policyOf(way, errand.userHosts, errand.picked);
    const permission = mayAskAddress(new URL(index.url), policy);
    if (!permission.allowed) return failed(permission.why);
    const { host } = new URL(index.url);

    const get = (url: URL, accept: string, maxBytes: number): Promise<HttpAnswer> => {
      const { authorization } = index;
      const headers = { accept, ...(authorization === null ? {} : { authorization }) };
      const guard = (to: URL): Promise<string | null> => refusalOf(to, host, policy, lookup);
      return http.send({ method: 'GET', url, headers, maxBytes }, guard, errand.signal);
    };
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
      await ready();
    },
    address: (query, _place, userHosts) => addressOf(query, userHosts),
    ask,
    accepts: isProvenance,
    forget() {
      reading = undefined;
      settings = undefined;
    },
  };
}

/** One index after the other; pip takes the best of all of them, so which file it takes is not known. */
function oneWay(
  { name, version, registry, tool = 'uv' }: Asked,
  settings: PythonSettings,
): ReturnType<typeof wayOf> {
  if (!/^[\w.!+-]{1,128}$/.test(version)) return refuse('this is no version');
  const way = wayOf({ name, tool, registry: registry ?? null }, settings);
  return way.ok && way.takes === 'all' && way.indexes.length > 1
    ? refuse('it may come from more than one package index')
    : way;
}

function refused(host: string, status: number): string {
  return status === 401 || status === 403
    ? `not public on ${host}: sign-in needed (${status})`
    : `${host} answered ${status}`;
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
