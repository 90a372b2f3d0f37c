import { dataOfValue, type Data } from './data.ts';
import type { Op } from './edit.ts';
import { editContainer } from './edit-container.ts';
import { editString, lowered } from './lowering.ts';
import { isString, type ConfigNode, type JsonValue } from './node.ts';
import { commentsIn, type TokenAt } from './pieces.ts';
import type { Plan } from './plan.ts';
import { eolNear, format, styleAt } from './style.ts';
import { lineIndent, lineStart, type TextEdit } from './text.ts';
import { parseToml, readToml } from './toml.ts';
import { tomlTokens } from './toml-scan.ts';
import { basicString, partOfString, stringLike, tomlNotation } from './toml-strings.ts';
import { editTables } from './toml-tables.ts';
import { usesOf, type Uses } from './toml-uses.ts';

/**
 * The ops as edits of TOML: assignments and tables go with their lines, what is added looks like its neighbours. Null
 * where the ops do not fit, ask for what TOML has no word for (such as null), or would not hold.
 */
export function lowerToml(
  text: string,
  root: ConfigNode | null,
  ops: readonly Op[],
): readonly TextEdit[] | null {
  const { tree } = readToml(text);
  if (root === null || tree === null) return null;
  return lowered(text, tree.root, ops, {
    parse: parseToml,
    editsOf: (plan) => editsOf(text, plan, usesOf(tree)),
  });
}

function editsOf(text: string, plan: Plan, uses: Uses): readonly TextEdit[] | null {
  const added = plan.containers.flatMap((change) => [
    ...change.added.map(({ value }) => value),
    ...[...change.inserted.values()].flat(),
  ]);
  const set = plan.values.map(({ value }) => dataOfValue(value));
  if ([...added, ...set].some(holdsNull)) return null;
  const tokenAt = tomlTokens(text);
  const edits: TextEdit[] = plan.names.flatMap(({ span, key }) =>
    uses.sameKey(span).map((one) => ({ span: one, newText: tomlNotation.key(key) })),
  );
  for (const { node, value } of plan.values) {
    if (uses.isOpen(node)) continue;
    const some = editValue(text, tokenAt, node, value);
    if (some === null) return null;
    edits.push(...some);
  }
  for (const change of plan.containers) {
    if (uses.isOpen(change.node)) continue;
    const some = editContainer(text, tokenAt, tomlNotation, change);
    if (some === null) return null;
    edits.push(...some);
  }
  const tables = editTables(text, tokenAt, uses, {
    changed: plan.containers.filter(({ node }) => uses.isOpen(node)),
    replaced: plan.values.flatMap(({ node, value }) =>
      uses.isOpen(node) ? [{ node, value: dataOfValue(value) }] : [],
    ),
  });
  return tables === null ? null : [...edits, ...tables];
}

function holdsNull(value: Data): boolean {
  if (Array.isArray(value)) return value.some(holdsNull);
  return value instanceof Map ? [...value.values()].some(holdsNull) : value === null;
}

function editValue(
  text: string,
  tokenAt: TokenAt,
  node: ConfigNode,
  value: JsonValue,
): readonly TextEdit[] | null {
  const { span } = node;
  if (isString(node) && typeof value === 'string') {
    // A date is read as a text, and written without quotes.
    if (!/["']/.test(text.charAt(span.start))) return [{ span, newText: basicString(value) }];
    const part = (middle: string): string | null => partOfString(text, span, middle);
    return [editString(text, node, value, (to) => stringLike(text, span, to), part)];
  }
  const comments = node.kind === 'atom' ? [] : commentsIn(tokenAt, span);
  if (comments === null) return null;
  const newText = format(dataOfValue(value), styleAt(text, node, tomlNotation), '', false);
  const edit = { span, newText };
  if (comments.length === 0) return [edit];
  // Nothing may follow a comment on its line: those inside go to lines above.
  const start = lineStart(text, span.start);
  const indent = lineIndent(text, span.start);
  const eol = eolNear(text, span.start);
  const lines = comments.map((one) => indent + text.slice(one.start, one.end) + eol);
  return [{ span: { start, end: start }, newText: lines.join('') }, edit];
}
