import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';

/** Grades of deployment and integrity, tier, and what is said, of one line. */
function judged(command: string, ...args: string[]) {
  const text = JSON.stringify({ mcpServers: { s: { command, args } } });
  const [server] = lint(readDocument(text, '.mcp.json'), noFacts).servers;
  assert.ok(server !== undefined);
  const { pillars, tier, findings } = server;
  return {
    grades: `${pillars.deployment.grade} ${pillars.integrity.grade} ${tier}`,
    integrity: pillars.integrity.why,
    titles: findings
      .filter(({ rule }) => rule === 'host-execution')
      .flatMap(({ fixes }) => fixes.map(({ title }) => title)),
    says: Object.fromEntries(findings.map(({ rule, message }) => [rule, message])),
  };
}

const commit = '5f2c1d9b8a7e6f4d3c2b1a09f8e7d6c5b4a39281';

const lines: readonly (readonly [string, readonly [string, ...string[]]])[] = [
  ['bad bad high', ['go', 'run', 'github.com/o/r@latest']],
  ['bad caution medium', ['go', 'run', 'github.com/o/r@v1.2.3']],
  ['bad good medium', ['go', 'run', `github.com/o/r@${commit}`]],
  ['caution not-applicable medium', ['go', 'run', './cmd/server']],
  ['bad bad high', ['dnx', 'Pkg', '--yes']],
  ['bad caution medium', ['dnx', 'Pkg@1.2.3', '--yes']],
  ['bad bad high', ['dnx', 'Pkg@1.*', '--yes']],
  ['bad bad high', ['deno', 'run', '-A', 'https://h.example/m.ts']],
  ['bad caution medium', ['deno', 'run', '-A', 'jsr:@s/p@1.0.0']],
  ['caution not-applicable medium', ['deno', 'run', '-A', 'server.ts']],
  ['caution not-applicable medium', ['cargo', 'run', '--release']],
  ['bad bad high', ['nix', 'run', 'github:o/r']],
  ['bad good medium', ['nix', 'run', `github:o/r/${commit}`]],
  ['caution not-applicable medium', ['nix', 'run', '.']],
  ['caution not-applicable medium', ['java', '-jar', 'x.jar']],
  ['bad caution medium', ['jbang', 'g.x:a:1.0.0']],
  ['caution not-applicable medium', ['dart', 'run']],
];

for (const [grades, line] of lines) {
  test(`${line.join(' ')}: ${grades}`, () => assert.equal(judged(...line).grades, grades));
}

test('what is said of a pinned version is true of its registry', () => {
  assert.equal(
    judged('go', 'run', 'github.com/o/r@v1.2.3').says['version-without-hash'],
    'github.com/o/r is pinned to v1.2.3, but no hash here would tell if other code came under that number',
  );
  assert.equal(
    judged('dnx', 'Pkg@1.2.3').integrity,
    'Pkg is pinned to 1.2.3, and no hash of it stands here',
  );
  assert.equal(
    judged('deno', 'run', '-A', 'jsr:@s/p@1.0.0').integrity,
    'jsr:@s/p is pinned to 1.0.0, its dependencies float',
  );
});

test('deno keeps to the permissions of its line, unless they give everything', () => {
  const limited = 'with the permissions that its line grants';
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['with your rights', ['run', '-A', 'npm:p@1.0.0']],
    ['with your rights', ['run', '--allow-all', 'npm:p@1.0.0']],
    ['with your rights', ['run', '--allow-net', '--allow-run=git', 'npm:p@1.0.0']],
    ['with your rights', ['run', '--allow-ffi', 'npm:p@1.0.0']],
    ['with your rights', ['run', '-NA', 'npm:p@1.0.0']],
    ['with your rights', ['x', 'npm:p@1.0.0']],
    [limited, ['x', '--allow-net', 'npm:p@1.0.0']],
    [limited, ['run', '--allow-net=api.example.com', 'npm:p@1.0.0']],
    [limited, ['run', '-RN', 'jsr:@s/p@1.0.0']],
    [limited, ['run', 'npm:p@1.0.0']],
  ];
  for (const [want, args] of cases) {
    const said = judged('deno', ...args).says['host-execution'] ?? '';
    assert.ok(said.includes(want), `${args.join(' ')}: ${said}`);
  }
});

test('an image is offered only where nothing else on the line or in the environment counts', () => {
  const without: readonly (readonly [string, ...string[]])[] = [
    ['npx', '-y', '@modelcontextprotocol/server-everything', 'sse'],
    ['npx', '-y', '--', '@modelcontextprotocol/server-everything'],
    ['npx', '-p', '@modelcontextprotocol/server-everything', 'mcp-server-everything'],
    ['bunx', '@modelcontextprotocol/server-everything'],
    ['bash', '-c', 'npx -y @modelcontextprotocol/server-everything'],
    ['env', 'A=b', 'npx', '-y', '@modelcontextprotocol/server-everything'],
    ['uvx', '--from', 'mcp-server-fetch', 'mcp-server-fetch'],
    ['uvx', 'mcp-server-fetch', '--proxy-url=http://127.0.0.1:8080'],
    ['uvx', 'mcp-server-time', '--local-timezone=${TZ}'],
  ];
  for (const line of without) assert.deepEqual(judged(...line).titles, [], line.join(' '));
  assert.deepEqual(judged('uvx', 'mcp-server-fetch', '--ignore-robots-txt').titles, [
    'Run docker run -i --rm mcp/fetch instead of uvx mcp-server-fetch',
  ]);
});
