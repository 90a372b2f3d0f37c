import type { Launch, Word } from '../launch/launch.ts';
import { wordOf } from '../launch/words.ts';
import { runsDownload } from './downloads.ts';
import { normalized } from './host-places.ts';
import { interpretersOf } from './interpreted.ts';
import type { Rule } from './rule.ts';

/** What lies where anything may be put, and is cleaned away now and then, can be replaced by somebody else's. */
export const temporaryProgram: Rule = {
  meta: {
    id: 'temporary-program',
    title: 'Server that lies in a folder for passing files',
    pillar: 'deployment',
    severity: 'information',
    grade: 'caution',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ launch, cwd, words }) {
    // What is fetched and run is remote-script's to say.
    if (launch.shell !== null && runsDownload(launch.shell.commands)) return;
    for (const file of filesOf(launch)) {
      const path = cwd !== null && isRelative(file.text) ? `${cwd.value}/${file.text}` : file.text;
      const message = messageFor(path);
      if (message !== null) yield { at: file, message };
    }
    // `uv --directory /tmp/notes run server.py`
    const flag =
      launch.runner === 'uv run' ? words.findIndex(({ value }) => value === '--directory') : -1;
    const folder = flag === -1 ? undefined : words[flag + 1];
    const message = folder === undefined ? null : messageFor(String(folder.value));
    if (folder !== undefined && message !== null) yield { at: wordOf(folder), message };
  },
};

/** The program, and the file that it runs where it is an interpreter. */
function filesOf(launch: Launch): readonly Word[] {
  const scripts = interpretersOf(launch).flatMap(({ script }) => script ?? []);
  const programs =
    launch.kind === 'shell'
      ? (launch.shell?.commands ?? []).flatMap(({ words }) => words.slice(0, 1))
      : [launch.program].filter((word) => word !== null);
  return [...programs, ...scripts];
}

/** Below the server's working folder; a bare name is looked for on the PATH, or is a script. */
function isRelative(file: string): boolean {
  return /^\.{1,2}[\\/]|^[^\\/:$%~]+(?:[\\/]|\.[a-z]{1,4}$)/i.test(file.slice(0, 4096));
}

function messageFor(file: string): string | null {
  const path = normalized(file.slice(0, 4096).replace(/^file:\/\//, ''));
  const shared = sharedFolder.exec(path)?.[1];
  if (shared !== undefined)
    return `The server lies in ${shared}, where every user and program of this machine may put files: another's may run in its place`;
  if (ownFolder.test(path))
    return 'The server lies in the folder for temporary files: it is cleaned away, and what any program puts there may run in its place';
  const download = downloads.exec(path)?.[1];
  if (download === undefined) return null;
  return download.includes('/')
    ? 'The server lies in a folder below Downloads: it is soon cleared away, and what is unpacked there next may run in its place'
    : 'The server lies in Downloads: what a browser saves there may be loaded with it or take its place';
}

const sharedFolder = /^(?:\/private)?(\/tmp|\/var\/tmp|\/dev\/shm)\/./;
const ownFolder =
  /^(?:\$\{(?:env:)?(?:TMPDIR|TEMP|TMP)\}|\$(?:env:)?(?:TMPDIR|TEMP|TMP)|%(?:TEMP|TMP)%|%LOCALAPPDATA%\/Temp|\$\{env:LOCALAPPDATA\}\/Temp|(?:\/private)?\/var\/folders|[a-z]:\/windows\/temp|(?:\/mnt)?\/?[a-z]:?\/users\/[^/]{1,100}\/appdata\/local\/temp)\/./i;
const downloads =
  /^(?:~|\$HOME|\$\{(?:env:)?HOME\}|\$\{userHome\}|%USERPROFILE%|\$env:USERPROFILE|\$\{env:USERPROFILE\}|\/root|\/(?:home|Users)\/[^/]{1,100}|(?:\/mnt)?\/?[a-z]:?\/users\/[^/]{1,100})\/downloads\/(.+)/i;
