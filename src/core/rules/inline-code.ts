import type { Word } from '../launch/launch.ts';
import type { Server } from '../config/server.ts';
import { nameOf, runsDownload } from './downloads.ts';
import { fetchesAndRuns } from './fetched-code.ts';
import type { Draft } from './finding.ts';
import { interpretersOf } from './interpreted.ts';
import type { Rule } from './rule.ts';

/** Code that stands in the configuration has no author, version or hash: who edits the line edits the program. */
export const inlineCode: Rule = {
  meta: {
    id: 'inline-code',
    title: 'Code that stands in the configuration',
    pillar: 'deployment',
    severity: 'information',
    grade: 'caution',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ launch }) {
    // What is fetched and run is remote-script's to say.
    if (launch.shell !== null && runsDownload(launch.shell.commands)) return;
    for (const { name, code } of interpretersOf(launch)) {
      // A line for a shell is shell-wrapper's to say.
      if (code === null || shells.test(name) || fetchesAndRuns(code.text)) continue;
      yield {
        at: code,
        message: `${name} runs code that stands in this file: whoever edits the line edits the program, and no version tells`,
      };
    }
    yield* decoded(launch);
  },
};

const shells = /^(?:sh|bash|zsh|dash|ash|ksh|fish|powershell|pwsh)$/;

/** `-EncodedCommand` of PowerShell, and `base64 -d | sh`: text that is written so that nobody can read it. */
function* decoded({ why, args, shell }: Server['launch']): Generator<Draft> {
  const flag =
    why === 'the command is encoded' ? args.find(({ text }) => encoded.test(text)) : undefined;
  const code = flag === undefined ? undefined : args[args.indexOf(flag) + 1];
  if (flag !== undefined) yield hidden(code ?? flag, 'An encoded command goes to PowerShell');
  const commands = shell?.commands ?? [];
  for (const [index, { words, operator }] of commands.entries()) {
    const before = commands[index - 1]?.words ?? [];
    const [program] = words;
    if (program === undefined || !operator?.startsWith('|')) continue;
    if (!runners.test(nameOf(program.text)) || !decodes(before)) continue;
    yield hidden(program, `Decoded text goes to ${nameOf(program.text)}`);
  }
}

const encoded = /^[-/]e(?:c|nc\w{0,20})?$/i;
const runners = /^(?:sh|bash|zsh|dash|ash|ksh|fish|python[\d.]*|node|perl|ruby|php|iex)$/;

function decodes(words: readonly Word[]): boolean {
  const [program, ...rest] = words.map(({ text }) => text);
  const name = nameOf(program ?? '');
  if (name === 'base64' || name === 'base32')
    return rest.some((text) => /^(?:-[a-zA-Z]*[dD]\w*|--decode)$/.test(text));
  if (name === 'xxd') return rest.some((text) => /^-\w*r/.test(text));
  return name === 'openssl' && rest.includes('-d');
}

function hidden(at: Word, what: string): Draft {
  return {
    at,
    message: `${what}: nobody who reads this file can tell what it does to this machine`,
    severity: 'warning',
  };
}
