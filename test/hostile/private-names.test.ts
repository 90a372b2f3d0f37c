import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { AdvisoriesQuery } from '../../src/core/rules/dependency-facts.ts';
import { advisoryWorld, npmOf, osvHost, osvOf } from '../resolvers/advisory-world.ts';

type Subject = readonly [AdvisoriesQuery['ecosystem'], name: string, registry?: string];

/** The user's own side that says where packages come from, and the package whose name only few may know. */
interface Own {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly platform?: NodeJS.Platform;
  readonly about: Subject;
}

const feed = '<configuration><packageSources><add key="c" value="https://nuget.corp.example/v3" />';

const hidden: Readonly<Record<string, Own>> = {
  'npm, its registry for all': {
    env: { npm_config_registry: 'https://npm.corp.example/' },
    about: ['npm', 'secret-project'],
  },
  'npm, its registry for all, in a scope': {
    files: { '.npmrc': 'registry=https://npm.corp.example/\n' },
    about: ['npm', '@corp/secret-project'],
  },
  'pip, its index': {
    files: { '.config/pip/pip.conf': '[global]\nindex-url = https://pypi.corp.example/simple\n' },
    about: ['pypi', 'secret-project'],
  },
  'pip, a further index': {
    env: { PIP_EXTRA_INDEX_URL: 'https://pypi.corp.example/simple' },
    about: ['pypi', 'secret-project'],
  },
  'uv, an index': {
    files: { '.config/uv/uv.toml': '[[index]]\nurl = "https://pypi.corp.example/simple"\n' },
    about: ['pypi', 'secret-project'],
  },
  'uv, its index by a variable': {
    env: { UV_DEFAULT_INDEX: 'https://pypi.corp.example/simple' },
    about: ['pypi', 'secret-project'],
  },
  'pip, settings that cannot be read': {
    files: { '.config/pip/pip.conf/x': '' },
    about: ['pypi', 'secret-project'],
  },
  'Go, private modules': {
    env: { GOPRIVATE: 'github.com/other, *.corp.example/team,github.com/corp' },
    about: ['go', 'github.com/corp/secret-project/cmd/x'],
  },
  'Go, private modules by a pattern': {
    files: { '.config/go/env': 'GOFLAGS=-v\nGOPRIVATE=git.*.example/*\n' },
    about: ['go', 'git.corp.example/team/secret-project'],
  },
  'Go, modules without sums': {
    files: { 'own-env': 'GONOSUMDB=git.example.com' },
    env: { GOENV: '~/own-env' },
    about: ['go', 'git.example.com/secret-project'],
  },
  'Go, modules that no proxy hears of': {
    env: { GONOPROXY: 'git.example.com/secret-?roject' },
    about: ['go', 'git.example.com/secret-project/cmd/x'],
  },
  'Go, another proxy': {
    env: { GOPROXY: 'https://go.corp.example,direct' },
    about: ['go', 'example.com/secret-project'],
  },
  'Go, a host that nobody outside knows': {
    about: ['go', '10.0.0.1/team/secret-project'],
  },
  'NuGet, a feed': {
    files: { '.nuget/NuGet/NuGet.Config': feed },
    about: ['nuget', 'Secret.Project'],
  },
  'NuGet, a feed on Windows': {
    files: { 'AppData/Roaming/NuGet/NuGet.Config': feed },
    platform: 'win32',
    about: ['nuget', 'Secret.Project'],
  },
  'NuGet, a folder': {
    files: {
      '.config/NuGet/NuGet.Config': "<packageSources><clear /><add value='/srv/feed' key='x'>",
    },
    about: ['nuget', 'Secret.Project'],
  },
  'cargo, its registry': {
    files: { '.cargo/config.toml': '[registry]\ndefault = "corp"\n' },
    about: ['crates', 'secret-project'],
  },
  'cargo, another source': {
    files: { '.cargo/config': '[source.crates-io]\nreplace-with = "corp"\n' },
    about: ['crates', 'secret-project'],
  },
  'cargo, its registry by a variable': {
    env: { CARGO_REGISTRY_DEFAULT: 'corp' },
    about: ['crates', 'secret-project'],
  },
};

for (const [name, own] of Object.entries(hidden)) {
  test(`${name}: the name of a package is not sent to OSV unasked`, async (t) => {
    const { fact, bodies, heard } = await askWith(t, own);
    assert.deepEqual(bodies, []);
    assert.ok(!heard.includes(osvHost));
    assert.notEqual(fact, undefined);
    assert.ok(
      fact?.state === 'failed' || (fact?.state === 'known' && fact.value.failed.length === 1),
    );
  });

  test(`${name}: it is, to whom the user's own settings name`, async (t) => {
    const { bodies } = await askWith(t, own, `https://${osvHost}`);
    assert.ok(bodies.join().toLowerCase().includes('project'));
  });
}

const open: Readonly<Record<string, Own>> = {
  npm: {
    files: { '.npmrc': 'fund=false\n@corp:registry=https://npm.corp.example/\n' },
    about: ['npm', 'open'],
  },
  pip: {
    files: { '.config/pip/pip.conf': '[global]\nindex-url = https://pypi.org/simple\n' },
    about: ['pypi', 'open'],
  },
  'pip, with an index that the line names': {
    env: { PIP_INDEX_URL: 'https://pypi.corp.example/simple' },
    about: ['pypi', 'open', 'https://pypi.org/simple'],
  },
  Go: {
    env: {
      GOPRIVATE: 'github.com/corp,*.corp.example',
      GOPROXY: 'https://proxy.golang.org,direct',
    },
    about: ['go', 'github.com/corporate/open'],
  },
  'Go, without a proxy': { env: { GOPROXY: 'direct' }, about: ['go', 'github.com/open/open'] },
  NuGet: {
    files: {
      '.nuget/NuGet/NuGet.Config':
        '<config><add key="a" value="b" /></config><packageSources><add key="nuget.org" value="https://api.nuget.org/v3/index.json" protocolVersion="3" /></packageSources><x><add key="a" value="b" />',
    },
    about: ['nuget', 'Open'],
  },
  cargo: {
    files: { '.cargo/config.toml': '[build]\njobs = 2\n[net]\nretry = 2\n' },
    about: ['crates', 'open'],
  },
};

for (const [name, own] of Object.entries(open)) {
  test(`${name}: what comes from a public registry is asked about`, async (t) => {
    const { bodies } = await askWith(t, own);
    assert.ok(bodies.join().toLowerCase().includes('open'));
  });
}

test('patterns of Go are read in time by their length', async (t) => {
  const own: Own = {
    env: { GOPRIVATE: `${'*a'.repeat(500)}b,[` },
    about: ['go', `example.com/${'a'.repeat(250)}`],
  };
  const { bodies } = await askWith(t, own);
  assert.equal(bodies.length, 1);
});

async function askWith(t: TestContext, own: Own, mirror: string | null = null) {
  const home = mkdtempSync(join(tmpdir(), 'mcp-posture-private-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(own.files ?? {})) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  const bodies: string[] = [];
  const env = Object.fromEntries(
    Object.entries(own.env ?? {}).map(([name, value]) => [name, value.replace('~', home)]),
  );
  await using asked = await advisoryWorld(
    { osv: osvOf([], bodies), npm: npmOf({}), others: { 'npm.corp.example': npmOf({}) } },
    {
      home,
      env,
      osv: () => mirror,
      ...(own.platform === undefined ? {} : { platform: own.platform }),
    },
  );
  const [ecosystem, name, registry] = own.about;
  const query = { kind: 'advisories', ecosystem, name, version: '1.0.0' } as const;
  const fact = await asked.ask(registry === undefined ? query : { ...query, registry });
  return { fact, bodies, heard: asked.world.asked };
}
