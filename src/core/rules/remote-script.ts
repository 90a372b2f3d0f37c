import type { ShellUse } from '../launch/launch.ts';
import { isNetworkClient, nameOf, runsDownload } from './downloads.ts';
import type { Draft } from './finding.ts';
import type { Rule } from './rule.ts';

/** Whoever controls the address runs any command on this machine, a different one for each victim if they like. */
export const remoteScript: Rule = {
  meta: {
    id: 'remote-script',
    title: 'Remote script run by a shell',
    pillar: 'deployment',
    severity: 'error',
    grade: 'bad',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ launch }) {
    if (launch.shell !== null) yield* checkShell(launch.shell);
    const { program } = launch;
    if (program === null || !isNetworkClient(program.text)) return;
    if (launch.args.some(({ text }) => loopback.test(text))) return;
    yield {
      at: program,
      message: `${nameOf(program.text)} is started as the server: a fetch from the network at every start, with no server behind it`,
    };
  },
};

const loopback = /(?:^|[/@\s])(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])/;

function* checkShell({ commands, script }: ShellUse): Generator<Draft> {
  const at = script ?? commands[0]?.words[0];
  if (at === undefined || !runsDownload(commands)) return;
  yield {
    at,
    message:
      'A script from the network goes straight to an interpreter: whoever answers at that address runs code here',
    marks: ['piped-script'],
  };
}
