import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allFormats } from '../../../src/core/config/all-formats.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import type { Report } from '../../../src/core/posture/report.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';
import { randomOf } from '../config/documents.ts';

/** Made up, and never whole in a file of this project. */
const token = `ghp_${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;

const texts = {
  '.codex/config.toml': `model = "o3"
[mcp_servers.a]
command = "npx"
args = ["-y", "p@latest"]
[mcp_servers.b]
command = "docker"
args = ["run", "--privileged", "x:1"]
[mcp_servers.a.env]
TOKEN = "${token}"
[mcp_servers.c]
url = "http://example.com"
`,
  'librechat.yaml': `x: &base
  command: npx
  args: [-y, p@latest]
mcpServers:
  a:
    <<: *base
  b: &b
    command: docker
    args: [run, --privileged, "x:1"]
    env: { TOKEN: ${token} }
  c: *b
  d:
    url: http://example.com
`,
};

function read(text: string, path: string, earlier: Report | null = null): Report {
  return lint(readDocument(text, path, { formats: allFormats }), noFacts, earlier);
}

function said(report: Report): unknown {
  return [
    report.findings,
    report.servers.map(({ name, tier, pillars, findings }) => [name, tier, pillars, findings]),
  ];
}

for (const [path, text] of Object.entries(texts)) {
  test(`${path}: what an earlier report saves changes nothing`, () => {
    let report = read(text, path);
    assert.deepEqual(report.document.errors, []);
    assert.ok(report.servers.length >= 3);
    for (let i = 0; i < 300; i++) {
      const random = randomOf(i);
      const at = random.below(text.length);
      const typed = random.pick(['', 'x', '"', '\n', '@1.0.0', ' ', '#', '*base', '[']);
      const now = text.slice(0, at) + typed + text.slice(at + random.below(4));
      report = read(now, path, report);
      assert.deepEqual(said(report), said(read(now, path)), `${i}\n${now}`);
    }
  });
}

test('what an alias stands for is judged where it is used, at the place where it is written', () => {
  const path = 'librechat.yaml';
  const before = read(texts[path], path);
  const [, b, c] = before.servers;
  assert.ok(c !== undefined && c.findings.some(({ rule }) => rule === 'secret-literal'));
  assert.deepEqual(
    c.findings.map(({ span }) => span),
    b?.findings.map(({ span }) => span),
  );
  const now = texts[path].replace(token, '${TOKEN}');
  const after = read(now, path, before);
  assert.ok(
    after.servers.every(({ findings }) => findings.every(({ rule }) => rule !== 'secret-literal')),
  );
});

test('no part of a token shows, however its text writes it', () => {
  const odd = `it's-${token}`;
  const hex = [...token]
    .map((letter) => String.raw`\x${letter.charCodeAt(0).toString(16)}`)
    .join('');
  const long = [...token]
    .map((letter) => String.raw`\U0000${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
  const rows = [
    [
      'librechat.yaml',
      `mcpServers:\n  ${token}:\n    command: npx\n    args: [--token, '${odd.replace("'", "''")}']\n`,
    ],
    [
      'librechat.yaml',
      `mcpServers:\n  a:\n    command: npx\n    args: [--token, "${hex}", 'p@${token}']\n`,
    ],
    [
      '.codex/config.toml',
      `[mcp_servers.a]\ncommand = "npx"\nargs = ["--token", "${long}", "${hex}", 'p@${token}']\n`,
    ],
  ] as const;
  for (const [path, text] of rows) {
    const report = read(text, path);
    const findings = [...report.findings, ...report.servers.flatMap((server) => server.findings)];
    assert.ok(
      findings.some(({ rule }) => rule === 'secret-literal'),
      text,
    );
    const shown = JSON.stringify([
      findings.map(({ message, fixes, related }) => [
        message,
        fixes.map(({ title }) => title),
        related.map((one) => one.message),
      ]),
      report.servers.map(({ name, launch, tierWhy, pillars }) => [name, launch, tierWhy, pillars]),
    ]);
    for (let at = 4; at + 6 <= token.length; at++)
      assert.ok(!shown.includes(token.slice(at, at + 6)), shown);
  }
});
