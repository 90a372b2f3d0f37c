import type { Dialect } from '../config/dialects/dialect.ts';
import { nodeAt, propertyOf, type Path } from '../config/node.ts';
import type { Draft } from './finding.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';

/** The client looks under another key: these servers do not start, and changes to them have no effect. */
export const wrongRootKey: Rule = {
  meta: {
    id: 'wrong-root-key',
    title: 'Servers under a key this client does not read',
    pillar: null,
    severity: 'warning',
    grade: null,
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *checkDocument({ root, dialect, wrongRoots }) {
    const [ownPath] = dialect.roots;
    const own = ownPath?.join('.') ?? '';
    const taken = dialect.roots.some((path) => nodeAt(root, path) !== undefined);
    for (const path of wrongRoots) {
      const key = String(path.at(-1));
      const property = propertyOf(nodeAt(root, path.slice(0, -1)), key);
      if (property === undefined) continue;
      const rename: Fix = {
        title: `Rename ${key} to ${own}`,
        safety: 'unsafe',
        ops: [{ op: 'rename', path, key: own }],
      };
      const simple =
        path.length === 1 && ownPath?.length === 1 && !taken && wrongRoots.length === 1;
      yield {
        at: property.keySpan,
        ...saying(dialect, own, path),
        fixes: simple ? [rename] : [],
      };
    }
  },
};

function saying(
  { client, rootOfOther }: Dialect,
  own: string,
  path: Path,
): Pick<Draft, 'message' | 'severity'> {
  if (own === '') return { message: `${client} reads no servers from this file` };
  const message = `${client} looks for servers under ${own}, not under ${path.join('.')}`;
  if (rootOfOther === undefined || path.length > 1 || path[0] !== rootOfOther.key)
    return { message: `${message}: it starts none of these` };
  return {
    message: `${message}, which is where ${rootOfOther.client} looks`,
    severity: 'information',
  };
}
