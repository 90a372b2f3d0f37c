/** Options of each section by name, in lower case with `-`; several lines of one value are joined by a line break. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads a file as Python's configparser does for pip: `name = value` or `name: value`, indented lines go on with the
 * value before, comments fill a line. What cannot be read is skipped; of two options of one name the last wins.
 */
export function readIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let open: { readonly name: string; readonly indent: number } | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    const indent = line.length - line.trimStart().length;
    if (section !== undefined && open !== undefined && indent > open.indent) {
      section.set(open.name, `${section.get(open.name) ?? ''}\n${content}`);
      continue;
    }
    const head = /^\[([^\]]+)\]/.exec(content)?.[1];
    if (head !== undefined) {
      section = sections.get(head) ?? new Map<string, string>();
      sections.set(head, section);
      open = undefined;
      continue;
    }
    const at = content.search(/[=:]/);
    if (at <= 0 || section === undefined) continue;
    open = { name: optionName(content.slice(0, at)), indent };
    section.set(open.name, content.slice(at + 1).trim());
  }
  return sections;
}

function optionName(text: string): string {
  return text.trim().toLowerCase().replaceAll('_', '-').replace(/^--/, '');
}
