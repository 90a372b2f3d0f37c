import type { Dialect } from '../config/dialects/dialect.ts';
import { expands, type Field } from '../config/dialects/variables.ts';
import type { Draft } from './finding.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';
import { isFilledByOthers, isOpened } from './variables/elsewhere.ts';
import { formOfReference, variablesOf, type Variable } from './variables/found.ts';
import { replaceParts } from './write.ts';

/** The server gets the text instead of the value: it fails, and the token is then pasted where the reference was. */
export const unsupportedVariable: Rule = {
  meta: {
    id: 'unsupported-variable',
    title: 'Variable that this client does not expand',
    pillar: 'access',
    severity: 'warning',
    grade: null,
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *check(server, { dialect }) {
    if (dialect.variables === null) return;
    for (const variable of variablesOf(server)) {
      const { form, field, at, name } = variable;
      const known = form === 'other' ? false : expands(dialect, form, field, name);
      if (known !== false || isFilledByOthers(variable, server)) continue;
      const sure = form !== 'tilde' || isOpened(variable, server);
      yield { at, ...saying(variable, dialect, sure), fixes: rewrite(variable, dialect) };
    }
  },
};

function saying(
  { shown, form, field }: Variable,
  { client }: Dialect,
  sure: boolean,
): Pick<Draft, 'message' | 'severity' | 'confidence'> {
  if (!sure) {
    const message = `${client} does not expand ~ here: unless the server does, a folder of that name is meant`;
    return { message, severity: 'information', confidence: 'low' };
  }
  if (form === 'tilde') {
    return { message: `${client} does not expand ~ here: a folder of that name is looked for` };
  }
  const gets = field === 'url' || field === 'headers' ? 'the far end gets' : 'the server gets';
  return { message: `${client} does not expand ${shown} here: ${gets} the text itself` };
}

/** The client's own form for the same, where it has one in this field. */
function rewrite({ name, form, at, field }: Variable, dialect: Dialect): readonly Fix[] {
  const isHome = name === 'HOME' || name === 'USERPROFILE' || name === 'userHome';
  // A default has no place in the other forms, and what an editor knows is no variable of the environment.
  if (!isHome && (name === null || form === 'default' || form === 'editor')) return [];
  const own = isHome ? homeIn(dialect, field) : referenceIn(dialect, name ?? '', field);
  if (own === null) return [];
  return [
    {
      title: `Write ${own} instead`,
      safety: 'unsafe',
      ops: replaceParts([{ at, text: own }]),
    },
  ];
}

function homeIn(dialect: Dialect, field: Field): string | null {
  return expands(dialect, 'editor', field, 'userHome') === true
    ? '${userHome}'
    : referenceIn(dialect, 'HOME', field);
}

function referenceIn(dialect: Dialect, name: string, field: Field): string | null {
  const reference = dialect.envReference?.(name) ?? null;
  const form = reference === null ? null : formOfReference(reference);
  if (form === null || form === 'other') return null;
  return expands(dialect, form, field) === true ? reference : null;
}
