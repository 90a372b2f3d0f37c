import { isNetworkClient, nameOf, runsDownload } from './downloads.ts';
import { deedOf, deedOfLine, handedTo, readByShell, type Deed } from './no-servers.ts';
import type { Rule } from './rule.ts';

/** A planted entry needs no server: what it starts does its work at each start, and the client only sees it fail. */
export const notAServer: Rule = {
  meta: {
    id: 'not-a-server',
    title: 'Command that is no server',
    pillar: 'deployment',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  about: ['shell', 'program'],
  *check({ launch: { program, args, shell } }) {
    const commands = shell?.commands ?? [];
    const lines = program === null ? commands.map(({ words }) => words) : [[program, ...args]];
    const there = lines.map(handedTo).find((word) => word !== null) ?? readByShell(commands);
    if (there !== null) {
      yield {
        at: there,
        message: 'A shell is connected to an address: whoever answers there runs commands here',
        severity: 'error',
      };
      return;
    }
    if (program === null) {
      // What is fetched and run is remote-script's to say.
      const line = runsDownload(commands) ? null : deedOfLine(commands);
      if (line !== null)
        yield {
          at: line.at,
          message: `No command of this line is a server: each start of this entry only ${does[line.deed]}`,
        };
      return;
    }
    // So is a network client in the server's place.
    const deed = isNetworkClient(program.text) ? null : deedOf(program, args);
    if (deed !== null)
      yield {
        at: program,
        message: `${nameOf(program.text)} is no server: each start of this entry only ${does[deed]}`,
      };
  },
};

const does = {
  changes: 'changes files or settings of this machine',
  reads: 'reads what is on this machine, and its output goes to the client',
  stays: 'changes which programs this machine runs on its own',
  captures: 'takes what is on the screen, in the clipboard, or before camera and microphone',
  sends: 'moves data to or from another machine',
  opens: 'opens a program or a page on this machine',
} satisfies Record<Deed, string>;
