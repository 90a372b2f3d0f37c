import { child } from '../core/config/node.ts';
import type { Server } from '../core/config/server.ts';
import { envFilesOf } from '../core/rules/credentials/env-files.ts';

const OPTION = '--env-file';

/** Every file of variables that an entry names, as it stands there: its own, and those of its line, containers' too. */
export function namedEnvFiles(server: Server): readonly string[] {
  const own = server.envFile === null ? [] : [server.envFile.value];
  const onLine = envFilesOf(server).map(({ atom, start, end }) =>
    String(atom.value).slice(start, end),
  );
  const words = ['command', 'args'].flatMap((key) => {
    const list = child(server.node, key);
    const items = list?.kind === 'array' ? list.items : [];
    return items.map((item) => (item.kind === 'atom' ? String(item.value) : ''));
  });
  const more = words.flatMap((word, index) => {
    if (word === OPTION) return words.slice(index + 1, index + 2);
    return word.startsWith(`${OPTION}=`) ? [word.slice(OPTION.length + 1)] : [];
  });
  return [...new Set([...own, ...onLine, ...more])].filter((name) => name !== '');
}
