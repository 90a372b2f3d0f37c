import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { refusalFor, urlsFor, type PythonSetting } from './pypi-asking.ts';

const pipConf = '/home/me/.config/pip/pip.conf';
const pypi = 'https://pypi.org/simple';

suite('what pip asks', () => {
  const cases: readonly (readonly [string, PythonSetting, readonly string[]])[] = [
    ['PyPI when nothing is set', {}, [pypi]],
    [
      'the environment',
      {
        env: {
          PIP_INDEX_URL: 'https://a.example/simple/',
          PIP_EXTRA_INDEX_URL: 'https://b.example https://c.example',
        },
      },
      ['https://a.example/simple', 'https://b.example', 'https://c.example'],
    ],
    [
      'a file of the user, with several lines',
      {
        files: {
          [pipConf]:
            '[global]\n# mine\nindex-url: https://a.example\nExtra_Index_URL =\n    https://b.example\n    ; not this\n\n    https://c.example\ntimeout = 5\n',
        },
      },
      ['https://a.example', 'https://b.example', 'https://c.example'],
    ],
    [
      'an option replaces that of an earlier file or a wider section as a whole',
      {
        env: { PIP_EXTRA_INDEX_URL: '' },
        files: {
          '/etc/xdg/pip/pip.conf':
            '[global]\nindex-url = https://xdg.example\nextra-index-url = https://no.example',
          '/etc/pip.conf': '[global]\nindex-url = https://etc.example',
          '/home/me/.pip/pip.conf': '[install]\nextra-index-url = https://legacy.example',
          [pipConf]:
            '[install]\nindex-url = https://install.example\n[global]\nextra-index-url = https://no.example',
        },
      },
      ['https://install.example', 'https://legacy.example'],
    ],
    [
      'other sections do not count',
      {
        files: {
          [pipConf]:
            'index-url = https://a.example\n[download]\nindex-url = https://b.example\n[list]\nno-index = 1',
        },
      },
      [pypi],
    ],
    [
      'a file of the environment instead of the user’s, not of the machine’s',
      {
        env: { PIP_CONFIG_FILE: '/my/pip.conf' },
        files: {
          '/etc/pip.conf': '[global]\nextra-index-url = https://machine.example',
          '/my/pip.conf': '[global]\nindex-url = https://a.example',
          [pipConf]: '[global]\nindex-url = https://no.example',
        },
      },
      ['https://a.example', 'https://machine.example'],
    ],
    [
      'no file at all',
      {
        env: { PIP_CONFIG_FILE: '/dev/null' },
        files: { '/etc/pip.conf': '[global]\nindex-url = https://no.example' },
      },
      [pypi],
    ],
    [
      'an index although a file allows none',
      { env: { PIP_NO_INDEX: 'false' }, files: { [pipConf]: '[global]\nno-index = true' } },
      [pypi],
    ],
    [
      'on macOS in the library',
      {
        platform: 'darwin',
        files: {
          '/home/me/Library/Application Support/pip/pip.conf':
            '[global]\nindex-url = https://a.example',
          [pipConf]: '[global]\nindex-url = https://no.example',
        },
      },
      ['https://a.example'],
    ],
    [
      'on macOS without it',
      { platform: 'darwin', files: { [pipConf]: '[global]\nindex-url = https://a.example' } },
      ['https://a.example'],
    ],
    [
      'on Windows in the profile',
      {
        platform: 'win32',
        env: { APPDATA: 'C:\\Users\\me\\Roaming' },
        files: {
          'C:\\Users\\me\\Roaming\\pip\\pip.ini': '[global]\r\nindex-url = https://a.example\r\n',
        },
      },
      ['https://a.example'],
    ],
    ['no settings of uv', { env: { UV_INDEX_URL: 'https://no.example' } }, [pypi]],
  ];
  for (const [name, setting, urls] of cases) {
    test(name, async () => {
      assert.deepEqual(await urlsFor('pip', setting), urls);
    });
  }

  const refusals: readonly (readonly [string, PythonSetting, RegExp])[] = [
    ['no index', { env: { PIP_NO_INDEX: 'Yes' } }, /allow no package index$/],
    [
      'a file that may not be read',
      { files: { [pipConf]: false } },
      /a settings file of pip could not be read$/,
    ],
    [
      'a file without a folder',
      { env: { PIP_CONFIG_FILE: 'pip.conf' } },
      /PIP_CONFIG_FILE is no absolute path/,
    ],
    [
      'a folder',
      { env: { PIP_EXTRA_INDEX_URL: '/srv/simple' } },
      /an index that is no web address$/,
    ],
  ];
  for (const [name, setting, why] of refusals) {
    test(`refused: ${name}`, async () => {
      assert.match(await refusalFor('pip', setting), why);
    });
  }
});
