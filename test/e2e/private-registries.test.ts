import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { authOf, writeProgram } from '../resolvers/docker-home.ts';
import { startRegistry, type PushedIndex, type Registry } from '../resolvers/registry.ts';
import { startTokenServer, type TokenServer } from '../resolvers/token-server.ts';
import { findings, hardened, placeOf } from './rig/findings.ts';
import { expectText, goTo, openFile, quickFix, undo } from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { waitFor } from './rig/wait.ts';

const username = 'tester';
const password = 'correct horse';
/** That password, as `htpasswd -nB` writes it. */
const htpasswd = `${username}:$2y$05$mcppostureloopbackteseY0NbhUaQH/Il/QYUi32aUlsTFrcXKEK`;
const identityToken = 'identity-of-a-test';

/** What each registry wants, and how docker's settings have it. */
const ways = ['password', 'helper', 'token for a password', 'identity token'] as const;

let open: Registry;
let tokens: TokenServer;
let index: PushedIndex;
let single: string;
let programs: string;
const guarded = new Map<(typeof ways)[number], Registry>();

before(async () => {
  open = await startRegistry();
  index = await open.pushIndex('team/server', '1.4');
  single = await open.pushManifest('team/server', '2');
  tokens = await startTokenServer([], {
    username,
    password,
    identityToken,
    repositories: ['team/server'],
  });
  const { storage } = open;
  for (const way of ways) {
    const auth = way.includes('token') ? { token: tokens.token } : { htpasswd };
    guarded.set(way, await startRegistry({ storage, ...auth }));
  }
  programs = await mkdtemp(join(tmpdir(), 'mcp-posture-programs-'));
  const says = JSON.stringify({ Username: username, Secret: password });
  await writeProgram(
    join(programs, 'docker-credential-mine'),
    `read -r server || true\necho "$server" >> '${programs}/calls'\necho '${says}'`,
  );
});
after(async () => {
  for (const registry of guarded.values()) await registry.stop();
  await tokens?.[Symbol.asyncDispose]();
  await open?.stop();
  await rm(programs, { recursive: true, force: true });
});

function hostOf(way: (typeof ways)[number]): string {
  return guarded.get(way)?.host ?? assert.fail(way);
}

function dockerSettings(): unknown {
  return {
    auths: {
      [hostOf('password')]: authOf(username, password),
      [hostOf('token for a password')]: authOf(username, password),
      [hostOf('identity token')]: { identitytoken: identityToken },
    },
    credHelpers: { [hostOf('helper')]: 'mine' },
  };
}

function fileText(): string {
  const servers = ways.flatMap((way) =>
    ['1.4', '2'].map(
      (tag) =>
        `    "${way} ${tag}": { "command": "docker", "args": ["run", ${hardened}, "-i", "--platform", "linux/arm64", "${hostOf(way)}/team/server:${tag}"] }`,
    ),
  );
  return `{\n  // private\n  "servers": {\n${servers.join(',\n')}\n  }\n}\n`;
}

suite('pin to digest, with the credentials of docker’s settings', () => {
  let rig: Rig;
  let window: Window;
  before(async () => {
    rig = await openRig({
      // Docker’s settings name the registries; where two of them get their tokens, only the person can say.
      settings: { 'mcpPosture.registries': [tokens.server.host] },
    });
    mkdirSync(join(rig.home, '.docker'));
    // VS Code takes the PATH of a login shell.
    for (const name of ['.profile', '.bash_profile', '.zprofile'])
      writeFileSync(join(rig.home, name), `export PATH="${programs}:$PATH"\n`);
    writeFileSync(join(rig.home, '.docker/config.json'), JSON.stringify(dockerSettings()));
    window = await rig.open({ '.vscode/mcp.json': fileText() });
    await openFile(window, '.vscode/mcp.json');
    const uri = window.uri('.vscode/mcp.json');
    await waitFor('the findings', async () => (await unpinned(uri)) === ways.length * 2);
  });
  after(() => rig?.close());

  for (const way of ways) {
    for (const tag of ['1.4', '2']) {
      test(`${way}: ${tag === '2' ? 'a single manifest' : 'an index'}, byte for byte`, async () => {
        const text = fileText();
        const image = `${hostOf(way)}/team/server:${tag}`;
        const digest = tag === '2' ? single : index.indexDigest;
        const { line, character } = placeOf(text, image).end;
        await goTo(window, line, character - 1);
        const shown = digest.slice(0, 'sha256:'.length + 12);
        await quickFix(window, `Pin to ${shown}… (${hostOf(way)}/team/server ${tag})`);
        const uri = window.uri('.vscode/mcp.json');
        await expectText(window, uri, text.replace(image, `${image}@${digest}`));
        await undo(window);
        await expectText(window, uri, text);
      });
    }
  }

  test('the helper was asked for its own registry and no other', async () => {
    const calls = (await readFile(join(programs, 'calls'), 'utf8')).trim().split('\n');
    assert.deepEqual([...new Set(calls)], [hostOf('helper')]);
  });

  async function unpinned(uri: string): Promise<number> {
    return (await findings(window, uri)).filter(({ rule }) => rule === 'unpinned-image').length;
  }
});
