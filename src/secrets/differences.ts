import { jsonOf, record } from './stored.ts';
import type { Binding } from './vault.ts';

/** What is not as it was when a secret was stored. */
export interface Difference {
  readonly field: 'entry' | 'envFile' | 'program' | 'script' | 'cwd';
  /** One line for people, without any credential. */
  readonly text: string;
  /** It can load other code into the server, or send it elsewhere: to be looked at twice. */
  readonly loads: boolean;
}

/** Variables by which other code is loaded, another program found, or another machine asked. */
const LOADERS =
  /^(?:NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|LD_.*|DYLD_.*|PATH|PATHEXT|COMSPEC|SHELL|BASH_ENV|ENV|PYTHON(?:STARTUP|PATH|HOME|USERBASE)|PERL5(?:OPT|LIB)|RUBY(?:OPT|LIB)|(?:_JAVA|JAVA_TOOL|JDK_JAVA)_OPTIONS|CLASSPATH|DOTNET_STARTUP_HOOKS|DOCKER_.*|CONTAINER_HOST|GIT_.*|NPM_CONFIG_.*|PIP_.*|UV_.*|(?:HTTPS?|ALL)_PROXY|SSL_CERT_.*|HOME|XDG_.*)$/i;

/** Whether a variable of this name can load other code into what is started. */
export function isLoader(name: string): boolean {
  return LOADERS.test(name);
}

/** Nothing differs: the empty list. */
export function differences(stored: Binding, now: Binding): readonly Difference[] {
  const found: Difference[] = [];
  if (stored.entry !== now.entry) found.push(...entryDifferences(stored.text, now.text));
  if (stored.envFile !== now.envFile)
    found.push({
      field: 'envFile',
      text: `the content of the file of variables: ${hash(stored.envFile)} → ${hash(now.envFile)}`,
      loads: true,
    });
  if (stored.program !== now.program)
    found.push({
      field: 'program',
      text: `the program: ${stored.program ?? 'none'} → ${now.program ?? 'none'}`,
      loads: true,
    });
  if (stored.script !== now.script)
    found.push({
      field: 'script',
      text: `the script inside the workspace: ${hash(stored.script)} → ${hash(now.script)}`,
      loads: true,
    });
  if (stored.cwd !== now.cwd)
    found.push({
      field: 'cwd',
      text: `the working folder: ${stored.cwd ?? 'none'} → ${now.cwd ?? 'none'}`,
      loads: true,
    });
  return found.map(({ text, ...rest }) => ({ ...rest, text: oneLine(text) }));
}

const MAX_SHOWN = 40;

function entryDifferences(stored: string | null, now: string | null): readonly Difference[] {
  const before = leavesOf(stored);
  const after = leavesOf(now);
  const found: Difference[] = [];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [old, next] = [before.get(path), after.get(path)];
    if (old === next) continue;
    const name = /^entry\.(?:env|environment)\.(.*)$/s.exec(path)?.[1];
    const loads = (name !== undefined && isLoader(name)) || path === 'entry.command';
    const what =
      old === undefined
        ? `added ${next}`
        : next === undefined
          ? `removed ${old}`
          : `${old} → ${next}`;
    found.push({ field: 'entry', text: `${path.replace(/^entry\./, '')}: ${what}`, loads });
  }
  if (found.length === 0)
    return [{ field: 'entry', text: 'the entry is not as it was', loads: true }];
  const ordered = [...found.filter(({ loads }) => loads), ...found.filter(({ loads }) => !loads)];
  const rest = ordered.length - MAX_SHOWN;
  if (rest <= 0) return ordered;
  return [
    ...ordered.slice(0, MAX_SHOWN),
    { field: 'entry', text: `${rest} more changes of the entry`, loads: true },
  ];
}

/** Each scalar of the entry with the way to it. */
function leavesOf(text: string | null): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const waiting: { path: string; value: unknown }[] = [
    { path: '', value: text === null ? null : jsonOf(text) },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, value } = next;
    if (Array.isArray(value))
      for (const [index, item] of value.entries())
        waiting.push({ path: `${path}[${index}]`, value: item });
    else if (record(value) !== undefined)
      for (const [key, item] of record(value) ?? [])
        waiting.push({ path: path === '' ? key : `${path}.${key}`, value: item });
    else if (path !== '') leaves.set(path, shortened(JSON.stringify(value)));
  }
  return leaves;
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 100)}… (${text.length} characters)` : text;
}

function hash(value: string | null): string {
  return value === null ? 'none' : value.slice(0, 12);
}

/** A terminal or a dialog must not be told to do anything by a name in a file. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
