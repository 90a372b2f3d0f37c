import assert from 'node:assert/strict';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Query } from '../../src/core/rules/facts.ts';
import { folderWith } from './npm-asking.ts';
import { resolverFor } from './resolver-for.ts';

const packages = [
  { ecosystem: 'npm', name: 'server', version: '1.0.0' },
  { ecosystem: 'pypi', name: 'demo', version: '1.0.0' },
] as const;

/** Whatever needs the user's settings of npm, pip and uv. */
const questions: readonly Query[] = packages.flatMap(({ ecosystem, name, version }) => [
  {
    kind: 'releases',
    ecosystem,
    tool: ecosystem === 'npm' ? 'npm' : 'uv',
    name,
    registry: null,
  } as const,
  { kind: 'provenance', ecosystem, name, version } as const,
  { kind: 'advisories', ecosystem, name, version } as const,
]);

const settings = {
  'home/.npmrc': 'registry=https://npm.test/\n',
  'home/.config/pip/pip.conf': '[global]\nindex-url = https://pip.test/simple\n',
  'home/.config/uv/uv.toml': '[[index]]\nurl = "https://uv.test/simple"\ndefault = true\n',
  'home/.netrc': 'machine uv.test login me password secret\n',
  'prefix/etc/npmrc': '@corp:registry=https://corp.test/\n',
  'place/.npmrc': '@here:registry=https://here.test/\n',
};

/** How often each file in a folder is opened from now on. */
function opened(folder: string, t: TestContext): Map<string, number> {
  const counts = new Map<string, number>();
  const { open } = files;
  const mocked = t.mock.method(files, 'open', (...given: Parameters<typeof open>) => {
    const path = relative(folder, String(given[0]));
    if (!path.startsWith('..')) counts.set(path, (counts.get(path) ?? 0) + 1);
    return open(...given);
  });
  syncBuiltinESMExports();
  t.after(() => {
    mocked.mock.restore();
    syncBuiltinESMExports();
  });
  return counts;
}

test('the files of the settings are read once for all who ask by them, and again after they are forgotten', async (t) => {
  await using folder = await folderWith(settings);
  const counts = opened(folder.path, t);
  const asked: string[] = [];
  const resolver = resolverFor({
    home: join(folder.path, 'home'),
    env: { PREFIX: join(folder.path, 'prefix') },
    lookup: async () => ['8.8.8.8'],
    fetch: async (input) => {
      asked.push(new URL(input instanceof Request ? input.url : input).host);
      return Response.json({}, { status: 404 });
    },
  });
  const place = join(folder.path, 'place');
  const timesOf = (times: number) =>
    Object.keys(settings).map((name) => [name, times] as const satisfies [string, number]);
  const seen = () => Object.keys(settings).map((name) => [name, counts.get(name) ?? 0]);

  await resolver.ask(questions, AbortSignal.timeout(8000), { place });
  assert.deepEqual(seen(), timesOf(1));
  assert.deepEqual(
    [...counts].filter(([, count]) => count > 1),
    [],
  );
  assert.deepEqual([...new Set(asked)].sort(), ['npm.test', 'uv.test']);

  resolver.forget();
  await Promise.all([resolver.ready(place), resolver.ready(place)]);
  assert.deepEqual(seen(), timesOf(2));
});
