import { dataOfValue } from './data.ts';
import type { Op } from './edit.ts';
import { editContainer } from './edit-container.ts';
import { parseJson } from './json.ts';
import { editString, lowered } from './lowering.ts';
import { isString, type ConfigNode, type JsonValue } from './node.ts';
import { commentsIn, type TokenAt } from './pieces.ts';
import { format, hasBreak, startsLine, styleAt, type Notation } from './style.ts';
import { lineIndent, type TextEdit } from './text.ts';
import { jsonTokens } from './tokens.ts';

const notation: Notation = {
  sign: ':',
  colon: ': ',
  spaced: false,
  breaks: true,
  scalar: (value) => JSON.stringify(value),
  key: (key) => JSON.stringify(key),
};

/**
 * The ops as edits of the text that `root` was read from: the only writer of JSONC. The edits do not overlap or touch
 * and are as small as they can be: comments, formatting and everything around them stay. Null when a path is not there
 * (any more), leads through a scalar, two ops contradict each other, a container that must change is not whole, or the
 * text afterwards would not say exactly what the ops ask for.
 */
export function lowerFix(
  text: string,
  root: ConfigNode | null,
  ops: readonly Op[],
): readonly TextEdit[] | null {
  return lowered(text, root, ops, {
    parse: parseJson,
    editsOf({ names, values, containers }) {
      const tokenAt = jsonTokens(text);
      const edits: TextEdit[] = names.map(({ span, key }) => ({
        span,
        newText: notation.key(key),
      }));
      for (const { node, value } of values) {
        const edit = editValue(text, tokenAt, node, value);
        if (edit === null) return null;
        edits.push(edit);
      }
      for (const change of containers) {
        const some = editContainer(text, tokenAt, notation, change);
        if (some === null) return null;
        edits.push(...some);
      }
      return edits;
    },
  });
}

function editValue(
  text: string,
  tokenAt: TokenAt,
  node: ConfigNode,
  value: JsonValue,
): TextEdit | null {
  if (isString(node) && typeof value === 'string') {
    return editString(text, node, value, notation.scalar, (part) =>
      JSON.stringify(part).slice(1, -1),
    );
  }
  const style = styleAt(text, node, notation);
  const filled =
    (node.kind === 'object' ? node.properties : node.kind === 'array' ? node.items : []).length > 0;
  const multi = filled
    ? hasBreak(text.slice(node.span.start, node.span.end))
    : startsLine(text, node);
  const indent = multi ? lineIndent(text, node.span.start) : '';
  // Comments inside what is replaced come before the new value.
  const kept = node.kind === 'atom' ? [] : commentsIn(tokenAt, node.span);
  if (kept === null) return null;
  const lead = kept.map(
    ({ start, end, line }) => text.slice(start, end) + (line ? style.eol + indent : ' '),
  );
  const newText = lead.join('') + format(dataOfValue(value), style, indent, multi);
  return { span: node.span, newText };
}
