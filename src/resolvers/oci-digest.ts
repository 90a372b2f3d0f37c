import * as z from 'zod/mini';
import { failed, type Fact, type ImageDigest, type ImageDigestQuery } from '../core/rules/facts.ts';
import type { HttpAnswer } from './http.ts';
import { isRefusedSignIn, manifestTypes, maxManifest, type Oci } from './oci.ts';
import { signInNeeded } from './refused.ts';
import { digestOf, isDigest, saysMissing } from './oci-body.ts';
import { jsonOf } from './json.ts';
import type { Errand } from './source.ts';

const manifestBody = z.object({ schemaVersion: z.literal(2) });

/** Asks a registry for the digest that a tag points to now: the index's, or the manifest's where there is no index. */
export async function askDigest(
  oci: Oci,
  query: ImageDigestQuery,
  errand: Omit<Errand, 'place'>,
): Promise<Fact<ImageDigest>> {
  if (!/^\w[\w.-]{0,127}$/.test(query.tag)) return failed('this is not an image reference');
  const visit = oci.visit(query, errand);
  if (typeof visit === 'string') return failed(visit);
  const { host } = visit.origin;
  const request = {
    path: `manifests/${query.tag}`,
    accept: manifestTypes.join(', '),
    maxBytes: maxManifest,
  };

  const head = await oci.send(visit, { ...request, method: 'HEAD' });
  if (!head.ok) return failed(head.why);
  if (isRefusedSignIn(head.status)) return failed(signInNeeded(host, head.status));
  const digest = head.headers.get('docker-content-digest');
  if (head.status === 200 && digest !== null && manifestTypes.includes(mediaType(head))) {
    return isDigest(digest)
      ? { state: 'known', value: digest }
      : failed(`${host} sent a digest that is none`);
  }
  // Some registries answer HEAD badly, and only the body of a 404 tells a missing tag from a wrong address.
  return fromBody(host, await oci.send(visit, { ...request, method: 'GET' }));
}

function fromBody(host: string, answer: HttpAnswer): Fact<ImageDigest> {
  if (!answer.ok) return failed(answer.why);
  const { status, headers, body } = answer;
  if (isRefusedSignIn(status)) return failed(signInNeeded(host, status));
  if (status === 404) {
    return saysMissing(body)
      ? { state: 'absent' }
      : failed(`${host} answered 404 not as a registry does`);
  }
  if (status !== 200) return failed(`${host} answered ${status}`);
  const computed = digestOf(body);
  const said = headers.get('docker-content-digest');
  if (said !== null && said !== computed)
    return failed(`${host} sent a manifest that does not match its digest`);
  if (!manifestBody.safeParse(jsonOf(body)).success)
    return failed(`${host} sent no image manifest`);
  return { state: 'known', value: computed };
}

function mediaType(answer: { readonly headers: Headers }): string {
  return (answer.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
