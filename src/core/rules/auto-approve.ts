import { pathOf, propertyOf, type Property } from '../config/node.ts';
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
    for (const key of dialect.approvalKeys) {
      const property = propertyOf(node, key);
      if (property !== undefined) yield* checkApproval(property);
    }
  },
};

function* checkApproval({ key, keySpan, value }: Property): Generator<Draft> {
  if (value === null) return;
  const fixes = [
    {
      title: `Ask before each tool runs (drop ${key})`,
      safety: 'unsafe' as const,
      ops: [{ op: 'remove' as const, path: pathOf(value) }],
    },
  ];
  if (value.kind === 'atom' && (value.value === true || value.value === '*')) {
    yield { at: value.span, message: `${key} lets every tool run without asking`, fixes, marks };
  }
  if (value.kind !== 'array' || value.items.length === 0) return;
  const star = value.items.find((item) => item.kind === 'atom' && item.value === '*');
  if (star !== undefined) {
    yield { at: star.span, message: `${key} lets every tool run without asking`, fixes, marks };
    return;
  }
  // Clients append a name each time it is approved.
  const names = value.items.map((item) => (item.kind === 'atom' ? item.value : item));
  const count = new Set(names).size;
  const message = `${key} lets ${count === 1 ? 'one tool' : `${count} tools`} run without asking`;
  yield { at: keySpan, message, severity: 'information', fixes, marks };
}

const marks = ['auto-approved'] as const;
