import { agentRows } from './agents.ts';
import { mcpServers, usualKeys } from './bases.ts';
import { claudeRows } from './claude.ts';
import type { Dialect } from './dialect.ts';
import { editorRows } from './editors.ts';
import { listingRows } from './listings.ts';
import { nameIndex } from './names.ts';
import { terminalRows } from './terminals.ts';
import { solutionFile, vscode, vscodeRows } from './vscode.ts';

/** Any file whose name says MCP: the shape most clients share, and no claim about what the client expands. */
const generic: Dialect = {
  ...mcpServers,
  id: 'generic',
  client: 'MCP',
  files: ['*mcp*.json', '*mcp*.jsonc'],
  holds: 'guess',
  wrongRoots: [],
  keys: { ...usualKeys, url: ['url', 'serverUrl', 'httpUrl'] },
};

/** One row a kind of file; of those whose name fits, the first that finds its servers, else the first. */
export const dialects: readonly Dialect[] = [
  ...vscodeRows,
  ...claudeRows,
  solutionFile,
  ...editorRows,
  ...terminalRows,
  ...agentRows,
  ...listingRows,
  generic,
];

const index = nameIndex(dialects);

/** The rows for a path with `/` separators, the likeliest first; none when its name does not say MCP. */
export function dialectsOf(path: string): readonly Dialect[] {
  return index.find(path);
}

/** The likeliest row for a path. */
export function dialectOf(path: string): Dialect | null {
  return index.find(path)[0] ?? null;
}

/** The row for a document whose name says nothing: told by its root key. */
export function dialectOfRoot(hasServersRoot: boolean): Dialect {
  return hasServersRoot ? vscode : generic;
}

/** What files of a workspace are called, for who searches by names; of those that only say MCP, in any case. */
export const workspaceNames: ReadonlySet<string> = new Set(
  dialects.flatMap(({ files, holds }) =>
    holds === 'guess' ? files.map((name) => name.replace('mcp', '[mM][cC][pP]')) : files,
  ),
);

/** The clients with their names, in the order of the rows. */
export const clients: ReadonlyMap<string, string> = new Map(
  dialects.map(({ id, client }) => [id, client]),
);
