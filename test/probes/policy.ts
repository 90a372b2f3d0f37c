import type { Severity } from '../../src/core/rules/finding.ts';

/** The policy's severities, and the boldest fix that needs no network where it is the same everywhere. */
export const policy: Readonly<
  Record<string, { readonly severity: Severity; readonly fix?: 'none' | 'safe' | 'unsafe' }>
> = {
  'secret-literal': { severity: 'error' },
  'secret-in-plain-input': { severity: 'warning', fix: 'safe' },
  'unknown-input': { severity: 'warning' },
  'placeholder-secret': { severity: 'hint', fix: 'none' },
  'credential-passthrough': { severity: 'information' },
  'container-escape': { severity: 'error', fix: 'unsafe' },
  'broad-mount': { severity: 'warning' },
  'host-execution': { severity: 'information' },
  'plain-http': { severity: 'warning' },
  'tls-verification-off': { severity: 'warning' },
  'remote-script': { severity: 'error', fix: 'none' },
  'bind-all-interfaces': { severity: 'warning', fix: 'unsafe' },
  'preloaded-code': { severity: 'warning', fix: 'none' },
  'metadata-address': { severity: 'warning', fix: 'none' },
  'auto-approve': { severity: 'warning' },
  'unpinned-image': { severity: 'warning', fix: 'none' },
  'unpinned-package': { severity: 'warning', fix: 'none' },
  'unpinned-git': { severity: 'warning', fix: 'none' },
  'version-without-hash': { severity: 'information' },
  'invalid-server': { severity: 'warning', fix: 'none' },
  'wrong-root-key': { severity: 'warning' },
};
