import { dataOfNode, sameData, type Data } from '../config/data.ts';
import type { Document } from '../config/document.ts';
import { keepLasting } from '../config/kept.ts';
import { effectiveProperties, type ObjectNode, type Property } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import type { Draft } from './finding.ts';
import type { Rule } from './rule.ts';

/** Of two entries people mend one: the other one is what runs, or runs as well. */
export const duplicateServer: Rule = {
  meta: {
    id: 'duplicate-server',
    title: 'Server that stands twice in one file',
    pillar: null,
    severity: 'hint',
    grade: null,
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *checkDocument({ servers }) {
    const maps = new Set<ObjectNode>();
    for (const { node } of servers) if (node?.parent?.kind === 'object') maps.add(node.parent);
    for (const map of maps) yield* sameNames(map);
    // This looks at every entry at every keystroke, and nobody writes so many by hand.
    if (servers.length <= most) yield* sameLaunches(servers);
  },
};

const most = 200;

/** JSON takes a key twice, and clients read the last. */
function* sameNames(map: ObjectNode): Generator<Draft> {
  const { properties } = map;
  if (effectiveProperties(map) === properties) return;
  const last = new Map<string, Property>();
  for (const property of properties) if (property.value !== null) last.set(property.key, property);
  for (const property of properties) {
    const read = last.get(property.key);
    if (property.value === null || read === undefined || read === property) continue;
    yield {
      at: property.keySpan,
      message: `${property.key} stands twice here and clients read the last one, so a change to this one does nothing`,
      related: [{ message: 'This one is read', at: read.keySpan }],
    };
  }
}

function* sameLaunches(servers: Document['servers']): Generator<Draft> {
  const byLine = new Map<string, Server[]>();
  for (const server of servers) {
    const line = keepLasting(server, lineOf);
    if (line === null) continue;
    const alike = byLine.get(line);
    if (alike === undefined) byLine.set(line, [server]);
    else alike.push(server);
  }
  for (const alike of byLine.values()) {
    const seen: (readonly [Server, Data])[] = [];
    if (alike.length < 2) continue;
    for (const server of alike) {
      const data = dataOf(server);
      if (data === null) continue;
      const first = seen.find(
        ([other, known]) => other.node?.parent === server.node?.parent && sameData(known, data),
      )?.[0];
      if (first === undefined) {
        // More different entries of one line than this are somebody's list, and not compared with each other.
        if (seen.length < 20) seen.push([server, data]);
        continue;
      }
      yield {
        at: server.nameSpan,
        message: `${server.name} is the same as ${first.name}: its tools are offered twice, and what is fixed in one stays in the other`,
        related: [{ message: 'The other one', at: first.nameSpan }],
      };
    }
  }
}

/** What it runs, or where it goes; null when that is not said. */
function lineOf({ command, words, url }: Server): string | null {
  if (command === null && words.length === 0 && url === null) return null;
  return JSON.stringify([command?.value, words.map(({ value }) => value), url?.value]);
}

/** Keys that say nothing of what runs or of what it may do. */
const labels: ReadonlySet<string> = new Set(
  'name id title displayName display_name description comment _comment type timeout disabled enabled'.split(
    ' ',
  ),
);

/** What must be the same; null for a server that is switched off. */
function dataOf({ node, disabled }: Server): Data | null {
  if (node?.kind !== 'object' || disabled) return null;
  const data = dataOfNode(node);
  if (!(data instanceof Map)) return null;
  return new Map([...data].filter(([key]) => !labels.has(key)));
}
