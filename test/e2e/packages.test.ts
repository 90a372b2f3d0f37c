import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { serveRepository, makeRepository, type Repository } from '../resolvers/git-server.ts';
import { startServer, type LocalServer } from '../resolvers/server.ts';
import { startVerdaccio, type Verdaccio } from '../resolvers/verdaccio.ts';
import { findings, placeOf } from './rig/findings.ts';
import {
  expectText,
  goTo,
  openFile,
  quickFix,
  quickFixTitles,
  screenshot,
  undo,
} from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { waitFor } from './rig/wait.ts';

const day = 86_400_000;

let npm: Verdaccio;
let pypi: LocalServer;
let repository: Repository;
let git: LocalServer;
let commit: string;

function ago(days: number): string {
  return new Date(Date.now() - days * day).toISOString();
}

before(async () => {
  npm = await startVerdaccio();
  for (const name of ['server', '@private/server']) {
    await npm.publish(name, '1.4.0', { at: ago(40) });
    await npm.publish(name, '1.4.1', { at: ago(30) });
    await npm.publish(name, '1.4.2', { at: ago(20) });
    await npm.publish(name, '1.4.3', { at: ago(10) });
    await npm.publish(name, '2.0.0-beta.1', { at: ago(9), tag: 'beta' });
    await npm.publish(name, '1.5.0', { at: ago(2.5) });
    await npm.deprecate(name, '1.4.3', 'loses data');
  }
  pypi = await startServer((_, response) => {
    const file = (version: string, days: number, yanked = false) => ({
      filename: `py_server-${version}-py3-none-any.whl`,
      url: 'https://files.invalid/x',
      hashes: {},
      'upload-time': ago(days),
      yanked,
    });
    response.writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' }).end(
      JSON.stringify({
        meta: { 'api-version': '1.1' },
        name: 'py-server',
        files: [file('0.9.0', 60), file('1.0', 30), file('1.1', 9, true), file('1.2rc1', 8)],
      }),
    );
  });
  repository = await makeRepository();
  commit = await repository.commit('second');
  git = await serveRepository(repository);
});
after(async () => {
  await npm?.stop();
  await pypi?.[Symbol.asyncDispose]();
  await git?.[Symbol.asyncDispose]();
  await repository?.[Symbol.asyncDispose]();
});

function fileText(): string {
  return `{
  // packages of the team
  "servers": {
    "open": { "command": "npx", "args": ["-y", "server@latest", "--verbose"] },
    "own": { "command": "npx", "args": ["-y", "@private/server"] },
    "python": { "command": "uvx", "args": ["--from", "py-server[cli]>=0.5", "py-server"] },
    "source": { "command": "uvx", "args": ["--from", "git+http://${git.host}/repo.git@main", "tool"] }
  }
}
`;
}

const path = '.vscode/mcp.json';

suite('pin packages and commits, with real registries', () => {
  let rig: Rig;
  let window: Window;
  before(async () => {
    rig = await openRig({
      settings: { 'mcpPosture.registries': [git.host] },
      env: {
        npm_config_registry: `http://${npm.host}/`,
        UV_DEFAULT_INDEX: `http://${pypi.host}/simple`,
      },
    });
    writeFileSync(
      join(rig.home, '.npmrc'),
      `@private:registry=http://${npm.host}/\n//${npm.host}/:_authToken=${npm.token}\n`,
    );
    window = await rig.open({ [path]: fileText() });
    await openFile(window, path);
    const uri = window.uri(path);
    await waitFor('the findings', async () => {
      const rules = (await findings(window, uri)).map(({ rule }) => rule);
      return rules.filter((rule) => rule.startsWith('unpinned-')).length === 4;
    });
  });
  after(() => rig?.close());

  test('first the newest that is old enough, then the newest; none deprecated or before its release', async () => {
    await at('server@latest');
    const titles = await waitFor('the fixes', async () => {
      const all = (await quickFixTitles(window)).filter((title) => title.startsWith('Pin to'));
      return all.length > 0 ? all : null;
    });
    assert.deepEqual(titles, [
      'Pin to 1.4.2 (newest at least 7 days old)',
      'Pin to 1.5.0 (newest, 2 days old)',
    ]);
    await screenshot(window, 'pin-package');
  });

  for (const [piece, title, pinned] of [
    ['server@latest', 'Pin to 1.4.2 (newest at least 7 days old)', 'server@1.4.2'],
    ['@private/server', 'Pin to 1.5.0 (newest, 2 days old)', '@private/server@1.5.0'],
    [
      'py-server[cli]>=0.5',
      'Pin to 1.0 (newest at least 7 days old), major step from 0 to 1',
      'py-server[cli]==1.0',
    ],
  ] as const) {
    test(`${piece} becomes ${pinned}, one undo`, async () => {
      await at(piece);
      await quickFix(window, title);
      const uri = window.uri(path);
      await expectText(window, uri, fileText().replace(piece, pinned));
      await undo(window);
      await expectText(window, uri, fileText());
    });
  }

  test('a branch becomes its commit', async () => {
    await at('repo.git@main');
    await quickFix(window, `Pin to commit ${commit.slice(0, 12)} (main)`);
    const uri = window.uri(path);
    await expectText(window, uri, fileText().replace('repo.git@main', `repo.git@${commit}`));
    await undo(window);
    await expectText(window, uri, fileText());
  });

  async function at(piece: string): Promise<void> {
    const { line, character } = placeOf(fileText(), piece).end;
    await goTo(window, line, character - 1);
  }
});

suite('a workspace that names registries of its own', () => {
  let rig: Rig;
  let sink: LocalServer;
  before(async () => {
    sink = await startServer((_, response) => response.writeHead(404).end());
  });
  after(async () => {
    await rig?.close();
    await sink?.[Symbol.asyncDispose]();
  });

  test('not trusted: neither its registry nor the user’s sees a request', async () => {
    const seen = npm.host;
    rig = await openRig({
      workspaceTrust: true,
      env: { npm_config_registry: `http://${sink.host}/`, SECRET_OF_USER: 'secret-of-the-user' },
    });
    const window = await rig.open({
      [path]: fileText(),
      '.npmrc': `registry=http://${sink.host}/\${SECRET_OF_USER}/\n@private:registry=http://${seen}/\n`,
    });
    await openFile(window, path);
    assert.equal((await window.ask('about')).trusted, false);
    const uri = window.uri(path);
    await waitFor('the findings', async () => (await findings(window, uri)).length >= 4);
    // Longer than the time after which an unasked question would be sent.
    await window.page.waitForTimeout(1500);
    assert.deepEqual(sink.seen, []);
  });

  test('trusted: a host on this machine that only it names is not asked, and its ${VAR} is no address', async () => {
    await rig.close();
    rig = await openRig({ env: { SECRET_OF_USER: 'secret-of-the-user' } });
    const window = await rig.open({
      [path]: fileText(),
      '.npmrc': `registry=http://${sink.host}/\${SECRET_OF_USER}/\n@private:registry=http://${sink.host}/\n`,
    });
    await openFile(window, path);
    assert.equal((await window.ask('about')).trusted, true);
    const uri = window.uri(path);
    await waitFor('the findings', async () => (await findings(window, uri)).length >= 4);
    await window.page.waitForTimeout(1500);
    assert.deepEqual(sink.seen, []);
    const { line, character } = placeOf(fileText(), '@private/server').end;
    await goTo(window, line, character - 1);
    assert.deepEqual(
      (await quickFixTitles(window)).filter((title) => /^(?:Ask|Pin)/.test(title)),
      [],
    );
  });
});
