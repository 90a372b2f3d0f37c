import * as z from 'zod/mini';
import { isRecord } from './kept-releases.ts';
import { keyOf, versionIn } from './python-releases.ts';

/** One file of a release, as its index lists it (PEP 691, 740). */
export interface AttestedFile {
  readonly name: string;
  /** As hex. */
  readonly sha256: string;
  /** Where its attestations are; null: it has none. */
  readonly provenance: string | null;
}

export interface Attestation {
  /** As Sigstore writes bundles. */
  readonly bundle: unknown;
  /** The repository that the index lets publish, where it names one. */
  readonly publisher: string | null;
}

const maxAttestations = 16;
const maxListed = 200_000;

const fileBody = z.object({
  filename: z.string().check(z.maxLength(512)),
  hashes: z.optional(z.object({ sha256: z.optional(z.string()) })),
  provenance: z.optional(z.nullable(z.string().check(z.maxLength(2048)))),
});
const provenanceBody = z.object({
  version: z.literal(1),
  attestation_bundles: z
    .array(
      z.object({
        publisher: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
        attestations: z.array(z.unknown()).check(z.maxLength(maxAttestations)),
      }),
    )
    .check(z.maxLength(maxAttestations)),
});
const attestationBody = z.object({
  version: z.literal(1),
  verification_material: z.object({
    certificate: z.string(),
    transparency_entries: z.array(z.unknown()).check(z.maxLength(maxAttestations)),
  }),
  envelope: z.object({ statement: z.string(), signature: z.string() }),
});

/** Undefined: the answer is no list of files. A file without a sha256 counts as one that is not attested. */
export function filesIn(
  answer: unknown,
  name: string,
  version: string,
): readonly AttestedFile[] | undefined {
  const files = isRecord(answer) ? answer['files'] : undefined;
  if (!Array.isArray(files) || files.length > maxListed) return undefined;
  const key = keyOf(version);
  if (key === undefined) return [];
  const found: AttestedFile[] = [];
  for (const file of files as unknown[]) {
    const read = fileBody.safeParse(file).data;
    if (read === undefined || keyOf(versionIn(read.filename, name) ?? '') !== key) continue;
    const sha256 = read.hashes?.sha256?.toLowerCase() ?? '';
    const isHash = /^[0-9a-f]{64}$/.test(sha256);
    const provenance = isHash ? (read.provenance ?? null) : null;
    found.push({ name: read.filename, sha256, provenance });
  }
  return found;
}

/** Undefined: the answer is none of PEP 740 as it stands. What is no attestation is a bundle that cannot be read. */
export function attestationsIn(answer: unknown): readonly Attestation[] | undefined {
  const read = provenanceBody.safeParse(answer).data;
  const all = read?.attestation_bundles.flatMap(({ publisher, attestations }) =>
    attestations.map((each) => ({ each, publisher: repositoryOf(publisher) })),
  );
  if (all === undefined || all.length > maxAttestations) return undefined;
  if (all.some(({ each }) => isRecord(each) && each['version'] !== 1)) return undefined;
  return all.map(({ each, publisher }) => ({ bundle: bundleOf(each), publisher }));
}

function bundleOf(attestation: unknown): unknown {
  const read = attestationBody.safeParse(attestation).data;
  if (read === undefined) return undefined;
  const { verification_material: material, envelope } = read;
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: material.certificate },
      tlogEntries: material.transparency_entries,
    },
    dsseEnvelope: {
      payload: envelope.statement,
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ sig: envelope.signature, keyid: '' }],
    },
  };
}

/** Where a publisher is a repository of a public host. */
function repositoryOf(publisher: Readonly<Record<string, unknown>> | null | undefined) {
  const { kind, repository } = publisher ?? {};
  if (typeof repository !== 'string' || !/^[\w./-]{1,200}$/.test(repository)) return null;
  if (kind === 'GitHub') return `https://github.com/${repository}`;
  return kind === 'GitLab' ? `https://gitlab.com/${repository}` : null;
}
