import { good } from '../../core/posture/grades.ts';
import { gradePillars } from '../../core/posture/pillars.ts';
import { tiers, type Report, type ServerReport } from '../../core/posture/report.ts';
import { tierOf } from '../../core/posture/tier.ts';
import { ruleOf } from '../../core/rules/index.ts';

/** With more servers in a file, or findings in a server, the order by gain is not worth its time. */
const MOST = 200;

/** How many tiers the best single fix would take this server down. */
export function gainOf(report: Report, { server, tier, findings, pillars }: ServerReport): number {
  if (report.servers.length > MOST || findings.length > MOST) return 0;
  let best = 0;
  for (const finding of findings) {
    if (ruleOf(finding.rule)?.meta.fix === 'none') continue;
    const rest = findings.filter((other) => other !== finding);
    // What is known against a dependency goes with the finding that says it.
    const base = finding.pillar === 'dependencies' ? good('') : pillars.dependencies;
    const after = tierOf(server, gradePillars(server, report.document, rest, base), rest).tier;
    best = Math.max(best, tiers.indexOf(after) - tiers.indexOf(tier));
  }
  return best;
}
