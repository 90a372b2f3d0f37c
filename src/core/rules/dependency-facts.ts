/** Registries of packages that advisories speak of. */
export type Ecosystem = 'npm' | 'pypi' | 'go' | 'nuget' | 'crates';

/** Which advisories concern exactly this version? */
export interface AdvisoriesQuery {
  readonly kind: 'advisories';
  readonly ecosystem: Ecosystem;
  readonly name: string;
  /** One version as the registry writes it, without an operator; of Go with its `v`. */
  readonly version: string;
  /** An address that the file itself gives, without userinfo and query; left out: the user's own registry. */
  readonly registry?: string;
}

/** Where was this release built, and does its attestation hold? */
export interface ProvenanceQuery {
  readonly kind: 'provenance';
  readonly ecosystem: 'npm' | 'pypi';
  readonly name: string;
  /** As the registry writes it. */
  readonly version: string;
  /** An address that the file itself gives, without userinfo and query; left out: the user's own registry. */
  readonly registry?: string;
  /** Of PyPI: whose settings name the index when the file does not; left out: uv's. */
  readonly tool?: 'uv' | 'pip';
}

/** Who signed this image, and does the signature hold? */
export interface ImageSignatureQuery {
  readonly kind: 'image-signature';
  readonly registry: string;
  readonly repository: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

/** What does a scanner on this machine find in this image? Never asked at a keystroke. */
export interface ImageScanQuery {
  readonly kind: 'image-scan';
  readonly registry: string;
  readonly repository: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

export type DependencyQuery =
  | AdvisoriesQuery
  | ProvenanceQuery
  | ImageSignatureQuery
  | ImageScanQuery;

/**
 * Whether a question is put only when a person asks, or has switched it on: a scan takes minutes, and a signature several
 * requests. It stays open without being asked at a keystroke, so a rule may always want to know.
 */
export function isOnDemand({ kind }: { readonly kind: string }): boolean {
  return kind === 'image-scan' || kind === 'image-signature';
}

export type AdvisorySeverity = 'critical' | 'high' | 'medium' | 'low';

/** One vulnerability or one piece of malware, whatever names it has. */
export interface Advisory {
  /** The name people know: CVE, else MAL, else GHSA, else the source's own. */
  readonly id: string;
  /** All its other names. */
  readonly aliases: readonly string[];
  /** One line, as its source words it; empty when it has none. */
  readonly summary: string;
  /** The worst that a source says; null: none says. */
  readonly severity: AdvisorySeverity | null;
  /** What each source says, where they do not agree. */
  readonly rated?: Readonly<Record<AdvisorySource, AdvisorySeverity>>;
  /** The lowest version after the one asked about that it does not concern; null: there is none. */
  readonly fixed: string | null;
  /** The package is an attack (`MAL-…`), not one that has a hole. */
  readonly malicious: boolean;
  /** Who says that it concerns this version. */
  readonly by: readonly AdvisorySource[];
}

export type AdvisorySource = 'osv' | 'npm';

export interface Advisories {
  /** Worst first; each vulnerability once, whatever its names. */
  readonly list: readonly Advisory[];
  /** Who answered; never empty. */
  readonly asked: readonly AdvisorySource[];
  /** Who did not answer, and why: one clause each. */
  readonly failed: readonly { readonly source: AdvisorySource; readonly why: string }[];
}

/** Of a release or an image. `invalid`: there is an attestation, and it does not hold. */
export type Provenance =
  | {
      readonly state: 'verified';
      /** The source repository, without userinfo and query; null when the certificate names none. */
      readonly repository: string | null;
      /** Who built or signed it, as the certificate says: a workflow, a person. */
      readonly builder: string;
    }
  | { readonly state: 'none' }
  | { readonly state: 'invalid'; readonly why: string };

export interface ImageScan {
  /** `trivy 0.66.0` */
  readonly scanner: string;
  /** How many vulnerabilities, by severity; `fixable`: of those, for how many there is a fixed version. */
  readonly counts: Readonly<
    Record<AdvisorySeverity | 'unknown', { readonly all: number; readonly fixable: number }>
  >;
  /** The worst, fixable ones first; at most 20. */
  readonly worst: readonly {
    readonly id: string;
    readonly package: string;
    readonly severity: AdvisorySeverity | 'unknown';
    readonly fixed: string | null;
  }[];
}

/** The answer to each kind of question. */
export interface DependencyAnswers {
  readonly advisories: Advisories;
  readonly provenance: Provenance;
  readonly 'image-signature': Provenance;
  readonly 'image-scan': ImageScan;
}

export function dependencyKey(query: DependencyQuery): string {
  switch (query.kind) {
    case 'advisories':
      return `advisories ${query.ecosystem} ${query.registry ?? ''} ${query.name} ${query.version}`;
    case 'provenance':
      return `provenance ${query.ecosystem} ${query.tool ?? ''} ${query.registry ?? ''} ${query.name} ${query.version}`;
    case 'image-signature':
    case 'image-scan':
      return `${query.kind} ${query.registry}/${query.repository}@${query.digest}`;
  }
}

/** What a question is about, for people. */
export function dependencySubject(query: DependencyQuery): string {
  switch (query.kind) {
    case 'advisories':
    case 'provenance':
      return `${query.name} ${query.version}`;
    case 'image-signature':
    case 'image-scan':
      return `${query.registry}/${query.repository}@${query.digest.slice(0, 'sha256:'.length + 12)}`;
  }
}
