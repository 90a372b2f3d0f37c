import * as z from 'zod/mini';
import { failed, type Fact } from '../core/rules/facts.ts';
import type { ImageSignatureQuery, Provenance } from '../core/rules/dependency-facts.ts';
import { anyOf, outcomeOf, type Outcome } from './attested.ts';
import { cosignBundle, cosignLayers, signedImage, type CosignLayer } from './cosign.ts';
import type { JudgeBundle } from './judge-bundle.ts';
import { jsonOf } from './json.ts';
import { isRefusedSignIn, maxManifest, type Oci } from './oci.ts';
import { signInNeeded } from './refused.ts';
import { isDigest } from './oci-body.ts';
import { piece, type Piece } from './oci-build.ts';
import type { Visit } from './oci-sign-in.ts';
import type { Errand } from './source.ts';
import type { Statement } from './statement.ts';

/** More than anybody attaches; each costs two requests. */
const maxReferrers = 10;

const indexType = 'application/vnd.oci.image.index.v1+json';
const bundleType = /^application\/vnd\.dev\.sigstore\.bundle[.+]/;

const digest = z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/));
const indexBody = z.object({ manifests: z.array(z.unknown()) });
const referrerBody = z.object({ digest, artifactType: z.string().check(z.regex(bundleType)) });
const layersBody = z.object({ layers: z.array(z.unknown()) });
const layerBody = z.object({ digest, mediaType: z.string().check(z.regex(bundleType)) });

/**
 * Asks a repository for signatures of this digest and attestations of its build, as cosign and GitHub attach them, and
 * judges each. Every byte is checked against its digest.
 */
export async function askSignature(
  oci: Oci,
  query: ImageSignatureQuery,
  errand: Omit<Errand, 'place'>,
  judge: JudgeBundle,
): Promise<Fact<Provenance>> {
  if (!isDigest(query.digest)) return failed('this is not an image reference');
  const visit = oci.visit(query, errand);
  if (typeof visit === 'string') return failed(visit);
  const get = (of: 'manifests' | 'blobs', name: string): Promise<Piece> =>
    piece(oci, visit, of, name);
  const tag = query.digest.replace(':', '-');

  const signatures = await get('manifests', `${tag}.sig`);
  if (signatures.state === 'failed') return signatures;
  const referrers = await referrersOf(oci, visit, query.digest, () => get('manifests', tag));
  if (referrers.state === 'failed') return referrers;

  const outcomes: Outcome[] = [];
  for (const layer of signatures.state === 'read' ? cosignLayers(signatures.json) : []) {
    outcomes.push(await outcomeOfLayer(judge, layer, query, await get('blobs', layer.digest)));
  }
  for (const manifest of referrers.state === 'read' ? attachedBy(referrers.json) : []) {
    const read = await get('manifests', manifest);
    const blob = read.state === 'read' ? bundleIn(read.json) : undefined;
    const bundle = blob === undefined ? read : await get('blobs', blob);
    outcomes.push(await outcomeOfBundle(judge, query, bundle));
  }
  return anyOf(outcomes);
}

/** By the way of the specification, else under the tag that stands in for it (OCI distribution 1.1, "Referrers"). */
async function referrersOf(
  oci: Oci,
  visit: Visit,
  image: string,
  fallback: () => Promise<Piece>,
): Promise<Piece> {
  const { host } = visit.origin;
  const path = `referrers/${image}`;
  const request = { method: 'GET', path, accept: indexType, maxBytes: maxManifest } as const;
  const answer = await oci.send(visit, request);
  if (!answer.ok) return failed(answer.why);
  const { status, body } = answer;
  if (isRefusedSignIn(status)) return failed(signInNeeded(host, status));
  if (status === 200) return { state: 'read', json: jsonOf(body), bytes: body };
  // Registries of before answer what they do not know in many ways.
  return [400, 404, 405].includes(status) ? fallback() : failed(`${host} answered ${status}`);
}

function attachedBy(index: unknown): readonly string[] {
  const entries = indexBody.safeParse(index).data?.manifests.slice(0, 1000) ?? [];
  return entries
    .flatMap((entry) => referrerBody.safeParse(entry).data?.digest ?? [])
    .slice(0, maxReferrers);
}

function bundleIn(manifest: unknown): string | undefined {
  const layers = layersBody.safeParse(manifest).data?.layers.slice(0, 10) ?? [];
  return layers.map((layer) => layerBody.safeParse(layer).data?.digest).find(isDigest);
}

async function outcomeOfLayer(
  judge: JudgeBundle,
  layer: CosignLayer,
  query: ImageSignatureQuery,
  payload: Piece,
): Promise<Outcome> {
  if (payload.state !== 'read') return notRead(payload);
  const verdict = await judge(cosignBundle(layer, payload.bytes), payload.bytes);
  if (verdict.state !== 'verified') return verdict;
  if (signedImage(payload.bytes) !== query.digest) return aboutOther;
  return verdict.signer === null ? { state: 'none' } : { state: 'verified', ...verdict.signer };
}

async function outcomeOfBundle(
  judge: JudgeBundle,
  query: ImageSignatureQuery,
  bundle: Piece,
): Promise<Outcome> {
  if (bundle.state !== 'read') return notRead(bundle);
  // By a key that is not known here, and so as if there were none.
  if (isByKey(bundle.json)) return { state: 'none' };
  const hex = query.digest.slice('sha256:'.length);
  const objection = ({ subject }: Statement): string | null =>
    subject.some((each) => each.digest('sha256') === hex) ? null : aboutOther.why;
  return outcomeOf(judge, bundle.json, objection, () => true);
}

const aboutOther = { state: 'invalid', why: 'it is about another image' } as const;
const byKey = z.object({ verificationMaterial: z.object({ publicKey: z.looseObject({}) }) });

function isByKey(bundle: unknown): boolean {
  return byKey.safeParse(bundle).success;
}

function notRead(missing: Exclude<Piece, { readonly state: 'read' }>): Outcome {
  const why = missing.state === 'failed' ? missing.why : 'the registry does not give it';
  return { state: 'unjudged', why };
}
