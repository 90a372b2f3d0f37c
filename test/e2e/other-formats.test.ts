import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { expectFindings, placeOf } from './rig/findings.ts';
import { expectText, goTo, openFile, quickFix, screenshot, undo } from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
import { squiggles } from './rig/screen.ts';
import { expectRows, openTree, row } from './rig/tree.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = `ghp_${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const image = `acme/mcp@sha256:${'0123456789abcdef'.repeat(4)}`;

const codex = `# the team's own
[mcp_servers.acme]
command = 'docker' # on this machine
args = [
  "run", "-i",
  "--privileged", # why?
  "${image}",
]

[mcp_servers.broken]
args = ["x"
`;
const own = `name: team
mcpServers:
  - name: ours
    command: acme-mcp
    env: # one
      GITHUB_TOKEN: ${token}
`;
const goose = `# mine
extensions:
  developer: { type: builtin, name: developer, enabled: true }
  remote: # over the wire
    type: streamable_http
    uri: http://mcp.example.com/mcp # soon
    enabled: true
`;

interface Case {
  /** In the workspace; with `~/` in the home folder. */
  readonly path: string;
  readonly before: string;
  /** All findings, as `expectFindings` has them; the first is the one that is fixed. */
  readonly finds: readonly [string, ...string[]];
  readonly severity: 'error' | 'warning';
  readonly on: string;
  readonly title: string;
  readonly after: string;
  /** What is left of the findings then. */
  readonly leaves: readonly string[];
}

const cases: readonly Case[] = [
  {
    path: '.codex/config.toml',
    before: codex,
    finds: ['container-escape: --privileged', 'invalid-server: broken'],
    severity: 'error',
    on: '--privileged',
    title: 'Drop --privileged',
    after: codex.replace('  "--privileged", # why?\n', '  # why?\n'),
    leaves: ['container-not-hardened: run', 'invalid-server: broken'],
  },
  {
    path: '.continue/config.yaml',
    before: own,
    finds: [`secret-literal: ${token}`],
    severity: 'error',
    on: token,
    title:
      'Take it from the environment as ${{ secrets.GITHUB_TOKEN }} (removes the value: set the variable first)',
    after: own.replace(token, '${{ secrets.GITHUB_TOKEN }}'),
    leaves: [],
  },
  {
    path: '~/.config/goose/config.yaml',
    before: goose,
    finds: ['plain-http: http'],
    severity: 'warning',
    on: 'http:',
    title: 'Use https',
    after: goose.replace('http:', 'https:'),
    leaves: [],
  },
];

const servers = [
  'High | 3 servers',
  '  acme | high · .codex/config.toml',
  '  ours | high · .continue/config.yaml',
  '  remote | high · ~/.config/goose/config.yaml',
  'Unknown | 1 server',
  '  broken | unknown · .codex/config.toml',
];

let rig: Rig;
let window: Window;
before(async () => {
  rig = await openRig({ settings: { 'mcpPosture.network': 'off' } });
  for (const { path, before: text } of cases.filter((one) => one.path.startsWith('~/'))) {
    mkdirSync(dirname(placeIn(path)), { recursive: true });
    writeFileSync(placeIn(path), text);
  }
  window = await rig.open(
    Object.fromEntries(
      cases
        .filter(({ path }) => !path.startsWith('~/'))
        .map(({ path, before: text }) => [path, text]),
    ),
  );
});
after(() => rig?.close());

test('the tree shows their servers with no file opened', async () => {
  await openTree(window);
  await expectRows(window, servers);
});

test('a click in the tree goes to the table of TOML', async () => {
  const table = placeOf(codex, '[mcp_servers.acme]');
  await row(window, 'acme').click();
  await waitFor('the name', async () => {
    const editor = await window.ask('editor');
    const at = editor?.selection;
    return (
      editor?.uri === window.uri('.codex/config.toml') &&
      at?.start.line === table.start.line &&
      at.start.character === '[mcp_servers.'.length &&
      at.end.character === '[mcp_servers.acme'.length
    );
  });
  await waitFor('the squiggles', async () => (await squiggles(window)).length === 2);
  await screenshot(window, 'other-formats');
});

for (const one of cases) {
  const { path, before: text, on, finds, title } = one;
  test(`${path}: underlined at its place, fixed, and back again`, async () => {
    const uri = window.uri(placeIn(path));
    await openFile(window, placeIn(path));
    const underlined = finds[0].slice(finds[0].indexOf(' ') + 1);
    const start = placeOf(text, on).start;
    const end = { line: start.line, character: start.character + underlined.length };
    const found = await expectFindings(window, uri, finds);
    assert.deepEqual(found[0]?.range, { start, end });
    await waitFor('its squiggle', async () =>
      (await squiggles(window)).some(
        (squiggle) => squiggle.text === underlined && squiggle.severity === one.severity,
      ),
    );
    await goTo(window, start.line, start.character);
    await quickFix(window, title);
    await expectText(window, uri, one.after);
    await expectFindings(window, uri, one.leaves);
    await undo(window);
    await expectText(window, uri, text);
    await expectFindings(window, uri, finds);
  });
}

/** What `rig` opens: a path in the workspace, or an absolute one. */
function placeIn(path: string): string {
  return path.startsWith('~/') ? join(rig.home, path.slice(2)) : path;
}
