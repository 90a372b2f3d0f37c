import type { Field, Form } from '../../config/dialects/variables.ts';
import { isString, type Atom, type ConfigNode, type Slice } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';

/** A text that stands for something else, for one client or another. */
export interface Variable {
  /** `other`: a form that no client here has. */
  readonly form: Form | 'other';
  /** The variable of the environment; of `editor` the client's own name up to a colon; null for a file. */
  readonly name: string | null;
  /** As it may be shown: without a default, which may be anything. */
  readonly shown: string;
  readonly at: Slice;
  readonly field: Field;
}

const TOKEN =
  /\$\{\{\s*(?:secrets|inputs)\.([\w./-]{1,200})\s*\}\}|\$\{([^{}]{1,200})\}|\{(env|file):([^{}\s]{1,200})\}|%([A-Z][A-Z\d_]{2,60})%|(?<![\w$\\}])\$([A-Z][A-Z\d_]{2,60})(?!\w)|\$\(((?:pwd|cat|echo|printenv|whoami|hostname|id|date|git|which|basename|dirname|realpath|readlink|gh|gcloud|az|aws|op|pass|security|jq|base64)(?![\w.-])[^()]{0,200})\)/g;
/** Names of VS Code and the editors built on it, and of extensions. */
const OWN =
  /^(?:workspaceFolder|workspaceRoot|workspaceFolderBasename|workspacePath|extensionPath|userHome|pathSeparator|\/|cwd|execPath|file[A-Z]?\w*|relativeFile\w*|lineNumber|columnNumber|selectedText|defaultBuildTask|(?:config|command|extensionInstallFolder|workspaceFolder|fileWorkspaceFolder)(?::.{0,150})?)$/;
/** Variables that a shell has everywhere; without an underscore other words of capitals are more often data. */
const KNOWN =
  /^(?:HOME|USER|USERNAME|LOGNAME|PWD|PATH|SHELL|HOSTNAME|TMPDIR|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMDATA|PROGRAMFILES|HOMEPATH|HOMEDRIVE|SYSTEMROOT|TEMP|WINDIR|PUBLIC)$/;

/** Where a leading `~` can only be a path; variables of a server may be looked after by it. */
const PATHS: ReadonlySet<Field> = new Set(['command', 'args', 'cwd', 'envFile']);

/** Where a text of one word of capitals is a name rather than data. */
const VALUES: ReadonlySet<Field> = new Set(['env', 'headers']);

/** Every such text of a server in a field that clients expand, in the order of the fields. */
export function* variablesOf(server: Server): Generator<Variable> {
  const words = new Set(server.words);
  if (server.command !== null && !words.has(server.command)) {
    yield* variablesIn(server.command, 'command');
  }
  for (const word of server.words) yield* variablesIn(word, 'args');
  for (const { value } of server.env) yield* inValue(value, 'env');
  for (const { value } of server.headers) yield* inValue(value, 'headers');
  for (const [atom, field] of [
    [server.url, 'url'],
    [server.cwd, 'cwd'],
    [server.envFile, 'envFile'],
  ] as const) {
    if (atom !== null) yield* variablesIn(atom, field);
  }
}

function inValue(value: ConfigNode | null, field: Field): readonly Variable[] {
  return isString(value) ? variablesIn(value, field) : [];
}

function variablesIn(atom: Atom, field: Field): readonly Variable[] {
  const text = String(atom.value);
  if (!/[$%{~]/.test(text)) return [];
  const found: Variable[] = [];
  if (PATHS.has(field) && /^~(?:[/\\]|$)/.test(text)) {
    found.push({ form: 'tilde', name: 'HOME', shown: '~', at: { atom, start: 0, end: 1 }, field });
  }
  for (const match of text.matchAll(TOKEN)) {
    const told = formOf(match, VALUES.has(field) && isWhole(text, match));
    if (told === null) continue;
    const at = { atom, start: match.index, end: match.index + match[0].length };
    found.push({ ...told, at, field });
  }
  return found;
}

/** The form that a client's own reference has. */
export function formOfReference(reference: string): Form | 'other' | null {
  const [match] = reference.matchAll(TOKEN);
  return match === undefined ? null : (formOf(match, true)?.form ?? null);
}

/** Nothing else stands in the text, but for the word before a token. */
function isWhole(text: string, { index = 0, 0: whole }: RegExpMatchArray): boolean {
  const before = text.slice(0, Math.min(index, 20));
  return (
    index + whole.length === text.length && /^(?:(?:bearer|basic|token|apikey) )?$/i.test(before)
  );
}

function formOf(
  match: RegExpMatchArray,
  alone: boolean,
): Pick<Variable, 'form' | 'name' | 'shown'> | null {
  const [whole, secret, inside, kind, path, percent, dollar, command] = match;
  if (command !== undefined) return { form: 'command', name: null, shown: '$(…)' };
  if (secret !== undefined) return { form: 'mustache', name: secret, shown: whole };
  if (kind !== undefined) {
    return kind === 'env'
      ? { form: 'single', name: path ?? '', shown: whole }
      : { form: 'file', name: null, shown: whole };
  }
  if (percent !== undefined) {
    return KNOWN.test(percent) || percent.includes('_')
      ? { form: 'percent', name: percent, shown: whole }
      : null;
  }
  if (dollar !== undefined) {
    return alone || KNOWN.test(dollar) || dollar.includes('_')
      ? { form: 'dollar', name: dollar, shown: whole }
      : null;
  }
  return inside === undefined ? null : formInside(inside, whole);
}

function formInside(
  inside: string,
  whole: string,
): Pick<Variable, 'form' | 'name' | 'shown'> | null {
  // Said by the rule about inputs.
  if (inside.startsWith('input:')) return null;
  const env = /^env:([A-Za-z_]\w{0,100})$/.exec(inside)?.[1];
  if (env !== undefined) return { form: 'env', name: env, shown: whole };
  if (OWN.test(inside)) {
    return { form: 'editor', name: inside.split(':', 1)[0] ?? '', shown: whole };
  }
  const process = /^process\.env\.([A-Za-z_]\w{0,100})$/.exec(inside)?.[1];
  if (process !== undefined) return { form: 'other', name: process, shown: whole };
  const [, name, operator] = /^([A-Za-z_]\w{0,100})(:?[-?+=].*)?$/s.exec(inside) ?? [];
  if (name === undefined) return null;
  return operator === undefined
    ? { form: 'braced', name, shown: whole }
    : { form: 'default', name, shown: `\${${name}:-…}` };
}
