import { dataOfNode, sameData } from '../config/data.ts';
import { readDocument, type Document } from '../config/document.ts';
import { eolNear, lineIndent } from '../config/style.ts';
import { applyEdits, type TextEdit } from '../config/text.ts';
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
  const indent = lineIndent(text, span.start);
  const line = document.lines.position(span.start).line;
  let start = span.start;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
  if (start === 0 && text.startsWith('\uFEFF')) start = 1;
  const reason = said.replaceAll(/\s+/g, ' ').trim();
  const comment = `${format.lineComment} mcp-posture-ignore ${rule} -- ${reason}`;
  const edit: TextEdit = {
    span: { start, end: start },
    newText: indent + comment + eolNear(text, span.start),
  };
  const after = readDocument(applyEdits(text, [edit]), document.path, {
    dialect: document.dialect,
    formats: { json: format, [format.id]: format },
  });
  const isSame = after.root !== null && sameData(dataOfNode(root), dataOfNode(after.root));
  const holds = directivesOf(after).some(
    (one) => one.line === line + 1 && one.rules.includes(rule) && one.reason !== '',
  );
  return isSame && holds ? edit : null;
}
