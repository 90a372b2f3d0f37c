import { createHash, X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';
import { jsonOf } from './json.ts';

/** A signature as cosign keeps it beside an image: a layer for its payload, all else in that layer's annotations. */
export interface CosignLayer {
  readonly digest: string;
  readonly annotations: Readonly<Record<string, unknown>>;
}

const layerType = 'application/vnd.dev.cosign.simplesigning.v1+json';
const signatureKey = 'dev.cosignproject.cosign/signature';
const certificateKey = 'dev.sigstore.cosign/certificate';
const entryKey = 'dev.sigstore.cosign/bundle';

/** More than anybody reads at once. */
const maxLayers = 10;

const manifestBody = z.object({ layers: z.array(z.unknown()) });
const layerBody = z.object({
  mediaType: z.literal(layerType),
  digest: z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/)),
  annotations: z.record(z.string(), z.unknown()),
});
const entryBody = z.object({
  SignedEntryTimestamp: z.string(),
  Payload: z.object({
    body: z.string(),
    integratedTime: z.number(),
    logIndex: z.number(),
    logID: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  }),
});
const loggedBody = z.object({ kind: z.string(), apiVersion: z.string() });
const payloadBody = z.object({
  critical: z.object({ image: z.object({ 'docker-manifest-digest': z.string() }) }),
});

/** Those signed with a certificate: what a plain key has signed says nothing to who does not know the key. */
export function cosignLayers(manifest: unknown): readonly CosignLayer[] {
  const layers = manifestBody.safeParse(manifest).data?.layers ?? [];
  return layers
    .slice(0, maxLayers)
    .map((layer) => layerBody.safeParse(layer).data)
    .filter((layer) => layer !== undefined)
    .filter(({ annotations }) => textOf(annotations, certificateKey) !== '');
}

/** As Sigstore writes bundles; undefined when there is something else in the annotations. */
export function cosignBundle({ annotations }: CosignLayer, payload: Uint8Array): unknown {
  const signature = textOf(annotations, signatureKey);
  const certificate = derOf(textOf(annotations, certificateKey));
  if (signature === '' || certificate === undefined) return undefined;
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: certificate.toString('base64') }] },
      tlogEntries: entriesOf(textOf(annotations, entryKey)),
    },
    messageSignature: {
      messageDigest: {
        algorithm: 'SHA2_256',
        digest: createHash('sha256').update(payload).digest('base64'),
      },
      signature,
    },
  };
}

/** The image that a payload is about; undefined when it is none. */
export function signedImage(payload: Uint8Array): string | undefined {
  return payloadBody.safeParse(jsonOf(payload)).data?.critical.image['docker-manifest-digest'];
}

function entriesOf(text: string): readonly object[] {
  const read = entryBody.safeParse(jsonOf(Buffer.from(text))).data;
  if (read === undefined) return [];
  const { body, integratedTime, logIndex, logID } = read.Payload;
  const logged = loggedBody.safeParse(jsonOf(Buffer.from(body, 'base64'))).data;
  return [
    {
      logIndex: String(logIndex),
      logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
      kindVersion: { kind: logged?.kind ?? '', version: logged?.apiVersion ?? '' },
      integratedTime: String(integratedTime),
      inclusionPromise: { signedEntryTimestamp: read.SignedEntryTimestamp },
      canonicalizedBody: body,
    },
  ];
}

function derOf(pem: string): Buffer | undefined {
  try {
    return new X509Certificate(pem).raw;
  } catch {
    return undefined;
  }
}

function textOf(annotations: CosignLayer['annotations'], key: string): string {
  const value = Object.hasOwn(annotations, key) ? annotations[key] : undefined;
  return typeof value === 'string' ? value : '';
}
