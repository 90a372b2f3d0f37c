import { basename, sep } from 'node:path';
import type { World } from './world.ts';

/** A text with gaps, where it holds what only the client knows: each null stands for any text. */
export type Pattern = readonly (string | null)[];

const REFERENCE = /\$\{[^{}]{1,200}\}|\{env:[A-Za-z_][A-Za-z0-9_]*\}/g;

/** A text of an entry as the client reads it. */
export function expand(text: string, world: World): Pattern {
  const parts: (string | null)[] = [];
  let last = 0;
  for (const { 0: reference, index } of text.matchAll(REFERENCE)) {
    parts.push(text.slice(last, index), meaningOf(reference, world));
    last = index + reference.length;
  }
  return joined([...parts, text.slice(last)]);
}

/** Null when there are gaps. */
export function textOf(pattern: Pattern): string | null {
  const [only = '', more] = pattern;
  return more === undefined && pattern.length <= 1 ? only : null;
}

/** Whether a text is one that the pattern allows. Takes the first place for each piece, so it is linear. */
export function fits(pattern: Pattern, text: string): boolean {
  const first = pattern[0];
  if (pattern.length <= 1) return first === null || text === (first ?? '');
  let at = 0;
  for (const [index, piece] of pattern.entries()) {
    if (piece === null) continue;
    if (index === pattern.length - 1)
      return text.length - piece.length >= at && text.endsWith(piece);
    const found = index === 0 ? (text.startsWith(piece) ? 0 : -1) : text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return true;
}

/** A leading `~` as the home folder, which some clients take it for. */
export function withHome(text: string, { home }: Pick<World, 'home'>): string {
  return text === '~' || text.startsWith('~/') || text.startsWith('~\\')
    ? home + text.slice(1)
    : text;
}

/** Undefined in some clients is the text itself, so only what is sure has a meaning. */
function meaningOf(reference: string, world: World): string | null {
  const [kind = '', name] = reference.replace(/^\$?\{|\}$/g, '').split(/:(.*)/s);
  switch (kind) {
    case 'workspaceFolder':
      return name === undefined ? world.workspace : null;
    case 'workspaceFolderBasename':
      return world.workspace === null ? null : basename(world.workspace);
    case 'userHome':
      return world.home;
    case '/':
    case 'pathSeparator':
      return world.platform === 'win32' ? '\\' : sep;
    case 'extensionInstallFolder':
      return world.installFolder(name ?? '');
    case 'env':
      return world.env === null || name === undefined ? null : (variable(world, name) ?? '');
    default:
      return null;
  }
}

function variable({ env, platform }: World, name: string): string | undefined {
  if (env === null) return undefined;
  if (platform !== 'win32') return env[name];
  const upper = name.toUpperCase();
  return Object.entries(env).find(([key]) => key.toUpperCase() === upper)?.[1];
}

/** Texts that stand together as one, and no empty ones. */
function joined(parts: Pattern): Pattern {
  const result: (string | null)[] = [];
  for (const part of parts) {
    const before = result.at(-1);
    if (part === '') continue;
    if (part === null && before === null) continue;
    if (typeof part === 'string' && typeof before === 'string')
      result[result.length - 1] = before + part;
    else result.push(part);
  }
  return result;
}
