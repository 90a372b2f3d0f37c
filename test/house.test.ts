import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const project = join(import.meta.dirname, '..');
const core = ['src/core/config', 'src/core/launch', 'src/core/rules', 'src/core/posture'] as const;

/** Where a folder may import from besides itself; a package by its name, Node's own as `node:`, types count too. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'src/core/config': ['jsonc-parser', 'toml-eslint-parser', 'yaml'],
  'src/core/launch': ['src/core/config', 'semver', '@renovatebot/pep440'],
  'src/core/rules': [
    'src/core/config',
    'src/core/launch',
    'jsonc-parser',
    'semver',
    '@renovatebot/pep440',
  ],
  'src/core/posture': ['src/core/config', 'src/core/launch', 'src/core/rules'],
  'src/resolvers': [
    ...core,
    'node:',
    'zod',
    'registry-url',
    'smol-toml',
    'semver',
    'ae-cvss-calculator',
    '@renovatebot/pep440',
    '@sigstore/bundle',
    '@sigstore/protobuf-specs',
    '@sigstore/verify',
  ],
  'src/output': [...core],
  'src/secrets': [...core, 'node:', '@napi-rs/keyring'],
  'src/launcher': [...core, 'src/secrets', 'node:'],
  'src/cli': [
    ...core,
    'src/resolvers',
    'src/output',
    'src/secrets',
    'src/launcher',
    'node:',
    'commander',
    'package.json',
  ],
  'src/editor': [...core, 'src/resolvers', 'src/output', 'src/secrets', 'node:', 'vscode'],
};

/** A server holds its launch, read at first use, and a launch is made of the atoms of the config: one pair, on purpose. */
const exceptions: ReadonlySet<string> = new Set(['src/core/config/server.ts → src/core/launch']);

const mayStartPrograms = [/^src\/secrets\/exec\.ts$/, /^src\/launcher\//];

const sources = filesBelow('src').filter((path) => path.endsWith('.ts'));

test('imports go one way', () => {
  const wrong: string[] = [];
  for (const path of sources) {
    const home = homeOf(path);
    assert.ok(home !== undefined, `${path} is in no folder of the house`);
    for (const specifier of importsOf(path)) {
      const target = targetOf(path, specifier);
      if (
        target === home ||
        arrows[home]?.some((allowed) => target === allowed || isNode(target, allowed))
      )
        continue;
      if (!exceptions.has(`${path} → ${target}`)) wrong.push(`${path} → ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the core imports nothing of Node and reads no clock', () => {
  for (const path of sources.filter((p) => p.startsWith('src/core/'))) {
    const text = read(path);
    assert.doesNotMatch(
      text,
      /from 'node:|require\(|\bDate\.now\(|new Date\(\)|Math\.random\(|\bfetch\(|\bprocess\./,
      path,
    );
  }
});

test('only the editor imports vscode, and only a few files may start programs', () => {
  for (const path of sources) {
    const imports = importsOf(path);
    if (!path.startsWith('src/editor/')) assert.ok(!imports.includes('vscode'), path);
    const starts = imports.some((specifier) => /^(?:node:)?child_process$/.test(specifier));
    if (starts)
      assert.ok(
        mayStartPrograms.some((allowed) => allowed.test(path)),
        `${path} imports child_process`,
      );
  }
});

test('every file is named after what it holds', () => {
  for (const path of [
    ...sources,
    ...filesBelow('test'),
    ...filesBelow('scripts'),
    ...filesBelow('bench'),
  ]) {
    const name = basename(path).replace(/(?<!^)\..*$/, '');
    if (name.startsWith('.')) continue;
    for (const part of path.split('/'))
      assert.doesNotMatch(part, /^(?:utils?|helpers?|common|types)(?:\.|$)/, path);
    if (/\.m?ts$|\.mjs$/.test(path)) assert.match(name, /^[a-z0-9]+(?:-[a-z0-9]+)*$/, path);
  }
});

test('no default exports, enums, or state at the top of a module', () => {
  for (const path of sources) {
    assert.doesNotMatch(
      read(path),
      /^export default|^(?:export )?(?:const )?enum |^(?:export )?let /m,
      path,
    );
  }
});

test('no file names the host of the npm registry or of Debian’s archive', () => {
  const hosts = [
    ['registry', 'npmjs', 'org'],
    ['deb', 'debian', 'org'],
    ['archive', 'debian', 'org'],
  ];
  const names = hosts.map((parts) => parts.join('.'));
  for (const path of filesBelow('.')) {
    const text = read(path);
    for (const name of names) assert.ok(!text.includes(name), `${path} names a host it must not`);
  }
});

function homeOf(path: string): string | undefined {
  return Object.keys(arrows).find((folder) => path.startsWith(`${folder}/`));
}

function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  if (!specifier.startsWith('.')) return packageOf(specifier);
  const target = join(dirname(path), specifier);
  return homeOf(target) ?? target;
}

/** `semver` of `semver/ranges/valid.js`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function isNode(target: string, allowed: string): boolean {
  return allowed === 'node:' && target.startsWith('node:');
}

function importsOf(path: string): readonly string[] {
  const found = read(path).matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, specifier = '']) => specifier);
}

function read(path: string): string {
  return readFileSync(join(project, path), 'utf8');
}

/** Paths from the project, `/` between; what is installed, built or kept by git is not ours. */
function filesBelow(folder: string): readonly string[] {
  const skipped = new Set(['node_modules', 'dist', '.git', '.cache', '.vscode-test']);
  return readdirSync(join(project, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = relative(project, join(project, folder, entry.name)).replaceAll('\\', '/');
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}
