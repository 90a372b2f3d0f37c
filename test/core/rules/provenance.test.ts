import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { lint } from '../../../src/core/posture/lint.ts';
import type { Provenance } from '../../../src/core/rules/dependency-facts.ts';
import { queryKey, type Fact } from '../../../src/core/rules/facts.ts';
import { provenanceWords } from '../../../src/core/rules/provenance.ts';
import { signatureInvalid } from '../../../src/core/rules/signature-invalid.ts';
import { factsOf } from '../../rules/fixture-facts.ts';
import { read } from './reading.ts';

const digest = `sha256:${'4b'.repeat(32)}`;

/** The questions of the rule alone. */
function keysOf(
  { command, args }: { readonly command: string; readonly args: readonly string[] },
  lines: readonly string[] = [],
): readonly string[] {
  const { server, document } = read(command, args);
  const needs = signatureInvalid.needs?.(server, document, factsOf(lines)) ?? [];
  return [...needs].map(queryKey);
}

suite('what is asked about attestations', () => {
  const npx = { command: 'npx', args: ['-y', 'notes@1.2.0'] };

  test('first the releases, and the attestation only of a release that has one', () => {
    assert.deepEqual(keysOf(npx), ['releases npm npm  notes']);
    for (const release of ['1.2.0 9d', '1.2.0 9d unattested', '1.1.0 9d attested'])
      assert.deepEqual(keysOf(npx, [`fact releases npm notes: ${release}`]), [
        'releases npm npm  notes',
      ]);
    assert.deepEqual(keysOf(npx, ['fact releases npm notes: 1.2.0 9d attested']), [
      'releases npm npm  notes',
      'provenance npm   notes 1.2.0',
    ]);
  });

  test('of the index and the registry that the releases are from', () => {
    assert.deepEqual(
      keysOf({ command: 'pipx', args: ['run', 'notes==1.2.0'] }, [
        'fact releases pip notes: 1.2 9d attested',
      ]),
      ['releases pypi pip  notes', 'provenance pypi pip  notes 1.2'],
    );
    const elsewhere = ['-y', '--registry=https://npm.example.com/', 'notes@1.2.0'];
    assert.deepEqual(
      keysOf({ command: 'npx', args: elsewhere }, [
        'fact releases npm notes from https://npm.example.com/: 1.2.0 9d attested',
      ]),
      [
        'releases npm npm https://npm.example.com/ notes',
        'provenance npm  https://npm.example.com/ notes 1.2.0',
      ],
    );
  });

  test('nothing where no version is pinned', () => {
    for (const spec of ['notes', 'notes@latest', 'notes@^1.2.0', 'notes@${env:VERSION}'])
      assert.deepEqual(
        keysOf({ command: 'npx', args: ['-y', spec] }, [
          'fact releases npm notes: 1.2.0 9d attested, latest=1.2.0',
        ]),
        [],
        spec,
      );
  });

  test('the signature of an image is a question that nobody puts at a keystroke', () => {
    const server = { command: 'docker', args: ['run', '-i', `ghcr.io/x/notes@${digest}`] };
    assert.deepEqual(keysOf(server), [`image-signature ghcr.io/x/notes@${digest}`]);
    const { document } = read(server.command, server.args);
    const open = lint(document, factsOf([])).queries.map(queryKey);
    assert.ok(!open.some((key) => key.startsWith('image-signature')), open.join('\n'));
  });
});

suite('what is said about attestations', () => {
  function wordsOf(value: Provenance): string | null {
    return provenanceWords({ state: 'known', value });
  }

  const repository = 'https://github.com/example/notes';

  test('where it was built, and by what', () => {
    const builder = `${repository}/.github/workflows/release.yml@refs/tags/v1`;
    assert.equal(
      wordsOf({ state: 'verified', repository, builder }),
      'built from github.com/example/notes by .github/workflows/release.yml@refs/tags/v1',
    );
    const shared = 'https://github.com/example/ci/.github/workflows/build.yml@refs/heads/main';
    assert.equal(
      wordsOf({ state: 'verified', repository, builder: shared }),
      'built from github.com/example/notes by github.com/example/ci/.github/workflows/build.yml@refs/heads/main',
    );
    assert.equal(
      wordsOf({ state: 'verified', repository: null, builder: 'me@example.com' }),
      'signed by me@example.com',
    );
    const long = wordsOf({ state: 'verified', repository: null, builder: 'x'.repeat(500) });
    assert.equal(long, `signed by ${'x'.repeat(199)}…`);
  });

  test('what does not hold, and what is not checked', () => {
    assert.equal(
      wordsOf({ state: 'invalid', why: 'it is about another image' }),
      'its attestation does not hold: it is about another image',
    );
    const offline: Fact<Provenance> = { state: 'failed', why: 'network is off' };
    assert.equal(provenanceWords(offline), 'where it was built is not checked: network is off');
  });

  test('nothing where there is none, or nobody has asked', () => {
    assert.equal(wordsOf({ state: 'none' }), null);
    assert.equal(provenanceWords({ state: 'absent' }), null);
    assert.equal(provenanceWords(undefined), null);
  });
});
