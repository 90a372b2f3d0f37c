import type { Op } from '../config/edit.ts';
import type { Document } from '../config/document.ts';
import { child, nodeAt, type Path } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import type { Fix } from './fix.ts';
import { reachesAnything, reachOf, type Reach } from './known-hosts.ts';
import type { Rule } from './rule.ts';

/** The client has a wall for this process, with a list of what may pass, and it is not up. */
export const sandboxOff: Rule = {
  meta: {
    id: 'sandbox-off',
    title: 'Fetched code outside the sandbox that this client has',
    pillar: 'deployment',
    severity: 'hint',
    grade: null,
    confidence: 'medium',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *check(server, document) {
    if (!document.dialect.sandbox || !couldRunInside(server)) return;
    const { launch, node } = server;
    const enabled = child(node, 'sandboxEnabled');
    if (enabled !== undefined && !(enabled.kind === 'atom' && enabled.value === false)) return;
    const reach = reachOf(server);
    // Of what is not known, much could not: it speaks to a database, an engine, a program of this machine.
    if (enabled === undefined && reach === null) return;
    const [main] = launch.packages;
    const name = main?.name ?? server.name;
    yield {
      at: enabled?.span ?? main?.at ?? server.nameSpan,
      message: message(name, document.dialect.client, reach, enabled !== undefined),
      fixes: reach === null ? [] : sandboxFix(server, document, reach),
    };
  },
};

/**
 * There is no sandbox on Windows. A container has a wall of its own, a bridge signs in through a browser, a secret comes
 * through a socket that the sandbox closes, and some servers open any page there is.
 */
function couldRunInside({ launch, disabled, command }: Server): boolean {
  const { container, image, remote, secrets, wrappers, packages, kind } = launch;
  if (disabled || container !== null || image !== null || remote !== null) return false;
  if (kind === 'unknown' || kind === 'shell' || secrets.length > 0) return false;
  if (packages.some(({ name }) => reachesAnything(name))) return false;
  const windows = /^(?:cmd|powershell|pwsh|wsl)\b/;
  if (wrappers.some((wrapper) => windows.test(wrapper))) return false;
  return !/^[A-Za-z]:[\\/]|\\|\.(?:cmd|exe|bat|ps1)$/i.test(String(command?.value ?? ''));
}

function message(name: string, client: string, reach: Reach | null, told: boolean): string {
  const outside = told
    ? `${name} is told to run outside the sandbox`
    : `${name} runs outside the sandbox of ${client}`;
  if (reach === null)
    return `${outside} and reaches all that you can; which hosts it needs is not known here`;
  if (reach.hosts.length === 0)
    return `${outside} and reaches all that you can, though it needs no network`;
  return `${outside} and reaches all that you can, though it needs only ${reach.hosts.join(', ')}`;
}

function sandboxFix(server: Server, document: Document, reach: Reach): readonly Fix[] {
  const { hosts, writes } = reach;
  const lists = [
    ...listOps(document, ['sandbox', 'network', 'allowedDomains'], hosts, true),
    ...listOps(document, ['sandbox', 'filesystem', 'allowWrite'], writes, false),
  ];
  const ops: Op[] = [];
  for (const op of lists) {
    if (op === null) return [];
    ops.push(op);
  }
  const reached = hosts.length === 0 ? '' : ` with ${hosts.join(', ')}`;
  // Seen in VS Code: tools of a sandboxed server are approved by themselves.
  const title = `Run it in the sandbox${reached}; its tools then run unasked`;
  const enable: Op = { op: 'set', path: [...server.path, 'sandboxEnabled'], value: true };
  return [{ title, safety: 'unsafe', ops: [enable, ...ops] }];
}

/** What is missing from a list, behind what stands there; null where something else stands there. */
function* listOps(
  { root }: Document,
  path: Path,
  wanted: readonly string[],
  always: boolean,
): Generator<Op | null> {
  const list = nodeAt(root, path);
  if (list === undefined) {
    const parents = [path.slice(0, 1), path.slice(0, 2)].map((at) => nodeAt(root, at));
    if (parents.some((parent) => parent !== undefined && parent.kind !== 'object')) yield null;
    else if (always || wanted.length > 0) yield { op: 'set', path, value: wanted };
    return;
  }
  if (list.kind !== 'array') {
    yield null;
    return;
  }
  const there = new Set(list.items.map((item) => (item.kind === 'atom' ? item.value : null)));
  for (const value of wanted) if (!there.has(value)) yield { op: 'append', path, value };
}
