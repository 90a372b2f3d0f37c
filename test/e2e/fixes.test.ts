import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { rules } from '../../src/core/rules/index.ts';
import { findings, placeOf } from './rig/findings.ts';
import { command, expectText, goTo, openFile, quickFix, save, undo } from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import type { Span } from './rig/questions.ts';
import { squiggles, type Squiggle } from './rig/screen.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = (prefix: string, tail: string): string => `${prefix}${tail}`;
const inEnv = token('ghp_', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8');
const inArgument = token('glpat-', 'x9Y8w7V6u5T4s3R2q1P0');
const inHeader = token('gho_', 'Z9y8X7w6V5u4T3s2R1q0P9o8N7m6L5k4J3i2');
const inContainer = token('npm_', 'q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8');
const inDefault = token('glptt-', '0123456789abcdef0123456789abcdef01234567');
const image = `acme/mcp@sha256:${'0123456789abcdef'.repeat(4)}`;

const vscodeText = `{
  // The comments stay where they are.
  "inputs": [
    { "type": "promptString", "id": "db", "description": "Database", "default": "${inDefault}" },
    { "type": "promptString", "id": "api-token", "description": "API token" } // a plain one
  ],
  "servers": {
    "env": {
      "command": "node", // on this machine
      "args": ["server.js"],
      "env": { "GITHUB_TOKEN": "${inEnv}" }
    },
    "argument": { "command": "node", "args": ["server.js", "--api-key", "${inArgument}"] },
    "header": {
      "url": "https://mcp.example.com/mcp",
      "headers": {
        "Authorization": "Bearer ${inHeader}", // sent along
      },
    },
    "container": {
      "command": "docker",
      "args": ["run", "-i", "--rm", "-e", "NPM_TOKEN=${inContainer}", "${image}"]
    },
    "plain": { "command": "node", "args": ["p.js"], "env": { "API_TOKEN": "\${input:api-token}" } },
    "undeclared": { "command": "node", "args": ["u.js"], "env": { "SLACK_TOKEN": "\${input:slack-token}" } },
    "escape": {
      "command": "docker",
      "args": [
        "run",
        "--privileged", // why?
        "${image}"
      ]
    },
    "mount": { "command": "docker", "args": ["run", "-v", "/etc:/host", "${image}"] },
    "home": { "command": "docker", "args": ["run", "-v", "\${userHome}:/h", "${image}"] },
    "http": { "url": "http://mcp.example.com/http" /* soon */ },
    "tls": {
      "command": "node",
      "env": { "NODE_TLS_REJECT_UNAUTHORIZED": "0", "LOG": "1" }
    },
    "approve": { "command": "node", "args": ["a.js"], "autoApprove": ["*"] } // all of them
  }
}
`;

const rootText = `{
  "mcpServers": {
    "env": {
      "command": "node",
      "env": {
        "GITHUB_TOKEN": "${inEnv}"
      }
    },
    "argument": { "command": "node", "args": ["server.js", "--api-key", "${inArgument}"] },
    "header": {
      "type": "http",
      "url": "https://mcp.example.com/mcp",
      "headers": { "Authorization": "Bearer ${inHeader}" }
    },
    "container": {
      "command": "docker",
      "args": ["run", "-i", "--rm", "-e", "NPM_TOKEN=${inContainer}", "${image}"]
    },
    "escape": { "command": "docker", "args": ["run", "--privileged", "${image}"] },
    "mount": { "command": "docker", "args": ["run", "-v", "/etc:/host", "${image}"] },
    "http": { "type": "http", "url": "http://mcp.example.com/http" },
    "tls": { "command": "node", "env": { "LOG": "1", "NODE_TLS_REJECT_UNAUTHORIZED": "0" } },
    "approve": { "command": "node", "args": ["a.js"], "autoApprove": ["*"] }
  }
}
`;

const cursorText = rootText.replace('"mcpServers"', '// Cursor\n  "mcpServers"');

/** As a Windows editor writes it: CRLF, tabs, a byte order mark on the disk. */
function windows(text: string): string {
  return text.replaceAll('\n', '\r\n').replaceAll('  ', '\t');
}

interface Case {
  readonly kind: string;
  readonly rule: string;
  /** What is underlined, between « and »; with what is around it stands in the text once. */
  readonly on: string;
  readonly title: string;
  /** What is there before and what must be there after; everything else stays. */
  readonly changes: readonly (readonly [before: string, after: string])[];
  /** How it is underlined, where that is not by its rule. */
  readonly severity?: Squiggle['severity'];
}

const lastInput = '"description": "API token" } // a plain one\n';

function declares(id: string, description: string): readonly [string, string] {
  return [
    lastInput,
    `${lastInput.replace(' }', ' },')}    {
      "type": "promptString",
      "id": "${id}",
      "description": "${description}",
      "password": true
    }
`,
  ];
}

const prompts: readonly Case[] = [
  {
    kind: 'a literal in env becomes a password prompt',
    rule: 'secret-literal',
    on: `«${inEnv}»`,
    title: 'Ask for it with a password prompt (${input:github-token})',
    changes: [
      [inEnv, '${input:github-token}'],
      declares('github-token', 'GitHub personal access token for env'),
    ],
  },
  {
    kind: 'a literal argument becomes a password prompt',
    rule: 'secret-literal',
    on: `«${inArgument}»`,
    title: 'Ask for it with a password prompt (${input:argument-api-key})',
    changes: [
      [inArgument, '${input:argument-api-key}'],
      declares('argument-api-key', 'GitLab personal access token for argument'),
    ],
  },
  {
    kind: 'a literal in a header becomes a password prompt',
    rule: 'secret-literal',
    on: `«${inHeader}»`,
    title: 'Ask for it with a password prompt (${input:header-authorization})',
    changes: [
      [inHeader, '${input:header-authorization}'],
      declares('header-authorization', 'GitHub OAuth token for header'),
    ],
  },
  {
    kind: 'a literal of docker -e becomes a password prompt and moves to env',
    rule: 'secret-literal',
    on: `«${inContainer}»`,
    title: 'Ask for it with a password prompt (${input:npm-token}) and hand it on through env',
    changes: [
      [
        `"NPM_TOKEN=${inContainer}", "${image}"]`,
        `"NPM_TOKEN", "${image}"],
      "env": {
        "NPM_TOKEN": "\${input:npm-token}"
      }`,
      ],
      declares('npm-token', 'npm access token for container'),
    ],
  },
  {
    kind: 'an input that is kept in plain text becomes a password input',
    rule: 'secret-in-plain-input',
    on: '«api-token»", "desc',
    title: 'Add "password": true, so that it is encrypted',
    changes: [['"API token" }', '"API token", "password": true }']],
  },
  {
    kind: 'an input that is missing is declared',
    rule: 'unknown-input',
    on: '«${input:slack-token}»',
    title: 'Declare slack-token as a password prompt',
    changes: [declares('slack-token', 'slack-token for undeclared')],
  },
];

const inVscode: readonly Case[] = [
  {
    kind: 'the home folder becomes the workspace',
    rule: 'broad-mount',
    on: '«${userHome}»',
    title: 'Mount ${workspaceFolder} instead',
    changes: [['${userHome}', '${workspaceFolder}']],
  },
  {
    kind: 'a default is removed and asked for',
    rule: 'secret-literal',
    on: `«${inDefault}»`,
    title: 'Remove the default and ask with a password prompt',
    changes: [[`"default": "${inDefault}"`, '"password": true']],
  },
];

const references: readonly Case[] = [
  [inEnv, 'GITHUB_TOKEN'] as const,
  [inArgument, 'ARGUMENT_API_KEY'] as const,
  [inHeader, 'HEADER_AUTHORIZATION'] as const,
  [inContainer, 'NPM_TOKEN'] as const,
].map(([secret, name]) => ({
  kind: `a literal becomes a reference to ${name} of the environment`,
  rule: 'secret-literal',
  on: `«${secret}»`,
  title: `Take it from the environment as REF(${name}) (removes the value: set the variable first)`,
  changes: [[secret, `REF(${name})`]],
}));

function referencesAs(write: (name: string) => string): readonly Case[] {
  const filled = (text: string): string => text.replace(/REF\((\w+)\)/, (_, name) => write(name));
  return references.map((one) => ({
    ...one,
    title: filled(one.title),
    changes: one.changes.map(([from, to]) => [from, filled(to)]),
  }));
}

const everywhere: readonly Case[] = [
  {
    kind: 'a mount becomes read-only',
    rule: 'broad-mount',
    on: '«/etc»:/host',
    title: 'Mount read-only',
    changes: [['/etc:/host', '/etc:/host:ro']],
  },
  {
    kind: 'http becomes https',
    rule: 'plain-http',
    on: '«http»://mcp',
    title: 'Use https',
    changes: [['http://mcp', 'https://mcp']],
  },
  {
    kind: 'an auto-approval is dropped',
    rule: 'auto-approve',
    on: '[«"*"»]',
    title: 'Ask before each tool runs (drop autoApprove)',
    changes: [[', "autoApprove": ["*"]', '']],
  },
];

const inWorkspace: readonly Case[] = [
  ...prompts,
  ...inVscode,
  ...everywhere,
  {
    kind: 'an option that opens the container is dropped',
    rule: 'container-escape',
    on: '«--privileged»',
    title: 'Drop --privileged',
    changes: [['"--privileged", // why?', '// why?']],
  },
  {
    kind: 'a switch for certificate checks is dropped',
    rule: 'tls-verification-off',
    on: '"«0»"',
    title: 'Drop NODE_TLS_REJECT_UNAUTHORIZED',
    changes: [['"NODE_TLS_REJECT_UNAUTHORIZED": "0", ', '']],
  },
];

const inRoot: readonly Case[] = [
  ...everywhere,
  {
    kind: 'an option that opens the container is dropped',
    rule: 'container-escape',
    on: '«--privileged»',
    title: 'Drop --privileged',
    changes: [['"--privileged", ', '']],
  },
  {
    kind: 'a switch for certificate checks is dropped',
    rule: 'tls-verification-off',
    on: '"«0»"',
    title: 'Drop NODE_TLS_REJECT_UNAUTHORIZED',
    changes: [[', "NODE_TLS_REJECT_UNAUTHORIZED": "0"', '']],
  },
];

function rename(from: string, to: string): readonly Case[] {
  return [
    {
      kind: `the root key ${from} is renamed`,
      rule: 'wrong-root-key',
      on: `«"${from}"»`,
      title: `Rename ${from} to ${to}`,
      changes: [[from, to]],
    },
  ];
}

const wrongVscode = '{\n  // mistaken\n  "mcpServers": { "a": { "command": "node" } },\n}\n';
const wrongRoot = '{\n  "servers": { "a": { "command": "node" } }\n}\n';

const files: Readonly<Record<string, { text: string; cases: readonly Case[]; bom?: true }>> = {
  '.vscode/mcp.json': { text: vscodeText, cases: inWorkspace },
  'crlf/.vscode/mcp.json': {
    text: windows(vscodeText),
    cases: inWorkspace.map(windowsCase),
    bom: true,
  },
  '.mcp.json': { text: rootText, cases: [...referencesAs((name) => `\${${name}}`), ...inRoot] },
  '.cursor/mcp.json': { text: cursorText, cases: referencesAs((name) => `\${env:${name}}`) },
  'crlf/.cursor/mcp.json': {
    text: windows(cursorText),
    cases: referencesAs((name) => `\${env:${name}}`),
    bom: true,
  },
  'wrong/.vscode/mcp.json': { text: wrongVscode, cases: rename('mcpServers', 'servers') },
  'wrong/.mcp.json': {
    text: wrongRoot,
    // Another client looks there.
    cases: rename('servers', 'mcpServers').map((one) => ({ ...one, severity: 'info' })),
  },
  'wrong/crlf/.vscode/mcp.json': {
    text: windows(wrongVscode),
    cases: rename('mcpServers', 'servers'),
    bom: true,
  },
};

function windowsCase(one: Case): Case {
  return {
    ...one,
    changes: one.changes.map(([from, to]) => [windows(from), windows(to)]),
  };
}

let rig: Rig;
let window: Window;
before(async () => {
  rig = await openRig({ settings: { 'mcpPosture.network': 'off' } });
  window = await rig.open(
    Object.fromEntries(
      Object.entries(files).map(([path, { text, bom }]) => [path, onDisk(text, bom)]),
    ),
  );
});
after(() => rig?.close());

for (const [path, { text, cases, bom }] of Object.entries(files)) {
  suite(path, () => {
    for (const one of cases) {
      test(one.kind, async () => {
        await openAsItWas(path, text);
        await fixAndUndo(window.uri(path), text, one);
      });
    }

    test('and what is saved keeps its line ends and its byte order mark', async () => {
      const [one] = cases;
      assert.ok(one !== undefined);
      await openAsItWas(path, text);
      await pickFix(text, one);
      await expectText(window, window.uri(path), changed(text, one));
      await save(window);
      assert.equal(bytesOf(path), onDisk(changed(text, one), bom));
      await undo(window);
      await expectText(window, window.uri(path), text);
      await save(window);
      assert.equal(bytesOf(path), onDisk(text, bom));
    });
  });
}

/** A test that failed leaves its change behind; the next one does not suffer from it. */
async function openAsItWas(path: string, text: string): Promise<void> {
  await openFile(window, path);
  if ((await window.ask('text', window.uri(path))) !== text) {
    await command(window, 'File: Revert File');
    await expectText(window, window.uri(path), text);
  }
}

async function fixAndUndo(uri: string, text: string, one: Case): Promise<void> {
  const all = await waitForFinding(uri, text, one);
  const underlined = one.on.replace(/.*«|».*/g, '');
  await pickFix(text, one);
  await expectText(window, uri, changed(text, one));
  await waitFor('the finding to go', async () => (await count(uri, one)) === all - 1);
  await waitFor('its squiggle to go', async () => !(await isUnderlined(underlined, one)));
  await undo(window);
  await expectText(window, uri, text);
  await waitFor('the finding again', async () => (await count(uri, one)) === all);
  await waitForFinding(uri, text, one);
  await waitFor('its squiggle again', () => isUnderlined(underlined, one));
}

async function pickFix(text: string, one: Case): Promise<void> {
  const { line, character } = rangeOf(text, one).start;
  await goTo(window, line, character);
  await quickFix(window, one.title);
}

/** Waits for the finding at its exact place; gives how many of its rule there are. */
async function waitForFinding(uri: string, text: string, one: Case): Promise<number> {
  const range = rangeOf(text, one);
  await waitFor(`${one.rule} at its place`, async () =>
    (await findings(window, uri)).some(
      (found) => found.rule === one.rule && isDeepStrictEqual(found.range, range),
    ),
  );
  return await count(uri, one);
}

async function count(uri: string, { rule }: Case): Promise<number> {
  return (await findings(window, uri)).filter((found) => found.rule === rule).length;
}

/** Another rule may have something to say about the same words, with another colour. */
async function isUnderlined(text: string, { rule, severity: own }: Case): Promise<boolean> {
  const severity = own ?? rules.find(({ meta }) => meta.id === rule)?.meta.severity;
  return (await squiggles(window)).some(
    (squiggle) => squiggle.text === text && squiggle.severity === severity,
  );
}

function rangeOf(text: string, { on }: Case): Span {
  const [lead = '', within = ''] = on.split(/[«»]/);
  const { start } = placeOf(text, on.replace(/[«»]/g, ''));
  const character = start.character + lead.length;
  return {
    start: { line: start.line, character },
    end: { line: start.line, character: character + within.length },
  };
}

function changed(text: string, { changes }: Case): string {
  return changes.reduce((now, [from, to]) => {
    assert.equal(now.split(from).length, 2, `once in the text: ${from}`);
    return now.replace(from, () => to);
  }, text);
}

function onDisk(text: string, bom = false): string {
  return bom ? `\uFEFF${text}` : text;
}

function bytesOf(path: string): string {
  return readFileSync(join(window.folder, path), 'utf8');
}
