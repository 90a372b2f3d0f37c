import { isSameClientSide, shownClientSide } from './client-side-items.ts';
import { jsonOf, record } from './json.ts';
import { steeringChanges } from './steering-changes.ts';
import type { Binding } from './vault.ts';

/** What is not as it was when a secret was stored. */
export interface Difference {
  readonly field: 'entry' | 'envFile' | 'program' | 'script' | 'steering' | 'cwd' | 'client';
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

/** Those that are enough by themselves: the client's own are compared too where nobody else vouches for them. */
const CODE_LOADERS =
  /^(?:NODE_(?:OPTIONS|PATH|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED)|LD_.*|DYLD_.*|PATH|PATHEXT|COMSPEC|BASH_ENV|ENV|SHELLOPTS|PYTHON(?:STARTUP|PATH|HOME|USERBASE)|PERL5(?:OPT|LIB)|PERLLIB|RUBY(?:OPT|LIB)|(?:_JAVA|JAVA_TOOL|JDK_JAVA)_OPTIONS|CLASSPATH|DOTNET_STARTUP_HOOKS|DOCKER_(?:HOST|CONTEXT|CONFIG)|CONTAINER_HOST|GIT_(?:SSH.*|EXEC_PATH|CONFIG.*|EXTERNAL_DIFF|TEMPLATE_DIR|PROXY_COMMAND)|NPM_CONFIG_(?:.*REGISTRY|SCRIPT_SHELL|NODE_OPTIONS|USERCONFIG|GLOBALCONFIG|PREFIX|CAFILE|GIT)|PIP_(?:.*INDEX_URL|CONFIG_FILE|FIND_LINKS|TRUSTED_HOST)|UV_(?:.*INDEX(?:_URL)?|CONFIG_FILE|PYTHON|FIND_LINKS|OVERRIDE|INSECURE_HOST)|SSL_CERT_.*|HOME|XDG_(?:CONFIG|STATE)_HOME)$/i;

/** Whether a variable of this name alone can make other code run, or have it fetched from elsewhere. */
export function loadsCode(name: string): boolean {
  return CODE_LOADERS.test(name);
}

/** Nothing differs: the empty list. What can load other code stands first. */
export function differences(stored: Binding, now: Binding): readonly Difference[] {
  const found: Difference[] = [];
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
  for (const text of steeringChanges(stored.steering, now.steering))
    found.push({ field: 'steering', text, loads: true });
  if (stored.cwd !== now.cwd)
    found.push({
      field: 'cwd',
      text: `the working folder: ${stored.cwd ?? 'none'} → ${now.cwd ?? 'none'}`,
      loads: true,
    });
  if (stored.envFile !== now.envFile)
    found.push({
      field: 'envFile',
      text: `the content of the file of variables: ${hash(stored.envFile)} → ${hash(now.envFile)}`,
      loads: true,
    });
  if (!isSameClientSide(stored.client, now.client))
    found.push({
      field: 'client',
      text: `what the client adds itself: ${shownClientSide(stored.client)} → ${shownClientSide(now.client)}`,
      loads: true,
    });
  if (stored.entry !== now.entry) found.push(...entryDifferences(stored.text, now.text));
  return found.map(({ text, ...rest }) => ({ ...rest, text: oneLine(text) }));
}

const MAX_SHOWN = 40;

function entryDifferences(stored: string | null, now: string | null): readonly Difference[] {
  if (now === null) {
    const text = 'the entry has changed and is too long to be shown: look at it in its file';
    return [{ field: 'entry', text, loads: true }];
  }
  const before = leavesOf(stored);
  const after = leavesOf(now);
  const found: Difference[] = [...sharingDifference(before, after)];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [old, next] = [before.get(path), after.get(path)];
    if (old?.value === next?.value || SHARING.test(path)) continue;
    const what =
      old === undefined
        ? `added ${shortened(next?.value)}`
        : next === undefined
          ? `removed ${shortened(old.value)}`
          : changeOf(old.value, next.value);
    const shown = (next ?? old)?.shown.replace(/^entry\./, '');
    found.push({ field: 'entry', text: `${shown}: ${what}`, loads: loadsAt(path, next?.value) });
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

const SHARING = /^sharing\[\d+\]$/;

/** Which servers name the same secret. */
function sharingDifference(
  before: ReadonlyMap<string, Leaf>,
  after: ReadonlyMap<string, Leaf>,
): readonly Difference[] {
  const [old, next] = [before, after].map((leaves) => {
    const named = [...leaves].filter(([path]) => SHARING.test(path)).map(([, { value }]) => value);
    return named.length === 0 ? 'this one alone' : shortened(named.sort().join(', '));
  });
  if (old === next) return [];
  const text = `servers of the file that name the same secret: ${old} → ${next}`;
  return [{ field: 'entry', text, loads: true }];
}

/** A variable of the entry, the command, or a word that sets a variable: `NAME=value`, `--env=NAME=…`, `-eNAME=…`. */
function loadsAt(path: string, value = ''): boolean {
  const name = /^entry\.(?:env|environment)\.(.*)$/s.exec(path)?.[1];
  const set = /^"(?:--env=|-e)?([A-Za-z_][A-Za-z0-9_]*)=/.exec(value)?.[1];
  return [name, set].some((one) => one !== undefined && isLoader(one)) || path === 'entry.command';
}

interface Leaf {
  /** The way to it, for people: names may be cut. */
  readonly shown: string;
  readonly value: string;
}

/** Each scalar of the entry by the way to it, which no key can forge. */
function leavesOf(text: string | null): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const waiting: { path: string; shown: string; value: unknown }[] = [
    { path: '', shown: '', value: text === null ? null : jsonOf(text) },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, shown, value } = next;
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) {
        const end = `[${index}]`;
        waiting.push({ path: path + end, shown: shown + end, value: item });
      }
    else if (record(value) !== undefined)
      for (const [key, item] of record(value) ?? []) {
        const dot = path === '' ? '' : '.';
        const name = /^[\w-]{1,80}$/.test(key) ? key : JSON.stringify(key);
        const end = shown + dot + shortened(name);
        waiting.push({ path: path + dot + name, shown: end, value: item });
      }
    else if (path !== '') leaves.set(path, { shown, value: JSON.stringify(value) });
  }
  return leaves;
}

const LONG = 120;

function shortened(text = ''): string {
  return text.length > LONG ? `${text.slice(0, 100)}… (${text.length} characters)` : text;
}

/** Long texts from a little before the place where they part. */
function changeOf(old: string, next: string): string {
  const end = Math.min(old.length, next.length);
  let same = 0;
  while (same < end && old[same] === next[same]) same += 1;
  const from = same > LONG / 2 && Math.max(old.length, next.length) > LONG ? same - 20 : 0;
  const cut = (text: string): string => (from > 0 ? '…' : '') + shortened(text.slice(from));
  return `${cut(old)} → ${cut(next)}`;
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
