import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { expanded, npmrcOf, parseNpmrc } from '../../src/resolvers/npmrc.ts';

suite('a file of settings', () => {
  for (const [text, settings] of [
    ['registry=https://a.test/', [['registry', 'https://a.test/']]],
    ['\uFEFFregistry = https://a.test/ \r\n', [['registry', 'https://a.test/']]],
    ['registry=https://a.test/\rregistry=https://b.test/', [['registry', 'https://b.test/']]],
    ['; registry=x\n # registry=y\n\n', []],
    ['registry=https://a.test/ ; mine\n', [['registry', 'https://a.test/']]],
    ['name=a\\;b\\#c\\d', [['name', 'a;b#c\\d']]],
    ['name="a;b"', [['name', 'a;b']]],
    ["name='a#b'", [['name', 'a#b']]],
    ['name="\\u0041"', [['name', 'A']]],
    ['name="half', [['name', '"half']]],
    ['"name"=x', [['name', 'x']]],
    ['name=a=b==', [['name', 'a=b==']]],
    ['name=', [['name', '']]],
    ["name\nflag=true\nnone=null\nnumber='1'", []],
    ['list[]=a\nlist[]=b', []],
    ['=x', []],
    ['a=1\n[section]\na=2\nb=3', [['a', '1']]],
    [
      '__proto__=x\nconstructor=y',
      [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
    ],
  ] as const) {
    test(JSON.stringify(text), () => {
      assert.deepEqual([...parseNpmrc(text)], settings);
    });
  }

  test('says the last of each name and nothing else, whatever stands between', () => {
    const name = fc.stringMatching(/^[a-z@/:_.-]{1,20}$/);
    const value = fc.stringMatching(/^[A-Za-z0-9:/.@-][A-Za-z0-9:/.@ _-]{0,30}$/);
    const entry = fc.tuple(name, value);
    const noise = fc.constantFrom('', '  ', '; a=b', '# a=b', '\t;', '=c');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(entry, noise)),
        fc.constantFrom('\n', '\r\n', '\r'),
        (entries, end) => {
          const text = entries.map(([[key, at], line]) => `${line}${end} ${key} = ${at}`).join(end);
          const expected = new Map(entries.map(([[key, at]]) => [key, at.trim()] as const));
          for (const [key, at] of expected) {
            if (['true', 'false', 'null'].includes(at)) expected.delete(key);
          }
          assert.deepEqual(parseNpmrc(text), expected);
        },
      ),
    );
  });

  test('never throws, and says texts only', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            '"',
            "'",
            '\\',
            ';',
            '#',
            '=',
            '[',
            ']',
            '\n',
            '\r',
            '__proto__',
            '${',
            '}',
            ' ',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        for (const [name, value] of parseNpmrc(text)) {
          assert.equal(typeof name, 'string');
          assert.equal(typeof expanded(value, {}), 'string');
        }
      }),
    );
    assert.equal(Object.getPrototypeOf({}), Object.prototype);
  });

  test('takes time in proportion to its length', () => {
    for (const part of ['\\', '"', '[', '=', ';', '${', '\\${a', ' ', '${a?', '\u2028']) {
      const text = `name=${part.repeat(128 * 1024)}`;
      const value = parseNpmrc(text).get('name') ?? '';
      assert.ok(expanded(value, {}).length <= text.length);
      assert.ok(expanded(part.repeat(128 * 1024), {}).length <= text.length);
    }
  });
});

suite('the environment', () => {
  test('names settings in any case; those that begin with slashes stay', () => {
    const env = {
      NPM_CONFIG_REGISTRY: 'https://a.test/',
      npm_config_User_Config: ' /home/me/.npmrc ',
      'npm_config_//a.test/:_authToken': 'x',
      'npm_config_@team:registry': 'https://b.test/',
      npm_config_prefix: '',
      npm_config_gone: undefined,
      registry: 'https://no.test/',
    };
    assert.deepEqual(
      [...npmrcOf(env)],
      [
        ['registry', 'https://a.test/'],
        ['user-config', '/home/me/.npmrc'],
        ['//a.test/:_authToken', 'x'],
        ['@team:registry', 'https://b.test/'],
      ],
    );
  });

  for (const [text, result] of [
    ['${A}', 'one'],
    ['x${A}y${B}z', 'xoneytwo}z'],
    ['${MISSING}', '${MISSING}'],
    ['${MISSING?}', ''],
    ['${A?}', 'one'],
    ['${A-two}', '${A-two}'],
    ['\\${A}', '${A}'],
    ['\\\\${A}', '\\one'],
    ['${}', '${}'],
    ['${${A}}', '${one}'],
    ['${toString}', '${toString}'],
    ['${__proto__}', '${__proto__}'],
    ['$A', '$A'],
  ] as const) {
    test(`${text} is ${result}`, () => {
      assert.equal(expanded(text, { A: 'one', B: 'two}' }), result);
    });
  }
});
