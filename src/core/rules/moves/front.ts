import { expands, expandsOnlyIn } from '../../config/dialects/variables.ts';
import type { Document } from '../../config/document.ts';
import {
  child,
  isString,
  nodeAt,
  pathOf,
  type ArrayNode,
  type Atom,
  type ConfigNode,
  type ObjectNode,
  type Path,
} from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { commandLineOf } from '../../launch/command-line.ts';
import { parseLauncherWords, type LauncherWords } from '../../launch/launcher-words.ts';
import { launcherLabel } from '../../launch/mcp-launch.ts';
import { programName, wordOf } from '../../launch/words.ts';
import { isFilledElsewhere } from './filled-elsewhere.ts';

/** Where moved secrets rest, which says how the launcher is named in the file. */
export type MoveTarget = (
  | { readonly vault: 'editor' }
  | {
      readonly vault: 'keychain';
      /** The absolute path of the installed launcher. */
      readonly launcher: string;
    }
) & {
  /** The server is started on Windows, where the launcher's words pass through cmd.exe. */
  readonly windows?: boolean;
  /** Raised when an id is taken already. */
  readonly salt?: number;
};

/** The launch line as ops see it: one list of words, the command before it or first in it. */
export interface Front {
  readonly node: ObjectNode;
  /** `args`, or an array under `command`; null where there are no arguments. */
  readonly list: ArrayNode | null;
  readonly listPath: Path;
  /** The command under a key of its own; null when it is the first of the list. */
  readonly command: Atom | null;
  /** Index in the list from which on words belong to the server's own command line; arguments follow the command. */
  readonly argsFrom: number;
  /** The words of our launcher where the server stands behind it; their offset in the list. */
  readonly launcher: (LauncherWords & { readonly from: number }) | null;
}

export interface Refused {
  /** One line, no period, no part of a value. */
  readonly why: string;
}

const becomesArgument = { here: 'command', there: 'args' } as const;
const editorLauncher = '${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch';

/** How the launcher is named in the file. */
export function launcherCommand(target: MoveTarget): string {
  return target.vault === 'editor' ? editorLauncher : target.launcher;
}

/** Whether our launcher can stand before a server, or stands there; else the reason. */
export function frontFor(document: Document, server: Server, target: MoveTarget): Front | Refused {
  const front = frontOf(document, server);
  if ('why' in front) return front;
  const { launcher, list } = front;
  const { dialect } = document;
  if (target.vault === 'editor' && dialect.launcher !== 'editor') {
    return { why: 'only VS Code finds a launcher that is shipped with an extension' };
  }
  if (target.vault === 'keychain' && !isAbsolute(target.launcher)) {
    return { why: 'the launcher is not named by an absolute path' };
  }
  if (dialect.sandbox && isTrue(child(server.node, 'sandboxEnabled'))) {
    return { why: 'a sandboxed server cannot reach the vault: use the password prompt' };
  }
  if (launcher !== null && launcher.keychain !== (target.vault === 'keychain')) {
    return { why: 'its other secrets rest in another vault' };
  }
  const texts = [front.command, ...(list?.items ?? [])].map(textOf);
  const more = [...server.env.map(({ value }) => textOf(value)), server.cwd?.value ?? ''];
  const all = [...texts, ...more, server.envFile?.value ?? ''];
  if (all.some((text) => isFilledElsewhere(text, document))) {
    return { why: 'it holds a ${…} that others may fill: use the password prompt' };
  }
  if (launcher === null && texts.some((text) => text.includes('{secret:'))) {
    return { why: 'an argument holds {secret: already' };
  }
  if (target.windows === true && texts.some((text) => /[%"\r\n]/.test(text))) {
    return { why: 'a word of the line cannot pass through cmd.exe: use the password prompt' };
  }
  // The command becomes an argument, of which fewer clients take it off.
  const expanded = expands(dialect, 'tilde', 'args') === true;
  if (launcher === null && !expanded && texts[0]?.startsWith('~') === true) {
    return { why: 'the command begins with ~, which only a client expands' };
  }
  if (launcher === null && expandsOnlyIn(dialect, texts[0] ?? '', becomesArgument)) {
    return { why: `${dialect.client} expands a part of the command, and of no argument` };
  }
  return front;
}

/** The launch line of a server that has one. */
export function frontOf(document: Document, server: Server): Front | Refused {
  const { node } = server;
  if (node?.kind !== 'object' || nodeAt(document.root, server.path) !== node) {
    return { why: 'the entry is not one that its client reads' };
  }
  const { keys } = document.dialect;
  const twice = [keys.command, keys.args, keys.env].find(
    (key) => node.properties.filter((property) => property.key === key).length > 1,
  );
  if (twice !== undefined) return { why: `${twice} stands twice in the entry` };
  const command = child(node, keys.command);
  const args = child(node, keys.args);
  if (server.command !== null && (command === undefined || command.kind === 'object')) {
    return { why: 'the launch does not stand in the entry itself' };
  }
  if (command === undefined) {
    return { why: 'a server without a command is not started here: use the password prompt' };
  }
  const isArray = command.kind === 'array';
  if (isArray !== (keys.commandIs === 'words') || (isArray && args !== undefined)) {
    return { why: 'the command is not written as its client reads it' };
  }
  const list = isArray ? command : (args ?? null);
  if (list !== null && (list.kind !== 'array' || !list.items.every(isWord))) {
    return { why: 'the arguments are not a list of texts' };
  }
  const alone = isArray ? null : command;
  if (alone !== null && (!isString(alone) || alone.value.trim() === '')) {
    return { why: 'the command is not a text' };
  }
  if (isString(alone) && commandLineOf(wordOf(alone)) !== null) {
    return { why: 'the command is a whole line: put its words into args first' };
  }
  const base: Front = {
    node,
    list,
    listPath: list === null ? [...server.path, keys.args] : pathOf(list),
    command: alone?.kind === 'atom' ? alone : null,
    argsFrom: isArray ? 1 : 0,
    launcher: null,
  };
  return server.launch.wrappers.includes(launcherLabel) ? behindLauncher(base, server) : base;
}

function behindLauncher(front: Front, server: Server): Front | Refused {
  const words = (front.list?.items ?? []).map(textOf);
  const program = front.command === null ? (words[0] ?? '') : textOf(front.command);
  const name = programName(program);
  const asCommand = name === 'mcp-posture' && words[front.argsFrom] === 'launch';
  if (server.launch.wrappers[0] !== launcherLabel || (name !== 'mcp-launch' && !asCommand)) {
    return { why: 'its launcher stands behind another program' };
  }
  const from = front.argsFrom + (asCommand ? 1 : 0);
  const launcher = parseLauncherWords(words.slice(from));
  if ('why' in launcher) return launcher;
  return { ...front, argsFrom: from + launcher.commandAt + 1, launcher: { ...launcher, from } };
}

/** The text of a word of the line; empty for what is none. */
export function textOf(node: ConfigNode | null | undefined): string {
  return node?.kind === 'atom' ? String(node.value) : '';
}

function isWord(node: ConfigNode): boolean {
  return node.kind === 'atom' && ['string', 'number'].includes(typeof node.value);
}

function isTrue(node: ConfigNode | undefined): boolean {
  return node?.kind === 'atom' && node.value === true;
}

/** And one that no client would read anything into. */
function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path) && !/[$%{}]/.test(path);
}
