import type { TrustRoot } from './trust-root.ts';

/** Who signed, as the certificate says that was checked. */
export interface Signer {
  /** The source repository, without userinfo and query; null when the certificate names none. */
  readonly repository: string | null;
  /** The workflow or the person. */
  readonly builder: string;
}

/** What became of one Sigstore bundle. Each `why` is a clause about it: `its signature …`. */
export type Verdict =
  | {
      readonly state: 'verified';
      /** Null: signed by a key of npm's, which says nothing of where it was built. */
      readonly signer: Signer | null;
      /** The bytes that were signed. */
      readonly content: Uint8Array;
    }
  /** It does not hold. */
  | { readonly state: 'invalid'; readonly why: string }
  /** Nobody here can say: it is of a kind, or by a key, that is not known. */
  | { readonly state: 'unjudged'; readonly why: string };

/**
 * Judges a Sigstore bundle, as parsed from JSON: signature, transparency log, certificate chain and signed time, without
 * the network. `artifact`: what was signed, where the bundle does not hold it. Never throws.
 */
export type BundleVerifier = (bundle: unknown, artifact?: Uint8Array) => Verdict;

/** The same, loaded at the first use. */
export type JudgeBundle = (bundle: unknown, artifact?: Uint8Array) => Promise<Verdict>;

/** `root`: default is the one that ships with this program. */
export function createJudge(root?: TrustRoot): JudgeBundle {
  let loading: Promise<BundleVerifier> | undefined;
  async function load(): Promise<BundleVerifier> {
    const { createVerifier } = await import('./verify-bundle.ts');
    return createVerifier(root);
  }
  return async (bundle, artifact) => {
    loading ??= load();
    const verify = await loading;
    return verify(bundle, artifact);
  };
}
