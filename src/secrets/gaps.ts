import { child, isString } from '../core/config/node.ts';
import { isFilledElsewhere } from '../core/rules/moves/filled-elsewhere.ts';
import type { BoundLaunch } from './bound-launch.ts';
import { loadsCode } from './differences.ts';
import { expand, textOf } from './expand.ts';
import { namedEnvFiles } from './named-env-files.ts';
import type { SecretEntry } from './secret-entry.ts';
import type { World } from './world.ts';

/**
 * Why an entry leaves too much open for its launch to be judged, in one clause; null when it does not. What a gap is
 * filled with is not bound, so it may be what a person types or the client's own environment holds, and neither the
 * program nor what loads code into it.
 */
export function openGap(entry: SecretEntry, launch: BoundLaunch, world: World): string | null {
  const { server, words } = entry;
  const cwd = child(server.node, 'cwd');
  const texts: readonly (readonly [place: string, text: string])[] = [
    ...words.map((word, n) => [n === 0 ? 'the command' : `argument ${n}`, word] as const),
    ...server.env.flatMap(({ name, value }) =>
      value?.kind === 'atom' && isString(value) ? [[variableOf(name), value.value] as const] : [],
    ),
    ...(isString(cwd) ? [['the working folder', cwd.value] as const] : []),
    ...namedEnvFiles(server).map((name) => ['the file of variables', name] as const),
  ];
  for (const [place, text] of texts)
    if (isFilledElsewhere(text, entry.document))
      return `${place} holds a \${…} that others may fill: write its value out`;
  const isOpen = (text: string): boolean => textOf(expand(text, world)) === null;
  if (namedEnvFiles(server).some(isOpen)) return tooOpen('the file of variables');
  // Without an editor these are bound as the launcher found them.
  if (world.env === null) return null;
  if (textOf(launch.words[0] ?? []) === null) return tooOpen('the command');
  if (isString(cwd) && isOpen(cwd.value)) return tooOpen('the working folder');
  for (const [name, value] of launch.env)
    if (textOf(value) === null && loadsCode(name)) return tooOpen(variableOf(name));
  return null;
}

function tooOpen(place: string): string {
  return `${place} holds a \${…} that only the client can fill: write its value out`;
}

function variableOf(name: string): string {
  return /^[A-Za-z0-9_.()-]{1,80}$/.test(name) ? `the variable ${name}` : 'a variable';
}
