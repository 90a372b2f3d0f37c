import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { askCommit } from './git-asking.ts';
import { makeRepository, serveRepository, type Repository } from './git-server.ts';
import { startServer } from './server.ts';

/** Branches and tags of all kinds; the commits by what they are called here. */
async function fill({ git, commit }: Repository): Promise<Readonly<Record<string, string>>> {
  const first = await git('rev-parse', 'HEAD');
  await git('tag', 'light');
  await git('tag', '-a', 'v1.0', '-m', 'one');
  await git('tag', '-a', 'nested', 'v1.0', '-m', 'two');
  await git('branch', 'both');
  await git('branch', 'same');
  await git('tag', '-a', 'same', '-m', 'same');
  await git('branch', 'feature/ünder-way');
  await git('update-ref', 'refs/pull/7/head', first);
  const second = await commit('second');
  await git('tag', 'both');
  await git('branch', 'v1');
  return { first, second, tagObject: await git('rev-parse', 'v1.0') };
}

for (const protocol of [true, false]) {
  suite(`git's own server, version ${protocol ? 2 : 0}`, () => {
    test('branches, tags, the default branch', async () => {
      await using repository = await makeRepository();
      const { first = '', second = '', tagObject } = await fill(repository);
      await using server = await serveRepository(repository, protocol);
      const url = `http://${server.host}/repo.git`;
      assert.notEqual(tagObject, first);
      for (const [ref, sha, by] of [
        [null, second, 'head'],
        ['HEAD', second, 'head'],
        ['main', second, 'branch'],
        ['v1', second, 'branch'],
        ['feature/ünder-way', first, 'branch'],
        ['light', first, 'tag'],
        ['v1.0', first, 'tag'],
        ['nested', first, 'tag'],
        ['same', first, 'branch'],
        ['refs/tags/v1.0', first, 'tag'],
        ['tags/v1.0', first, 'tag'],
        ['heads/both', first, 'branch'],
        ['refs/heads/both', first, 'branch'],
        ['refs/pull/7/head', first, 'branch'],
      ] as const) {
        assert.deepEqual(
          await askCommit(url, ref),
          { state: 'known', value: { sha, by } },
          ref ?? '',
        );
      }
      assert.deepEqual(await askCommit(url, 'both'), {
        state: 'failed',
        why: `the name stands for both a branch and a tag on ${server.host}`,
      });
      assert.deepEqual(await askCommit(url, 'mai'), { state: 'absent' });
      assert.deepEqual(await askCommit(url, 'refs/heads/light'), { state: 'absent' });
      assert.deepEqual(await askCommit(url, first.slice(0, 9)), {
        state: 'failed',
        why: `${first.slice(0, 9)} may be a short commit, which ${server.host} does not look up`,
      });
      for (const { headers, method } of server.seen) {
        assert.equal(headers.authorization, undefined);
        assert.equal(headers['git-protocol'], 'version=2');
        assert.equal(method === 'POST' && !protocol, false);
      }
    });

    test('a repository with nothing in it', async () => {
      await using repository = await makeRepository();
      await repository.git('update-ref', '-d', 'refs/heads/main');
      await using server = await serveRepository(repository, protocol);
      const url = `http://${server.host}/repo.git`;
      assert.deepEqual(await askCommit(url, null), { state: 'absent' });
      assert.deepEqual(await askCommit(url, 'main'), { state: 'absent' });
    });

    test('longer ids', async () => {
      await using repository = await makeRepository('sha256');
      const sha = await repository.git('rev-parse', 'HEAD');
      await using server = await serveRepository(repository, protocol);
      assert.equal(sha.length, 64);
      assert.deepEqual(await askCommit(`http://${server.host}/repo.git`, 'main'), {
        state: 'known',
        value: { sha, by: 'branch' },
      });
    });

    test('no such repository', async () => {
      await using repository = await makeRepository();
      await using server = await serveRepository(repository, protocol);
      assert.deepEqual(await askCommit(`http://${server.host}/other.git`, 'main'), {
        state: 'failed',
        why: `not public on ${server.host}, or not there (404)`,
      });
    });
  });
}

test('two requests, the second for what was asked alone', async () => {
  await using repository = await makeRepository();
  await fill(repository);
  const bodies: string[] = [];
  await using server = await startServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    repository.serve()(request, response);
  });
  const log: string[] = [];
  const url = `http://me:Zx9-very-secret@${server.host}/repo.git/?token=Zx9-very-secret#x`;
  const fact = await askCommit(url, 'v1', { userHosts: [server.host], log });
  assert.equal(fact.state, 'known');
  assert.deepEqual(
    server.seen.map(({ method, path }) => `${method} ${path}`),
    ['GET /repo.git/info/refs?service=git-upload-pack', 'POST /repo.git/git-upload-pack'],
  );
  assert.ok(server.seen.every(({ headers }) => headers.authorization === undefined));
  assert.ok(!JSON.stringify([log, bodies]).includes('Zx9'));
  assert.deepEqual(bodies, [
    [
      '0014command=ls-refs\n0017object-format=sha1\n0001',
      '0009peel\n001dref-prefix refs/heads/v1\n001cref-prefix refs/tags/v1\n0000',
    ].join(''),
  ]);
});

test('a redirect on the same host: the second question goes to the new address', async () => {
  await using repository = await makeRepository();
  const sha = await repository.git('rev-parse', 'HEAD');
  await using server = await startServer((request, response) => {
    if (request.url?.startsWith('/old/') === true) {
      const location = request.url.replace('/old', '/repo.git');
      response.writeHead(301, { location }).end();
    } else repository.serve()(request, response);
  });
  assert.deepEqual(await askCommit(`http://${server.host}/old`, 'main'), {
    state: 'known',
    value: { sha, by: 'branch' },
  });
  assert.deepEqual(
    server.seen.map(({ path }) => path.split('?')[0]),
    ['/old/info/refs', '/repo.git/info/refs', '/repo.git/git-upload-pack'],
  );
});
