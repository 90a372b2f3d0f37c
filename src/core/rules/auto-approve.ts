import type { Approval } from '../config/dialects/approval.ts';
import { pathsLike } from '../config/entries.ts';
import {
  isString,
  nodeAt,
  pathOf,
  propertyOf,
  type ArrayNode,
  type ConfigNode,
  type Path,
} from '../config/node.ts';
import type { Span } from '../config/text.ts';
import type { Draft } from './finding.ts';
import type { Rule } from './rule.ts';

/** A prompt injection that reaches the model calls these tools with nobody asked. */
export const autoApprove: Rule = {
  meta: {
    id: 'auto-approve',
    title: 'Tools that run without asking',
    pillar: 'deployment',
    severity: 'warning',
    grade: null,
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *check({ node }, { dialect }) {
    for (const approval of dialect.approvals) {
      if (approval.of === 'server') yield* checkApproval(node, approval);
    }
  },
  *checkDocument({ root, dialect }) {
    for (const approval of dialect.approvals) {
      if (approval.of === 'file') yield* checkApproval(root, approval);
    }
  },
};

function* checkApproval(root: ConfigNode | null, approval: Approval): Generator<Draft> {
  for (const path of pathsLike(root, approval.path)) {
    const value = nodeAt(root, path);
    const property = propertyOf(nodeAt(root, path.slice(0, -1)), String(path.at(-1)));
    if (value === undefined || property === undefined) continue;
    yield* checkValue(value, property.keySpan, path, approval);
  }
}

function* checkValue(
  value: ConfigNode,
  keySpan: Span,
  path: Path,
  approval: Approval,
): Generator<Draft> {
  const { what, all, one, items, title } = approval;
  const key = String(path.at(-1));
  const fixes = [
    {
      title: title ?? `Ask before each tool runs (drop ${key})`,
      safety: 'unsafe' as const,
      ops: [{ op: 'remove' as const, path: pathOf(value) }],
    },
  ];
  const does = what === 'tools' ? 'run' : 'start';
  const each = `lets every ${what === 'tools' ? 'tool' : 'server of a project'} ${does} without asking`;
  const marks = what === 'tools' ? (['auto-approved'] as const) : [];
  if (value.kind === 'atom') {
    if (isOneOf(value, all)) yield { at: value.span, message: `${key} ${each}`, fixes, marks };
    else if (one?.some((word) => word === value.value) === true) {
      const tool = String(path.at(-2));
      const message = `${key} lets ${nameOr(tool, 'one tool')} run without asking`;
      yield { at: value.span, message, severity: 'information', fixes, marks };
    }
  }
  if (value.kind !== 'array' || one !== undefined) return;
  const meant = itemsMeant(value, items);
  if (meant.length === 0) return;
  const every = meant.find((item) => isOneOf(item, all));
  if (every !== undefined) {
    yield { at: every.span, message: `${key} ${each}`, fixes, marks };
    return;
  }
  const whole = wholeServers(meant, approval);
  const [first] = whole;
  if (first !== undefined) {
    const names = new Set(whole.map(({ name }) => name));
    const of = names.size > 1 ? `${names.size} servers` : nameOr(first.name, 'one server');
    const message = `${key} lets every tool of ${of} run without asking`;
    yield { at: first.at, message, fixes: items === undefined ? fixes : [], marks };
    return;
  }
  // Clients append a name each time it is approved.
  const names = meant.map((item) => (item.kind === 'atom' ? item.value : item));
  const count = new Set(names).size;
  const message = `${key} lets ${counted(count, approval)} ${does} without asking`;
  // What of the list is about something else stays.
  const own = items === undefined ? fixes : [];
  yield { at: keySpan, message, severity: 'information', fixes: own, marks };
}

function counted(count: number, { what }: Approval): string {
  const one = what === 'servers' ? 'server' : 'tool';
  return count === 1 ? `one ${one}` : `${count} ${one}s`;
}

/** The items that stand for all tools of a server, and what it is called. */
function wholeServers(
  items: readonly ConfigNode[],
  { whole }: Approval,
): readonly { readonly at: Span; readonly name: string }[] {
  if (whole === undefined) return [];
  return items.filter(isString).flatMap(({ value, span }) => {
    const name = whole.exec(value)?.[1];
    return name === undefined ? [] : [{ at: span, name }];
  });
}

/** A name that can be one; anything longer or odder is not repeated. */
function nameOr(name: string, other: string): string {
  return /^[\w.-]{1,64}$/.test(name) ? name : other;
}

function itemsMeant({ items }: ArrayNode, shape: RegExp | undefined): readonly ConfigNode[] {
  if (shape === undefined) return items;
  return items.filter((item) => isString(item) && shape.test(item.value));
}

function isOneOf(node: ConfigNode, values: readonly (string | boolean)[]): boolean {
  return node.kind === 'atom' && values.some((value) => value === node.value);
}
