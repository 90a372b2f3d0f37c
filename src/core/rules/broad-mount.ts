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
  about: ['container'],
  *check({ launch }, document) {
    for (const mount of mountsOf(launch.container)) {
      const place = hostPlace(mount.source);
      if (place === null || place === 'engine') continue;
      const whole = place === 'root' || place === 'home';
      // Read-only, a folder of keys is handed on: that is credential-passthrough's to say.
      if (mount.readOnly && !whole) continue;
      yield {
        at: mount.sourceAt,
        message: messages[place](mount),
        fixes: whole ? mountWorkspace(mount, document) : mountReadOnly(mount),
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
  credentials: ({ source }: Mount) =>
    `The mount of ${source} lets the server read and change keys and logins`,
  system: ({ source }: Mount) =>
    `The mount of ${source} lets the server change what this machine runs`,
};

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
