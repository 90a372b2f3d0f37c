import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import type { Provenance, ProvenanceQuery } from './dependency-facts.ts';
import type { Fact, FactsAtHand } from './facts.ts';
import { releasesQuestion } from './registries.ts';
import { runningRelease } from './running-release.ts';

/** What is known of where a pinned release of a server was built. */
export interface KnownProvenance {
  readonly ref: PackageRef;
  /** As the registry writes it. */
  readonly version: string;
  readonly fact: Fact<Provenance> | undefined;
}

/** What to ask about a package: null unless it is pinned and the registry has said that the release is attested. */
export function provenanceQuestion(
  server: Server,
  ref: PackageRef,
  facts: FactsAtHand,
): ProvenanceQuery | null {
  const found = runningRelease(server, ref, facts);
  if (found?.running.by !== 'pin' || found.release.attested !== true) return null;
  const question = releasesQuestion(server, ref);
  if (!question.ok) return null;
  const { ecosystem, name, registry, tool } = question.query;
  return {
    kind: 'provenance',
    ecosystem,
    name,
    version: found.release.version,
    ...(registry === null ? {} : { registry }),
    ...(tool === 'npm' ? {} : { tool }),
  };
}

/** Of every package of a server that there is something to ask about. */
export function provenanceAtHand(server: Server, facts: FactsAtHand): readonly KnownProvenance[] {
  return server.launch.packages.flatMap((ref) => {
    const query = provenanceQuestion(server, ref, facts);
    if (query === null) return [];
    return [{ ref, version: query.version, fact: facts.answer(query) }];
  });
}

/** Behind what it is about: `built from github.com/a/b by …`; null while there is nothing to say. */
export function provenanceWords(fact: Fact<Provenance> | undefined): string | null {
  if (fact === undefined || fact.state === 'absent') return null;
  if (fact.state === 'failed') return `where it was built is not checked: ${fact.why}`;
  const { value } = fact;
  switch (value.state) {
    case 'none':
      return null;
    case 'invalid':
      return `its attestation does not hold: ${value.why}`;
    case 'verified':
      return value.repository === null
        ? `signed by ${shortened(value.builder)}`
        : `built from ${shortened(value.repository)}${byWorkflow(value.repository, value.builder)}`;
  }
}

/** A workflow of the repository itself by its own path. */
function byWorkflow(repository: string, builder: string): string {
  const within = builder.startsWith(`${repository}/`) ? builder.slice(repository.length + 1) : null;
  return ` by ${within ?? shortened(builder)}`;
}

function shortened(address: string): string {
  const bare = address.replace(/^https:\/\//, '');
  return bare.length > 200 ? `${bare.slice(0, 199)}…` : bare;
}
