import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { expectFindings, findings, hardened, placeOf } from './rig/findings.ts';
import {
  closeEditor,
  command,
  expectText,
  goTo,
  openFile,
  press,
  save,
  screenshot,
  typeText,
} from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { squiggles } from './rig/screen.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = `ghp_${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;

const cursorText = `{
  "mcpServers": {
    "files": { "command": "npx", "args": ["-y", "acme-files"] }
  }
}
`;
const windsurfText = `{
  "mcpServers": {
    "remote": { "serverUrl": "http://mcp.example.com/sse" }
  }
}
`;
const crlfText =
  '\uFEFF{\r\n\t// Windows\r\n\t"servers": {\r\n\t\t"gh": {\r\n\t\t\t"command": "node", "args": ["s.js"],\r\n\t\t\t"env": { "T": "" },\r\n\t\t},\r\n\t},\r\n}\r\n';
const userText = `{
  "servers": {
    "mine": { "command": "uvx", "args": ["acme-mine"] }
  }
}
`;

let rig: Rig;
let window: Window;
const promptText = `{
  "inputs": [{ "type": "promptString", "id": "api-token", "description": "API token" }],
  "servers": { "s": { "command": "node", "args": ["s.js"], "env": { "API_TOKEN": "\${input:api-token}" } } }
}
`;

let slow: SlowRegistry;
before(async () => {
  slow = await slowRegistry();
  rig = await openRig({ settings: { 'mcpPosture.registries': [slow.host] } });
  mkdirSync(join(rig.home, '.cursor'), { recursive: true });
  mkdirSync(join(rig.home, '.codeium/windsurf'), { recursive: true });
  writeFileSync(join(rig.home, '.cursor/mcp.json'), cursorText);
  writeFileSync(join(rig.home, '.codeium/windsurf/mcp_config.json'), windsurfText);
  writeFileSync(join(rig.data, 'User/mcp.json'), userText);
  window = await rig.open({
    '.vscode/mcp.json': '',
    'half/.vscode/mcp.json': '',
    'broken/.vscode/mcp.json': '',
    'crlf/.vscode/mcp.json': crlfText,
    'slow/.vscode/mcp.json': imageFile(`${slow.host}/acme/mcp:1.4`),
    'many/.vscode/mcp.json': manyServers(),
    'prompt/.vscode/mcp.json': promptText,
    'plain.json': cursorText,
  });
});
after(async () => {
  await rig?.close();
  slow?.close();
});

test('a bad value typed key by key is underlined at exactly its place', async () => {
  const text = `{
  // by hand
  "servers": {
    "files": { "command": "docker", "args": ["run", ${hardened}, "-i", "--rm", "acme/files:1.4"] },
    "gh": { "command": "node", "args": ["s.js"], "env": { "GITHUB_TOKEN": "${token}" } }
  }
}
`;
  const path = '.vscode/mcp.json';
  const uri = window.uri(path);
  await openFile(window, path);
  await typeText(window, text);
  await expectText(window, uri, text);
  const [image, secret] = await expectFindings(window, uri, [
    'unpinned-image: 1.4',
    `secret-literal: ${token}`,
  ]);
  assert.ok(image !== undefined && secret !== undefined);
  assert.deepEqual(image.range, placeOf(text, '1.4'));
  assert.equal(image.severity, 'warning');
  assert.deepEqual(secret.range, placeOf(text, token));
  assert.equal(secret.severity, 'error');
  for (const { rule, target } of [image, secret]) {
    assert.ok(target !== null && target.endsWith(`/docs/rules/${rule}.md`), String(target));
    assert.ok(existsSync(fileURLToPath(target)), `there is no page ${target}`);
  }
  await waitFor('the squiggles', async () => (await squiggles(window)).length === 2);
  assert.deepEqual(await squiggles(window), [
    { severity: 'error', text: token },
    { severity: 'warning', text: '1.4' },
  ]);
  await screenshot(window, 'typed');
});

test('no diagnostic says any part of the token', async () => {
  const all = await window.ask('diagnostics', window.uri('.vscode/mcp.json'));
  assert.equal(all.length, 2);
  for (let at = 0; at + 6 <= token.length; at++) {
    assert.ok(!JSON.stringify(all).includes(token.slice(at, at + 6)));
  }
});

test('closing the file clears its diagnostics', async () => {
  const uri = window.uri('.vscode/mcp.json');
  assert.ok((await findings(window, uri)).length > 0);
  await save(window);
  await closeEditor(window);
  await waitFor('no diagnostics', async () => {
    return (await window.ask('diagnostics', uri)).every(({ source }) => source !== 'mcp-posture');
  });
});

test('a half-typed file keeps its findings', async () => {
  const path = 'half/.vscode/mcp.json';
  const uri = window.uri(path);
  await openFile(window, path);
  await typeText(window, '{\n"servers": {\n"a": {"command": "npx", "args": ["-y", "acme-mcp');
  await expectFindings(window, uri, [
    'host-execution: acme-mcp',
    'no-cooldown: acme-mcp',
    'unpinned-package: acme-mcp',
  ]);
  await typeText(window, '@1.2.3');
  await expectFindings(window, uri, [
    'host-execution: acme-mcp@1.2.3',
    'no-cooldown: acme-mcp@1.2.3',
    'version-without-hash: 1.2.3',
  ]);
  await typeText(window, '"]},\n// and the next\n"b": {"url": "http://mcp.example.com/mcp"');
  await expectFindings(window, uri, [
    'host-execution: acme-mcp@1.2.3',
    'no-cooldown: acme-mcp@1.2.3',
    'version-without-hash: 1.2.3',
    'plain-http: http',
  ]);
});

test('a text that is no JSON at all is still searched for secrets', async () => {
  const path = 'broken/.vscode/mcp.json';
  const uri = window.uri(path);
  await openFile(window, path);
  const text = `export GITHUB_TOKEN=${token}\nnpx -y acme-mcp }}]]\n`;
  await typeText(window, text);
  const [found] = await expectFindings(window, uri, [`secret-literal: ${token}`]);
  assert.deepEqual(found?.range, placeOf(text, token));
});

test('a file with CRLF, tabs, comments and a byte order mark', async () => {
  const path = 'crlf/.vscode/mcp.json';
  const uri = window.uri(path);
  const text = crlfText.slice(1);
  await openFile(window, path);
  const { line, character } = placeOf(text, '"" }').start;
  await goTo(window, line, character + 1);
  await typeText(window, token);
  const typed = text.replace('"" }', `"${token}" }`);
  await expectText(window, uri, typed);
  const [found] = await expectFindings(window, uri, [`secret-literal: ${token}`]);
  assert.deepEqual(found?.range, placeOf(typed, token));
});

test("the user profile's file, opened by its command", async () => {
  await command(window, 'MCP: Open User Configuration');
  const uri = await waitFor('the editor', async () => {
    const now = (await window.ask('editor'))?.uri;
    return now?.endsWith('/User/mcp.json') === true && now;
  });
  await expectJudgedWhileTyped(uri);
});

test("Cursor's and Windsurf's files", async () => {
  const cursor = join(rig.home, '.cursor/mcp.json');
  await openFile(window, cursor);
  await expectFindings(window, window.uri(cursor), [
    'host-execution: acme-files',
    'no-cooldown: acme-files',
    'unpinned-package: acme-files',
  ]);
  await typeInto(cursorText, 'acme-files', '@1.0.0');
  await expectFindings(window, window.uri(cursor), [
    'host-execution: acme-files@1.0.0',
    'no-cooldown: acme-files@1.0.0',
    'version-without-hash: 1.0.0',
  ]);
  const windsurf = join(rig.home, '.codeium/windsurf/mcp_config.json');
  await openFile(window, windsurf);
  await expectFindings(window, window.uri(windsurf), ['plain-http: http']);
  await typeInto(windsurfText, '"http', 's');
  await expectFindings(window, window.uri(windsurf), []);
});

test('documents on no disk: a file system in memory, and a file not yet saved', async () => {
  const memory = await window.ask('memoryFile', '/ws/.vscode/mcp.json', userText);
  const untitled = `untitled:${join(window.folder, 'new/.vscode/mcp.json')}`;
  for (const [uri, text] of [
    [memory, userText],
    [untitled, ''],
  ] as const) {
    await window.ask('showDocument', uri);
    await waitFor('the editor', async () => (await window.ask('editor'))?.uri === uri);
    if (text === '') await typeText(window, userText);
    await expectJudgedWhileTyped(uri);
    await closeEditor(window);
    await waitFor('no diagnostics', async () => (await findings(window, uri)).length === 0);
  }
});

test('where two places matter, the other one is named with its range', async () => {
  const path = 'prompt/.vscode/mcp.json';
  await openFile(window, path);
  const [found] = await expectFindings(window, window.uri(path), [
    'secret-in-plain-input: api-token',
  ]);
  assert.deepEqual(found?.related, [
    {
      uri: window.uri(path),
      message: 'used here',
      range: placeOf(promptText, '${input:api-token}'),
    },
  ]);
});

test('a file whose name does not say MCP is left alone', async () => {
  await openFile(window, 'plain.json');
  await sleep(600);
  assert.deepEqual(await findings(window, window.uri('plain.json')), []);
});

test('an edit while a registry is being asked leaves no old finding', async () => {
  const path = 'slow/.vscode/mcp.json';
  const uri = window.uri(path);
  await openFile(window, path);
  await expectFindings(window, uri, ['unpinned-image: 1.4']);
  await waitFor('the question', () => slow.waiting().includes('/v2/acme/mcp/manifests/1.4'));
  const text = imageFile(`${slow.host}/acme/mcp:1.4`);
  await typeInto(text, 'acme/mcp:1.4', `@sha256:${'ab'.repeat(32)}`);
  await waitFor('the question to be called off', () => slow.waiting().length === 0);
  slow.answerFrom(`sha256:${'ab'.repeat(32)}`);
  await expectFindings(window, uri, []);
  await sleep(800);
  assert.deepEqual(await findings(window, uri), []);
  await expectText(window, uri, text.replace('mcp:1.4', `mcp:1.4@sha256:${'ab'.repeat(32)}`));
});

test('fast typing in a long file ends in what the text says', async () => {
  const path = 'many/.vscode/mcp.json';
  const uri = window.uri(path);
  const text = manyServers();
  await openFile(window, path);
  await waitFor(
    'all findings',
    async () => (await findings(window, uri)).length === perServer * many,
  );
  const { end } = placeOf(text, '"acme-200');
  await goTo(window, end.line, end.character);
  for (const part of ['@1', '.2', '.3', 'x', 'y']) {
    await window.page.keyboard.type(part);
    await sleep(60);
  }
  await press(window, 'Backspace', 'Backspace');
  const onLine = async (): Promise<readonly string[]> =>
    (await findings(window, uri))
      .filter(({ range }) => range.start.line === end.line)
      .map(({ rule, text: at }) => `${rule}: ${at}`);
  const last = [
    'host-execution: acme-200@1.2.3',
    'no-cooldown: acme-200@1.2.3',
    'version-without-hash: 1.2.3',
  ];
  // `1.2.3xy` is a version too, so only the whole answer tells that the last key was seen.
  await waitFor('the last finding', async () => (await onLine()).join() === last.join());
  await sleep(800);
  assert.deepEqual(await onLine(), last);
  assert.equal((await findings(window, uri)).length, perServer * many);
});

/** A document that holds `userText` is judged as it is, and anew when a version is typed into it. */
async function expectJudgedWhileTyped(uri: string): Promise<void> {
  await expectFindings(window, uri, [
    'host-execution: acme-mine',
    'no-cooldown: acme-mine',
    'unpinned-package: acme-mine',
  ]);
  await typeInto(userText, '"acme-mine', '==1.2');
  await expectFindings(window, uri, [
    'host-execution: acme-mine==1.2',
    'no-cooldown: acme-mine==1.2',
    'version-without-hash: 1.2',
  ]);
}

/** Types behind a piece of the text that stands there once. */
async function typeInto(text: string, piece: string, more: string): Promise<void> {
  const { end } = placeOf(text, piece);
  await goTo(window, end.line, end.character);
  await typeText(window, more);
}

function imageFile(image: string): string {
  return `{\n  "servers": {\n    "a": { "command": "docker", "args": ["run", ${hardened}, "-i", "${image}"] }\n  }\n}\n`;
}

const many = 300;
const perServer = 3;

function manyServers(): string {
  const servers = Array.from(
    { length: many },
    (_, n) => `    "s${n}": { "command": "npx", "args": ["-y", "acme-${n}"] }`,
  );
  return `{\n  "servers": {\n${servers.join(',\n')}\n  }\n}\n`;
}

interface SlowRegistry {
  readonly host: string;
  /** The paths that were asked for and are not answered. */
  waiting(): readonly string[];
  /** Answers everything from now on with this digest. */
  answerFrom(digest: string): void;
  close(): void;
}

/** A registry that keeps everybody waiting. */
async function slowRegistry(): Promise<SlowRegistry> {
  const open = new Map<ServerResponse, string>();
  let digest: string | null = null;
  const server: Server = createServer((request, response) => {
    if (digest !== null) return void answer(response, digest);
    open.set(response, request.url ?? '');
    response.on('close', () => open.delete(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    waiting: () => [...open.values()],
    answerFrom(value) {
      digest = value;
      for (const response of open.keys()) answer(response, value);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(response: ServerResponse, digest: string): void {
  response.writeHead(200, {
    'content-type': 'application/vnd.oci.image.index.v1+json',
    'docker-content-digest': digest,
  });
  response.end();
}
