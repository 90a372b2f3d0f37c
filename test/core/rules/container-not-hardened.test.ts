import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { containerNotHardened } from '../../../src/core/rules/container-not-hardened.ts';
import { draftsOf, fixed, read } from './reading.ts';

const image =
  'ghcr.io/example/notes@sha256:4b1f6d0c9e2a78354b1f6d0c9e2a78354b1f6d0c9e2a78354b1f6d0c9e2a7835';
const options = [
  ['-i'],
  ['--rm'],
  ['-it'],
  ['-e', 'TOKEN'],
  ['-v', '${workspaceFolder}:/work'],
  ['--cap-drop', 'NET_RAW'],
  ['--cap-drop=ALL'],
  ['--cap-add=CHOWN'],
  ['--security-opt', 'no-new-privileges'],
  ['--security-opt=seccomp=x.json'],
  ['--read-only'],
  ['--read-only=false'],
  ['--pids-limit', '10'],
  ['--tmpfs', '/tmp'],
  ['--network=none'],
];

test('the fix adds options right behind run, keeps every word, and leaves nothing to find', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('docker', 'podman', 'nerdctl'),
      fc.array(fc.constantFrom(...options), { maxLength: 6 }),
      fc.constantFrom<readonly string[]>([], ['run'], ['--read-only', '-p', '80:80']),
      (engine, given, own) => {
        const args = ['run', ...given.flat(), image, ...own];
        const launch = read(engine, args);
        const [draft] = draftsOf(containerNotHardened, launch);
        if (draft === undefined) return;
        const after = fixed(launch, draft.fixes?.[0]);
        const added = after.length - args.length;
        assert.deepEqual([after[0], ...after.slice(1 + added)], args);
        assert.ok(after.slice(1, 1 + added).every((word) => /^--[a-z-]+(?:=[\w/-]+)?$/.test(word)));
        assert.deepEqual(draftsOf(containerNotHardened, read(engine, after)), []);
      },
    ),
  );
});

for (const [engine, args] of [
  ['docker', ['exec', '-i', 'notes', 'notes-mcp']],
  ['docker', ['start', '-ai', 'notes']],
  ['docker', ['compose', 'run', 'notes']],
  ['docker-compose', ['run', 'notes']],
  ['docker', ['mcp', 'gateway', 'run']],
  ['docker', ['run', '--privileged', image]],
  ['docker', ['run']],
] as const) {
  test(`says nothing of ${engine} ${args.join(' ')}`, () => {
    const drafts = draftsOf(containerNotHardened, read(engine, args));
    assert.deepEqual(
      drafts.filter(({ fixes = [] }) => fixes.length > 0),
      [],
    );
    if (args.length > 1) assert.deepEqual(drafts, []);
  });
}
