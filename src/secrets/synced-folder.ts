import { parse } from 'node:path/posix';

/** By the name of a folder in the home folder or at the root of a drive, where these programs put theirs. */
const folders: readonly (readonly [name: RegExp, program: string])[] = [
  [/^onedrive(?: ?-.*)?$/i, 'OneDrive'],
  [/^dropbox(?: \(.*\))?$/i, 'Dropbox'],
  [/^(?:google ?drive|my drive)$/i, 'Google Drive'],
  [/^nextcloud$/i, 'Nextcloud'],
];

/** By the beginning of a name in `Library/CloudStorage`, where macOS has them. */
const cloudStorage: readonly (readonly [name: RegExp, program: string])[] = [
  [/^onedrive/i, 'OneDrive'],
  [/^dropbox/i, 'Dropbox'],
  [/^googledrive/i, 'Google Drive'],
  [/^nextcloud/i, 'Nextcloud'],
];

/** What copies a file to other machines, told by the names of its folders; both paths absolute, links resolved. */
export function syncedBy(path: string, home: string): string | null {
  const file = path.replaceAll('\\', '/');
  const below = `${home.replaceAll('\\', '/').replace(/\/+$/, '')}/`;
  if (!file.startsWith(below)) {
    const [, first = ''] = /^[A-Za-z]:\/([^/]*)\//.exec(file) ?? [];
    return programOf(first, folders);
  }
  const [first = '', second, third] = parse(file.slice(below.length)).dir.split('/');
  if (first !== 'Library') return programOf(first, folders);
  if (second === 'Mobile Documents') return 'iCloud Drive';
  return second === 'CloudStorage' ? programOf(third ?? '', cloudStorage) : null;
}

function programOf(name: string, known: typeof folders): string | null {
  return known.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
