import { pathOf } from '../config/node.ts';
import type { ContainerOption, ContainerUse, Launch, Word } from '../launch/launch.ts';
import { mountsOf } from '../launch/mounts.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';
import { replaceParts } from './write.ts';

/** A container as the engine makes it keeps rights that hardly any server needs, and that an escape starts from. */
export const containerNotHardened: Rule = {
  meta: {
    id: 'container-not-hardened',
    title: 'Container with more rights than a server needs',
    pillar: 'deployment',
    severity: 'hint',
    grade: null,
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['container'],
  *check({ launch, isImplied }) {
    const { container } = launch;
    // Who puts the line together hardens it, or does not; nobody can write it here.
    if (isImplied) return;
    // Nothing is taken away from a privileged container by these.
    if (container === null || container.run === null || has(container, '--privileged')) return;
    const missing = missingIn(container, launch);
    if (missing.length === 0) return;
    yield {
      at: container.run,
      message: `The container runs without ${listed(missing)}: code that takes it over has more to work with than it needs`,
      fixes: harden(container, container.run, missing),
    };
  },
};

/** As docs.docker.com/reference/cli/docker/container/run and docs.podman.io/en/latest/markdown/podman-run.1.html have them. */
function missingIn(container: ContainerUse, launch: Launch): readonly string[] {
  const values = (flag: string) =>
    container.options.filter((o) => o.flag === flag).map(({ value }) => value ?? '');
  const missing: string[] = [];
  if (!values('--cap-drop').some((value) => /(?:^|,)all(?:,|$)/i.test(value)))
    missing.push('--cap-drop=ALL');
  // With `:false` somebody has thought about it.
  if (!values('--security-opt').some((value) => /^no-new-privileges(?:[:=]|$)/.test(value)))
    missing.push('--security-opt=no-new-privileges');
  if (!has(container, '--read-only') && !isWritableByChoice(container, launch))
    missing.push('--read-only');
  // Podman has a limit of 2048 by itself.
  if (!has(container, '--pids-limit') && container.engine !== 'podman') missing.push(pidsLimit);
  return missing;
}

const pidsLimit = '--pids-limit=256';

function has({ options }: ContainerUse, name: string): boolean {
  return options.some(({ flag }) => flag === name);
}

/** `--read-only=false`, which is not among the options in force. */
function isWritableByChoice({ run }: ContainerUse, { args }: Launch): boolean {
  const list = run?.atom.parent;
  if (list?.kind !== 'array') return false;
  const own = new Set(args.map(({ atom }) => atom));
  return list.items.some(
    (item) =>
      item.kind === 'atom' && !own.has(item) && String(item.value).startsWith('--read-only='),
  );
}

function listed(flags: readonly string[]): string {
  const names = flags.map((flag) => (flag === pidsLimit ? '--pids-limit' : flag));
  return names.length === 1
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function harden(container: ContainerUse, run: Word, missing: readonly string[]): readonly Fix[] {
  const flags =
    missing.includes('--read-only') && !hasTmp(container) ? [...missing, '--tmpfs=/tmp'] : missing;
  const fix = { title: 'Harden the container', safety: 'unsafe' as const };
  const { atom } = run;
  if (String(atom.value).slice(run.start, run.end) !== run.text) return [];
  const list = atom.parent;
  if (list?.kind === 'array' && run.text === String(atom.value)) {
    const next = list.items[Number(atom.key) + 1];
    if (next === undefined) return [];
    return [{ ...fix, ops: flags.map((value) => ({ op: 'insert', path: pathOf(next), value })) }];
  }
  const at = { atom, start: run.end, end: run.end };
  return [{ ...fix, ops: replaceParts([{ at, text: ` ${flags.join(' ')}` }]) }];
}

/** Podman gives a read-only container a writable /tmp by itself. */
function hasTmp(container: ContainerUse): boolean {
  return (
    container.engine === 'podman' ||
    container.options.some(isTmpfs) ||
    mountsOf(container).some(({ target }) => /^\/tmp(?:\/|$)/.test(target))
  );
}

function isTmpfs({ flag, value }: ContainerOption): boolean {
  return flag === '--tmpfs' || (flag === '--mount' && /(?:^|,)type=tmpfs(?:,|$)/.test(value ?? ''));
}
