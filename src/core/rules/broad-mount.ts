import type { Document } from '../config/document.ts';
import type { ContainerOption } from '../launch/launch.ts';
import { mountsOf, partOfValue, type Mount } from '../launch/mounts.ts';
import type { Fix } from './fix.ts';
import { hostPlace } from './host-places.ts';
import type { Rule } from './rule.ts';
import { replaceParts, type Replacement } from './write.ts';

/** What is mounted is outside the wall: the server reads and changes all of it. */
export const broadMount: Rule = {
  meta: {
    id: 'broad-mount',
    title: 'Container that is given far more of the disk than a server needs',
    pillar: 'deployment',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *check({ launch }, document) {
    for (const mount of mountsOf(launch.container)) {
      const place = hostPlace(mount.source);
      if (place === null || place === 'engine') continue;
      const whole = place === 'root' || place === 'home';
      // Keys and logins are given away to a reader too; what else the system holds is no secret.
      const readable = whole || place === 'credentials' || isSettings(mount);
      if (mount.readOnly && !readable) continue;
      yield {
        at: mount.sourceAt,
        message: messages[place](mount),
        fixes: fixesOf(mount, whole, readable, document),
        marks: whole ? ['no-wall'] : [],
      };
    }
  },
};

const messages = {
  root: ({ readOnly }: Mount) =>
    `The mount of a whole disk lets the server ${readOnly ? 'read' : 'change'} every file on it`,
  home: ({ readOnly }: Mount) =>
    `The mount of a home folder lets the server ${readOnly ? 'read' : 'change'} every key and project in it`,
  credentials: ({ source, readOnly }: Mount) =>
    `The mount of ${source} lets the server ${readOnly ? 'read' : 'read and change'} keys and logins`,
  system: (mount: Mount) =>
    mount.readOnly
      ? `The mount of ${mount.source} lets the server read the accounts and settings of this machine`
      : `The mount of ${mount.source} lets the server change what this machine runs`,
};

/** Where accounts, their password hashes and the machine's own keys stand. */
function isSettings({ source }: Mount): boolean {
  return /^(?:\/private)?\/+etc\/*$/.test(source);
}

function fixesOf(
  mount: Mount,
  whole: boolean,
  readable: boolean,
  document: Document,
): readonly Fix[] {
  if (whole) return mountWorkspace(mount, document);
  return readable ? [] : mountReadOnly(mount);
}

/** Only in a file that belongs to a workspace is there a folder to mount instead. */
function mountWorkspace(mount: Mount, { path }: Document): readonly Fix[] {
  if (!/(?:^|\/)\.(?:vscode|cursor)\/mcp\.json$/.test(path) || !isExact(mount)) return [];
  const title = 'Mount ${workspaceFolder} instead';
  const ops = replaceParts([{ at: mount.sourceAt, text: '${workspaceFolder}' }]);
  return [{ title, safety: 'unsafe', ops }];
}

function mountReadOnly(mount: Mount): readonly Fix[] {
  if (!isExact(mount)) return [];
  const part = mount.option.flag === '--mount' ? readOnlyBind(mount) : readOnlyVolume(mount);
  return [{ title: 'Mount read-only', safety: 'unsafe', ops: replaceParts([part]) }];
}

function readOnlyBind({ option }: Mount): Replacement {
  // It is writable, so whatever stands here says so.
  const said = /,(?:rw|ro|readonly)(?:=\w*)?(?=,|$)/.exec(option.value ?? '');
  return replaced(option, said, ',readonly');
}

function readOnlyVolume({ option, source, target }: Mount): Replacement {
  const value = option.value ?? '';
  const hasOptions = value.length > `${source}:${target}`.length;
  const said = hasOptions ? /[:,]rw(?=,|$)/.exec(value) : null;
  const separator = said?.[0][0] ?? (hasOptions ? ',' : ':');
  return replaced(option, said, `${separator}ro`);
}

function replaced(
  option: ContainerOption,
  part: RegExpExecArray | null,
  text: string,
): Replacement {
  const end = option.value?.length ?? 0;
  const start = part?.index ?? end;
  return { at: partOfValue(option, start, part === null ? end : start + part[0].length), text };
}

function isExact({ option, sourceAt, source }: Mount): boolean {
  return (
    String(sourceAt.atom.value).slice(sourceAt.start, sourceAt.end) === source &&
    option.value !== null
  );
}
