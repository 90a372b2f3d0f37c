import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allFormats } from '../../src/core/config/all-formats.ts';
import { readDocument } from '../../src/core/config/document.ts';
import { directivesOf } from '../../src/core/posture/directives.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { noFacts } from '../../src/core/rules/facts.ts';
import { formatJson } from '../../src/output/json.ts';
import { formatText } from '../../src/output/text.ts';
import { leakedRuns } from '../secret-runs.ts';

/** Of a known format, and one that only its name gives away. */
const secrets = [`ghp_${'q7RtZ2mKpV9xLw3NcB8sYdJ5hFgT1aE6uQ4k'}`, 'Vq7RtZ2mKpV9-xLw3NcB8sYd'];

const directives: Readonly<Record<string, (secret: string) => string>> = {
  'its reason': (secret) => `secret-literal -- the key ${secret} is an old one`,
  'its rule': (secret) => `${secret} -- ours`,
  'one of its rules': (secret) => `secret-literal, ${secret} -- ours`,
  'its date': (secret) => `secret-literal -- ours until ${secret}`,
  'an assignment in its reason': (secret) => `secret-literal -- TOKEN=${secret}`,
};

const files: Readonly<Record<string, (directive: string, secret: string) => string>> = {
  '.vscode/mcp.json': (directive, secret) =>
    `{"servers":{\n// ${directive}\n"a":{"command":"x","env":{"TOKEN":"${secret}"}}}}`,
  '.codex/config.toml': (directive, secret) =>
    `# ${directive}\n[mcp_servers.a]\ncommand = "x"\nenv.TOKEN = "${secret}" # ${directive}\n`,
  'librechat.yaml': (directive, secret) =>
    `mcpServers:\n  # ${directive}\n  a:\n    command: x\n    env:\n      TOKEN: ${secret} # ${directive}\n`,
};

for (const [path, textOf] of Object.entries(files)) {
  for (const [place, directiveOf] of Object.entries(directives)) {
    test(`a suppression with a credential as ${place} shows nothing of it, in ${path}`, () => {
      for (const secret of secrets) {
        const text = textOf(`mcp-posture-ignore ${directiveOf(secret)}`, secret);
        const report = lint(readDocument(text, path, { formats: allFormats }), noFacts);
        assert.deepEqual(report.failures, []);
        const scanned = [{ kind: 'read', report } as const];
        const json = formatJson(scanned);
        const shown = `${json}\n${formatText(scanned, { color: false, unanswered: [] })}`;
        assert.ok(shown.includes('secret-literal'));
        assert.deepEqual(leakedRuns(secret, shown), []);
      }
    });
  }
}

test('a comment is one directive, however often it says the word', () => {
  const again = 'mcp-posture-ignore typosquat -- a // ';
  const text = `{"servers":{}} // ${again.repeat(3)}\n`;
  const document = readDocument(text, '.vscode/mcp.json');
  assert.deepEqual(
    directivesOf(document).map(({ span, line, rules }) => [span, line, rules]),
    [[{ start: text.indexOf('mcp-'), end: text.length - 1 }, 0, ['typosquat']]],
  );
});

test('comments above each other speak of the line below all of them', () => {
  const one = '// mcp-posture-ignore typosquat -- a\n';
  const text = `\uFEFF${one}${one}\n{\n  ${one}//\n"servers":{}}\n${one}`;
  const document = readDocument(text, '.vscode/mcp.json');
  assert.deepEqual(
    directivesOf(document).map(({ line }) => line),
    [3, 3, 6, 8],
  );
});
