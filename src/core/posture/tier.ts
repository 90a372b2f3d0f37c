import type { Server } from '../config/server.ts';
import type { Finding, Grade, Mark, Pillar } from '../rules/finding.ts';
import type { Pillars, Tier } from './report.ts';

interface TierWhy {
  readonly tier: Tier;
  readonly tierWhy: readonly string[];
}

/** The tier of a server: the first line of the policy (docs/design.md §1) that matches, with what is behind it. */
export function tierOf(server: Server, pillars: Pillars, findings: readonly Finding[]): TierWhy {
  const marked = (mark: Mark) => findings.filter((finding) => finding.marks.includes(mark));
  const graded = (pillar: Pillar, grade: Grade) =>
    findings.filter((finding) => finding.pillar === pillar && finding.grade === grade);
  const because = (tier: Tier, line: string, behind: readonly Finding[] = []): TierWhy => ({
    tier,
    tierWhy: [line, ...new Set(behind.map((finding) => finding.message))],
  });

  const malicious = marked('malicious');
  if (malicious.length > 0)
    return because('critical', 'The code is known to be malicious', malicious);
  const piped = marked('piped-script');
  if (piped.length > 0)
    return because('critical', 'A remote script is piped to an interpreter', piped);
  const literals = marked('literal-credential');
  const moving = graded('integrity', 'bad');
  if (pillars.integrity.grade === 'bad' && literals.length > 0) {
    const line = 'The code can change and a credential stands in the file';
    return because('critical', line, [...moving, ...literals]);
  }
  const open = marked('no-wall');
  if (pillars.integrity.grade === 'bad' && open.length > 0) {
    return because('critical', 'The code can change and its container is no wall', [
      ...moving,
      ...open,
    ]);
  }
  const inClear = marked('sent-in-clear');
  if (inClear.length > 0)
    return because('critical', 'A credential is sent over plain http', inClear);

  for (const pillar of ['access', 'integrity', 'dependencies'] as const) {
    if (pillars[pillar].grade !== 'bad') continue;
    return because(
      'high',
      `${label(pillar)} is bad: ${pillars[pillar].why}`,
      graded(pillar, 'bad'),
    );
  }
  const beyondHost = graded('deployment', 'bad').filter(({ marks }) => !marks.includes('on-host'));
  if (beyondHost.length > 0) return because('high', 'Deployment is bad', beyondHost);
  if (pillars.deployment.grade === 'bad' && !runsFetchedCode(server)) {
    return because('high', `Deployment is bad: ${pillars.deployment.why}`);
  }

  if (pillars.deployment.grade === 'bad')
    return because('medium', pillars.deployment.why, marked('on-host'));
  for (const pillar of ['access', 'integrity', 'dependencies'] as const) {
    if (pillars[pillar].grade !== 'caution') continue;
    return because(
      'medium',
      `${label(pillar)} needs care: ${pillars[pillar].why}`,
      graded(pillar, 'caution'),
    );
  }
  const careful = graded('deployment', 'caution');
  if (
    pillars.deployment.grade === 'caution' &&
    (server.launch.container === null || careful.length > 0)
  ) {
    return because('medium', `Deployment needs care: ${pillars.deployment.why}`, careful);
  }
  const approved = marked('auto-approved');
  if (approved.length > 0) return because('medium', 'Tools run without asking', approved);

  if (isUnread(server))
    return because('unknown', `The launch could not be read: ${whyUnread(server)}`);
  return because('low', 'Nothing here needs care');
}

/** A package, a repository or a download that a runner fetches and starts. */
export function runsFetchedCode({ launch }: Server): boolean {
  return launch.packages.length > 0 || launch.git.length > 0 || launch.downloads.length > 0;
}

/** The launch, or the address it goes to, is only known at the start. */
export function isUnread({ launch }: Server): boolean {
  if (launch.kind === 'unknown') return true;
  if (launch.kind !== 'remote') return false;
  const { remote } = launch;
  return remote?.scheme === 'dynamic' || (remote?.scheme === 'other' && remote.host === '');
}

function whyUnread({ launch }: Server): string {
  if (launch.why !== '') return launch.why;
  return launch.kind === 'remote' ? 'its address is a variable' : 'its form is not known';
}

function label(pillar: Pillar): string {
  return pillar[0]?.toUpperCase() + pillar.slice(1);
}
