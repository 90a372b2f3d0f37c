import type { Slice } from '../config/node.ts';
import type { Launch } from '../launch/launch.ts';
import { imageFix } from './published-image.ts';
import type { Rule } from './rule.ts';

/** Fetched code runs as the person: their keys, their browser, every project on this machine are in its reach. */
export const hostExecution: Rule = {
  meta: {
    id: 'host-execution',
    title: 'Fetched code that runs on the host',
    pillar: 'deployment',
    severity: 'information',
    grade: 'bad',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['packages', 'git', 'downloads'],
  *check(server) {
    const { launch, sandboxed } = server;
    const fetched = fetchedCode(launch);
    if (fetched === null) return;
    const where = sandboxed
      ? 'in a sandbox that limits its network'
      : launch.confined
        ? 'with the permissions that its line grants'
        : 'with your rights: your files and keys are in its reach';
    yield {
      at: fetched.at,
      message: `${fetched.name} is fetched and runs on the host, ${where}`,
      grade: sandboxed ? 'caution' : 'bad',
      fixes: sandboxed ? [] : imageFix(server),
      marks: ['on-host'],
    };
  },
};

/** What a runner fetches and starts outside a container, the code that runs first. */
function fetchedCode(launch: Launch): { readonly name: string; readonly at: Slice } | null {
  if (launch.container !== null || launch.image !== null) return null;
  const [code] = launch.packages;
  if (code !== undefined) return { name: code.name, at: code.at };
  const [repository] = launch.git;
  if (repository !== undefined) return { name: repository.url, at: repository.at };
  const [download] = launch.downloads;
  return download === undefined ? null : { name: 'A download', at: download };
}
