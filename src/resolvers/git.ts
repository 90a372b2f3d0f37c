import * as z from 'zod/mini';
import { failed, type Commit, type Fact } from '../core/rules/facts.ts';
import { readPackets, type Packet } from './git-pkt-line.ts';
import {
  commitOf,
  isRef,
  lsRefs,
  namesOf,
  readAdvertisement,
  readRefs,
  type Refs,
} from './git-refs.ts';
import { mayAskAddress, namedBy, refusalOf, type HostPolicy } from './hosts.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import type { Address, Errand, Parts, QueryOf, Source } from './source.ts';

/** The references of a very large repository, whose server knows only the older protocol. */
const maxAnswer = 32 * 1024 * 1024;
const maxUrl = 2048;

const advertisementType = 'application/x-git-upload-pack-advertisement';
const resultType = 'application/x-git-upload-pack-result';
const query = '?service=git-upload-pack';
const infoRefs = '/info/refs';

/** Some forges show their pages to other programs, where an address has no `.git`. */
const agent = { 'user-agent': 'git/2 (mcp-posture)' };

const commit = z.object({
  sha: z.string().check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)),
  by: z.enum(['branch', 'tag', 'head']),
});

/** Commits by git's smart HTTP: no program, and no credential of anybody. */
export function createGit({ http, lookup }: Parts): Source<'git-commit'> {
  async function ask(asked: QueryOf<'git-commit'>, errand: Errand): Promise<Fact<Commit>> {
    const { userHosts, picked, signal } = errand;
    const way = wayOf(asked);
    if (typeof way === 'string') return failed(way);
    const policy: HostPolicy = { serves: 'git', userHosts, picked };
    const permission = mayAskAddress(way, policy);
    if (!permission.allowed) return failed(permission.why);

    let last = way;
    const send = (request: Omit<HttpRequest, 'maxBytes'>): Promise<HttpAnswer> =>
      http.send(
        {
          ...request,
          headers: { ...agent, 'git-protocol': 'version=2', ...request.headers },
          maxBytes: maxAnswer,
        },
        (to) => {
          last = to;
          return refusalOf(to, way.host, policy, lookup);
        },
        signal,
      );

    const first = await send({
      method: 'GET',
      url: new URL(`${way.href}${infoRefs}${query}`),
      headers: { accept: '*/*' },
    });
    const packets = packetsOf(first, way.host, advertisementType);
    if (typeof packets === 'string') return failed(packets);
    const found = readAdvertisement(packets);
    if (found === undefined) return failed(`${way.host} sent no list of branches and tags`);
    if (found.protocol === 0) return commitOf(found.refs, asked.ref, way.host);

    // Where the first question was sent on to, this one goes at once.
    if (!last.pathname.endsWith(infoRefs))
      return failed(`${way.host} sends the request on elsewhere`);
    const base = last.origin + last.pathname.slice(0, -infoRefs.length);
    const second = await send({
      method: 'POST',
      url: new URL(`${base}/git-upload-pack`),
      headers: { accept: resultType, 'content-type': 'application/x-git-upload-pack-request' },
      body: lsRefs(namesOf(asked.ref), found.objectFormat),
    });
    const refs = refsOf(packetsOf(second, way.host, resultType), way.host);
    return typeof refs === 'string' ? failed(refs) : commitOf(refs, asked.ref, way.host);
  }

  return {
    ready: async () => {},
    address: (asked, _place, userHosts) => addressOf(asked, userHosts),
    ask,
    accepts: (value): value is Commit => commit.safeParse(value).success,
    forget: () => {},
  };
}

function addressOf(asked: QueryOf<'git-commit'>, userHosts: HostPolicy['userHosts']): Address {
  const way = wayOf(asked);
  if (typeof way === 'string') return { ok: false, why: way };
  const policy: HostPolicy = { serves: 'git', userHosts, picked: true };
  const permission = mayAskAddress(way, policy);
  if (!permission.allowed) return { ok: false, why: permission.why };
  const key = `git ${way.href} ${asked.ref ?? ''}`;
  return { ok: true, key, host: way.host, namedBy: namedBy(way.host, policy) };
}

/** The repository's address without a slash at its end, or why there is none. */
function wayOf({ url, ref }: QueryOf<'git-commit'>): URL | string {
  if (ref?.startsWith('semver:') === true) return 'a range of tags is not looked up';
  if (ref !== null && !isRef(ref)) return 'what follows the repository is no branch or tag';
  if (url.length > maxUrl || /[\u0000-\u0020]|\$\{/.test(url) || !URL.canParse(url))
    return 'the address of the repository cannot be asked';
  const written = new URL(url);
  const isSsh = written.protocol === 'ssh:';
  if (!isSsh && written.protocol !== 'https:' && written.protocol !== 'http:')
    return 'only git over https is asked';
  const origin = isSsh ? `https://${written.hostname}` : written.origin;
  const path = written.pathname.replace(/(?<!\/)\/+$/, '');
  const way = URL.canParse(origin + path) ? new URL(origin + path) : undefined;
  if (way === undefined || way.pathname.length < 2)
    return 'the address of the repository cannot be asked';
  // The public forges show over https, at the same path, what they show over ssh.
  const isForge = namedBy(way.host, { serves: 'git', userHosts: [], picked: false }) === 'known';
  const isUsual = written.port === '' || written.port === '22';
  return isSsh && !(isForge && isUsual) ? 'only git over https is asked' : way;
}

/** The packets of an answer, or why there are none. */
function packetsOf(answer: HttpAnswer, host: string, type: string): readonly Packet[] | string {
  if (!answer.ok) return answer.why;
  const { status, headers, body } = answer;
  // To those without a sign-in a private repository and none look alike.
  if ([401, 403, 404, 410].includes(status))
    return `not public on ${host}, or not there (${status})`;
  if (status !== 200) return `${host} answered ${status}`;
  if (mediaType(headers) !== type) return `${host} does not answer as a git server does`;
  const packets = readPackets(body);
  if (packets === undefined) return `${host} sent what git does not`;
  const isError = packets.some((line) => line.kind === 'text' && line.text.startsWith('ERR '));
  return isError ? `${host} refused the question` : packets;
}

function refsOf(packets: readonly Packet[] | string, host: string): Refs | string {
  if (typeof packets === 'string') return packets;
  return readRefs(packets) ?? `${host} sent no list of branches and tags`;
}

function mediaType(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
