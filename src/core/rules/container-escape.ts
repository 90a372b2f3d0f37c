import type { ContainerOption } from '../launch/launch.ts';
import { mountsOf, type Mount } from '../launch/mounts.ts';
import { powerOf, type Power } from './container-powers.ts';
import type { Draft } from './finding.ts';
import type { Fix } from './fix.ts';
import { hostPlace } from './host-places.ts';
import type { Rule } from './rule.ts';
import { dropWords } from './write.ts';

/** With these options the container is no wall: code in it reaches the host. */
export const containerEscape: Rule = {
  meta: {
    id: 'container-escape',
    title: 'Container that does not contain',
    pillar: 'deployment',
    severity: 'error',
    grade: 'bad',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['container'],
  *check({ launch: { container } }) {
    if (container === null) return;
    for (const option of container.options) {
      const power = powerOf(option, container.engine);
      if (power !== null) yield { at: option.at, ...draft(option, power) };
    }
    for (const mount of mountsOf(container)) {
      const power = powerOfMount(mount);
      if (power !== null) yield { at: mount.sourceAt, ...draft(mount.option, power) };
    }
  },
};

function draft(option: ContainerOption, { name, message, noWall }: Power): Omit<Draft, 'at'> {
  return { message, fixes: drop(option, name), marks: noWall ? ['no-wall'] : [] };
}

/** Nothing can be dropped from inside a cluster such as `-itv`. */
function drop({ words }: ContainerOption, name: string): readonly Fix[] {
  if (words.length === 0) return [];
  return [{ title: `Drop ${name}`, safety: 'unsafe', ops: dropWords(words) }];
}

function powerOfMount({ source, target, readOnly }: Mount): Power | null {
  const socket = socketOf(source) ?? socketOf(target);
  if (socket !== null) {
    const message = `${socket} lets the server start any container as root, read-only or not`;
    return { name: `the mount of ${socket}`, message, noWall: true };
  }
  // A socket answers through a read-only mount too.
  if (hostPlace(source) !== 'engine' || (readOnly && !/run\/*$/.test(source))) return null;
  const message = `The mount of ${source} lets the server steer the host's kernel or container engine`;
  return { name: `the mount of ${source}`, message, noWall: true };
}

/** The name of an engine's socket or pipe; null for any other path. */
function socketOf(path: string): string | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const pipe = /[\\/]pipe[\\/]/i.test(path) && pipes.test(name);
  return pipe || sockets.test(name) ? name : null;
}

const sockets = /^(?:docker(?:\.raw)?|podman|containerd|crio|cri-dockerd|buildkitd|kubelet)\.sock$/;
const pipes = /^(?:docker|podman|containerd)[\w.-]{0,60}$/i;
