import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { noFacts, type Fact, type FactsAtHand } from '../../../src/core/rules/facts.ts';
import { unpinnedGit } from '../../../src/core/rules/unpinned-git.ts';
import { draftsOf, fixed, needsOf, read, type Read } from './reading.ts';

const sha = '5f2c1d9b8a7e6f4d3c2b1a09f8e7d6c5b4a39281';

function answering(fact: Fact<unknown>): FactsAtHand {
  return { ...noFacts, answer: () => fact as never };
}

const known = answering({ state: 'known', value: { sha, by: 'branch' } });

function npx(spec: string): Read {
  return read('npx', ['-y', spec]);
}

function uvx(spec: string): Read {
  return read('uvx', ['--from', spec, 'tool']);
}

suite('what is asked and written', () => {
  const cases: readonly (readonly [Read, string, string | null, string])[] = [
    [npx('github:x/y'), 'https://github.com/x/y', null, `github:x/y#${sha}`],
    [npx('x/y'), 'https://github.com/x/y', null, `x/y#${sha}`],
    [npx('x/y#'), 'https://github.com/x/y', null, `x/y#${sha}`],
    [npx('x/y#main'), 'https://github.com/x/y', 'main', `x/y#${sha}`],
    [npx('gitlab:x/y#v1'), 'https://gitlab.com/x/y', 'v1', `gitlab:x/y#${sha}`],
    [
      npx('https://github.com/x/y.git#a/b'),
      'https://github.com/x/y.git',
      'a/b',
      `https://github.com/x/y.git#${sha}`,
    ],
    [
      npx('git+https://e.com/x/y.git'),
      'https://e.com/x/y.git',
      null,
      `git+https://e.com/x/y.git#${sha}`,
    ],
    [npx('git@e.com:x/y.git#main'), 'ssh://e.com/x/y.git', 'main', `git@e.com:x/y.git#${sha}`],
    [
      npx('git+https://u:p@e.com/x/y#m'),
      'https://e.com/x/y',
      'm',
      `git+https://u:p@e.com/x/y#${sha}`,
    ],
    [npx('name@github:x/y#main'), 'https://github.com/x/y', 'main', `name@github:x/y#${sha}`],
    [uvx('git+https://e.com/x/y'), 'https://e.com/x/y', null, `git+https://e.com/x/y@${sha}`],
    [uvx('git+https://e.com/x/y@'), 'https://e.com/x/y', null, `git+https://e.com/x/y@${sha}`],
    [
      uvx('git+https://e.com/x/y@main'),
      'https://e.com/x/y',
      'main',
      `git+https://e.com/x/y@${sha}`,
    ],
    [
      uvx('git+ssh://git@e.com/x/y@main'),
      'ssh://e.com/x/y',
      'main',
      `git+ssh://git@e.com/x/y@${sha}`,
    ],
    [
      uvx('n[e] @ git+https://e.com/x/y@v1#subdirectory=a&egg=n'),
      'https://e.com/x/y',
      'v1',
      `n[e] @ git+https://e.com/x/y@${sha}#subdirectory=a&egg=n`,
    ],
    [
      uvx('git+https://e.com/x/y#subdirectory=a'),
      'https://e.com/x/y',
      null,
      `git+https://e.com/x/y@${sha}#subdirectory=a`,
    ],
  ];
  for (const [from, url, ref, written] of cases) {
    test(`${from.server.launch.runner} ${written}`, () => {
      assert.deepEqual(needsOf(unpinnedGit, from), [{ kind: 'git-commit', url, ref }]);
      const [draft] = draftsOf(unpinnedGit, from, known);
      const [fix] = draft?.fixes ?? [];
      assert.equal(fix?.title, `Pin to commit 5f2c1d9b8a7e (${ref ?? 'default branch'})`);
      assert.equal(fix.safety, 'safe');
      const args = fixed(from, fix);
      assert.equal(args[1], written);
      const runner = from.server.launch.runner ?? '';
      assert.deepEqual(draftsOf(unpinnedGit, read(runner, args)), []);
    });
  }

  const silent: readonly (readonly [string, Read])[] = [
    ['a commit', npx(`x/y#${sha}`)],
    ['no git', npx('x')],
  ];
  for (const [name, from] of silent) {
    test(`nothing: ${name}`, () => {
      assert.deepEqual(needsOf(unpinnedGit, from), []);
      assert.deepEqual(draftsOf(unpinnedGit, from, known), []);
    });
  }

  const unasked: readonly (readonly [string, Read])[] = [
    ['a branch that is a variable', npx('x/y#${env:REF}')],
    ['an address that is a variable', uvx('git+https://${env:HOST}/x/y@main')],
    ['a range of tags', npx('x/y#semver:^1')],
    ['a folder', npx('x/y#main::path:packages/a')],
    ['a file', npx('git+file:///srv/x')],
    ['the git protocol', npx('git://e.com/x/y')],
  ];
  for (const [name, from] of unasked) {
    test(`not asked: ${name}`, () => {
      assert.deepEqual(needsOf(unpinnedGit, from), []);
      const [draft] = draftsOf(unpinnedGit, from, known);
      assert.deepEqual(draft?.fixes, []);
    });
  }

  test('in a line only the source changes', () => {
    const from = read('bash', ['-c', 'cd /a && uvx --from "git+https://e.com/x/y@main" tool --a']);
    const [draft] = draftsOf(unpinnedGit, from, known);
    assert.deepEqual(fixed(from, draft?.fixes?.[0]), [
      '-c',
      `cd /a && uvx --from "git+https://e.com/x/y@${sha}" tool --a`,
    ]);
  });

  test('of several commands: a name is replaced, nothing is added that might be wrong', () => {
    const from = read('bash', [
      '-c',
      'pip install git+https://e.com/x/y git+https://e.com/x/z@main; npx -y a/b',
    ]);
    const titles = draftsOf(unpinnedGit, from, known).map(({ fixes }) => fixes?.length);
    assert.deepEqual(titles, [0, 1, 1]);
  });

  test('escapes inside: no fix', () => {
    const from = read('bash', ['-c', 'npx -y x/"y"#main']);
    assert.deepEqual(draftsOf(unpinnedGit, from, known)[0]?.fixes, []);
  });
});

test('absent: said, without a fix', () => {
  const related = (from: Read) =>
    draftsOf(unpinnedGit, from, answering({ state: 'absent' })).flatMap(
      (draft) => draft.related?.map(({ message }) => message) ?? [],
    );
  assert.deepEqual(related(npx('x/y#gone')), ['The repository has no branch or tag gone']);
  assert.deepEqual(related(npx('x/y')), ['There is no such repository, or nothing in it']);
});

test('what is no commit is not written', () => {
  for (const odd of ['', 'main', 'g'.repeat(40), `${sha} && x`]) {
    const facts = answering({ state: 'known', value: { sha: odd, by: 'branch' } });
    assert.deepEqual(draftsOf(unpinnedGit, npx('x/y#main'), facts)[0]?.fixes, [], odd);
  }
});
