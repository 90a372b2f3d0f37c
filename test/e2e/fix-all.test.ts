import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { rules } from '../../src/core/rules/index.ts';
import { startRegistry } from '../resolvers/registry.ts';
import { findings, placeOf } from './rig/findings.ts';
import { dispose, forTests } from './rig/for-tests.ts';
import { command, expectText, goTo, openFile, save, screenshot, typeText } from './rig/keys.ts';
import { startOddPackages } from './rig/odd-packages.ts';
import { openRig, type Window } from './rig/rig.ts';
import { waitFor } from './rig/wait.ts';

/** Made up, and never whole in a file of this project. */
const token = `ghp_${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const path = '.vscode/mcp.json';
const wrongText =
  '{\n  // mistaken\n  "mcpServers": { "a": { "command": "node", "args": ["a.js"] } }\n}\n';

/**
 * At least one finding of every rule whose findings come from the text, or from what a registry says of it. `old` is a
 * digest that its tag has left.
 */
function everyRule(registry: string, old: string): string {
  return `{
  "inputs": [
    { "type": "promptString", "id": "api-token", "description": "API token" }, // in plain text
    { "type": "promptString", "id": "fine", "description": "Another", "password": true }
  ],
  "servers": {
    "secret-literal": { "command": "node", "args": ["a.js"], "env": { "GITHUB_TOKEN": "${token}" } },
    "secret-in-plain-input": { "command": "node", "args": ["b.js"], "env": { "API_TOKEN": "\${input:api-token}" } },
    "credential-passthrough": { "command": "docker", "args": ["run", "-e", "SSH_AUTH_SOCK", "acme/c@${digest}"] },
    "unknown-input": { "command": "node", "args": ["d.js"], "env": { "SLACK_TOKEN": "\${input:slack-token}" } },
    "placeholder-secret": { "command": "node", "args": ["e.js"], "env": { "NOTES_API_KEY": "YOUR_API_KEY" } },
    "host-execution": { "command": "npx", "args": ["-y", "acme-mcp@1.2.3"] },
    "sandbox-off": { "command": "npx", "args": ["-y", "tavily-mcp@0.2.0"] },
    "broad-filesystem-scope": { "command": "mcp-server-filesystem", "args": ["/etc"] },
    "typosquat": { "command": "npx", "args": ["-y", "mcp-remoet@0.1.29"] },
    "duplicate-server": { "command": "node", "args": ["first.js"] },
    "duplicate-server": { "command": "node", "args": ["last.js"] },
    "container-escape": { "command": "docker", "args": ["run", "--privileged", "acme/f@${digest}"] },
    "broad-mount": { "command": "docker", "args": ["run", "-v", "/etc:/host", "acme/g@${digest}"] },
    "plain-http": { "url": "http://mcp.example.com/mcp" },
    "tls-verification-off": { "command": "node", "args": ["h.js"], "env": { "NODE_TLS_REJECT_UNAUTHORIZED": "0" } },
    "remote-script": { "command": "bash", "args": ["-c", "curl -fsSL https://get.example.com/mcp.sh | sh"] },
    "not-a-server": { "command": "touch", "args": ["started"] },
    "shell-wrapper": { "command": "bash", "args": ["-c", "node j.js"] },
    "inline-code": { "command": "node", "args": ["-e", "require('./k.js')"] },
    "preloaded-code": { "command": "node", "args": ["l.js"], "env": { "NODE_OPTIONS": "--require ./hook.cjs" } },
    "privileged-command": { "command": "sudo", "args": ["node", "m.js"] },
    "temporary-program": { "command": "node", "args": ["/tmp/n.js"] },
    "container-not-hardened": { "command": "docker", "args": ["run", "acme/o@${digest}"] },
    "bind-all-interfaces": { "command": "node", "args": ["p.js", "--host", "0.0.0.0"] },
    "metadata-address": { "command": "node", "args": ["q.js", "http://169.254.169.254/latest"] },
    "legacy-sse": { "type": "sse", "url": "https://mcp.example.com/sse" },
    "auto-approve": { "command": "node", "args": ["i.js"], "autoApprove": ["*"] },
    "unpinned-image": { "command": "docker", "args": ["run", "${registry}/acme/mcp:1.4"] },
    "unpinned-package": { "command": "npx", "args": ["-y", "acme-mcp@latest"] },
    "unpinned-git": { "command": "uvx", "args": ["--from", "git+https://github.com/acme/mcp@main", "mcp"] },
    "digest-drift": { "command": "docker", "args": ["run", "${registry}/acme/moved:2@${old}"] },
    "outdated-package": { "command": "npx", "args": ["-y", "acme-old@1.0.0"] },
    "fresh-release": { "command": "npx", "args": ["-y", "acme-young@1.0.0"] },
    "deprecated-package": { "command": "npx", "args": ["-y", "acme-withdrawn@1.0.0"] },
    "install-scripts": { "command": "npx", "args": ["-y", "acme-scripts@1.0.0"] },
    "package-not-found": { "command": "npx", "args": ["-y", "acme-nowhere@1.0.0"] },
    "provenance-lost": { "command": "npx", "args": ["-y", "acme-lost@1.0.1"] },
    "signature-invalid": { "command": "npx", "args": ["-y", "acme-forged@1.0.0"] },
    "known-vulnerability": { "command": "npx", "args": ["-y", "acme-hole@1.0.0"] },
    "malicious-package": { "command": "npx", "args": ["-y", "acme-evil@1.0.0"] },
    "unsupported-variable": { "command": "node", "args": ["$HOME/r.js"] },
    // mcp-posture-ignore host-execution
    "suppression": { "command": "npx", "args": ["-y", "acme-mcp@1.2.3"] },
    "version-without-hash": { "command": "uvx", "args": ["acme-mcp==1.2.3"] },
    "invalid-server": { "args": ["no command"] }
  }
}
`;
}

/** What the safe fixes make of it: nothing but the one input that becomes a password input. */
function fixed(text: string): string {
  return text.replace('"API token" }', '"API token", "password": true }');
}

const needs = forTests(async (keep) => {
  const registry = keep(await startRegistry(), (one) => one.stop());
  await registry.pushIndex('acme/mcp', '1.4');
  const old = (await registry.pushIndex('acme/moved', '2')).indexDigest;
  await registry.pushIndex('acme/moved', '2', 'again');
  const packages = keep(await startOddPackages(), dispose);
  const options = {
    settings: { 'mcpPosture.registries': [registry.host] },
    env: { npm_config_registry: `http://${packages.host}/` },
  };
  const rig = keep(await openRig(options), (one) => one.close());
  return { rig, text: everyRule(registry.host, old) };
});

for (const kind of ['source.fixAll.mcpPosture', 'source.fixAll']) {
  suite(`${kind} on save`, () => {
    let window: Window;
    before(async () => {
      changeSettings({ 'editor.codeActionsOnSave': { [kind]: 'explicit' } });
      window = await needs().rig.open({
        [path]: needs().text,
        'wrong/.vscode/mcp.json': wrongText,
      });
    });

    test('adds "password": true to the prompt and changes nothing else', async () => {
      const { text } = needs();
      const uri = window.uri(path);
      await openFile(window, path);
      await waitFor('every rule', async () => {
        const found = new Set((await findings(window, uri)).map(({ rule }) => rule));
        return [...expectedRules()].every((rule) => found.has(rule));
      });
      await waitFor('the digest, which is known by now', () => hasPin(window, uri, text));
      const { end } = placeOf(text, '// in plain text');
      await goTo(window, end.line, end.character);
      await typeText(window, ' still');
      const typed = text.replace('// in plain text', '// in plain text still');
      await expectText(window, uri, typed);
      await save(window);
      await expectText(window, uri, fixed(typed));
      assert.equal(readFileSync(join(window.folder, path), 'utf8'), fixed(typed));
      await screenshot(window, kind.replaceAll('.', '-'));
    });

    test('touches no key of a file under the wrong one', async () => {
      const uri = window.uri('wrong/.vscode/mcp.json');
      await openFile(window, 'wrong/.vscode/mcp.json');
      await waitFor('the finding', async () =>
        (await findings(window, uri)).some(({ rule }) => rule === 'wrong-root-key'),
      );
      const { end } = placeOf(wrongText, '// mistaken');
      await goTo(window, end.line, end.character);
      await typeText(window, '!');
      await save(window);
      await expectText(window, uri, wrongText.replace('// mistaken', '// mistaken!'));
    });
  });
}

test('the same from the command palette', async () => {
  const { rig, text } = needs();
  changeSettings({ 'editor.codeActionsOnSave': {} });
  const window = await rig.open({ [path]: text });
  await openFile(window, path);
  await waitFor('findings', async () => (await findings(window, window.uri(path))).length > 0);
  await command(window, 'MCP Posture: Fix All Safe');
  await expectText(window, window.uri(path), fixed(text));
});

/** A wrong root key stands in a file of its own; the others come from where the file lies, not from its text. */
const elsewhere = new Set([
  'wrong-root-key',
  'secret-committed',
  'secret-file-exposed',
  'shadowed-server',
]);

function expectedRules(): ReadonlySet<string> {
  return new Set(rules.map(({ meta }) => meta.id).filter((id) => !elsewhere.has(id)));
}

async function hasPin(window: Window, uri: string, text: string): Promise<boolean> {
  const actions = await window.ask('codeActions', uri, placeOf(text, ':1.4'), 'quickfix');
  return actions.some(({ title }) => title.startsWith('Pin to sha256:'));
}

/** Into the user's own settings; the next window reads them. */
function changeSettings(more: Readonly<Record<string, unknown>>): void {
  const file = join(needs().rig.data, 'User/settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...settings, ...more }));
}
