import { agrees, bindingOf, differences, type Difference } from '../../secrets/binding.ts';
import { entriesInFile } from '../../secrets/bound-file.ts';
import { insideOf } from '../../secrets/bound-scripts.ts';
import type { BrokerAnswer, BrokerRequest } from '../../secrets/protocol.ts';
import { launchOf, type RecordedLaunch } from '../../secrets/record.ts';
import { useOf, type SecretEntry } from '../../secrets/secret-entry.ts';
import type { SecretStorageVault } from '../../secrets/secret-storage-vault.ts';
import type { Binding, StoredSecret } from '../../secrets/vault.ts';
import type { World } from '../../secrets/world.ts';

/** A launch that is not the one that a secret was stored for. */
export interface Question {
  readonly entry: SecretEntry;
  readonly file: string;
  /** What asks, by the names that people know. */
  readonly names: readonly string[];
  /** Null when nobody has ever allowed one. */
  readonly before: Binding | null;
  readonly now: Binding;
  readonly changes: readonly Difference[];
  /** The file that they were stored for, when it is another. */
  readonly elsewhere: string | null;
}

/** A secret that has no value here. */
export interface Missing {
  readonly id: string;
  readonly server: string;
  readonly what: string;
  readonly file: string;
}

export interface Deciding {
  readonly vault: SecretStorageVault;
  readonly isTrusted: () => boolean;
  /** Files that may name this secret. Absolute. */
  readonly filesNaming: (id: string) => readonly string[];
  /** Null for a file that this window has nothing to do with. */
  readonly worldOf: (file: string) => World | null;
  /** Whether a person allows it, and `allow` is done; undefined when nobody has answered in time. */
  readonly approve: Asks<Question, () => Promise<void>, boolean>;
  /** Whether a person has given a value, and `keep` is done with it; undefined when nobody has answered in time. */
  readonly askValue: Asks<Missing, (value: string) => Promise<void>, boolean>;
  readonly record: (launch: RecordedLaunch) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An answer that comes too late for a launch counts for the next one: what it brings is done all the same. */
type Asks<About, Then, Answer> = (
  about: About,
  then: Then,
  signal: AbortSignal,
) => Promise<Answer | undefined>;

interface Placed {
  readonly file: string;
  readonly entry: SecretEntry;
  readonly world: World;
  readonly now: Binding;
}

/**
 * What a launch gets. Values only when the file, read anew, has the one entry that names them, the launcher reports what
 * that entry says, and a person has allowed this very launch; nothing in a workspace that is not trusted.
 */
export async function decide(
  request: BrokerRequest,
  signal: AbortSignal,
  ports: Deciding,
): Promise<BrokerAnswer> {
  const [first] = request.ids;
  if (first === undefined) return { ok: true, values: {} };
  if (!ports.isTrusted()) return passOn('the workspace that this server belongs to is not trusted');
  const stored = new Map<string, StoredSecret>();
  for (const id of request.ids) {
    const secret = await ports.vault.get(id);
    if (secret !== undefined) stored.set(id, secret);
  }
  const places = await placesOf(first, stored.get(first)?.file, request, ports);
  if ('ok' in places) return places;
  const secrets = [...stored.values()];
  const unlikeAt = ({ file, now }: Placed): readonly StoredSecret[] =>
    secrets.filter((secret) => !isFor(secret, file, now));
  // What one entry leaves open another may say in its own words: where one of them was not allowed, that one counts.
  const placed = places.findLast((place) => unlikeAt(place).length > 0) ?? places.at(-1);
  if (placed === undefined) return passOn(`no file of the open window names ${first}`);
  const { entry, world, file, now } = placed;
  const unlike = unlikeAt(placed);
  if (unlike.length > 0) {
    const allow = async (): Promise<void> => {
      for (const secret of unlike)
        await ports.vault.set({ ...secret, file, server: entry.server.name, binding: now });
    };
    const allowed = await ports.approve(questionOf(unlike, placed), allow, signal);
    if (allowed === undefined) return refused('nobody answered the question in the editor in time');
    if (!allowed) return refused('the secret was refused in the editor');
  }
  for (const id of request.ids) {
    if (stored.has(id)) continue;
    const missing = { id, server: entry.server.name, what: useOf(entry, id), file };
    const keep = async (value: string): Promise<void> => {
      const storedAt = ports.now();
      await ports.vault.set({ ...missing, value, binding: now, storedAt, lastUsedAt: null });
    };
    if ((await ports.askValue(missing, keep, signal)) !== true)
      return refused(`no value was given for ${id}; start the server again to be asked again`);
    const secret = await ports.vault.get(id);
    if (secret !== undefined) stored.set(id, secret);
  }
  // A person takes a while, and what was looked at is what is allowed.
  if (unlike.length > 0 || secrets.length < request.ids.length) {
    const again = await entriesInFile(file, first, world.files);
    if (!again.ok) return refused(`no secret is given, as ${again.why}`);
    const { name } = entry.server;
    const same = again.entries.find(({ server }) => server.name === name);
    if (same === undefined || differences(now, await bindingOf(same, world)).length > 0)
      return refused('the launch changed while it was looked at; start the server again');
  }
  const at = ports.now();
  for (const id of request.ids) await ports.vault.used(id, at);
  // A log that cannot be written is no reason not to start.
  await ports.record(launchOf(entry, request.ids, at)).catch(() => {});
  const values = request.ids.map((id) => [id, stored.get(id)?.value ?? ''] as const);
  return { ok: true, values: Object.fromEntries(values) };
}

/** Whether a secret is allowed to this launch. */
function isFor(secret: StoredSecret, file: string, now: Binding): boolean {
  return (
    secret.file === file && secret.binding !== null && differences(secret.binding, now).length === 0
  );
}

/** The entries that agree with what was started, of every file that names the secret; else why there is none. */
async function placesOf(
  id: string,
  storedFor: string | undefined,
  request: BrokerRequest,
  { filesNaming, worldOf }: Deciding,
): Promise<readonly Placed[] | Extract<BrokerAnswer, { ok: false }>> {
  const files = new Set([...(storedFor === undefined ? [] : [storedFor]), ...filesNaming(id)]);
  let refusal: Extract<BrokerAnswer, { ok: false }> | null = null;
  const places: Placed[] = [];
  for (const file of files) {
    const world = worldOf(file);
    if (world === null) continue;
    const found = await entriesInFile(file, id, world.files);
    const reasons = found.ok ? [] : [found.why];
    for (const entry of found.ok ? found.entries : []) {
      const why = await agrees(request, entry, world);
      if (why !== null) {
        reasons.push(why);
        continue;
      }
      const now = await bindingOf(entry, world);
      // A second file of the same words adds nothing.
      if (places.every((place) => place.now.entry !== now.entry))
        places.push({ file, entry, world, now });
    }
    const [why] = reasons;
    if (why === undefined) continue;
    // A user's own file is started by every window, and a copy of this one by the window of its folder.
    const isOurs = world.workspace !== null && (await insideOf(world))(request.cwd);
    const answer = refused(`no secret is given, as ${why}`);
    refusal ??= isOurs ? answer : { ...answer, passOn: true };
  }
  if (places.length > 0) return places;
  return refusal ?? passOn(`no file of the open window names ${id}`);
}

function questionOf(unlike: readonly StoredSecret[], { entry, file, now }: Placed): Question {
  const [first] = unlike;
  const before = first?.binding ?? null;
  return {
    entry,
    file,
    names: unlike.map((secret) => nameOf(secret, entry)),
    before,
    now,
    changes: before === null ? [] : differences(before, now),
    elsewhere: first !== undefined && first.file !== file ? first.file : null,
  };
}

/** What it was stored as: what the entry that asks calls it may be meant to deceive. */
function nameOf({ id, what, server }: StoredSecret, entry: SecretEntry): string {
  const use = useOf(entry, id);
  if (what === use && server === entry.server.name) return use;
  return `${what || id} of ${server || 'an unknown server'} (as ${use})`;
}

function refused(why: string): Extract<BrokerAnswer, { ok: false }> {
  return { ok: false, why: why.length < 200 ? why : `${why.slice(0, 198)}…` };
}

function passOn(why: string): Extract<BrokerAnswer, { ok: false }> {
  return { ...refused(why), passOn: true };
}
