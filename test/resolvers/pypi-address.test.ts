import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { addressOf, queryOf, sourceOf } from './pypi-asking.ts';

suite('where a question goes', () => {
  test('PyPI', async () => {
    assert.deepEqual(await addressOf({ query: { name: 'De_Mo' } }), {
      ok: true,
      key: 'pypi https://pypi.org/simple de-mo',
      host: 'pypi.org',
      namedBy: 'known',
    });
    assert.deepEqual(await addressOf({ query: { tool: 'pip' } }), await addressOf({}));
  });

  test('the user’s own, the order and the way of the tool in the key', async () => {
    const env = {
      UV_INDEX: 'https://me:x@a.example/simple',
      PIP_EXTRA_INDEX_URL: 'http://b.example:81',
    };
    assert.deepEqual(await addressOf({ env }), {
      ok: true,
      key: 'pypi https://a.example/simple https://pypi.org/simple demo',
      host: 'a.example',
      namedBy: 'user',
    });
    assert.deepEqual(await addressOf({ env, query: { tool: 'pip' } }), {
      ok: true,
      key: 'pypi https://pypi.org/simple + http://b.example:81 demo',
      host: 'pypi.org',
      namedBy: 'known',
    });
  });

  test('one that the file names: alone, and the person’s word is needed', async () => {
    const env = { UV_INDEX: 'https://mine.example/simple' };
    const named = (registry: string): ReturnType<typeof addressOf> =>
      addressOf({ env, query: { registry } });
    assert.deepEqual(await named('https://theirs.example/simple/'), {
      ok: true,
      key: 'pypi https://theirs.example/simple demo',
      host: 'theirs.example',
      namedBy: 'file',
    });
    assert.deepEqual(await named('https://pypi.org/simple'), await addressOf({}));
    const mine = await named('https://mine.example/other');
    assert.ok(mine.ok && mine.namedBy === 'user');
  });

  test('nowhere', async () => {
    for (const [query, why] of [
      [{ name: '../x' }, /not the name of a Python package/],
      [{ name: 'demo[cli]' }, /not the name of a Python package/],
      [{ registry: 'https://${HOME}.example/simple' }, /cannot be asked/],
      [{ registry: 'https://a.example/${TOKEN}/simple' }, /cannot be asked/],
      [{ registry: 'file:///srv' }, /cannot be asked/],
      [{ registry: 'http://pypi.org/simple' }, /without encryption/],
      [{ registry: 'http://a.example/simple' }, /without encryption/],
      [{ registry: 'http://127.0.0.1:1/simple' }, /is on this machine and not among your/],
      [{ registry: 'https://10.0.0.1/simple' }, /is a private address and not among your/],
      [{ registry: 'https://169.254.169.254/simple' }, /never asked: link-local or metadata/],
      [
        { registry: 'https://metadata.google.internal/simple' },
        /never asked: link-local or metadata/,
      ],
    ] as const) {
      const address = await addressOf({ query });
      assert.ok(!address.ok, JSON.stringify(query));
      assert.match(address.why, why);
    }
    const own = await addressOf({ env: { UV_INDEX: 'https://169.254.169.254/simple' } });
    assert.ok(!own.ok && /never asked/.test(own.why));
    const none = await addressOf({ env: { UV_NO_INDEX: '1' } });
    assert.deepEqual(none, { ok: false, why: 'the settings of uv allow no package index' });
  });

  test('not told before the settings are read, and told anew after they are forgotten', async () => {
    const source = sourceOf({});
    assert.equal(source.address(queryOf({}), null, []), undefined);
    await source.ready(null);
    assert.ok(source.address(queryOf({}), null, [])?.ok);
    source.forget();
    assert.equal(source.address(queryOf({}), null, []), undefined);
    await source.ready(null);
    assert.ok(source.address(queryOf({}), null, [])?.ok);
  });

  test('a value that was kept', () => {
    const source = sourceOf({});
    assert.ok(
      source.accepts({ list: [{ version: '1.0', publishedAt: null, withdrawn: false }], tags: [] }),
    );
    assert.ok(
      !source.accepts({ list: [{ version: 7, publishedAt: null, withdrawn: false }], tags: [] }),
    );
  });
});
