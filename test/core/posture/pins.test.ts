import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument } from '../../../src/core/config/document.ts';
import { lowerFix } from '../../../src/core/config/lower-fix.ts';
import { applyEdits } from '../../../src/core/config/text.ts';
import { lint } from '../../../src/core/posture/lint.ts';
import { pinsOf } from '../../../src/core/posture/pins.ts';
import { noFacts, type FactsAtHand } from '../../../src/core/rules/facts.ts';
import { factsOf } from '../../rules/fixture-facts.ts';
import { leakedRuns } from '../../secret-runs.ts';

const path = '.vscode/mcp.json';
const digest = `sha256:${'1a2b3c4d'.repeat(8)}`;
const sha = '5f2c1d9b8a7e6f4d3c2b1a09f8e7d6c5b4a39281';

interface Config {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function textOf(servers: Readonly<Record<string, Config>>): string {
  return JSON.stringify({ servers }, null, 2);
}

function reportOf(servers: Readonly<Record<string, Config>>, facts: FactsAtHand = noFacts) {
  return lint(readDocument(textOf(servers), path), facts);
}

function leftOf(config: Config, facts?: FactsAtHand): readonly (readonly [string, string])[] {
  const { pins, left } = pinsOf(reportOf({ s: config }, facts));
  assert.deepEqual(pins, []);
  return left.map(({ what, why }) => [what, why]);
}

const docker = (...args: readonly string[]): Config => ({
  command: 'docker',
  args: ['run', ...args],
});
const npx = (...args: readonly string[]): Config => ({ command: 'npx', args });

suite('what would be pinned', () => {
  const facts = factsOf([
    `fact image-digest ghcr.io/x/y:1.4 ${digest}`,
    'fact releases npm a: 1.4.2 10d, 1.5.0 2d',
    'fact releases npm b: 2.0.0 30d',
    'fact releases uv c: 0.9 30d',
    `fact git-commit https://github.com/x/y main ${sha}`,
  ]);

  test('one of each kind, with the first fix, as it is shown', () => {
    const report = reportOf(
      {
        image: docker('ghcr.io/x/y:1.4'),
        package: npx('-y', 'a'),
        git: npx('-y', 'x/y#main'),
        'pinned image': docker(`ghcr.io/x/y@${digest}`),
        'pinned package': npx('a@1.0.0'),
        'pinned commit': npx(`x/y#${sha}`),
        program: { command: 'node', args: ['a.js'] },
      },
      facts,
    );
    const { pins, left } = pinsOf(report);
    assert.deepEqual(left, []);
    assert.deepEqual(
      pins.map(({ server, name, to, fix, span }) => [
        server,
        name,
        to,
        fix.title,
        report.document.text.slice(span.start, span.end),
      ]),
      [
        [
          'image',
          'ghcr.io/x/y:1.4',
          'sha256:1a2b3c4d1a2b…',
          'Pin to sha256:1a2b3c4d1a2b… (ghcr.io/x/y 1.4)',
          '1.4',
        ],
        ['package', 'a', '1.4.2', 'Pin to 1.4.2 (newest at least 7 days old)', 'a'],
        [
          'git',
          'https://github.com/x/y',
          '5f2c1d9b8a7e',
          'Pin to commit 5f2c1d9b8a7e (main)',
          'main',
        ],
      ],
    );
  });

  test('a pin is what the finding offers first', () => {
    const report = reportOf(
      { i: docker('ghcr.io/x/y:1.4'), p: npx('a'), g: npx('x/y#main') },
      facts,
    );
    const offered = report.servers.flatMap(({ findings }) =>
      findings.filter(({ rule }) => rule.startsWith('unpinned-')).map(({ fixes }) => fixes[0]),
    );
    assert.deepEqual(
      pinsOf(report).pins.map(({ fix }) => fix),
      offered,
    );
  });

  test('several in one value are written together', () => {
    const servers = {
      line: {
        command: 'bash',
        args: ['-c', 'docker run ghcr.io/x/y:1.4; npx -y a && npx -p b -y a'],
      },
      with: { command: 'uvx', args: ['--with', 'c[x]>=0.1,c', '--from', 'c', 'c'] },
    };
    const report = reportOf(servers, facts);
    const { pins } = pinsOf(report);
    assert.equal(pins.length, 6);
    const edits = lowerFix(
      report.document.text,
      report.document.root,
      pins.flatMap(({ fix }) => fix.ops),
    );
    assert.ok(edits !== null);
    assert.equal(
      applyEdits(report.document.text, edits),
      textOf({
        line: {
          command: 'bash',
          args: [
            '-c',
            `docker run ghcr.io/x/y:1.4@${digest}; npx -y a@1.4.2 && npx -p b@2.0.0 -y a`,
          ],
        },
        with: { command: 'uvx', args: ['--with', 'c[x]==0.9,c==0.9', '--from', 'c==0.9', 'c'] },
      }),
    );
  });
});

suite('what is left, and why', () => {
  test('not asked yet', () => {
    assert.deepEqual(leftOf(docker('ghcr.io/x/y:1.4')), [['ghcr.io/x/y:1.4', 'not asked yet']]);
    assert.deepEqual(leftOf(npx('a')), [['a', 'not asked yet']]);
    assert.deepEqual(leftOf(npx('x/y#main')), [['https://github.com/x/y', 'not asked yet']]);
  });

  test('nobody answered', () => {
    const failing: FactsAtHand = {
      ...noFacts,
      answer: () => ({ state: 'failed', why: 'ghcr.io was not found' }),
    };
    for (const config of [docker('ghcr.io/x/y:1.4'), npx('a'), npx('x/y')]) {
      assert.equal(leftOf(config, failing)[0]?.[1], 'ghcr.io was not found');
    }
  });

  test('there is no such thing', () => {
    const absent: FactsAtHand = { ...noFacts, answer: () => ({ state: 'absent' }) };
    assert.deepEqual(leftOf(docker('x/y:9'), absent), [['x/y:9', 'the registry has no such tag']]);
    assert.deepEqual(leftOf(npx('a'), absent), [['a', 'the registry has no such package']]);
    assert.deepEqual(leftOf(npx('x/y#z'), absent), [
      ['https://github.com/x/y', 'the repository has no branch or tag z'],
    ]);
  });

  test('a release that is too young is not taken', () => {
    const young = factsOf(['fact releases npm a: 1.0.0 2d', 'fact releases npm b: 1.0.0-rc.1 90d']);
    assert.deepEqual(leftOf(npx('a'), young), [['a', 'no release is at least 7 days old']]);
    assert.deepEqual(leftOf(npx('b'), young), [['b', 'there is no stable release']]);
    assert.equal(pinsOf(reportOf({ s: npx('a') }, young)).pins.length, 0);
  });

  test('variables, downloads, and what is not looked up yet', () => {
    assert.deepEqual(leftOf(npx('a@${env:V}')), [['a', 'the version is a variable']]);
    assert.deepEqual(leftOf(docker('${input:image}')), [['docker', 'the image is a variable']]);
    assert.deepEqual(leftOf(npx('https://u:pw@e.com/a.tgz?x=y')), [
      ['https://e.com/a.tgz', 'a download without a hash'],
    ]);
    assert.deepEqual(leftOf({ command: 'dnx', args: ['Tool'] }), [
      ['Tool', 'NuGet packages are not looked up yet'],
    ]);
    assert.deepEqual(leftOf({ command: 'go', args: ['run', 'e.com/x@latest'] }), [
      ['e.com/x', 'Go modules are not looked up yet'],
    ]);
    assert.deepEqual(leftOf({ ...npx('a'), env: { npm_config_registry: '${input:r}' } }), [
      ['a', 'the registry is a variable'],
    ]);
  });

  test('quotes that hide the reference', () => {
    const facts = factsOf([
      `fact image-digest docker.io/x/y:1 ${digest}`,
      'fact releases npm a: 1.0.0 9d',
    ]);
    const line = (text: string): Config => ({ command: 'bash', args: ['-c', text] });
    assert.deepEqual(leftOf(line('npx a@"^1"'), facts), [
      ['a', 'quotes or escapes hide how it is written'],
    ]);
    assert.deepEqual(leftOf(line('sh -c "docker run \\"x/y:1\\""'), facts), [
      ['x/y:1', 'quotes or escapes hide how it is written'],
    ]);
  });

  test('a program, an address and what runs already are neither', () => {
    for (const config of [
      { command: 'node', args: ['a.js'] },
      { command: 'docker', args: ['exec', '-i', 'x', 'sh'] },
      { command: 'curl', args: ['https://e.com'] },
    ]) {
      assert.deepEqual(leftOf(config), []);
    }
  });
});

test('no part of a credential in a name, a reason or a title', () => {
  const token = ['ghp', 'kD4vQ9sXw2Lr7TzB1nYc8MfJ5hGp3R4Wq0Ea'].join('_');
  const facts: FactsAtHand = {
    ...noFacts,
    answer: () => ({ state: 'failed', why: `no answer about ${token}` }),
  };
  const report = reportOf(
    {
      a: docker(`ghcr.io/x/y:${token}`, '--token', token),
      b: npx('-y', `x/y#${token}`),
      [token]: npx('-y', `a@${token}`, '--token', token),
    },
    facts,
  );
  const shown = pinsOf(report).left.map(({ server, what, why }) => `${server} ${what} ${why}`);
  assert.equal(shown.length, 3);
  assert.deepEqual(leakedRuns(token, shown.join('\n')), []);
});
