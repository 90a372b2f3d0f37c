import { after, before, test } from 'node:test';
import { findings, placeOf } from './rig/findings.ts';
import { expectText, goTo, openFile, quickFix, undo } from './rig/keys.ts';
import { openRig, type Rig, type Window } from './rig/rig.ts';
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
  - name: acme
    command: acme-mcp
    env: # one
      GITHUB_TOKEN: ${token}
`;

const cases = [
  {
    path: '.codex/config.toml',
    before: codex,
    rule: 'container-escape',
    on: '--privileged',
    title: /--privileged/,
    after: codex.replace('  "--privileged", # why?\n', '  # why?\n'),
  },
  {
    path: '.continue/config.yaml',
    before: own,
    rule: 'secret-literal',
    on: token,
    title: /secrets\.GITHUB_TOKEN/,
    after: own.replace(token, '${{ secrets.GITHUB_TOKEN }}'),
  },
];

let rig: Rig;
let window: Window;
before(async () => {
  rig = await openRig({ settings: { 'mcpPosture.network': 'off' } });
  window = await rig.open(Object.fromEntries(cases.map(({ path, before: text }) => [path, text])));
});
after(() => rig?.close());

for (const { path, before: text, rule, on, title, after: fixed } of cases) {
  test(`${path}: a finding at its place, its fix, and the way back`, async () => {
    await openFile(window, path);
    const uri = window.uri(path);
    const place = placeOf(text, on);
    const isThere = async (): Promise<boolean> =>
      (await findings(window, uri)).some((one) => one.rule === rule && one.text === on);
    await waitFor(`${rule} on ${on}`, isThere);
    await goTo(window, place.start.line, place.start.character);
    await quickFix(window, title);
    await expectText(window, uri, fixed);
    await waitFor('the finding to go', async () => !(await isThere()));
    await undo(window);
    await expectText(window, uri, text);
    await waitFor('the finding again', isThere);
  });
}
