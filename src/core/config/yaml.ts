import { Composer, Parser, type CST, type Document, type ErrorCode } from 'yaml';
import type { Parsed } from './format.ts';
import type { Token } from './pieces.ts';
import type { Span } from './text.ts';
import { flatTokens } from './yaml-tokens.ts';
import { growYaml, type YamlTree } from './yaml-tree.ts';

export interface Yaml extends Parsed {
  readonly tree: YamlTree | null;
  /** In their order; for whoever writes. */
  readonly tokens: () => readonly Token[];
}

/** In UTF-16 units: half a second's work. */
const MAX_LENGTH = 256 * 1024;
const MAX_ERRORS = 100;

/** In plain words, and without a piece of the text. */
const MESSAGES: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: 'An alias cannot have an anchor or a tag',
  BAD_ALIAS: 'Alias of an anchor that does not stand before it',
  BAD_DIRECTIVE: 'Unknown directive',
  BAD_DQ_ESCAPE: 'Unknown escape in text',
  BAD_INDENT: 'Indentation does not fit what is around it',
  BAD_PROP_ORDER: 'Anchors and tags must come after the sign of their place',
  BAD_SCALAR_START: 'Text that begins with this character needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'Several names on one line',
  BLOCK_IN_FLOW: 'A block cannot stand in brackets',
  DUPLICATE_KEY: 'Name stands twice',
  KEY_OVER_1024_CHARS: 'Name is longer than 1024 characters',
  MISSING_CHAR: 'A sign, a quote or a bracket is missing',
  MULTILINE_IMPLICIT_KEY: 'Name over several lines, or a colon is missing',
  MULTIPLE_ANCHORS: 'More than one anchor',
  MULTIPLE_TAGS: 'More than one tag',
  RESOURCE_EXHAUSTION: 'Nested too deep to be read',
  TAB_AS_INDENT: 'Tabs cannot indent',
  UNEXPECTED_TOKEN: 'This does not belong here',
};

/**
 * Reads YAML 1.2, core schema, as far as it can be read. Merge keys are followed, as js-yaml does and as the `yaml`
 * package and serde do only when told to: https://github.com/nodeca/js-yaml, https://eemeli.org/yaml/#options. Of
 * several documents the first counts. An alias is read as what it stands for, for 20,000 values in all. Never throws.
 * Text longer than 256 KiB of UTF-16 units gives one error and no root.
 */
export function parseYaml(text: string): Parsed {
  const { root, errors } = readYaml(text);
  return { root, errors };
}

/** The same, with what its writer has to know. */
export function readYaml(text: string): Yaml {
  if (text.length > MAX_LENGTH)
    return failed('File is too large to be read: the limit is 256 KB', { start: 0, end: 0 });
  try {
    const tokens = [...new Parser().parse(text)];
    const composer = new Composer({ keepSourceTokens: true, uniqueKeys: false });
    const documents = [...composer.compose(tokens, true, text.length)];
    return read(text, tokens, documents);
  } catch {
    // Nesting beyond what the stack holds, or a mistake of the parser's own.
    return failed('Nested too deep to be read', { start: 0, end: 0 });
  }
}

function failed(message: string, span: Span): Yaml {
  return { root: null, errors: [{ message, span }], tree: null, tokens: () => [] };
}

function read(text: string, source: readonly CST.Token[], documents: readonly Document[]): Yaml {
  const [first, second] = documents;
  const wrong = first?.errors ?? [];
  const errors = wrong.map(({ code, pos: [start, end] }) => ({
    message: MESSAGES[code] ?? 'This cannot be read',
    span: { start: Math.min(start, text.length), end: Math.min(end, text.length) },
  }));
  if (second !== undefined) {
    const start = second.range?.[0] ?? text.length;
    const end = start + (text.startsWith('---', start) ? 3 : 0);
    errors.push({ message: 'Only the first document of a file is read', span: { start, end } });
  }
  const tree = growYaml(text, first?.contents ?? null);
  const all = [...errors, ...tree.errors].toSorted((a, b) => a.span.start - b.span.start);
  return {
    root: tree.root,
    errors: all.slice(0, MAX_ERRORS),
    tree,
    tokens: () => flatTokens(source),
  };
}
