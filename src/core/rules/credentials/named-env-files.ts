import type { Document } from '../../config/document.ts';
import { keep } from '../../config/kept.ts';
import type { Slice } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { envFilesOf } from './env-files.ts';

const OPTION = '--env-file';

/** Where an entry names a file of variables: its own, and those of its line, containers' too. */
export function namedEnvFilesOf(server: Server): readonly Slice[] {
  return keep(server, readNamed);
}

/** What a slice of a string is. */
export function sliceText({ atom, start, end }: Slice): string {
  return String(atom.value).slice(start, end);
}

/** The names of all that a file names, as they stand there. */
export function envFileNames({ servers }: Pick<Document, 'servers'>): readonly string[] {
  return [...new Set(servers.flatMap(namedEnvFilesOf).map(sliceText))];
}

function readNamed(server: Server): readonly Slice[] {
  const { envFile, words } = server;
  const own = envFile === null ? [] : [whole(envFile)];
  const more = words.flatMap((item, index): readonly Slice[] => {
    const text = String(item.value);
    const next = words[index + 1];
    if (text === OPTION) return next === undefined ? [] : [whole(next)];
    return text.startsWith(`${OPTION}=`) ? [{ ...whole(item), start: OPTION.length + 1 }] : [];
  });
  const found = new Map<string, Slice>();
  for (const slice of [...own, ...envFilesOf(server), ...more]) {
    const place = [slice.atom.span.start, slice.start, slice.end].join();
    if (slice.end > slice.start) found.set(place, slice);
  }
  return [...found.values()];
}

function whole(atom: Slice['atom']): Slice {
  return { atom, start: 0, end: String(atom.value).length };
}
