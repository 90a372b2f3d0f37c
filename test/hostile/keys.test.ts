import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { allFormats } from '../../src/core/config/all-formats.ts';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import { serverMarkdown } from '../../src/editor/markdown.ts';
import { formatJson } from '../../src/output/json.ts';
import { createFileStore } from '../../src/resolvers/file-store.ts';

/** As a name of TOML, YAML and JSON alike. */
const names = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'],
  String.raw`\u0000`,
  String.raw`\u202e\u001b[2J`,
  String.raw`a\nb`,
  '<img src=https://h.example.com/x>',
  '[x](command:workbench.action.quit)',
  '![x](https://h.example.com/x)',
].map((name) => `"${name}"`);

const files: Readonly<Record<string, (name: string) => string>> = {
  '.codex/config.toml': (name) =>
    `[mcp_servers.${name}]\ncommand = "npx"\nargs = ["-y", "p"]\nenv.${name} = "x"\n[${name}]\npolluted = 1\n`,
  'librechat.yaml': (name) =>
    `${name}: &x { ${name}: { polluted: 1 }, polluted: 1 }\nmcpServers:\n  ${name}:\n    <<: *x\n    command: npx\n    args: [-y, p]\n    env: { ${name}: x }\n`,
  '.vscode/mcp.json': (name) =>
    `{${name}:{"polluted":1},"servers":{${name}:{"command":"npx","args":["-y","p"],"env":{${name}:"x"}}}}`,
};

for (const [path, textOf] of Object.entries(files)) {
  test(`${path}: a name of a prototype, or one that steers, is a name`, () => {
    for (const name of names) {
      const report = lint(readDocument(textOf(name), path, { formats: allFormats }), noFacts);
      assert.deepEqual(report.failures, []);
      assert.equal(report.servers.length, 1, name);
      assert.ok(!('polluted' in {}));
      const [server] = report.servers;
      assert.equal(server?.name, JSON.parse(name));
      assert.equal(server?.launch.name, 'p');
      const json = formatJson([{ kind: 'read', report }]);
      assert.doesNotMatch(json, /[\u0000-\u0009\u001b\u202e]/);
      const markdown = report.servers.map((one) => serverMarkdown(one)).join('\n');
      assert.doesNotMatch(markdown, /(?<!\\)[<[!]|[\u0000\u001b\u202e]/);
    }
  });
}

test(
  'a pipe where answers should be is not waited for',
  { skip: process.platform === 'win32' && 'no pipes in folders there', timeout: 10_000 },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-posture-keys-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    execFileSync('mkfifo', [join(folder, 'answers.json')]);
    assert.equal(await createFileStore(join(folder, 'answers.json')).load(), undefined);
  },
);
