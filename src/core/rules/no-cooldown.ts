import type { Op } from '../config/edit.ts';
import type { Document } from '../config/document.ts';
import { child } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import type { PackageRef } from '../launch/launch.ts';
import { gatesFor, isGated, toolOf, type Gate } from './age-gate.ts';
import { releasesOfAll } from './deprecated-package.ts';
import type { FactsAtHand } from './facts.ts';
import type { Fix } from './fix.ts';
import { isFresh } from './fresh-release.ts';
import type { Rule } from './rule.ts';
import { runningReleases } from './running-release.ts';

/** Below a pinned version everything is fetched at its newest, and most attacks are found within days. */
export const noCooldown: Rule = {
  meta: {
    id: 'no-cooldown',
    title: 'Dependencies are taken on the day they are published',
    pillar: 'dependencies',
    severity: 'hint',
    grade: null,
    confidence: 'medium',
    fix: 'unsafe',
    since: '0.1.0',
  },
  about: ['packages'],
  needs: releasesOfAll,
  *check(server, document, facts) {
    const { launch } = server;
    const { coolDownDays } = facts.choices;
    const tool = toolOf(server);
    const ref = launch.packages.find(floats);
    if (tool === null || ref === undefined || coolDownDays <= 0) return;
    // What is set inside an image, its own settings say.
    if (launch.container !== null || isGated(server)) return;
    yield {
      at: ref.at,
      message: message(ref),
      fixes: isBlocked(server, facts)
        ? []
        : gatesFor(tool, coolDownDays, facts.now).flatMap((gate) =>
            gateFix(server, document, gate),
          ),
    };
  },
};

function floats({ ecosystem }: PackageRef): boolean {
  return ecosystem === 'npm' || ecosystem === 'pypi';
}

function message({ name, pin }: PackageRef): string {
  const isPinned = pin === 'exact' || pin === 'hash';
  const what = isPinned ? `what ${name} depends on` : `${name}, or of what it depends on,`;
  return `A new release of ${what} runs here the day it is published: nothing makes it wait`;
}

/** A pinned release that is younger than the gate would not be found behind it. */
function isBlocked(server: Server, facts: FactsAtHand): boolean {
  return runningReleases(server, facts).some(
    ({ running, release }) => running.by === 'pin' && isFresh(release, facts),
  );
}

function gateFix(server: Server, { dialect }: Document, gate: Gate): readonly Fix[] {
  const { node, launch } = server;
  const env = child(node, dialect.keys.env);
  // Another user or another system is not given this environment; an entry of a registry has none of the usual form.
  const isPassedOn = !launch.wrappers.some((name) => /^(?:wsl|sudo|ssh|su|doas|env -)/.test(name));
  if (!isPassedOn || dialect.fields !== undefined) return [];
  if (env !== undefined && env.kind !== 'object') return [];
  const names = gate.variables.map(({ name }) => name);
  const path = [...server.path, dialect.keys.env];
  const ops: readonly Op[] =
    env === undefined
      ? [
          {
            op: 'set',
            path,
            value: Object.fromEntries(gate.variables.map(({ name, value }) => [name, value])),
          },
        ]
      : gate.variables.map(({ name, value }) => ({ op: 'set', path: [...path, name], value }));
  const title = `${gate.words}: set ${names.join(' and ')} (${gate.since})`;
  return [{ title, safety: 'unsafe', ops }];
}
