/** Whom signatures are believed: the authorities and logs of Sigstore, and npm's keys. */
export interface TrustRoot {
  /** The day on which it was published: `2026-11-05`. What was set up later is not known to it. */
  readonly date: string;
  /** Sigstore's `trusted_root.json`. */
  readonly trustedRoot: unknown;
  readonly npmKeys: readonly NpmKey[];
}

export interface NpmKey {
  /** `SHA256:…` */
  readonly keyId: string;
  readonly publicKey: {
    /** DER, as base64. */
    readonly rawBytes: string;
    readonly validFor: { readonly start: string; readonly end?: string };
  };
}
