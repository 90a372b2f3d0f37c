import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDocument } from '../../../src/core/config/document.ts';
import { lowerFix } from '../../../src/core/config/lower-fix.ts';
import { applyEdits } from '../../../src/core/config/text.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import { pinsOf } from '../../../src/core/posture/pins.ts';
import {
  defaultChoices,
  type Answers,
  type FactsAtHand,
  type Query,
} from '../../../src/core/rules/facts.ts';
import { commentsOf } from '../../rules/fixture.ts';
import { fixtureDay, releasesOf } from '../../rules/fixture-facts.ts';
import { soundAnswers, soundFacts } from '../../dependency-answers.ts';

/** Everything in a file is pinned at once: the text afterwards is the one that was written with the pins in place. */

const digest = `sha256:${'9c3e7a51'.repeat(8)}`;
const sha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

const answers: Answers = {
  'image-digest': digest,
  'image-build': { builtAt: null },
  releases: releasesOf('1.0.0 90d, 1.4.2 10d, 1.5.0 2d'),
  'git-commit': { sha, by: 'branch' },
  ...soundAnswers,
};

const known: { readonly [Kind in Query['kind']]: unknown } = {
  'image-digest': { state: 'known', value: answers['image-digest'] },
  'image-build': { state: 'known', value: answers['image-build'] },
  releases: { state: 'known', value: answers.releases },
  'git-commit': { state: 'known', value: answers['git-commit'] },
  ...soundFacts,
};

const facts: FactsAtHand = {
  answer: ({ kind }) => known[kind] as never,
  choices: defaultChoices,
  now: fixtureDay,
};

/** A reference, and what it becomes. */
type Token = readonly [before: string, after: string];

const image = fc.constantFrom<Token>(
  ['ghcr.io/x/y:1.4', `ghcr.io/x/y:1.4@${digest}`],
  ['mcp/time', `mcp/time@${digest}`],
  ['mcp/time:latest', `mcp/time@${digest}`],
  ['127.0.0.1:5000/x', `127.0.0.1:5000/x@${digest}`],
  [`x/y:1@${digest}`, `x/y:1@${digest}`],
);
const podmanImage = fc.constantFrom<Token>(
  ['ghcr.io/x/y:1.4', `ghcr.io/x/y@${digest}`],
  ['docker://x/y:2', `docker://x/y@${digest}`],
);
const npmPackage = fc.constantFrom<Token>(
  ['a-tool', 'a-tool@1.4.2'],
  ['@s/b@latest', '@s/b@1.4.2'],
  ['c@^1.0.0', 'c@1.4.2'],
  ['x@npm:d@next', 'x@npm:d@1.4.2'],
  ['e@1.4.2', 'e@1.4.2'],
  ['x/y#main', `x/y#${sha}`],
  ['github:x/z', `github:x/z#${sha}`],
);
const requirement = fc.constantFrom<Token>(
  ['tool', 'tool==1.4.2'],
  ['tool[x,y]>=1', 'tool[x,y]==1.4.2'],
  ['tool>=1,<2', 'tool==1.4.2'],
  ['other==1.4.2', 'other==1.4.2'],
  ['git+https://e.com/x/y@main#subdirectory=a', `git+https://e.com/x/y@${sha}#subdirectory=a`],
  ['git+https://e.com/x/z', `git+https://e.com/x/z@${sha}`],
);

/** Command and arguments, before and after. */
type Server = readonly [before: readonly string[], after: readonly string[]];

function server(words: readonly (string | Token)[]): Server {
  return [0, 1].map((side) =>
    words.map((word) => (typeof word === 'string' ? word : (word[side] ?? ''))),
  ) as unknown as Server;
}

/** The same words in one line, some in quotes. */
function inLine(shell: string, before: string, [old, now]: Server): Server {
  const isQuoted = old.map((word, i) => i > 0 && /[^\w/.:@=-]/.test(word));
  const line = (words: readonly string[]) =>
    before + words.map((word, i) => (isQuoted[i] === true ? `'${word}'` : word)).join(' ');
  return [
    [shell, '-c', line(old)],
    [shell, '-c', line(now)],
  ];
}

const launch = fc.oneof(
  image.map((i) => server(['docker', 'run', '-i', '--platform', 'linux/amd64', i, '--tag', 'a:1'])),
  image.map((i) => server(['sudo', 'docker', 'run', '-e', 'A=x/y:1.4', i])),
  podmanImage.map((i) => server(['podman', 'run', '-i', i])),
  npmPackage.map((p) => server(['npx', '-y', p, '--stdio', 'a-tool'])),
  npmPackage.map((p) => server(['cmd', '/c', 'npx', '-y', p])),
  fc.tuple(npmPackage, npmPackage).map(([p, q]) => server(['npx', '-p', p, '-p', q, 'run'])),
  requirement.map((r) => server(['uvx', '--from', r, 'run', 'é "x"'])),
  requirement.map((r) => server(['pipx', 'run', '--spec', r, 'run'])),
);
const servers = fc.array(
  fc.oneof(
    launch,
    launch.filter(([[command]]) => command !== 'cmd').map((s) => inLine('bash', 'cd /tmp && ', s)),
    launch.filter(([[command]]) => command !== 'cmd').map((s) => inLine('sh', 'A=1 ', s)),
    fc
      .tuple(launch, launch)
      .map(([a, b]) => {
        const [x, y] = [inLine('bash', '', a), inLine('bash', '', b)];
        const both = (side: 0 | 1) => ['bash', '-c', `${x[side][2]} ; ${y[side][2]}`];
        return [both(0), both(1)] as const;
      })
      .filter(
        ([[, , line]]) =>
          !/cmd|podman|git\+https:\/\/e\.com\/x\/z|docker .*docker/.test(line ?? ''),
      ),
    fc.constant<Server>([
      ['node', 'a.js'],
      ['node', 'a.js'],
    ]),
  ),
  { minLength: 1, maxLength: 6 },
);

const look = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('  ', '\t'),
  comment: fc.constantFrom('', '// ghcr.io/x/y:1.4 stays', '/* "a-tool" */'),
  trailing: fc.constantFrom('', ','),
});

type Look = typeof look extends fc.Arbitrary<infer L> ? L : never;

function write(
  all: readonly (readonly string[])[],
  { eol, indent, comment, trailing }: Look,
): string {
  const lines = all.map(([command, ...args], i) =>
    [
      `${indent}${indent}"s${i}": { ${comment.startsWith('/*') ? comment : ''}`,
      `${indent}${indent}${indent}"command": ${JSON.stringify(command)}, ${comment}`,
      `${indent}${indent}${indent}"args": [${args.map((arg) => JSON.stringify(arg)).join(', ')}${trailing}]`,
      `${indent}${indent}}`,
    ].join(eol),
  );
  return [
    '{',
    `${indent}"servers": {`,
    lines.join(`,${eol}`) + trailing,
    `${indent}}`,
    '}',
    '',
  ].join(eol);
}

test('all pins at once change the references and nothing else', () => {
  fc.assert(
    fc.property(servers, look, (all, style) => {
      const before = write(
        all.map(([old]) => old),
        style,
      );
      const after = write(
        all.map(([, now]) => now),
        style,
      );
      const document = readDocument(before, '.vscode/mcp.json');
      const { pins, left } = pinsOf(lint(document, facts));
      assert.deepEqual(left, []);
      const edits = lowerFix(
        before,
        document.root,
        pins.flatMap(({ fix }) => fix.ops),
      );
      assert.ok(edits !== null);
      const result = applyEdits(before, edits);
      assert.equal(result, after);
      assert.deepEqual(commentsOf(result), commentsOf(before));
      const again = lint(readDocument(result, '.vscode/mcp.json'), facts);
      assert.deepEqual(pinsOf(again), { pins: [], left: [] });
      const rules = again.servers.flatMap(({ findings }) => findings.map(({ rule }) => rule));
      assert.deepEqual(
        rules.filter((rule) => rule.startsWith('unpinned-')),
        [],
      );
    }),
    { numRuns: 300 },
  );
});
