import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { acceptsCommit, askCommit, gitAddress } from './git-asking.ts';
import { reasonOf } from './pypi-asking.ts';

suite('where a question goes', () => {
  test('the public forges, over ssh as over https', () => {
    const known = {
      ok: true,
      key: 'git https://github.com/owner/name.git ',
      host: 'github.com',
      namedBy: 'known',
    };
    assert.deepEqual(gitAddress('https://github.com/owner/name.git'), known);
    assert.deepEqual(gitAddress('https://user:token@github.com/owner/name.git//?x=y#z'), known);
    assert.deepEqual(gitAddress('ssh://git@github.com/owner/name.git'), known);
    assert.deepEqual(gitAddress('ssh://git@github.com:22/owner/name.git'), known);
    const key = 'git https://codeberg.org/o/n v1';
    const other = { ok: true, key, host: 'codeberg.org', namedBy: 'known' };
    assert.deepEqual(gitAddress('ssh://codeberg.org/o/n', 'v1'), other);
  });

  test('another host, when it is picked', () => {
    assert.deepEqual(gitAddress('https://git.example.com:8443/o/n.git', 'main'), {
      ok: true,
      key: 'git https://git.example.com:8443/o/n.git main',
      host: 'git.example.com:8443',
      namedBy: 'file',
    });
  });

  const nowhere: readonly (readonly [string, string | null, RegExp])[] = [
    ['ssh://git.example.com/o/n.git', null, /^only git over https is asked$/],
    ['ssh://git@github.com:2222/o/n.git', null, /^only git over https is asked$/],
    ['git://github.com/o/n.git', null, /^only git over https is asked$/],
    ['file:///srv/n.git', null, /^only git over https is asked$/],
    ['https://github.com', null, /cannot be asked$/],
    ['https://github.com//', null, /cannot be asked$/],
    ['https://${HOST}/o/n', null, /cannot be asked$/],
    ['https://github.com/o/n\nx', null, /cannot be asked$/],
    ['nonsense', null, /cannot be asked$/],
    ['http://github.com/o/n.git', null, /without encryption$/],
    ['http://127.0.0.1:1/o/n.git', null, /on this machine and not among your registries/],
    ['https://10.0.0.1/o/n.git', null, /a private address and not among your registries/],
    ['https://169.254.169.254/o/n.git', null, /never asked: link-local or metadata/],
    ['https://github.com/o/n.git', 'semver:^1', /^a range of tags is not looked up$/],
    ['https://github.com/o/n.git', 'a\nb', /no branch or tag$/],
    ['https://github.com/o/n.git', '', /no branch or tag$/],
    ['https://github.com/o/n.git', 'main~1', /no branch or tag$/],
  ];
  for (const [url, ref, why] of nowhere) {
    test(`nowhere: ${JSON.stringify([url, ref])}`, async () => {
      const address = gitAddress(url, ref);
      assert.ok(address?.ok === false);
      assert.match(address.why, why);
      assert.match(reasonOf(await askCommit(url, ref, { userHosts: [] })), why);
    });
  }

  test('a value that was kept', () => {
    const sha = '1'.repeat(40);
    assert.ok(acceptsCommit({ sha, by: 'tag' }));
    for (const value of [{ sha: 'x', by: 'tag' }, { sha, by: 'x' }, { sha }, sha, null])
      assert.ok(!acceptsCommit(value));
  });
});
