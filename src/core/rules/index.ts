import { autoApprove } from './auto-approve.ts';
import { bindAllInterfaces } from './bind-all-interfaces.ts';
import { broadFilesystemScope } from './broad-filesystem-scope.ts';
import { broadMount } from './broad-mount.ts';
import { containerEscape } from './container-escape.ts';
import { containerNotHardened } from './container-not-hardened.ts';
import { credentialPassthrough } from './credential-passthrough.ts';
import { deprecatedPackage } from './deprecated-package.ts';
import { digestDrift } from './digest-drift.ts';
import { duplicateServer } from './duplicate-server.ts';
import { freshRelease } from './fresh-release.ts';
import { hostExecution } from './host-execution.ts';
import { inlineCode } from './inline-code.ts';
import { installScripts } from './install-scripts.ts';
import { invalidServer } from './invalid-server.ts';
import { knownVulnerability } from './known-vulnerability.ts';
import { legacySse } from './legacy-sse.ts';
import { maliciousPackage } from './malicious-package.ts';
import { metadataAddress } from './metadata-address.ts';
import { noCooldown } from './no-cooldown.ts';
import { notAServer } from './not-a-server.ts';
import { outdatedPackage } from './outdated-package.ts';
import { packageNotFound } from './package-not-found.ts';
import { placeholderSecret } from './placeholder-secret.ts';
import { plainHttp } from './plain-http.ts';
import { preloadedCode } from './preloaded-code.ts';
import { privilegedCommand } from './privileged-command.ts';
import { provenanceLost } from './provenance-lost.ts';
import { remoteScript } from './remote-script.ts';
import type { Rule } from './rule.ts';
import { sandboxOff } from './sandbox-off.ts';
import { secretCommitted } from './secret-committed.ts';
import { secretFileExposed } from './secret-file-exposed.ts';
import { secretInPlainInput } from './secret-in-plain-input.ts';
import { secretLiteral } from './secret-literal.ts';
import { shadowedServer } from './shadowed-server.ts';
import { shellWrapper } from './shell-wrapper.ts';
import { signatureInvalid } from './signature-invalid.ts';
import { suppression } from './suppression.ts';
import { temporaryProgram } from './temporary-program.ts';
import { tlsVerificationOff } from './tls-verification-off.ts';
import { typosquat } from './typosquat.ts';
import { unknownInput } from './unknown-input.ts';
import { unpinnedGit } from './unpinned-git.ts';
import { unpinnedImage } from './unpinned-image.ts';
import { unpinnedPackage } from './unpinned-package.ts';
import { unsupportedVariable } from './unsupported-variable.ts';
import { versionWithoutHash } from './version-without-hash.ts';
import { wrongRootKey } from './wrong-root-key.ts';

/** Every rule, by pillar; those about the whole file behind `secretLiteral`, whose findings they go by. */
export const rules: readonly Rule[] = [
  secretLiteral,
  secretInPlainInput,
  secretFileExposed,
  secretCommitted,
  credentialPassthrough,
  unknownInput,
  unsupportedVariable,
  placeholderSecret,
  hostExecution,
  sandboxOff,
  containerEscape,
  broadMount,
  broadFilesystemScope,
  plainHttp,
  tlsVerificationOff,
  remoteScript,
  notAServer,
  shellWrapper,
  inlineCode,
  preloadedCode,
  privilegedCommand,
  temporaryProgram,
  containerNotHardened,
  bindAllInterfaces,
  metadataAddress,
  legacySse,
  autoApprove,
  unpinnedImage,
  unpinnedPackage,
  unpinnedGit,
  versionWithoutHash,
  digestDrift,
  packageNotFound,
  deprecatedPackage,
  freshRelease,
  knownVulnerability,
  maliciousPackage,
  outdatedPackage,
  installScripts,
  provenanceLost,
  signatureInvalid,
  noCooldown,
  typosquat,
  invalidServer,
  wrongRootKey,
  duplicateServer,
  shadowedServer,
  suppression,
];

export function ruleOf(id: string): Rule | undefined {
  return rules.find(({ meta }) => meta.id === id);
}

/** The rule's page, relative to the root of this project: it ships with the extension and the package. */
export function docsUrl(id: string): string {
  return `docs/rules/${id}.md`;
}
