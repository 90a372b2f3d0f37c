import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { PushedIndex } from '../resolvers/registry.ts';
import { expectFindings, findings, hardened, placeOf } from './rig/findings.ts';
import { forTests } from './rig/for-tests.ts';
import {
  expectText,
  goTo,
  openFile,
  quickFix,
  quickFixTitles,
  screenshot,
  typeText,
  undo,
} from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { squiggles } from './rig/screen.ts';
import { teamImages } from './rig/team-images.ts';
import { openTree, rowButton, toggle } from './rig/tree.ts';
import { waitFor } from './rig/wait.ts';

const images = forTests(teamImages);

function host(): string {
  return images().proxy.host;
}

/** One server of each kind of image reference. */
function vscodeFile(): string {
  return `{
  // images of the team
  "servers": {
    "tagged": { "command": "docker", "args": ["run", ${hardened}, "-i", "--rm", "${host()}/acme/mcp:1.4"] },
    "newest": { "command": "docker", "args": ["run", ${hardened}, "-i", "${host()}/acme/newest:latest"] },
    "bare": { "command": "podman", "args": ["run", ${hardened}, "-i", "${host()}/acme/newest"] },
    "gone": { "command": "docker", "args": ["run", ${hardened}, "-i", "${host()}/acme/mcp:9.9"] }
  }
}
`;
}

function rootFile(): string {
  return `{
  "mcpServers": {
    "tagged": { "command": "docker", "args": ["run", ${hardened}, "-i", "${host()}/acme/mcp:1.4"] }
  }
}
`;
}

function windowsFile(): string {
  return vscodeFile().replaceAll('\n', '\r\n').replaceAll('  ', '\t');
}

suite('pin to digest, with a real registry', () => {
  let rig: Rig;
  let window: Window;
  before(async () => {
    rig = await openRig({ settings: { 'mcpPosture.registries': [host()] } });
    window = await rig.open({
      '.vscode/mcp.json': vscodeFile(),
      'crlf/.vscode/mcp.json': windowsFile(),
      '.mcp.json': rootFile(),
      'typed/.vscode/mcp.json': '',
    });
  });
  after(() => rig?.close());

  test('typed by hand: the finding is there at once, the fix when the registry has answered', async () => {
    const path = 'typed/.vscode/mcp.json';
    const uri = window.uri(path);
    await openFile(window, path);
    images().proxy.hold();
    const text = `{ "servers": { "a": { "command": "docker", "args": ["run", ${hardened}, "-i", "${host()}/acme/mcp:1.4`;
    await typeText(window, `${text}"] } } }`);
    await expectFindings(window, uri, ['unpinned-image: 1.4']);
    await waitFor('the question', () => images().proxy.held() > 0);
    const { line, character } = placeOf(text, ':1.4').start;
    await goTo(window, line, character + 1);
    assert.ok(!(await titles()).some((title) => title.startsWith('Pin to')));
    images().proxy.release();
    await pick(text, ':1.4', images().tagged, '1.4', 'acme/mcp');
    await expectText(window, uri, `${text}@${images().tagged.indexDigest}"] } } }`);
    await expectFindings(window, uri, []);
  });

  for (const [path, file] of [
    ['.vscode/mcp.json', vscodeFile],
    ['crlf/.vscode/mcp.json', windowsFile],
    ['.mcp.json', rootFile],
  ] as const) {
    test(`${path}: the tag is kept, the digest is the index's, one undo`, async () => {
      const text = file();
      const uri = window.uri(path);
      const image = `${host()}/acme/mcp:1.4`;
      await openFile(window, path);
      const all = await unpinned(uri, path === '.mcp.json' ? 1 : 4);
      await pick(text, ':1.4', images().tagged, '1.4', 'acme/mcp');
      await expectText(window, uri, text.replace(image, `${image}@${images().tagged.indexDigest}`));
      await waitFor('the finding to go', async () => (await count(uri)) === all - 1);
      await waitFor('the squiggle to go', async () => !(await isUnderlined('1.4')));
      if (path === '.vscode/mcp.json') await screenshot(window, 'pinned');
      await undo(window);
      await expectText(window, uri, text);
      await unpinned(uri, all);
    });
  }

  test('a tag latest is not kept, and no tag is the same', async () => {
    const path = '.vscode/mcp.json';
    const uri = window.uri(path);
    const text = vscodeFile();
    await openFile(window, path);
    for (const [piece, image] of [
      [':latest', `${host()}/acme/newest:latest"`],
      ['acme/newest"]', `${host()}/acme/newest"`],
    ] as const) {
      await pick(text, piece, images().latest, 'latest', 'acme/newest');
      const pinned = `${host()}/acme/newest@${images().latest.indexDigest}"`;
      await expectText(window, uri, text.replace(image, pinned));
      await undo(window);
      await expectText(window, uri, text);
    }
  });

  test('the digest is of no single platform', () => {
    const { indexDigest, manifestDigests } = images().tagged;
    assert.equal(manifestDigests.length, 2);
    assert.ok(!manifestDigests.includes(indexDigest));
  });

  test('a tag that the registry does not have gets no fix', async () => {
    const text = vscodeFile();
    const { line, character } = placeOf(text, ':9.9').start;
    await openFile(window, '.vscode/mcp.json');
    await unpinned(window.uri('.vscode/mcp.json'), 4);
    await goTo(window, line, character + 1);
    assert.deepEqual(
      (await titles()).filter((title) => /^(?!Suppress).*(?:pin|digest)/i.test(title)),
      [],
    );
  });

  test('from the tree: the button of the row pins, unsaved', async () => {
    const uri = window.uri('.mcp.json');
    const text = rootFile();
    await openTree(window);
    const rows = window.page.locator('.part.sidebar .monaco-list-row');
    const own = rows.filter({ hasText: /^tagged\s*high · \.mcp\.json$/ });
    await own.locator('.monaco-tl-twistie').click();
    await toggle(window, 'Integrity');
    await rowButton(window, /follows the tag 1\.4/, 'Fix');
    const image = `${host()}/acme/mcp:1.4`;
    await expectText(window, uri, text.replace(image, `${image}@${images().tagged.indexDigest}`));
    assert.equal(await window.ask('isDirty', uri), true);
    await openFile(window, '.mcp.json');
    await undo(window);
    await expectText(window, uri, text);
  });

  test('offline: no fix and nothing false, and the answer is not remembered', async () => {
    const path = 'typed/.vscode/mcp.json';
    const uri = window.uri(path);
    await openFile(window, path);
    images().proxy.cut(true);
    const asked = images().proxy.requests();
    const pinned = (await window.ask('text', uri)) ?? '';
    await goTo(window, 0, pinned.indexOf('/acme/mcp:1.4@') + '/acme/mcp:1.4'.length);
    await typeText(window, '.1');
    await goTo(window, 0, pinned.indexOf('@sha256') + '.1'.length);
    for (let n = 0; n < '@sha256:'.length + 64; n++) await window.page.keyboard.press('Delete');
    const text = pinned.replace(/1\.4@sha256:[0-9a-f]{64}/, '1.4.1');
    await expectText(window, uri, text);
    await expectFindings(window, uri, ['unpinned-image: 1.4.1']);
    await waitFor('the question', () => images().proxy.requests() > asked);
    await goTo(window, 0, text.indexOf('1.4.1'));
    assert.ok(!(await titles()).some((title) => title.startsWith('Pin to')));
    await screenshot(window, 'offline');
    const { indexDigest } = await images().registry.pushIndex('acme/mcp', '1.4.1');
    images().proxy.cut(false);
    await quickFix(window, /^Ask .* for the digest and pin to it$/);
    await expectText(window, uri, text.replace('1.4.1', `1.4.1@${indexDigest}`));
  });

  async function pick(
    text: string,
    piece: string,
    { indexDigest }: PushedIndex,
    tag: string,
    repository: string,
  ): Promise<void> {
    const { line, character } = placeOf(text, piece).start;
    await goTo(window, line, character + 1);
    const shown = indexDigest.slice(0, 'sha256:'.length + 12);
    await quickFix(window, `Pin to ${shown}… (${host()}/${repository} ${tag})`);
  }

  async function unpinned(uri: string, expected: number): Promise<number> {
    await waitFor('the findings', async () => (await count(uri)) === expected);
    return expected;
  }

  async function count(uri: string): Promise<number> {
    return (await findings(window, uri)).filter(({ rule }) => rule === 'unpinned-image').length;
  }

  async function titles(): Promise<readonly string[]> {
    return quickFixTitles(window);
  }

  async function isUnderlined(text: string): Promise<boolean> {
    return (await squiggles(window)).some((squiggle) => squiggle.text === text);
  }
});

suite('a workspace that is not trusted', () => {
  let rig: Rig;
  after(() => rig?.close());

  test('is checked, and no request reaches the registry', async () => {
    rig = await openRig({
      settings: { 'mcpPosture.registries': [host()] },
      workspaceTrust: true,
    });
    const asked = images().proxy.requests();
    const window = await rig.open({
      '.vscode/mcp.json': vscodeFile(),
      '.vscode/settings.json': JSON.stringify({ 'mcpPosture.registries': [host()] }),
    });
    await openFile(window, '.vscode/mcp.json');
    assert.equal((await window.ask('about')).trusted, false);
    const uri = window.uri('.vscode/mcp.json');
    await waitFor('the findings', async () => (await findings(window, uri)).length === 4);
    const { line, character } = placeOf(vscodeFile(), ':1.4').start;
    await goTo(window, line, character + 1);
    assert.deepEqual(
      (await quickFixTitles(window)).filter((title) =>
        /^(?!Suppress).*(?:pin|digest)/i.test(title),
      ),
      [],
    );
    // Longer than the time after which an unasked question would be sent.
    await window.page.waitForTimeout(1500);
    assert.equal(images().proxy.requests(), asked);
    await screenshot(window, 'restricted');
  });
});
