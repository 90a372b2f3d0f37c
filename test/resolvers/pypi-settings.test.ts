import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { readSettings } from '../../src/resolvers/python-files.ts';
import { readIndex } from '../../src/resolvers/python-index.ts';
import { readIni } from '../../src/resolvers/python-ini.ts';
import { readPythonSettings } from '../../src/resolvers/python-settings.ts';
import { personOf, readerOf } from './pypi-asking.ts';

const uvToml = '/home/me/.config/uv/uv.toml';
const pipConf = '/home/me/.config/pip/pip.conf';

suite('files', () => {
  test('ini: sections, both signs, names in any form', () => {
    const text =
      '\r\nlost = 1\n[a]\nOne_Two= 1 = 2 \n--three : x\n[b]\nfour\nfive =\n  six\n[a]\none-two = 3';
    const found = [...readIni(text)].map(([name, options]) => [name, [...options]]);
    assert.deepEqual(found, [
      [
        'a',
        [
          ['one-two', '3'],
          ['three', 'x'],
        ],
      ],
      ['b', [['five', '\nsix']]],
    ]);
  });

  test('read as they are: missing, a folder, too large, with a mark at its start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'python-settings-'));
    try {
      await writeFile(join(folder, 'marked'), '\uFEFF[global]\n');
      await writeFile(join(folder, 'large'), ' '.repeat(1024 * 1024 + 1));
      await mkdir(join(folder, 'folder'));
      assert.equal(await readSettings(join(folder, 'marked')), '[global]\n');
      assert.equal(await readSettings(join(folder, 'large')), false);
      assert.equal(await readSettings(join(folder, 'folder')), false);
      assert.equal(await readSettings(join(folder, 'none')), null);
      assert.equal(await readSettings(join(folder, 'marked', 'none')), null);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

suite('whatever stands there', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          ...[
            '[[index]]',
            '[global]',
            '[install]',
            'url',
            'index-url',
            'extra-index-url',
            ' = ',
            '\n',
            '"',
            '  ',
          ],
          ...[
            'machine',
            'login',
            'password',
            'default',
            'macdef',
            'https://a:b@c.example/simple',
            '${X}',
            '__proto__',
          ],
          ...[
            'constructor',
            '#',
            ';',
            '\\',
            ']',
            'true',
            '1',
            '{',
            '[',
            '%',
            '%41',
            '://',
            'http://[',
          ],
        ),
      )
      .map((parts) => parts.join('')),
  );

  test('settings are read or refused in one line without a secret', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, async (file, variable, netrc) => {
        const setting = {
          env: { UV_INDEX: variable, UV_INDEX_URL: variable, PIP_EXTRA_INDEX_URL: variable },
          files: { [uvToml]: file, [pipConf]: file, '/home/me/.netrc': netrc },
        };
        const { uv, pip } = await readPythonSettings(personOf(setting), readerOf(setting));
        for (const indexes of [uv, pip]) {
          if (indexes.ok) {
            assert.ok(indexes.asked.length > 0);
            for (const { url, authorization } of indexes.all) {
              const read = new URL(url);
              assert.equal(read.username + read.password + read.search + read.hash, '');
              assert.ok(authorization === null || /^Basic [A-Za-z0-9+/=]*$/.test(authorization));
            }
          } else {
            assert.match(indexes.why, /^[^\n]{10,150}[^.\n]$/);
            assert.ok(!indexes.why.includes('a:b'));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('an address comes back as the same index', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), text),
        (address) => {
          const index = readIndex(address);
          if (index === undefined) return;
          assert.deepEqual(readIndex(index.url), { ...index, authorization: null });
        },
      ),
    );
  });
});
