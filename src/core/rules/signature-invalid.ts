import { shortDigest } from './image-pin.ts';
import { signatureNeeds } from './image-questions.ts';
import { releasesNeeds } from './package-pin.ts';
import { provenanceAtHand, provenanceQuestion } from './provenance.ts';
import type { Rule } from './rule.ts';

/** What claims to be signed by its authors, and is not, was made or changed by somebody else. */
export const signatureInvalid: Rule = {
  meta: {
    id: 'signature-invalid',
    title: 'Attestation or signature that does not hold',
    pillar: 'dependencies',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  about: ['packages', 'image'],
  needs(server, _document, facts) {
    return [
      ...releasesNeeds(server, ({ pin }) => pin === 'exact'),
      ...server.launch.packages.flatMap((ref) => provenanceQuestion(server, ref, facts) ?? []),
      ...signatureNeeds(server, facts),
    ];
  },
  *check(server, _document, facts) {
    for (const { ref, version, fact } of provenanceAtHand(server, facts)) {
      if (fact?.state !== 'known' || fact.value.state !== 'invalid') continue;
      yield {
        at: ref.versionAt ?? ref.at,
        message: `${ref.name} ${version} has an attestation that does not hold: ${fact.value.why}`,
      };
    }
    for (const query of signatureNeeds(server, facts)) {
      const fact = facts.answer(query);
      const { image } = server.launch;
      if (image === null || fact?.state !== 'known' || fact.value.state !== 'invalid') continue;
      yield {
        at: image.at,
        message: `${image.name}@${shortDigest(query.digest)} has a signature that does not hold: ${fact.value.why}`,
      };
    }
  },
};
