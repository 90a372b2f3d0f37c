import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock';
import type { TrustRoot } from '../../src/resolvers/trust-root.ts';

/** What a bundle is made of, where it is not made well. */
export interface Signing {
  /** Of the certificate; default: a workflow of GitHub. */
  readonly san?: string;
  /** Fulcio's extensions by the last number of their identifier; 1 to 6 are plain text. */
  readonly extensions?: Readonly<Record<number, string>>;
  /** Milliseconds between the certificate and the entry in the log. */
  readonly later?: number;
  /** Signed with npm's key, without a certificate. */
  readonly byNpm?: boolean;
  readonly payloadType?: string;
  /** Of the entry in the log; default: `dsse`. */
  readonly kind?: string;
}

/** A bundle as its JSON has it; loose, since tests break it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type LooseBundle = any;

/** Authorities and logs of its own, as Sigstore runs them, and a root that trusts them. */
export interface Sigstore {
  readonly root: TrustRoot;
  /** A bundle around an in-toto statement. */
  attest(statement: object, how?: Signing): Promise<LooseBundle>;
  /** A bundle beside what it signs. */
  signBytes(bytes: Uint8Array, how?: Signing): Promise<LooseBundle>;
}

/** As the mock answers; its own type is not in reach. */
interface Logged {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: {
      readonly logIndex: number;
      readonly rootHash: string;
      readonly treeSize: number;
      readonly checkpoint: string;
    };
  };
}

export const workflow =
  'https://github.com/example/notes/.github/workflows/release.yml@refs/tags/v1';
export const repository = 'https://github.com/example/notes';

const issuer = 'https://token.actions.githubusercontent.com';
const logHost = 'https://rekor.example.test';

export async function startSigstore(): Promise<Sigstore> {
  const keys = {
    ca: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    ctlog: p256(),
    tlog: p256(),
    npm: p256(),
  };
  const ctlog = await initializeCTLog(keys.ctlog);
  const ca = await initializeCA(keys.ca, ctlog);
  const day = new Date(Date.now() - 86_400_000).toISOString();
  const npmKeyId = `SHA256:${base64(digest(der(keys.npm.publicKey))).replace('=', '')}`;

  async function entryOf(body: object, later: number): Promise<object> {
    const clock = later === 0 ? undefined : new Date(Date.now() + later);
    const tlog = await initializeTLog(logHost, keys.tlog, clock);
    const [entry] = Object.values((await tlog.log(body)) as Readonly<Record<string, Logged>>);
    if (entry === undefined) throw new Error('Not logged');
    const { inclusionProof: proof, signedEntryTimestamp } = entry.verification;
    const { kind, apiVersion } = body as { readonly kind: string; readonly apiVersion: string };
    return {
      logIndex: String(entry.logIndex),
      logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
      kindVersion: { kind, version: apiVersion },
      integratedTime: String(entry.integratedTime),
      inclusionPromise: { signedEntryTimestamp },
      inclusionProof: {
        logIndex: String(proof.logIndex),
        rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
        treeSize: String(proof.treeSize),
        hashes: [],
        checkpoint: { envelope: proof.checkpoint },
      },
      canonicalizedBody: entry.body,
    };
  }

  async function materialFor(how: Signing, publicKey: KeyObject): Promise<object> {
    if (how.byNpm === true) return { publicKey: { hint: npmKeyId } };
    const extensions = { 1: issuer, 8: issuer, 9: workflow, 12: repository, ...how.extensions };
    const certificate = await ca.issueCertificate({
      publicKey: der(publicKey),
      subjectAltName: how.san ?? workflow,
      extensions: Object.entries(extensions).map(([last, value]) => ({
        oid: `1.3.6.1.4.1.57264.1.${last}`,
        value,
        legacy: Number(last) < 7,
      })),
    });
    return { certificate: { rawBytes: base64(certificate as Uint8Array) } };
  }

  return {
    root: {
      date: '2026-01-02',
      trustedRoot: {
        mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
        tlogs: [logOf(logHost, keys.tlog.publicKey, day)],
        ctlogs: [logOf('https://ctfe.example.test', keys.ctlog.publicKey, day)],
        certificateAuthorities: [
          {
            subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
            uri: 'https://fulcio.example.test',
            certChain: {
              certificates: [{ rawBytes: base64(ca.rootCertificate as Uint8Array) }],
            },
            validFor: { start: day },
          },
        ],
        timestampAuthorities: [],
      },
      npmKeys: [
        {
          keyId: npmKeyId,
          publicKey: { rawBytes: base64(der(keys.npm.publicKey)), validFor: { start: day } },
        },
      ],
    },
    async attest(statement, how = {}) {
      const pair = how.byNpm === true ? keys.npm : p256();
      const payload = Buffer.from(JSON.stringify(statement));
      const payloadType = how.payloadType ?? 'application/vnd.in-toto+json';
      const signed = Buffer.concat([
        Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
        payload,
      ]);
      const signature = base64(sign('sha256', signed, pair.privateKey));
      const material = await materialFor(how, pair.publicKey);
      const body = {
        kind: how.kind ?? 'dsse',
        apiVersion: '0.0.1',
        spec: {
          payloadHash: { algorithm: 'sha256', value: digest(payload).toString('hex') },
          signatures: [{ signature, verifier: base64(randomBytes(8)) }],
        },
      };
      return {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: { ...material, tlogEntries: [await entryOf(body, how.later ?? 0)] },
        dsseEnvelope: {
          payload: base64(payload),
          payloadType,
          signatures: [{ sig: signature, keyid: how.byNpm === true ? npmKeyId : '' }],
        },
      };
    },
    async signBytes(bytes, how = {}) {
      const pair = p256();
      const signature = base64(sign('sha256', bytes, pair.privateKey));
      const material = await materialFor(how, pair.publicKey);
      const body = {
        kind: 'hashedrekord',
        apiVersion: '0.0.1',
        spec: {
          data: { hash: { algorithm: 'sha256', value: digest(bytes).toString('hex') } },
          signature: { content: signature, publicKey: { content: base64(der(pair.publicKey)) } },
        },
      };
      return {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: { ...material, tlogEntries: [await entryOf(body, how.later ?? 0)] },
        messageSignature: {
          messageDigest: { algorithm: 'SHA2_256', digest: base64(digest(bytes)) },
          signature,
        },
      };
    },
  };
}

/** An in-toto statement of this kind about these things. */
export function statementOf(
  subject: readonly object[],
  predicateType = 'https://slsa.dev/provenance/v1',
  predicate: object = {},
): object {
  return { _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate };
}

/** A copy in which one byte of a base64 text is another one. */
export function withByteChanged(text: string, at = 0): string {
  const bytes = Buffer.from(text, 'base64');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return base64(bytes);
}

function logOf(baseUrl: string, publicKey: KeyObject, start: string): object {
  const rawBytes = der(publicKey);
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: base64(rawBytes),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start },
    },
    logId: { keyId: base64(digest(rawBytes)) },
  };
}

function p256(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function der(key: KeyObject): Buffer<ArrayBuffer> {
  return Buffer.from(key.export({ format: 'der', type: 'spki' }));
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
