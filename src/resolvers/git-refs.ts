import type { Commit, Fact } from '../core/rules/facts.ts';
import { delimiter, flush, packet, type Packet } from './git-pkt-line.ts';

/** What a server answers to the first question. */
export type Advertisement =
  | { readonly protocol: 2; readonly objectFormat: string | null }
  | { readonly protocol: 0; readonly refs: Refs };

/** Commits by the full name of their reference; of an annotated tag the object it names. */
export type Refs = ReadonlyMap<string, string>;

const maxRef = 400;

/** Whether a text may stand for a branch or a tag, by git's own rules for names (git-check-ref-format). */
export function isRef(text: string): boolean {
  if (text === '' || text.length > maxRef || text === '@' || !text.isWellFormed()) return false;
  if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$/.test(text)) return false;
  return text.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
}

/** The full names that a short one may stand for, the most likely first. */
export function namesOf(ref: string | null): readonly string[] {
  if (ref === null || ref === 'HEAD') return ['HEAD'];
  if (ref.startsWith('refs/')) return [ref];
  const short = /^(?:heads|tags)\//.test(ref) ? [`refs/${ref}`] : [];
  return [`refs/heads/${ref}`, `refs/tags/${ref}`, ...short];
}

/** What is sent to a server of version 2 to get these references alone (gitprotocol-v2, `ls-refs`). */
export function lsRefs(names: readonly string[], objectFormat: string | null): string {
  const format = objectFormat === null ? [] : [packet(`object-format=${objectFormat}`)];
  const prefixes = names.map((name) => packet(`ref-prefix ${name}`));
  return [packet('command=ls-refs'), ...format, delimiter, packet('peel'), ...prefixes, flush].join(
    '',
  );
}

/** Undefined when the packets are no answer to the first question. */
export function readAdvertisement(packets: readonly Packet[]): Advertisement | undefined {
  const lines = [...packets];
  // The head that comes over http, which a server of version 2 may leave out.
  if (textOf(lines[0]) === '# service=git-upload-pack') {
    if (lines[1]?.kind !== 'flush') return undefined;
    lines.splice(0, 2);
  }
  if (textOf(lines[0]) === 'version 2') {
    const capabilities = lines.map(textOf);
    if (!capabilities.some((line) => line === 'ls-refs' || line?.startsWith('ls-refs=') === true))
      return undefined;
    const format = capabilities.find((line) => line?.startsWith('object-format='))?.slice(14);
    return { protocol: 2, objectFormat: format === 'sha1' || format === 'sha256' ? format : null };
  }
  if (textOf(lines[0]) === 'version 1') lines.shift();
  const refs = readOlder(lines);
  return refs === undefined ? undefined : { protocol: 0, refs };
}

/** The lines of versions 0 and 1: capabilities behind the first name, `^{}` behind that of a tag for what it names. */
function readOlder(packets: readonly Packet[]): Refs | undefined {
  const refs = new Map<string, string>();
  const peeled = new Map<string, string>();
  if (packets.at(-1)?.kind !== 'flush') return undefined;
  for (const [at, line] of packets.slice(0, -1).entries()) {
    const text = textOf(line);
    if (text === undefined) return undefined;
    const [entry = ''] = at === 0 ? text.split('\0', 1) : [text];
    const [, id = '', name = ''] = /^([0-9a-f]{40}|[0-9a-f]{64}) (.+)$/.exec(entry) ?? [];
    if (/^shallow [0-9a-f]+$/.test(entry)) continue;
    // An empty repository has capabilities and no reference to put them behind.
    if (name === 'capabilities^{}' && /^0+$/.test(id)) continue;
    const isPeeled = name.endsWith('^{}');
    const bare = isPeeled ? name.slice(0, -3) : name;
    if (!isName(bare) || !put(isPeeled ? peeled : refs, bare, id)) return undefined;
  }
  return new Map([...refs, ...peeled]);
}

/** The lines of version 2; undefined when they are none. */
export function readRefs(packets: readonly Packet[]): Refs | undefined {
  const refs = new Map<string, string>();
  const end = packets.findIndex(({ kind }) => kind !== 'text');
  if (end < 0 || packets[end]?.kind !== 'flush') return undefined;
  for (const line of packets.slice(0, end)) {
    const [id = '', name = '', ...attributes] = textOf(line)?.split(' ') ?? [];
    if (id === 'unborn') continue;
    const peeled = attributes.find((text) => text.startsWith('peeled:'))?.slice('peeled:'.length);
    if (!isId(id) || !isName(name) || (peeled !== undefined && !isId(peeled))) return undefined;
    if (!put(refs, name, peeled ?? id)) return undefined;
  }
  return refs;
}

/** The commit that a reference names now; `host` is for the reason. */
export function commitOf(refs: Refs, ref: string | null, host: string): Fact<Commit> {
  const names = namesOf(ref).filter((name) => refs.has(name));
  const [name] = names;
  const sha = name === undefined ? undefined : refs.get(name);
  if (name === undefined || sha === undefined) return missing(ref, host);
  if (/^0+$/.test(sha)) return { state: 'failed', why: `${host} names no commit` };
  if (names.some((other) => refs.get(other) !== sha))
    return { state: 'failed', why: `the name stands for both a branch and a tag on ${host}` };
  const by = name === 'HEAD' ? 'head' : name.startsWith('refs/tags/') ? 'tag' : 'branch';
  return { state: 'known', value: { sha, by } };
}

function missing(ref: string | null, host: string): Fact<Commit> {
  if (ref !== null && /^[0-9a-f]{7,64}$/i.test(ref)) {
    const why = `${ref} may be a short commit, which ${host} does not look up`;
    return { state: 'failed', why };
  }
  return { state: 'absent' };
}

/** False when the name has another commit already. */
function put(refs: Map<string, string>, name: string, id: string): boolean {
  if (refs.has(name) && refs.get(name) !== id) return false;
  refs.set(name, id);
  return true;
}

/** What a server calls a reference; some hold names that git would refuse today. */
function isName(text: string): boolean {
  return text !== '' && !/[\u0000-\u0020\u007f]/.test(text);
}

function isId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

function textOf(line: Packet | undefined): string | undefined {
  return line?.kind === 'text' ? line.text : undefined;
}
