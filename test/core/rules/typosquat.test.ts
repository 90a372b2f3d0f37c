import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { knownPackages } from '../../../src/core/rules/known-packages.ts';
import { distance, lookAlikeOf, type Registry } from '../../../src/core/rules/look-alikes.ts';

const reference = '@modelcontextprotocol/';

// The first was on npm.
const like: readonly (readonly [Registry, string, string])[] = [
  ['npm', '@modelcontextprotoco1/server-filesystem', `${reference}server-filesystem`],
  ['npm', '@modelcontextprotocoI/server-github', `${reference}server-github`],
  ['npm', '@modelcontextprotoco1/server-github', `${reference}server-github`],
  ['npm', '@modelcontextprotocal/server-github', `${reference}server-github`],
  ['npm', '@model-context-protocol/server-github', `${reference}server-github`],
  ['npm', '@modelcontextprotocoI/server-of-mine', `${reference}server-of-mine`],
  ['npm', 'modelcontextprotocol-server-github', `${reference}server-github`],
  ['npm', 'modelcontextprotocol-mcp-server-github', `${reference}server-github`],
  ['npm', 'modelcontextprotocol.server-x', `${reference}server-…`],
  ['npm', 'server-sequential-thinking', `${reference}server-sequential-thinking`],
  ['npm', 'mcp-server-filesytem', `${reference}server-filesystem`],
  ['npm', '@playwrigth/mcp', '@playwright/mcp'],
  ['npm', '@supabse/mcp-server-supabase', '@supabase/mcp-server-supabase'],
  ['npm', 'mcp-remoet', 'mcp-remote'],
  ['npm', 'mcpremote', 'mcp-remote'],
  ['npm', 'mcp-rernote', 'mcp-remote'],
  ['npm', 'mpc-remote', 'mcp-remote'],
  ['npm', 'supergatway', 'supergateway'],
  ['npm', 'Supergatewey', 'supergateway'],
  ['npm', 'xcodebui1dmcp', 'xcodebuildmcp'],
  ['npm', 'mongobd-mcp-server', 'mongodb-mcp-server'],
  ['pypi', 'mcp-server-fecth', 'mcp-server-fetch'],
  ['pypi', 'mcp-server-fetchh', 'mcp-server-fetch'],
  ['pypi', 'mcpserverfetch', 'mcp-server-fetch'],
  ['pypi', 'mcp_atlasian', 'mcp-atlassian'],
  ['pypi', 'markitdonw-mcp', 'markitdown-mcp'],
];

test('a slip away from a known name', () => {
  for (const [registry, name, known] of like) {
    assert.equal(lookAlikeOf(registry, name), known, name);
  }
});

const unlike: readonly (readonly [Registry, string])[] = [
  ['npm', '@modelcontextprotocol/server-notion'],
  ['npm', '@supabase/mcp-server'],
  ['npm', '@anthropic-ai/mcp-server-filesystem'],
  ['npm', '@anthropic/mcp-memory'],
  ['npm', '@acme/mcp'],
  ['npm', '@acme/server-filesystem'],
  ['npm', 'playwright-mcp'],
  ['npm', 'supabase-mcp'],
  ['npm', 'mcp-server-gitlab'],
  ['npm', 'mcp-server-filesystem'],
  ['npm', 'mcp-server-github'],
  ['npm', 'postgres-mcp-server'],
  ['npm', 'mcp-mongo-server'],
  ['npm', 'docker-mcp'],
  ['npm', 'tsx'],
  ['npm', 'mcp'],
  ['npm', 'mcp-remotes-of-mine'],
  ['npm', 'slick-mcp-server'],
  ['npm', 'x'.repeat(5000)],
  ['npm', ''],
  ['npm', '@/'],
  ['pypi', 'AWSLabs.ECS_MCP-server'],
  ['pypi', 'eks-mcp-server'],
  ['pypi', 'git-mcp-server'],
  ['pypi', 'mcp-server-tide'],
  ['pypi', 'mcp-server-git2'],
  ['pypi', 'mcp-servers'],
  ['pypi', 'chrome-mcp'],
];

test('similar, and nothing is said', () => {
  for (const [registry, name] of unlike) assert.equal(lookAlikeOf(registry, name), null, name);
});

test('no known name is taken for another one, whatever its case', () => {
  for (const registry of ['npm', 'pypi'] as const) {
    const names: readonly string[] = knownPackages[registry];
    assert.ok(names.length > 100);
    assert.deepEqual([...new Set(names)].toSorted(), names, `${registry}: sorted, none twice`);
    for (const name of names) {
      assert.equal(lookAlikeOf(registry, name), null, name);
      assert.equal(lookAlikeOf(registry, name.toUpperCase()), null, name);
    }
  }
});

/** The textbook form, over the whole table. */
function textbook(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const steps = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        steps.push(at(i - 2, j - 2) + 1);
      (table[i] ?? [])[j] = Math.min(...steps);
    }
  }
  return at(a.length, b.length);
}

test('the distance is that of the textbook, as far as it is asked for', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, most) => {
      assert.equal(distance(a, b, most), Math.min(textbook(a, b), most + 1));
    }),
    { numRuns: 3000 },
  );
});

test('never throws, and names a known package', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc
      .constantFrom(...knownPackages.npm)
      .chain((name) => fc.nat(name.length).map((at) => name.slice(0, at) + name.slice(at + 1))),
  );
  fc.assert(
    fc.property(text, fc.constantFrom<Registry>('npm', 'pypi'), (name, registry) => {
      const known = lookAlikeOf(registry, name);
      if (known === null || known.endsWith('…')) return;
      const names: readonly string[] = knownPackages[registry];
      const scope = known.slice(0, known.indexOf('/') + 1);
      const isKnown =
        names.includes(known) || (scope !== '' && names.some((n) => n.startsWith(scope)));
      assert.ok(isKnown, known);
    }),
  );
});
