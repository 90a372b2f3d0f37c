import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createScanner, parse } from 'jsonc-parser';
import { readDocument } from '../../../../src/core/config/document.ts';
import { lint } from '../../../../src/core/posture/lint.ts';
import { literalsOf } from '../../../../src/core/rules/credentials/literals.ts';
import { noFacts } from '../../../../src/core/rules/facts.ts';
import { commentsOf } from '../../config/jsonc-oracle.ts';
import { putBack } from './put-back.ts';
import { again, assertSameStarts, moveAll, startsOf, resolved } from './started.ts';

/** A token of a known format, apart from any other. */
const token = fc
  .array(fc.integer({ min: 0, max: 61 }), { minLength: 36, maxLength: 36 })
  .map((digits) => `ghp_${digits.map((d) => letters[d]).join('')}`)
  .filter((text) => literalCount(text) === 1);
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function literalCount(text: string): number {
  const document = readDocument(
    `{"servers":{"a":{"command":"x","env":{"A":"${text}"}}}}`,
    'mcp.json',
  );
  return document.servers.flatMap((server) => literalsOf(server)).length;
}

const plainWord = fc.constantFrom(
  '-y',
  'pkg@1.2.3',
  '--verbose',
  'ä "b"\\',
  '$HOME',
  '',
  '{x}',
  '#',
);
/** Words of a server's own. */
const secretWords = token.chain((t) =>
  fc.constantFrom<readonly string[]>(
    [t],
    ['--token', t],
    [`--api-key=${t}`],
    ['--header', `Authorization: Bearer ${t}`],
    [`{"token":"${t}","a":[1]}`],
    [`postgres://u:${t}@db.example/x`],
    [`--db=https://u:${t}@h.example/?a=b`],
  ),
);
const ownWords = fc
  .array(fc.oneof({ weight: 2, arbitrary: plainWord.map((word) => [word]) }, secretWords), {
    maxLength: 5,
  })
  .map((words) => words.flat());

const handed = fc.tuple(fc.constantFrom('A_TOKEN', 'B_KEY', 'DOCKER_TOKEN', 'PATH', 'X'), token);
const containerWords = fc
  .array(
    fc.oneof(
      handed.chain(([name, t]) =>
        fc.constantFrom(
          ['-e', `${name}=${t}`],
          [`--env=${name}=${t}`],
          [`-e${name}=${t}`],
          ['-e', name],
        ),
      ),
      fc.constant(['--rm']),
    ),
    { maxLength: 4 },
  )
  .map((words) => ['run', ...words.flat(), 'img:1']);
const envWords = fc
  .array(
    fc.oneof(
      handed.map(([name, t]) => `${name}=${t}`),
      fc.constant('C=d'),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .filter((words) => new Set(words.map((word) => word.split('=')[0])).size === words.length)
  .map((words) => [...words, 'npx']);

const launch: fc.Arbitrary<readonly string[]> = fc
  .oneof(
    fc.tuple(fc.constantFrom('npx', 'node', '/opt/a b/run', 'python3'), fc.constant([])),
    fc.tuple(fc.constantFrom('docker', 'podman'), containerWords),
    fc.tuple(
      fc.constant('sudo'),
      containerWords.map((words) => ['docker', ...words]),
    ),
    fc.tuple(fc.constant('env'), envWords),
    fc.tuple(
      fc.constant('env'),
      envWords.map((words) => ['-i', ...words]),
    ),
    fc.tuple(
      fc.constant('cmd'),
      containerWords.map((words) => ['/c', 'docker', ...words]),
    ),
    fc.tuple(
      fc.constant('bash'),
      token.map((t) => ['-c', `A_TOKEN='${t}' npx pkg@1.2.3 "$@"`]),
    ),
    fc.tuple(
      fc.constant('npx'),
      token.map((t) => ['mcp-remote', `https://h.example/?api_key=${t}`]),
    ),
  )
  .chain(([command, first]) => ownWords.map((words) => [command, ...first, ...words]));

const value = fc.oneof(
  token,
  token.map((t) => `Bearer ${t}`),
  token.map((t) => `{"a":"${t}"}\n\té`),
  fc.constantFrom('plain', 'eu-west-1', 3),
);
const variables = fc.dictionary(
  fc.constantFrom('A_TOKEN', 'API_KEY', 'REGION', 'CONF', 'X'),
  value,
  {
    maxKeys: 4,
  },
);
const server = fc
  .tuple(launch, fc.option(variables), fc.boolean())
  .map(([[command, ...args], env, first]) => ({
    ...(env !== null && first ? { env } : {}),
    command,
    ...(args.length > 0 || first ? { args } : {}),
    ...(env !== null && !first ? { env } : {}),
  }));
const servers = fc.dictionary(fc.constantFrom('a', 'github', 'my server', '名前'), server, {
  minKeys: 1,
  maxKeys: 3,
});

const vscode = '.vscode/mcp.json';
const paths = fc.constantFrom(
  vscode,
  'claude_desktop_config.json',
  '.cursor/mcp.json',
  '.mcp.json',
);
const layouts = fc.record({
  indent: fc.constantFrom('', '  ', '\t'),
  eol: fc.constantFrom('\n', '\r\n'),
  comments: fc.array(fc.tuple(fc.nat(400), fc.boolean()), { maxLength: 6 }),
});

/** Path and text. */
const files = fc.tuple(paths, servers, layouts).map(([path, map, { indent, eol, comments }]) => {
  const root = path === vscode ? 'servers' : 'mcpServers';
  const text = JSON.stringify({ [root]: map }, null, indent).replaceAll('\n', eol);
  return [withComments(text, eol, comments), path] as const;
});

/** Comments between tokens, `/* *\/` or to the end of the line. */
function withComments(
  text: string,
  eol: string,
  comments: readonly (readonly [number, boolean])[],
): string {
  const scanner = createScanner(text, true);
  const ends: number[] = [];
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan())
    ends.push(scanner.getPosition());
  const at = new Map(
    comments.map(([n, line], i) => [
      ends[n % ends.length] ?? 0,
      line ? `// c${i}${eol}` : ` /* c${i} */`,
    ]),
  );
  let result = '';
  let last = 0;
  for (const [offset, comment] of [...at].sort(([a], [b]) => a - b)) {
    result += text.slice(last, offset) + comment;
    last = offset;
  }
  return result + text.slice(last);
}

const END = 17;

test('what is started through the launcher is what was started before', () => {
  fc.assert(
    fc.property(files, ([text, path]) => {
      const before = readDocument(text, path);
      const moved = moveAll(before);
      assertSameStarts(before, moved, before.text);
      assert.deepEqual(commentsOf(moved.text), commentsOf(before.text));
      assert.equal(new Set(moved.moves.map(({ id }) => id)).size, moved.moves.length);
    }),
    { numRuns: 1500 },
  );
});

test('what has moved is found no more, in the text or by a rule', () => {
  fc.assert(
    fc.property(files, ([text, path]) => {
      const before = readDocument(text, path);
      const moved = moveAll(before);
      const stay = moved.stays.flatMap(({ literalSpans }) => literalSpans);
      const after = again(before, moved.text);
      const literals = after.servers.flatMap((one) => literalsOf(one));
      assert.equal(literals.length, stay.length, moved.text);
      const kept = stay.map(({ start, end }) => before.text.slice(start, end));
      for (const { literalSpans } of moved.moves) {
        for (const { start, end } of literalSpans) {
          for (let at = start; at + 6 <= end; at++) {
            const run = before.text.slice(at, at + 6);
            // The format's own prefix is shared with what stays.
            if (kept.some((one) => one.includes(run))) continue;
            assert.ok(!moved.text.includes(run), `${run}\n${moved.text}`);
          }
        }
      }
      const report = lint(after, noFacts);
      for (const [i, { pillars, findings }] of report.servers.entries()) {
        const left = findings.some(({ rule }) => rule === 'secret-literal');
        const uses = after.servers[i]?.launch.secrets.length ?? 0;
        if (!left && uses > 0) assert.notEqual(pillars.access.grade, 'bad', moved.text);
      }
    }),
    { numRuns: 500 },
  );
});

test('a launch that is put back starts the same, and moves to the same text again', () => {
  fc.assert(
    fc.property(files, ([text, path]) => {
      const before = readDocument(text, path);
      const { dialect } = before;
      fc.pre(dialect.inputs || dialect.envReference !== null);
      const moved = moveAll(before);
      const back = putBack(before, moved);
      assert.deepEqual(
        startsOf(back).map((start) => start && resolved(start)),
        startsOf(before).map((start) => start && resolved(start)),
        back.text,
      );
      const comments = commentsOf(text);
      assert.deepEqual(commentsOf(back.text), comments);
      const { text: twice } = moveAll(back);
      // A comment between two words may change its line.
      if (comments.length === 0) assert.equal(twice, moved.text, back.text);
      else assert.deepEqual(parse(twice), parse(moved.text), back.text);
    }),
    { numRuns: 1000 },
  );
});
