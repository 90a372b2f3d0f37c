import { dataOfNode, sameData } from '../config/data.ts';
import { withText, type Document } from '../config/document.ts';
import { eolNear } from '../config/style.ts';
import { applyEdits, lineIndent, lineStart, type TextEdit } from '../config/text.ts';
import type { Finding } from '../rules/finding.ts';
import { directivesOf } from './directives.ts';

/**
 * The edit that suppresses a finding by a line of its own above it. `said`: the reason, and `until YYYY-MM-DD` behind it
 * where it shall end. Null where no such line can stand, as inside a text of several lines.
 */
export function suppressHere(
  document: Document,
  { rule, span }: Pick<Finding, 'rule' | 'span'>,
  said: string,
): TextEdit | null {
  const { text, format, root } = document;
  if (format === null || root === null) return null;
  const line = document.lines.position(span.start).line;
  const start = lineStart(text, span.start);
  const reason = said.replaceAll(/\s+/g, ' ').trim();
  const comment = `${format.lineComment} mcp-posture-ignore ${rule} -- ${reason}`;
  const edit: TextEdit = {
    span: { start, end: start },
    newText: lineIndent(text, span.start) + comment + eolNear(text, span.start),
  };
  const after = withText(document, applyEdits(text, [edit]));
  const isSame = after.root !== null && sameData(dataOfNode(root), dataOfNode(after.root));
  const holds = directivesOf(after).some(
    (one) => one.line === line + 1 && one.rules.includes(rule) && one.reason !== '',
  );
  return isSame && holds ? edit : null;
}
