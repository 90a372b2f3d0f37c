import { isString, type Slice } from '../config/node.ts';
import type { ContainerOption, ContainerUse, Launch, Word } from '../launch/launch.ts';
import { partOfValue } from '../launch/mounts.ts';
import { partOf, wordOf } from '../launch/words.ts';
import { anyAddress, type AnyAddress, isListenFlag, isListenVariable } from './any-address.ts';
import type { Draft } from './finding.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';
import { replaceParts } from './write.ts';

/** Whoever is in the same network can use the server's tools, and most local servers ask nobody for a password. */
export const bindAllInterfaces: Rule = {
  meta: {
    id: 'bind-all-interfaces',
    title: 'Server that the whole network can reach',
    pillar: 'deployment',
    severity: 'warning',
    grade: null,
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *check({ launch, env }) {
    const { container } = launch;
    if (container !== null) yield* checkPorts(container);
    // Inside a container every address is its own, unless it is in the host's network.
    if (container !== null && networkOf(container) !== 'host') return;
    yield* checkWords(wordsOf(launch));
    const given = env.flatMap(({ name, value }) =>
      isString(value) ? [{ name, value: wordOf(value) }] : [],
    );
    for (const { name, value } of [...given, ...launch.assignments]) {
      if (value === null) continue;
      const found = isListenVariable(name) ? anyAddress(value.text) : inspectorIn(name, value.text);
      if (found !== null) yield listening(name, value, found);
    }
  },
};

/** What the server is told: its own words, or those of all commands of a shell's line. */
function wordsOf({ kind, args, shell }: Launch): readonly Word[] {
  return kind === 'shell' ? (shell?.commands ?? []).flatMap(({ words }) => words) : args;
}

function* checkWords(words: readonly Word[]): Generator<Draft> {
  for (const [index, word] of words.entries()) {
    const equals = word.text.startsWith('-') ? word.text.indexOf('=') : -1;
    const flag = equals > 0 ? word.text.slice(0, equals) : (words[index - 1]?.text ?? '');
    if (!isListenFlag(flag)) continue;
    const start = equals > 0 ? equals + 1 : 0;
    const found = anyAddress(word.text.slice(start), flag);
    if (found !== null)
      yield listening(flag, word, { ...found, start: start + found.start, end: start + found.end });
  }
}

/** `NODE_OPTIONS=--inspect=0.0.0.0:9229`: a debugger runs any code. */
function inspectorIn(name: string, value: string) {
  if (name !== 'NODE_OPTIONS') return null;
  const flag = /--inspect(?:-brk|-wait)?=/.exec(value.slice(0, 8192));
  if (flag === null) return null;
  const start = flag.index + flag[0].length;
  const found = anyAddress(value.slice(start).split(/\s/, 1)[0] ?? '');
  return found === null ? null : { ...found, start: start + found.start, end: start + found.end };
}

function listening(name: string, word: Word, { start, end, local }: AnyAddress): Draft {
  const at = partOf(word, start, end);
  return {
    at,
    message: opensDebugger.test(name)
      ? `${name} lets everybody in the same network reach the debugger of this server, which runs any code`
      : `${name} lets everybody in the same network reach this server and its tools`,
    fixes: fixesAt(at, word.text.slice(start, end), 'Listen on 127.0.0.1 only', local),
  };
}

const opensDebugger = /^(?:NODE_OPTIONS|--inspect.*)$/;

/** None where quotes or escapes hide the place. */
function fixesAt(at: Slice, expected: string, title: string, text: string): readonly Fix[] {
  if (String(at.atom.value).slice(at.start, at.end) !== expected) return [];
  return [{ title, safety: 'unsafe', ops: replaceParts([{ at, text }]) }];
}

function networkOf({ options }: ContainerUse): string | null {
  return options.findLast(({ flag }) => flag === '--network')?.value ?? null;
}

/** Ports are published on every address unless one is named; docker's rules stand before those of most firewalls. */
function* checkPorts(container: ContainerUse): Generator<Draft> {
  // With these there is nothing to publish.
  if (/^(?:host|none|container:.*)$/s.test(networkOf(container) ?? '')) return;
  for (const option of container.options) {
    if (option.flag === '--publish-all') {
      yield { at: option.at, message: published(container, '--publish-all') };
    }
    if (option.flag === '--publish') yield* checkPort(container, option);
  }
}

function* checkPort(container: ContainerUse, option: ContainerOption): Generator<Draft> {
  const value = option.value ?? '';
  const address = /^(?:0\.0\.0\.0|\[::\]|::(?=:))(?=:)/.exec(value)?.[0] ?? '';
  // A port, or two, and no address; what a variable holds is not known.
  if (
    address === '' &&
    !/^\d{1,5}(?:-\d{1,5})?(?::\d{1,5}(?:-\d{1,5})?)?(?:\/\w{1,8})?$/.test(value)
  )
    return;
  const at = partOfValue(option, 0, value.length);
  const alone = address === '' && !value.includes(':');
  const text =
    address === ''
      ? `127.0.0.1:${alone ? ':' : ''}${value}`
      : `127.0.0.1${value.slice(address.length)}`;
  yield {
    at,
    message: published(container, '--publish'),
    fixes: fixesAt(at, value, 'Publish on 127.0.0.1 only', text),
  };
}

function published({ engine }: ContainerUse, flag: string): string {
  return `${engine} ${flag} opens a port to everybody in the same network, often past the firewall of this machine`;
}
