import type { Launch, Word } from '../launch/launch.ts';
import { nameOf } from './downloads.ts';
import type { Rule } from './rule.ts';

/** What runs as the administrator can change every file, account and program of the machine, and so can who steers it. */
export const privilegedCommand: Rule = {
  meta: {
    id: 'privileged-command',
    title: 'Server started with the rights of the administrator',
    pillar: 'deployment',
    severity: 'information',
    grade: 'caution',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ launch }) {
    const at = launch.elevatedBy ?? elevating(launch);
    if (at === undefined) return;
    const name = nameOf(at.text);
    const what =
      launch.container === null ? 'this server' : `${launch.container.engine} for this server`;
    const message = `${name} starts ${what} with the rights of the administrator: whoever steers it can change anything on this machine`;
    yield { at, message };
  },
};

/** Programs that start another one in a way of their own; by what stands on their line. */
function elevating({ kind, program, args, shell }: Launch): Word | undefined {
  if (kind !== 'shell')
    return program !== null && elevates([program, ...args]) ? program : undefined;
  return shell?.commands.find(({ words }) => elevates(words))?.words[0];
}

function elevates(words: readonly Word[]): boolean {
  const [program = '', ...rest] = words.map(({ text }) => text);
  const name = nameOf(program);
  if (name === 'runas')
    return rest.some((text) => /^\/user:(?:.{0,100}\\)?administrator$/i.test(text));
  if (/^(?:start-process|saps|start)$/.test(name)) {
    const verb = rest.findIndex((text) => /^-verb$/i.test(text));
    return verb !== -1 && /^["']?runas["']?$/i.test(rest[verb + 1] ?? '');
  }
  // Without a name it is root's.
  const user = rest.find((text, index) => !text.startsWith('-') && rest[index - 1] !== '-c');
  return name === 'su' && rest.includes('-c') && (user === undefined || user === 'root');
}
