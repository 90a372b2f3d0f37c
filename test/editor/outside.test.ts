import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import type { Fact } from '../../src/core/rules/facts.ts';
import { askedLine } from '../../src/editor/asked-line.ts';
import { outsideAt } from '../../src/editor/outside.ts';
import { daysAgo, factsOf, failed, known, releases, today } from './facts.ts';
import { digest, vscodeText } from './files.ts';

const moved = `sha256:${'2e'.repeat(32)}`;
const repository = 'ghcr.io/acme/mcp';
const ofTag = `image-digest ${repository}:1.4`;
const pinned = { command: 'docker', args: ['run', '-i', `${repository}:1.4@${digest}`] };

/** What is said at the end of the last argument. */
function said(
  server: { readonly args: readonly string[] },
  answers: Readonly<Record<string, Fact<unknown>>>,
): { readonly says: readonly string[]; readonly on: string } | null {
  const text = vscodeText({ server });
  const facts = factsOf(new Map(Object.entries(answers)));
  const report = lint(readDocument(text, '/w/.vscode/mcp.json'), facts);
  const one = report.servers[0] ?? assert.fail();
  const last = server.args.at(-1) ?? '';
  const outside = outsideAt(report, one, text.indexOf(`${last}"`) + last.length, facts);
  if (outside === null) return null;
  return { says: outside.says, on: text.slice(outside.span.start, outside.span.end) };
}

const ofImage = `${repository}:1.4@${digest}`;

for (const [title, answers, says] of [
  ['a tag that stayed', { [ofTag]: known(digest) }, ['1.4 still names this image']],
  [
    'a tag that moved, its image of unknown age',
    { [ofTag]: known(moved) },
    [`1.4 moved: it names ${moved.slice(0, 19)}… now`],
  ],
  [
    'a tag that moved three days ago',
    {
      [ofTag]: known(moved),
      [`image-build ${repository}@${moved}`]: known({ builtAt: daysAgo(3) }),
    },
    ['1.4 moved: the image it names now was built 3 days ago'],
  ],
  [
    'a pinned image that is gone',
    { [ofTag]: known(moved), [`image-build ${repository}@${digest}`]: { state: 'absent' } },
    [
      `1.4 moved: it names ${moved.slice(0, 19)}… now`,
      'The repository no longer has the image that is pinned',
    ],
  ],
  ['a tag that is gone', { [ofTag]: { state: 'absent' } }, ['The registry has no tag 1.4']],
  [
    'no answer',
    { [ofTag]: failed('ghcr.io was not found') },
    ['Not checked: ghcr.io was not found'],
  ],
] as const satisfies readonly (readonly [
  string,
  Record<string, Fact<unknown>>,
  readonly string[],
])[]) {
  test(`an image with tag and digest: ${title}`, () => {
    assert.deepEqual(said(pinned, answers), { says, on: ofImage });
  });
}

test('what was never asked is not spoken of', () => {
  assert.equal(said(pinned, {}), null);
  assert.equal(said({ args: ['x'] }, {}), null);
});

test('an image without a digest: what its tag names', () => {
  const server = { command: 'docker', args: ['run', `${repository}:1.4`] };
  assert.deepEqual(said(server, { [ofTag]: known(moved) })?.says, [
    `1.4 names ${moved.slice(0, 19)}… now`,
  ]);
});

const ofPackage = 'releases npm npm  @acme/mcp';
const exact = { command: 'npx', args: ['-y', '@acme/mcp@1.4.2'] };

for (const [title, fact, says] of [
  [
    'newer ones',
    releases({ '1.4.2': 90, '1.6.0': 12, '1.7.0': 2 }),
    ['1.6.0 has been out for 12 days, 1.7.0 has been out for 2 days'],
  ],
  ['one of today', releases({ '1.4.2': 90, '1.5.0': 0 }), ['1.5.0 came out less than a day ago']],
  ['one of unknown age', releases({ '1.4.2': 90, '1.5.0': null }), ['1.5.0 is out']],
  [
    'a major step',
    releases({ '1.4.2': 90, '2.0.0': 30 }),
    ['2.0.0 has been out for 30 days (major step from 1 to 2)'],
  ],
  ['none newer', releases({ '1.4.1': 90, '1.4.2': 1 }), ['No newer release than 1.4.2 is out']],
  [
    'withdrawn',
    releases({ '1.4.2': 90, '1.4.3': 30 }, ['1.4.2']),
    ['1.4.2 was deprecated or yanked', '1.4.3 has been out for 30 days'],
  ],
  ['no such package', { state: 'absent' }, ['The registry has no package of this name']],
  [
    'no answer',
    failed('npm.example refused the connection'),
    ['Not checked: npm.example refused the connection'],
  ],
] as const satisfies readonly (readonly [string, Fact<unknown>, readonly string[]])[]) {
  test(`a pinned package: ${title}`, () => {
    assert.deepEqual(said(exact, { [ofPackage]: fact }), { says, on: '@acme/mcp@1.4.2' });
  });
}

test('a package without a version and a branch: what they would be now', () => {
  const open = { command: 'npx', args: ['-y', '@acme/mcp'] };
  assert.deepEqual(said(open, { [ofPackage]: releases({ '1.6.0': 12 }) })?.says, [
    '1.6.0 has been out for 12 days',
  ]);
  assert.deepEqual(said(open, { [ofPackage]: releases({ '1.6.0-beta.1': 12 }) })?.says, [
    'The registry has no release that fits',
  ]);
  const url = 'https://github.com/acme/mcp';
  const branch = { command: 'uvx', args: ['--from', `git+${url}@main`] };
  const ofBranch = `git-commit ${url} main`;
  const sha = 'ab'.repeat(20);
  assert.deepEqual(said(branch, { [ofBranch]: known({ sha, by: 'branch' }) })?.says, [
    'main names commit abababababab now',
  ]);
  assert.deepEqual(said(branch, { [ofBranch]: { state: 'absent' } })?.says, [
    'The repository has no branch or tag main',
  ]);
});

test('a reference that holds a credential is not spoken of', () => {
  const token = 'ghp_' + 'a1B2c3D4'.repeat(4) + 'e5F6';
  const server = { command: 'docker', args: ['run', `${repository}:${token}`] };
  assert.equal(said(server, { [`image-digest ${repository}:${token}`]: known(digest) }), null);
});

test('when it was asked, in the largest unit that says enough', () => {
  const minute = 60_000;
  for (const [after, line] of [
    [-minute, 'Asked just now'],
    [minute - 1, 'Asked just now'],
    [minute, 'Asked 1 minute ago'],
    [59 * minute, 'Asked 59 minutes ago'],
    [60 * minute, 'Asked 1 hour ago'],
    [47 * 60 * minute, 'Asked 47 hours ago'],
    [48 * 60 * minute, 'Asked 2 days ago'],
  ] as const) {
    assert.equal(askedLine(today, today + after), line);
  }
});
