import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mayAsk } from '../../src/resolvers/hosts.ts';

const root = join(import.meta.dirname, '../..');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(root, 'src', path), 'utf8') }));

/** Ways to run what a file says; one of our own modules may be loaded when it is wanted. */
const runs =
  /\beval\(|\bnew Function\b|\bimport\((?!'\.{1,2}\/[\w./-]+\.ts'\))|\brequire\(|createRequire|node:(?:vm|worker_threads|cluster|repl|inspector)/;
/** Ways by which a text of a file would be more than text in the editor. */
const trusts =
  /\.isTrusted\s*=(?!=)|isTrusted:\s*(?:true|\{)|supportHtml|supportThemeIcons|command:\w|openExternal|createTerminal|createWebviewPanel/;

/** The native module of the keychain, found by its own place and never by a name that comes from outside. */
const loadsNative = 'secrets/keyring-module.ts';
/** The page where a token is revoked: addresses of our own table, opened by a click. */
const opensPages = new Set(['editor/secrets/after-move.ts', 'editor/secrets/view.ts']);

test('no source runs what it reads', () => {
  for (const { path, text } of sources) {
    const expected = path === loadsNative ? 'createRequire' : undefined;
    assert.equal(runs.exec(text)?.[0], expected, path);
  }
});

test('the editor trusts no text', () => {
  const editor = sources.filter(({ path }) => path.startsWith('editor'));
  assert.ok(editor.length > 10);
  for (const { path, text } of editor) {
    const found = trusts.exec(text)?.[0];
    assert.ok(found === undefined || (opensPages.has(path) && found === 'openExternal'), path);
  }
});

test('a workspace sets nothing', () => {
  const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [name, { scope }] of Object.entries<{ readonly scope: unknown }>(
    contributes.configuration.properties,
  )) {
    assert.ok(scope === 'application' || scope === 'machine', name);
  }
});

const never = [
  '169.254.169.254',
  '169.254.169.254.',
  '[fe80::1]:80',
  '[::ffff:169.254.169.254]',
  '[fd00:ec2::254]',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.254.43518',
  'metadata.google.internal',
  'METADATA.google.internal.',
  '0.0.0.0',
  '224.0.0.1',
];
const inside = [
  'localhost:5000',
  'LOCALHOST.:5000',
  'x.localhost',
  '[::1]:2375',
  '127.1:80',
  '0x7f.1',
  '2130706433',
  '10.0.0.1',
  '192.168.1.1:5000',
  '[fc00::1]',
  '[::ffff:10.0.0.1]',
];
const strange = [
  'ghcr.io@evil.example.com',
  'ghcr.io/evil',
  'ghcr.io#x',
  'ghcr.io?x',
  'ghcr.іo',
  'ghcr.io\\@evil.example.com',
  'ghcr.io\n',
  'http://ghcr.io',
  '',
  ':80',
  'ghcr.io:99999',
];
const unlisted = [
  'ghcr.io:8443',
  'ghcr.io.',
  'ghcr.io.evil.example.com',
  'evilghcr.io',
  'xn--ghcr-io.example.com',
];

test('no name of a host leads a request astray', () => {
  for (const picked of [false, true]) {
    const nobody = { serves: 'images', userHosts: [], picked } as const;
    for (const host of [...never, ...inside, ...strange]) {
      assert.equal(mayAsk(host, nobody).allowed, false, `${host}, picked: ${picked}`);
    }
    for (const host of never) {
      assert.equal(mayAsk(host, { ...nobody, userHosts: [host] }).allowed, false, host);
    }
  }
  for (const host of unlisted) {
    assert.equal(
      mayAsk(host, { serves: 'images', userHosts: [], picked: false }).allowed,
      false,
      host,
    );
  }
});
