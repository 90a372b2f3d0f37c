import * as z from 'zod/mini';
import { failed, type Fact, type ImageBuild, type ImageBuildQuery } from '../core/rules/facts.ts';
import { isRefusedSignIn, manifestTypes, maxManifest, type Oci } from './oci.ts';
import { signInNeeded } from './refused.ts';
import { digestOf, isDigest, saysMissing } from './oci-body.ts';
import { jsonOf } from './json.ts';
import type { Visit } from './oci-sign-in.ts';
import type { Errand } from './source.ts';

const maxConfig = 1_000_000;
const maxEntries = 200;
const day = 86_400_000;
/** There were no such images before: tools that leave the time out write 1970 or 1980. */
const first = Date.UTC(2010, 0, 1);
const createdKey = 'org.opencontainers.image.created';

const digest = z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/));
const annotations = z.optional(z.nullable(z.record(z.string(), z.unknown())));
const indexBody = z.object({ manifests: z.array(z.unknown()) });
const entryBody = z.object({
  digest,
  annotations,
  platform: z.optional(
    z.object({ os: z.optional(z.string()), architecture: z.optional(z.string()) }),
  ),
});
const manifestBody = z.object({ config: z.object({ digest, size: z.number() }), annotations });
const configBody = z.object({ created: z.optional(z.string()) });

/** A piece of an image. `gone`: the registry has none, or only where we do not ask. */
export type Piece =
  | { readonly state: 'read'; readonly json: unknown; readonly bytes: Uint8Array }
  | { readonly state: 'gone' }
  | { readonly state: 'failed'; readonly why: string };

/**
 * Asks whether the repository holds this digest, and when what it names was built: the time in the image's configuration,
 * else the one noted beside it. Every byte is checked against its digest.
 */
export async function askBuild(
  oci: Oci,
  query: ImageBuildQuery,
  errand: Omit<Errand, 'place'>,
  now: number,
): Promise<Fact<ImageBuild>> {
  if (!isDigest(query.digest)) return failed('this is not an image reference');
  const visit = oci.visit(query, errand);
  if (typeof visit === 'string') return failed(visit);
  const top = await piece(oci, visit, 'manifests', query.digest);
  if (top.state === 'failed') return top;
  if (top.state === 'gone') return { state: 'absent' };

  const entry = platformOf(top.json);
  const image = entry === undefined ? top : await piece(oci, visit, 'manifests', entry.digest);
  if (image.state === 'failed') return image;
  const manifest = image.state === 'gone' ? undefined : manifestBody.safeParse(image.json).data;
  const config = await configOf(oci, visit, manifest);
  if (config.state === 'failed') return config;
  const created =
    config.state === 'gone' ? undefined : configBody.safeParse(config.json).data?.created;
  const times = [created, manifest?.annotations?.[createdKey], entry?.annotations?.[createdKey]];
  const builtAt = times.map((time) => timeOf(time, now)).find((time) => time !== null) ?? null;
  return { state: 'known', value: { builtAt } };
}

/** linux/amd64, else the first that is an image: an index also lists attestations, as unknown/unknown. */
function platformOf(json: unknown): z.infer<typeof entryBody> | undefined {
  const list = indexBody.safeParse(json).data?.manifests ?? [];
  const images = list
    .slice(0, maxEntries)
    .map((entry) => entryBody.safeParse(entry).data)
    .filter((entry) => entry !== undefined)
    .filter(({ platform }) => platform?.os !== 'unknown' && platform?.architecture !== 'unknown');
  return (
    images.find(({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64') ??
    images[0]
  );
}

async function configOf(
  oci: Oci,
  visit: Visit,
  manifest: z.infer<typeof manifestBody> | undefined,
): Promise<Piece> {
  if (manifest === undefined || manifest.config.size > maxConfig) return { state: 'gone' };
  return piece(oci, visit, 'blobs', manifest.config.digest);
}

/** Of a digest, which is held against what comes, or of a tag. */
export async function piece(
  oci: Oci,
  visit: Visit,
  of: 'manifests' | 'blobs',
  name: string,
): Promise<Piece> {
  const { host } = visit.origin;
  let elsewhere = false;
  const answer = await oci.send(visit, {
    method: 'GET',
    path: `${of}/${name}`,
    accept: of === 'blobs' ? '*/*' : manifestTypes.join(', '),
    maxBytes: of === 'blobs' ? maxConfig : maxManifest,
    onRefused: () => (elsewhere = true),
  });
  // Registries keep content at hosts of their own choice, and nobody named those.
  if (!answer.ok) return of === 'blobs' && elsewhere ? { state: 'gone' } : failed(answer.why);
  const { status, body } = answer;
  if (isRefusedSignIn(status)) return failed(signInNeeded(host, status));
  if (status === 404) {
    if (of === 'blobs' || saysMissing(body)) return { state: 'gone' };
    return failed(`${host} answered 404 not as a registry does`);
  }
  if (status !== 200) return failed(`${host} answered ${status}`);
  if (name.includes(':') && digestOf(body) !== name)
    return failed(`${host} sent what does not match its digest`);
  return { state: 'read', json: jsonOf(body), bytes: body };
}

/** Milliseconds since the epoch; null for what is no time, or cannot be one. */
function timeOf(text: unknown, now: number): number | null {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)) return null;
  const time = Date.parse(text.slice(0, 40));
  return time >= first && time <= now + day ? time : null;
}
