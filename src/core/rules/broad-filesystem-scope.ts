import { openedFolders } from './folder-servers.ts';
import { hostPlace, type HostPlace } from './host-places.ts';
import type { Rule } from './rule.ts';

/** A file server opens what it is told to: one planted instruction in a file is enough to have the rest read out. */
export const broadFilesystemScope: Rule = {
  meta: {
    id: 'broad-filesystem-scope',
    title: 'File server that is given far more than a project',
    pillar: 'deployment',
    severity: 'information',
    grade: 'caution',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check({ launch }) {
    const opened = openedFolders(launch);
    for (const folder of opened?.folders ?? []) {
      const place = hostPlace(folder.text);
      if (opened === null || place === null) continue;
      yield { at: folder, message: `${opened.server} is given ${what[place](folder.text)}` };
    }
  },
};

const what: Readonly<Record<HostPlace, (folder: string) => string>> = {
  root: () =>
    'a whole disk, so a planted instruction can have it read and change any file of yours',
  home: () =>
    'a whole home folder, so a planted instruction can have it read and change every key and project there',
  credentials: (folder) =>
    `${folder}, so a planted instruction can have it read and change keys and logins`,
  system: (folder) =>
    `${folder}, so a planted instruction can have it read how this machine is set up`,
  engine: (folder) =>
    `${folder}, so a planted instruction can have it reach the kernel or the container engine`,
};
