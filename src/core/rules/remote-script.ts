import type { Slice } from '../config/node.ts';
import type { ShellUse, Word } from '../launch/launch.ts';
import { isLoopback } from '../launch/remote.ts';
import { isNetworkClient, nameOf, runsDownload } from './downloads.ts';
import { fetchesAndRuns } from './fetched-code.ts';
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
  about: ['shell', 'program'],
  *check({ launch }) {
    if (launch.shell !== null) yield* checkShell(launch.shell);
    const { program } = launch;
    const code = program === null ? undefined : inlineCode(program, launch.args);
    if (code !== undefined && fetchesAndRuns(code.text)) yield handedOver(code);
    if (program === null || !isNetworkClient(program.text)) return;
    if (staysHere(launch.args)) return;
    yield {
      at: program,
      message: `${nameOf(program.text)} is started as the server: a fetch from the network at every start, with no server behind it`,
    };
  },
};

/** Whether a client speaks to this machine alone: to no address elsewhere, also not through a proxy here. */
function staysHere(args: readonly Word[]): boolean {
  const hosts = args.flatMap(({ text }) =>
    [...text.matchAll(address)].map((match) => hostOf(match[1] ?? '')),
  );
  const bare = args.some(({ text }) => isLoopback(hostOf(text.split('/', 1)[0] ?? '')));
  return (bare || hosts.length > 0) && hosts.every(isLoopback);
}

const address = /:\/\/([^\s/?#"']{0,2048})/g;

/** Of `user@host:port`. */
function hostOf(authority: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  return host.startsWith('[')
    ? host.slice(0, host.indexOf(']') + 1)
    : (host.split(':', 1)[0] ?? '');
}

function* checkShell({ commands, script }: ShellUse): Generator<Draft> {
  const at = script ?? commands[0]?.words[0];
  if (at !== undefined && runsDownload(commands)) yield handedOver(at);
}

const interpreters = /^(?:python[\d.]*|node|bun|deno|perl|ruby|php|osascript)$/;

/** The text that an interpreter is given to run: `python -c …`, `node -e …`. */
function inlineCode(program: Word, args: readonly Word[]): Word | undefined {
  if (!interpreters.test(nameOf(program.text))) return undefined;
  const flag = args.findIndex(({ text }) => /^(?:-c|-e|-r|-p|-pe|--eval|--print|eval)$/.test(text));
  // Behind a script the flags are its own.
  const own = args.slice(0, Math.max(flag, 0)).every(({ text }) => text.startsWith('-'));
  return flag === -1 || !own ? undefined : args[flag + 1];
}

function handedOver(at: Slice): Draft {
  return {
    at,
    message:
      'A script from the network goes straight to an interpreter: whoever answers at that address runs code here',
    marks: ['piped-script'],
  };
}
