import type { Server } from '../config/server.ts';
import type { ImageScan } from '../rules/dependency-facts.ts';
import type { FactsAtHand } from '../rules/facts.ts';
import { digestQuestion } from '../rules/image-pin.ts';
import { scanAtHand, scanNeeds } from '../rules/image-questions.ts';
import { bad, caution, good, notChecked } from './grades.ts';
import type { PillarGrade } from './report.ts';

/**
 * What a scanner has found in the image of a launch. A hole that is grave and has a fixed version is bad: a newer image
 * could be without it. What nobody has mended yet stands in almost every image, and is a caution.
 */
export function imageGrade(server: Server, facts: FactsAtHand): readonly PillarGrade[] {
  const { launch } = server;
  if (launch.image === null) {
    if (launch.kind !== 'image') return [];
    return [notChecked(launch.why === '' ? 'The image is not known' : `The image: ${launch.why}`)];
  }
  const { name, digest } = launch.image;
  const [query] = scanNeeds(server, facts);
  if (query === undefined) {
    const now = digest === null ? facts.answer(digestQuestion(launch.image)) : undefined;
    const why = now?.state === 'failed' ? now.why : 'which image the tag names is not known';
    return [notChecked(`${name} is not scanned: ${why}`)];
  }
  const scan = scanAtHand(server, facts);
  if (scan === undefined) return [notChecked(`${name} is not scanned: ${howToScan}`)];
  if (scan.state === 'failed') return [notChecked(`${name} is not scanned: ${scan.why}`)];
  if (scan.state === 'absent') return [notChecked(`${name} is not scanned: it is not there`)];
  const at = facts.askedAt?.(query);
  const day = at === undefined ? '' : ` on ${new Date(at).toISOString().slice(0, 10)}`;
  return [gradeOfScan(name, scan.value, day)];
}

const howToScan =
  'run "Check Dependencies" or scan --scan-images, with Trivy installed (brew install trivy)';

const severities = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

function gradeOfScan(name: string, { scanner, counts }: ImageScan, day: string): PillarGrade {
  const all = severities.filter((severity) => counts[severity].all > 0);
  const says = `says ${scanner}${day}`;
  if (all.length === 0) return good(`Nothing is known against what is in ${name}, ${says}`);
  const list = all.map((severity) => {
    const { all: found, fixable } = counts[severity];
    return `${found} ${severity}${fixable > 0 ? ` (${fixable} fixable)` : ''}`;
  });
  const why = `Known vulnerabilities in ${name}: ${list.join(', ')}, ${says}`;
  const isGrave = counts.critical.fixable + counts.high.fixable > 0;
  return isGrave ? bad(why) : caution(why);
}
