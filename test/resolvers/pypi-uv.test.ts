import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { refusalFor, urlsFor, type PythonSetting } from './pypi-asking.ts';

const uvToml = '/home/me/.config/uv/uv.toml';
const pipConf = '/home/me/.config/pip/pip.conf';
const pypi = 'https://pypi.org/simple';

suite('what uv asks', () => {
  const cases: readonly (readonly [string, PythonSetting, readonly string[]])[] = [
    ['PyPI when nothing is set', {}, [pypi]],
    [
      'the default of the environment instead of PyPI',
      { env: { UV_DEFAULT_INDEX: 'https://a.example/simple/' } },
      ['https://a.example/simple'],
    ],
    [
      'the older name of it',
      { env: { UV_INDEX_URL: 'https://a.example/simple' } },
      ['https://a.example/simple'],
    ],
    [
      'the newer name before the older one',
      { env: { UV_DEFAULT_INDEX: 'https://a.example/x', UV_INDEX_URL: 'https://b.example/x' } },
      ['https://a.example/x'],
    ],
    [
      'more indexes before PyPI, with names and without',
      { env: { UV_INDEX: 'https://a.example/s  b=https://b.example/s?x=1#f' } },
      ['https://a.example/s', 'https://b.example/s', pypi],
    ],
    [
      'the older name of those behind them',
      {
        env: {
          UV_EXTRA_INDEX_URL: 'https://a.example https://b.example',
          UV_INDEX: 'https://c.example',
        },
      },
      ['https://c.example', 'https://a.example', 'https://b.example', pypi],
    ],
    [
      'a file of the user',
      {
        files: {
          [uvToml]: `
            index-url = "https://main.example/simple"
            extra-index-url = ["https://extra.example/simple"]
            [[index]]
            url = "https://a.example/simple"
            [[index]]
            name = "only-when-named"
            url = "https://explicit.example/simple"
            explicit = true
            [[index]]
            url = "https://links.example/list"
            format = "flat"
            [unknown]
            __proto__ = 1`,
        },
      },
      ['https://a.example/simple', 'https://extra.example/simple', 'https://main.example/simple'],
    ],
    [
      'a default index of a file instead of PyPI, wherever it stands',
      {
        files: {
          [uvToml]:
            '[[index]]\nurl = "https://main.example"\ndefault = true\n[[index]]\nurl = "https://a.example"\n',
        },
      },
      ['https://a.example', 'https://main.example'],
    ],
    [
      'the environment before the user before the machine',
      {
        env: { UV_INDEX: 'https://env.example' },
        files: {
          [uvToml]: 'index = [{ url = "https://user.example" }]',
          '/etc/uv/uv.toml': 'index = [{ url = "https://machine.example" }]',
        },
      },
      ['https://env.example', 'https://user.example', 'https://machine.example', pypi],
    ],
    [
      'of two indexes with one name the first',
      {
        env: { UV_INDEX: 'a=https://env.example' },
        files: { [uvToml]: 'index = [{ name = "a", url = "https://user.example" }]' },
      },
      ['https://env.example', pypi],
    ],
    [
      'an index twice is one',
      { env: { UV_INDEX: `https://a.example https://a.example/ ${pypi}` } },
      ['https://a.example', pypi],
    ],
    [
      'the folder of the environment for settings',
      {
        env: { XDG_CONFIG_HOME: '/conf' },
        files: {
          [uvToml]: 'index-url = "https://no.example"',
          '/conf/uv/uv.toml': 'index-url = "https://a.example"',
        },
      },
      ['https://a.example'],
    ],
    [
      'a file of the environment instead of all others',
      {
        env: { UV_CONFIG_FILE: '/my/uv.toml', UV_NO_CONFIG: '1' },
        files: {
          [uvToml]: 'index-url = "https://no.example"',
          '/my/uv.toml': 'index-url = "https://a.example"',
        },
      },
      ['https://a.example'],
    ],
    [
      'no file when the environment says so',
      { env: { UV_NO_CONFIG: 'true' }, files: { [uvToml]: 'index-url = "https://no.example"' } },
      [pypi],
    ],
    [
      'the first of the machine alone',
      {
        files: {
          '/etc/xdg/uv/uv.toml': 'index-url = "https://a.example"',
          '/etc/uv/uv.toml': 'extra-index-url = ["https://no.example"]',
        },
      },
      ['https://a.example'],
    ],
    [
      'on Windows in the profile',
      {
        platform: 'win32',
        env: { APPDATA: 'C:\\Users\\me\\Roaming' },
        files: { 'C:\\Users\\me\\Roaming\\uv\\uv.toml': 'index-url = "https://a.example"' },
      },
      ['https://a.example'],
    ],
    [
      'no settings of pip',
      { files: { [pipConf]: '[global]\nindex-url = https://no.example' } },
      [pypi],
    ],
  ];
  for (const [name, setting, urls] of cases) {
    test(name, async () => {
      assert.deepEqual(await urlsFor('uv', setting), urls);
    });
  }

  const refusals: readonly (readonly [string, PythonSetting, RegExp])[] = [
    ['no index', { env: { UV_NO_INDEX: '1' } }, /allow no package index$/],
    ['no index in a file', { files: { [uvToml]: 'no-index = true' } }, /allow no package index$/],
    [
      'a broken file',
      { files: { [uvToml]: 'index-url = ' } },
      /a settings file of uv could not be read$/,
    ],
    ['a file of another form', { files: { [uvToml]: 'index = 1' } }, /could not be read$/],
    ['a file that may not be read', { files: { [uvToml]: false } }, /could not be read$/],
    [
      'a missing file of the environment',
      { env: { UV_CONFIG_FILE: '/my/uv.toml' } },
      /could not be read$/,
    ],
    [
      'a file without a folder',
      { env: { UV_CONFIG_FILE: 'uv.toml' } },
      /UV_CONFIG_FILE is no absolute path/,
    ],
    ['a folder', { env: { UV_INDEX: './wheels' } }, /an index that is no web address$/],
    [
      'a file address',
      { env: { UV_INDEX: 'file:///srv/wheels' } },
      /an index that is no web address$/,
    ],
    [
      'a variable',
      { env: { UV_INDEX_URL: 'https://${HOST}/simple' } },
      /an index that is no web address$/,
    ],
    [
      'a default that is only for projects',
      {
        files: {
          [uvToml]: 'index = [{ url = "https://a.example", default = true, explicit = true }]',
        },
      },
      /leave no package index$/,
    ],
    [
      'too many',
      {
        env: { UV_INDEX: Array.from({ length: 30 }, (_, n) => `https://a${n}.example`).join(' ') },
      },
      /too many package indexes$/,
    ],
  ];
  for (const [name, setting, why] of refusals) {
    test(`refused: ${name}`, async () => {
      assert.match(await refusalFor('uv', setting), why);
    });
  }
});
