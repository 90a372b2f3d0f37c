import assert from 'node:assert/strict';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { leakedRuns } from '../secret-runs.ts';
import { dockerHome, writeProgram, type DockerHome } from '../resolvers/docker-home.ts';

const never = new AbortController().signal;
const secret = 'hunter2-hunter2';

async function whyOf(docker: DockerHome, name: string, server = 'ghcr.io'): Promise<string> {
  const error: unknown = await docker
    .user()
    .helper?.(name, server, never)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  assert.ok(error instanceof Error, 'it answered');
  assert.deepEqual(leakedRuns(secret, error.message), []);
  assert.ok(!error.message.includes('\n') && error.message.length < 200, error.message);
  return error.message;
}

suite('a credential helper', () => {
  test('is given the server and gives user and secret', async () => {
    await using docker = await dockerHome({});
    const says = { ServerURL: 'https://index.docker.io/v1/', Username: 'me', Secret: secret };
    await docker.addHelper('mine_1-x', JSON.stringify(says));
    const answer = await docker.user().helper?.('mine_1-x', says.ServerURL, never);
    assert.deepEqual(answer, { username: 'me', secret });
    assert.deepEqual(await docker.calls(), [`get ${says.ServerURL}`]);
  });

  for (const [name, says, code] of [
    ['none, as the protocol says it', 'credentials not found in native keychain', 1],
    ['an empty secret', '{"Username":"","Secret":""}', 0],
  ] as const) {
    test(`that has ${name}`, async () => {
      await using docker = await dockerHome({});
      await docker.addHelper('mine', says, code);
      assert.equal(await docker.user().helper?.('mine', 'ghcr.io', never), null);
    });
  }

  for (const [name, says, code, why] of [
    ['an error', secret, 1, 'docker-credential-mine ended with 1'],
    [
      'an answer and an error',
      `{"Username":"u","Secret":"${secret}"}`,
      2,
      'docker-credential-mine ended with 2',
    ],
    ['garbage', secret, 0, 'docker-credential-mine gave no answer that could be read'],
    [
      'half an answer',
      `{"Secret":"${secret}"}`,
      0,
      'docker-credential-mine gave no answer that could be read',
    ],
    [
      'another shape',
      `["${secret}"]`,
      0,
      'docker-credential-mine gave no answer that could be read',
    ],
    [
      'a number',
      `{"Username":"u","Secret":5}`,
      0,
      'docker-credential-mine gave no answer that could be read',
    ],
  ] as const) {
    test(`that gives ${name}`, async () => {
      await using docker = await dockerHome({});
      await docker.addHelper('mine', says, code);
      assert.equal(await whyOf(docker, 'mine'), why);
    });
  }

  test('that is not there', async () => {
    await using docker = await dockerHome({});
    assert.equal(
      await whyOf(docker, 'mine'),
      'docker-credential-mine was not found on PATH outside the workspace',
    );
  });

  test('is never one of the workspace', async () => {
    await using docker = await dockerHome({});
    const marker = join(docker.home, 'ran');
    await writeProgram(join(docker.programs, 'docker-credential-evil'), `: > '${marker}'`);
    const { helper } = docker.user([docker.programs]);
    await assert.rejects(
      helper?.('evil', 'ghcr.io', never) ?? Promise.resolve(),
      /not found on PATH/,
    );
    await assert.rejects(access(marker));
  });

  test('has a name that is no path and no option', async () => {
    await using docker = await dockerHome({});
    const marker = join(docker.home, 'ran');
    await mkdir(join(docker.programs, 'docker-credential-x'));
    await writeProgram(join(docker.programs, 'evil'), `: > '${marker}'`);
    for (const name of [
      '../../evil',
      'x/../evil',
      '',
      '.',
      'a b',
      'a;b',
      '$(x)',
      'ä',
      'a\nb',
      'a\0b',
      'x'.repeat(65),
    ]) {
      assert.equal(await whyOf(docker, name), 'this is no credential helper of docker', name);
    }
    // It stands behind `docker-credential-`, so it is no option of anything.
    assert.equal(
      await whyOf(docker, '-x'),
      'docker-credential--x was not found on PATH outside the workspace',
    );
    await assert.rejects(access(marker));
  });

  test('is given one line', async () => {
    await using docker = await dockerHome({});
    await docker.addHelper('mine', '{"Username":"u","Secret":"s"}');
    for (const server of ['a\nb', 'a\rb', 'a\0b']) {
      assert.equal(await whyOf(docker, 'mine', server), 'this is no credential helper of docker');
    }
    assert.deepEqual(await docker.calls(), []);
  });

  test('nothing that its name may hold leads elsewhere', async () => {
    await using docker = await dockerHome({});
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => {
        assert.match(
          await whyOf(docker, name),
          /^(?:this is no|docker-credential-[\w-]+ was not found)/,
        );
      }),
      { numRuns: 200 },
    );
  });
});
