import type { Op } from '../config/edit.ts';
import { pathOf, type Atom, type Slice } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import type { Word } from '../launch/launch.ts';
import type { Fix } from './fix.ts';

/** A server's own image, and what of a launch is the same with it. */
interface Published {
  readonly image: string;
  /** What else it reads; any other variable could be meant for what starts it. */
  readonly env?: readonly string[];
  /** The variable without which it does nothing: one that is only in the person's own environment stays outside. */
  readonly needs?: string;
  /** Whether these words mean the same in a container; none at all where it is left out. */
  readonly takes?: (args: readonly string[]) => boolean;
  /** Not the same code, but what its makers go on with. */
  readonly successor?: true;
}

/**
 * From the pages of the servers, which show both lines: github.com/modelcontextprotocol/servers (src/sequentialthinking,
 * fetch, time, everything) and its archive (slack, google-maps), github.com/makenotion/notion-mcp-server,
 * github.com/github/github-mcp-server. Left out: servers that open folders, keep files or reach this machine, for which an
 * image needs more than a name.
 */
const published: ReadonlyMap<string, Published> = new Map<string, Published>([
  [
    'npx @modelcontextprotocol/server-sequential-thinking',
    { image: 'mcp/sequentialthinking', env: ['DISABLE_THOUGHT_LOGGING'] },
  ],
  ['npx @modelcontextprotocol/server-everything', { image: 'mcp/everything' }],
  [
    'npx @modelcontextprotocol/server-slack',
    { image: 'mcp/slack', needs: 'SLACK_BOT_TOKEN', env: ['SLACK_TEAM_ID', 'SLACK_CHANNEL_IDS'] },
  ],
  [
    'npx @modelcontextprotocol/server-google-maps',
    { image: 'mcp/google-maps', needs: 'GOOGLE_MAPS_API_KEY' },
  ],
  ['npx @notionhq/notion-mcp-server', { image: 'mcp/notion', needs: 'NOTION_TOKEN' }],
  [
    'npx @modelcontextprotocol/server-github',
    {
      image: 'ghcr.io/github/github-mcp-server',
      needs: 'GITHUB_PERSONAL_ACCESS_TOKEN',
      successor: true,
    },
  ],
  [
    'uvx mcp-server-fetch',
    { image: 'mcp/fetch', takes: (args) => args.every((text) => fetchFlags.test(text)) },
  ],
  [
    'uvx mcp-server-time',
    // Without it the server takes the time zone of the machine, and a container has another one.
    {
      image: 'mcp/time',
      takes: ([zone, ...others]) => zoneFlag.test(zone ?? '') && others.length === 0,
    },
  ],
]);

const fetchFlags = /^--(?:ignore-robots-txt|user-agent=.+)$/;
const zoneFlag = /^--local-timezone=[\w/+-]+$/;

/**
 * The same server from its published image, where a plain `npx -y name` or `uvx name` starts it and nothing else on the
 * line or in the environment could change what that means. Only a suggestion: somebody must have an engine.
 */
export function imageFix(server: Server): readonly Fix[] {
  const { launch, command, env, envFile, envNames } = server;
  const [main, ...others] = launch.packages;
  if (command === null || main === undefined || others.length > 0) return [];
  if (main.registry !== null || launch.wrappers.length > 0 || launch.assignments.length > 0)
    return [];
  if (launch.secrets.length > 0 || envFile !== null || envNames.length > 0) return [];
  const known = published.get(`${String(command.value)} ${main.name}`);
  if (known === undefined) return [];
  const names = env.map(({ name }) => name);
  const { needs, env: reads = [] } = known;
  if (needs !== undefined && !names.includes(needs)) return [];
  if (!names.every((name) => name === needs || reads.includes(name))) return [];
  const args = launch.args.map(({ text }) => text);
  if (!(known.takes?.(args) ?? args.length === 0)) return [];
  const ops = rewrite(command, main.at, launch.args, names, known.image);
  if (ops === null) return [];
  const line = ['docker run -i --rm', ...names.map((name) => `-e ${name}`), known.image];
  const instead = `${line.join(' ')} instead of ${String(command.value)} ${main.name}`;
  const title = known.successor === true ? `Run its successor: ${instead}` : `Run ${instead}`;
  return [{ title, safety: 'unsafe', ops }];
}

/** The words before the package make way for those before the image; null for words that do not stand by themselves. */
function rewrite(
  command: Atom,
  at: Slice,
  args: readonly Word[],
  names: readonly string[],
  image: string,
): readonly Op[] | null {
  const { atom } = at;
  const { parent, key } = atom;
  if (parent?.kind !== 'array' || typeof key !== 'number' || command.parent === parent) return null;
  if (at.start !== 0 || at.end !== String(atom.value).length) return null;
  if (parent.items.length !== key + 1 + args.length) return null;
  const before = parent.items.slice(0, key);
  const [flag] = before;
  const isPlain =
    flag === undefined || (flag.kind === 'atom' && /^(?:-y|--yes)$/.test(String(flag.value)));
  if (before.length > 1 || !isPlain) return null;
  const path = pathOf(atom);
  const words = ['-i', '--rm', ...names.flatMap((name) => ['-e', name])];
  if (flag === undefined) words.unshift('run');
  return [
    { op: 'set', path: pathOf(command), value: 'docker' },
    ...(flag === undefined ? [] : [{ op: 'set' as const, path: pathOf(flag), value: 'run' }]),
    ...words.map((value) => ({ op: 'insert' as const, path, value })),
    { op: 'set', path, value: image },
  ];
}
