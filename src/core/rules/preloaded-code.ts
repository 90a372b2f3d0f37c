import { isString } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import { wordOf } from '../launch/words.ts';
import { interpretersOf } from './interpreted.ts';
import { agentOf, isUsualLoader, loadedBy } from './loaders.ts';
import type { Rule } from './rule.ts';

/** Code that a variable loads runs before the server's own, in its process, and no look at the command shows it. */
export const preloadedCode: Rule = {
  meta: {
    id: 'preloaded-code',
    title: 'Code that is loaded into the server before its own',
    pillar: 'deployment',
    severity: 'warning',
    grade: 'caution',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check(server) {
    for (const { name, value } of variablesOf(server)) {
      for (const { how, at } of loadedBy(name, value)) yield { at, message: message(how) };
    }
    for (const { name, options } of interpretersOf(server.launch)) {
      for (const { flag, value, word } of options) {
        const agent = name === 'java' ? agentOf(word.text) : null;
        if (agent !== null && isElsewhere(agent.file))
          yield { at: word, message: message(agent.how) };
        if (value === null || !preloads.test(flag) || !isElsewhere(value.text)) continue;
        if (isUsualLoader(value.text)) continue;
        yield { at: value, message: message(flag) };
      }
    }
  },
};

const preloads = /^(?:-r|--require|--import|--preload|--loader|--experimental-loader)$/;

function* variablesOf({ env, launch }: Server) {
  for (const { name, value } of env) {
    if (isString(value)) yield { name, value: wordOf(value) };
  }
  for (const { name, value } of launch.assignments) {
    if (value !== null) yield { name, value };
  }
}

/** Not a package of the project and not a file below it: those are as much the server as the script on the line. */
function isElsewhere(module: string): boolean {
  return /^(?:[/~\\]|[A-Za-z]:[\\/]|\.\.[\\/]|(?:https?|data|file):|\$\{(?:userHome|env:))/.test(
    module,
  );
}

function message(how: string): string {
  if (how === 'PYTHONSTARTUP')
    return 'PYTHONSTARTUP names code that Python runs before anything else when it is interactive: it sees what the server sees';
  return `${how} loads other code into the server before its own: that code gets every token and message the server gets`;
}
