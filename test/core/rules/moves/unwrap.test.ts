import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../../src/core/config/document.ts';
import { unwrapOps } from '../../../../src/core/rules/moves/unwrap.ts';
import { edited } from './started.ts';

const launch = '${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch';
const vscode = '.vscode/mcp.json';

function unwrapped(text: string, path: string) {
  const document = readDocument(text, path);
  const results = document.servers.map((server) => unwrapOps(document, server));
  const ops = results.flatMap((result) => ('why' in result ? [] : result.ops));
  return { results, text: edited(document, ops) };
}

test('a VS Code file asks with password prompts', () => {
  const { text, results } = unwrapped(
    `{
  "servers": {
    "gh": {
      "command": "${launch}", // ours
      "args": [
        "--env",
        "TOKEN=gh.token.1a2b3c4d",
        "--",
        // the server
        "npx",
        "--key={secret:gh.key.00000000}{secret:gh.key.00000000}"
      ]
    },
    "other": { "command": "${launch}", "args": ["--env", "TOKEN=other.token.1a2b3c4d", "--", "npx"] }
  }
}
`,
    vscode,
  );
  assert.equal(
    text,
    `{
  "servers": {
    "gh": {
      "command": "npx", // ours
      "args": [
        // the server
        "--key=\${input:gh-key-00000000}\${input:gh-key-00000000}"
      ],
      "env": {
        "TOKEN": "\${input:gh-token-1a2b3c4d}"
      }
    },
    "other": { "command": "npx", "args": [], "env": { "TOKEN": "\${input:other-token-1a2b3c4d}" } }
  },
  "inputs": [
    {
      "type": "promptString",
      "id": "gh-token-1a2b3c4d",
      "description": "token for gh",
      "password": true
    },
    {
      "type": "promptString",
      "id": "gh-key-00000000",
      "description": "key for gh",
      "password": true
    },
    {
      "type": "promptString",
      "id": "other-token-1a2b3c4d",
      "description": "token for other",
      "password": true
    }
  ]
}
`,
  );
  assert.deepEqual(
    results.map((result) => ('why' in result ? result.why : result.description)),
    [
      'Put the launch of gh back and ask with a password prompt',
      'Put the launch of other back and ask with a password prompt',
    ],
  );
});

test('a password input from an earlier time is used again, any other is left alone', () => {
  const inputs = (password: boolean) =>
    `"inputs":[{"type":"promptString","id":"gh-token-1a2b3c4d","password":${password}}]`;
  const server = `"servers":{"gh":{"command":"${launch}","args":["--env","T=gh.token.1a2b3c4d","--","x"]}}`;
  const own = unwrapped(`{${server},${inputs(true)}}`, vscode).text;
  assert.equal(
    own,
    `{"servers":{"gh":{"command":"x","args":[],"env":{"T":"\${input:gh-token-1a2b3c4d}"}}},${inputs(true)}}`,
  );
  const other = unwrapped(`{${server},${inputs(false)}}`, vscode).text;
  assert.match(other, /"T":"\$\{input:gh-token-1a2b3c4d-2\}"/);
  assert.match(other, /"id":"gh-token-1a2b3c4d-2","description":"token for gh","password":true/);
});

test('other clients get the reference that they expand, one name a secret', () => {
  const { text, results } = unwrapped(
    `{"mcpServers":{
  "a":{"command":"/x/bin/mcp-launch","args":["--keychain","--env","TOKEN=a.token.1a2b3c4d","--","npx","{secret:a.api-key.00000000}"]},
  "b":{"command":"/x/bin/mcp-launch","args":["--keychain","--env","TOKEN=b.token.1a2b3c4d","--env=SET=b.set.1a2b3c4d","--","npx"]},
  "c":{"command":"y","env":{"A":"\${env:SET}"}}
}}`,
    '.cursor/mcp.json',
  );
  assert.equal(
    text,
    `{"mcpServers":{
  "a":{"command":"npx","args":["\${env:A_API_KEY}"],"env":{"TOKEN":"\${env:TOKEN}"}},
  "b":{"command":"npx","args":[],"env":{"TOKEN":"\${env:B_TOKEN}","SET":"\${env:B_SET}"}},
  "c":{"command":"y","env":{"A":"\${env:SET}"}}
}}`,
  );
  assert.deepEqual(results[2], {
    why: 'the server is not started through the launcher',
    variables: [],
  });
});

test('a command that is a list', () => {
  const { text } = unwrapped(
    `{"mcp":{"a":{"type":"local","command":["/x/bin/mcp-launch","--keychain","--env","TOKEN=a.token.1a2b3c4d","--","npx","s"]}}}`,
    'opencode.json',
  );
  assert.equal(
    text,
    `{"mcp":{"a":{"type":"local","command":["npx","s"],"environment":{"TOKEN":"{env:TOKEN}"}}}}`,
  );
});

test('where the client takes nothing from outside the variables are named', () => {
  const args = [
    '--keychain',
    '--env',
    'TOKEN=a.token.1a2b3c4d',
    '--',
    'npx',
    '{secret:a.key.00000000}',
  ];
  const text = JSON.stringify({ mcpServers: { a: { command: '/x/bin/mcp-launch', args } } });
  const { results, text: after } = unwrapped(text, 'claude_desktop_config.json');
  assert.equal(after, text);
  assert.deepEqual(results, [
    {
      why: 'Claude Desktop takes no secret from outside its file: keep the launcher, or write the values in by hand',
      variables: ['TOKEN', 'A_KEY'],
    },
  ]);
});

test('the command line in the place of the launcher', () => {
  const { text } = unwrapped(
    `{"servers":{"a":{"command":"mcp-posture","args":["launch","--keychain","--env","T=a.t.1a2b3c4d","--","npx","s"]}}}`,
    vscode,
  );
  assert.match(
    text,
    /^\{"servers":\{"a":\{"command":"npx","args":\["s"\],"env":\{"T":"\$\{input:a-t-1a2b3c4d\}"\}\}\}/,
  );
});
