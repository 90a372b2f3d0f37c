import type { Server } from '../config/server.ts';
import type { ImageScan } from './dependency-facts.ts';
import type { FactsAtHand } from './facts.ts';
import type { Draft } from './finding.ts';
import { scanAtHand } from './image-questions.ts';

/**
 * What a scanner has found in the image of a launch. A hole that a newer version of a package closes is bad, for the image
 * can be built anew; one that nothing closes yet is to be known, and no fault of who pinned the image.
 */
export function* imageDrafts(server: Server, facts: FactsAtHand): Generator<Draft> {
  const { image } = server.launch;
  const fact = scanAtHand(server, facts);
  if (image === null || fact?.state !== 'known') return;
  const scan = fact.value;
  if (totalOf(scan) === 0) return;
  const { critical, high } = scan.counts;
  const draft = { at: image.at, message: `${image.name} has ${scanWords(scan)}`, fixes: [] };
  if (critical.fixable + high.fixable > 0) yield draft;
  else if (critical.all + high.all > 0)
    yield { ...draft, severity: 'information', grade: 'caution' };
  else yield { ...draft, severity: 'hint', grade: null };
}

/** `3 critical (1 fixable) and 12 high vulnerabilities (trivy 0.66.0)` */
export function scanWords(scan: ImageScan): string {
  const kinds = (['critical', 'high', 'medium', 'low', 'unknown'] as const).flatMap((severity) => {
    const { all, fixable } = scan.counts[severity];
    if (all === 0) return [];
    return [`${all} ${severity}${fixable === 0 ? '' : ` (${fixable} fixable)`}`];
  });
  const last = kinds.at(-1);
  if (last === undefined) return `no known vulnerability (${scan.scanner})`;
  const list = kinds.length === 1 ? last : `${kinds.slice(0, -1).join(', ')} and ${last}`;
  return `${list} ${totalOf(scan) === 1 ? 'vulnerability' : 'vulnerabilities'} (${scan.scanner})`;
}

function totalOf({ counts }: ImageScan): number {
  return Object.values(counts).reduce((sum, { all }) => sum + all, 0);
}
