import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { bundleFromJSON, type Bundle } from '@sigstore/bundle';
import { TrustedRoot, VerificationMaterial } from '@sigstore/protobuf-specs';
import {
  toSignedEntity,
  toTrustMaterial,
  VerificationError,
  Verifier,
  type SignedEntity,
  type TrustMaterial,
} from '@sigstore/verify';
import type { BundleVerifier, Verdict } from './judge-bundle.ts';
import { signerOf } from './signer.ts';
import shipped from './trust-root.json' with { type: 'json' };
import type { NpmKey, TrustRoot } from './trust-root.ts';

/** What is signed must be a statement, where the bundle holds it. */
const statementType = 'application/vnd.in-toto+json';
const knownForms =
  /^application\/vnd\.dev\.sigstore\.bundle(?:\+json;version=0\.[123]|\.v0\.3\+json)$/;
const anyForm = /^application\/vnd\.dev\.sigstore\.bundle[.+]/;

const notRead = 'it could not be read';

/** What vouches for a signature is some kilobytes, and one entry of one log. */
const maxMaterial = 128 * 1024;
const maxEntries = 8;

interface Trust {
  readonly root: TrustRoot;
  readonly material: TrustMaterial;
  /** The keys of those who may certify. */
  readonly authorities: readonly KeyObject[];
}

/** Loaded apart from everything else: it is large, and few need it. `root`: default is the one that ships. */
export function createVerifier(root: TrustRoot = shipped): BundleVerifier {
  const material = toTrustMaterial(TrustedRoot.fromJSON(root.trustedRoot));
  const chains = material.certificateAuthorities.flatMap(({ certChain }) => certChain);
  const trust = { root, material, authorities: chains.map(({ publicKey }) => spki(publicKey)) };
  return (json, artifact) => {
    try {
      return judge(json, artifact, trust);
    } catch {
      // A certificate or a log entry that is none: what throws is not always an error of the verifier.
      return invalid(notRead);
    }
  };
}

function judge(
  json: unknown,
  artifact: Uint8Array | undefined,
  { material, authorities, root }: Trust,
): Verdict {
  const form = mediaTypeOf(json);
  if (!knownForms.test(form)) {
    return anyForm.test(form)
      ? { state: 'unjudged', why: 'it is written in a newer form' }
      : invalid(notRead);
  }
  const bundle = bundleFromJSON(json);
  // Before anything is verified the verifier compares all entries with each other.
  if (!isModest(bundle)) return invalid(notRead);
  const content = signedBy(bundle, artifact);
  if (content === undefined) return invalid('it signs something else');
  if (isOfGithub(bundle))
    return { state: 'unjudged', why: 'it is signed for GitHub alone, not for the public' };
  if (bundle.verificationMaterial.tlogEntries.length === 0)
    return invalid('it stands in no transparency log');

  const key = keyFor(bundle, root);
  if (key === 'unknown')
    return { state: 'unjudged', why: `its key is none of those known on ${root.date}` };
  const trusted = key === null ? material : { ...material, publicKey: () => key };
  const entity = toSignedEntity(bundle, artifact === undefined ? undefined : Buffer.from(artifact));
  try {
    const { identity } = new Verifier(trusted).verify(entity);
    if (!isExact(bundle, authorities)) return invalid(notRead);
    if (key !== null) return { state: 'verified', signer: null, content };
    const signer = signerOf(identity ?? {});
    return signer === null
      ? invalid('its certificate names nobody')
      : { state: 'verified', signer, content };
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    const newer = isVouched(entity) ? newerThanThis(error, entity, material) : null;
    return newer === null
      ? invalid(reasonOf(error))
      : { state: 'unjudged', why: `it stands in a log ${newer} on ${root.date}` };
  }
}

function isModest({ verificationMaterial: material }: Bundle): boolean {
  const stamps = material.timestampVerificationData?.rfc3161Timestamps ?? [];
  return (
    material.tlogEntries.length <= maxEntries &&
    stamps.length <= maxEntries &&
    JSON.stringify(VerificationMaterial.toJSON(material)).length <= maxMaterial
  );
}

function mediaTypeOf(json: unknown): string {
  return typeof json === 'object' &&
    json !== null &&
    'mediaType' in json &&
    typeof json.mediaType === 'string'
    ? json.mediaType
    : '';
}

/** Undefined: not what a bundle is asked about here. */
function signedBy({ content }: Bundle, artifact: Uint8Array | undefined): Uint8Array | undefined {
  if (content.$case === 'messageSignature') return artifact;
  const { payload, payloadType } = content.dsseEnvelope;
  return payloadType === statementType ? payload : undefined;
}

/**
 * The verifier reads certificates in a lenient way and skips what is around their signed part, so that they could be
 * written in several ways: read again by the letter, and held against the authorities once more.
 */
function isExact(bundle: Bundle, authorities: readonly KeyObject[]): boolean {
  if (bundle.verificationMaterial.content.$case === 'publicKey') return true;
  const der = leafOf(bundle);
  if (der === undefined) return false;
  const leaf = new X509Certificate(der);
  return leaf.raw.equals(der) && authorities.some((key) => leaf.verify(key));
}

/** What private repositories attest is certified by an authority of GitHub's own, and stands in no public log. */
function isOfGithub(bundle: Bundle): boolean {
  const der = leafOf(bundle);
  return der !== undefined && /^O=GitHub\\?, Inc\b/m.test(new X509Certificate(der).issuer);
}

function leafOf({ verificationMaterial: { content } }: Bundle): Buffer | undefined {
  switch (content.$case) {
    case 'certificate':
      return content.certificate.rawBytes;
    case 'x509CertificateChain':
      return content.x509CertificateChain.certificates[0]?.rawBytes;
    case 'publicKey':
      return undefined;
  }
}

type Key = ReturnType<TrustMaterial['publicKey']>;

/** Null: it is signed with a certificate. */
function keyFor(
  { verificationMaterial, content }: Bundle,
  root: TrustRoot,
): Key | 'unknown' | null {
  if (verificationMaterial.content.$case !== 'publicKey') return null;
  const named = content.$case === 'dsseEnvelope' ? content.dsseEnvelope.signatures[0]?.keyid : '';
  const hint = verificationMaterial.content.publicKey.hint || named;
  const key = root.npmKeys.find(({ keyId }) => keyId === hint);
  return key === undefined ? 'unknown' : keyOf(key);
}

function keyOf({ publicKey: { rawBytes, validFor } }: NpmKey): Key {
  const { start, end } = validFor;
  return {
    publicKey: spki(Buffer.from(rawBytes, 'base64')),
    validFor: (date) =>
      date.getTime() >= Date.parse(start) &&
      (end === undefined || date.getTime() <= Date.parse(end)),
  };
}

/** Whether its signature fits the certificate. The chain of that is checked before what a log says. */
function isVouched({ key, signature }: SignedEntity): boolean {
  return key.$case === 'certificate' && signature.verifySignature(spki(key.certificate.publicKey));
}

/**
 * Logs are replaced every year, and their entries get new forms; what came after this program is no forgery. (npm called
 * sound packages tampered with when the form changed: npm/cli issue 7279.)
 */
function newerThanThis(
  { code, message }: VerificationError,
  { key, tlogEntries }: SignedEntity,
  { tlogs, ctlogs }: TrustMaterial,
): 'that was not known' | 'in a form that was not known' | null {
  const isKnown = (list: TrustMaterial['tlogs'], id: Buffer): boolean =>
    list.some(({ logID }) => logID.equals(id));
  if (code === 'TLOG_BODY_ERROR' && message.startsWith('unsupported'))
    return 'in a form that was not known';
  if (code.startsWith('TLOG_') && tlogEntries.some(({ logId }) => !isKnown(tlogs, logId.keyId)))
    return 'that was not known';
  if (message !== 'SCT verification failed' || key.$case !== 'certificate') return null;
  const stamps = key.certificate.extSCT?.signedCertificateTimestamps ?? [];
  return stamps.some(({ logID }) => !isKnown(ctlogs, logID)) ? 'that was not known' : null;
}

function spki(der: Buffer): KeyObject {
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

function reasonOf({ code, message, cause }: VerificationError): string {
  switch (code) {
    case 'SIGNATURE_ERROR':
      return 'its signature does not fit what it signs';
    case 'TIMESTAMP_ERROR':
      return 'its time of signing is not vouched for';
    case 'PUBLIC_KEY_ERROR':
      return 'its key was not valid when it was signed';
    case 'CERTIFICATE_ERROR':
      if (/\bSCT/.test(message)) return 'its certificate stands in no trusted log';
      return cause instanceof Error && cause.message.includes('expired')
        ? 'its certificate was not valid when it was signed'
        : 'its certificate is from nobody that is trusted';
    default:
      return 'it is not what stands in the transparency log';
  }
}

function invalid(why: string): Verdict {
  return { state: 'invalid', why };
}
