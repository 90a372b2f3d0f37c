import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { ReleasesQuery } from '../../../src/core/rules/facts.ts';
import { outdatedPackage } from '../../../src/core/rules/outdated-package.ts';
import { unpinnedPackage } from '../../../src/core/rules/unpinned-package.ts';
import { releasesOf } from '../../rules/fixture-facts.ts';
import { draftsOf, everyPackage, fixed, flagged, needsOf, read, type Read } from './reading.ts';

const known = everyPackage({
  state: 'known',
  value: releasesOf('1.0.0 90d, 1.4.2 10d, 1.5.0 2d'),
});

function asked(from: Read): readonly ReleasesQuery[] {
  return needsOf(unpinnedPackage, from).map((query) => {
    assert.ok(query.kind === 'releases');
    return query;
  });
}

function npm(name: string, registry: string | null = null): ReleasesQuery {
  return { kind: 'releases', ecosystem: 'npm', tool: 'npm', name, registry };
}

function pypi(name: string, tool: 'uv' | 'pip' = 'uv', registry: string | null = null) {
  return { kind: 'releases', ecosystem: 'pypi', tool, name, registry } as const;
}

suite('what is asked', () => {
  const cases: readonly (readonly [string, Read, readonly ReleasesQuery[]])[] = [
    ['npx', read('npx', ['-y', 'a-tool']), [npm('a-tool')]],
    ['a tag', read('npx', ['@s/b@latest']), [npm('@s/b')]],
    ['a range', read('bunx', ['b@^1']), [npm('b')]],
    ['pnpm dlx', read('pnpm', ['dlx', 'b']), [npm('b')]],
    ['yarn dlx', read('yarn', ['dlx', 'b']), [npm('b')]],
    [
      'several',
      read('npx', ['-p', 'a', '-p', 'b@1.0.0', '-p', 'c@next', 'run']),
      [npm('a'), npm('c')],
    ],
    ['an alias', read('npx', ['x@npm:@s/real@^2']), [npm('@s/real')]],
    ['deno', read('deno', ['run', '-A', 'npm:b@^1/bin']), [npm('b')]],
    ['uvx', read('uvx', ['b']), [pypi('b')]],
    ['uv tool run', read('uv', ['tool', 'run', 'B_c']), [pypi('B_c')]],
    ['uv run', read('uv', ['run', '--with', 'a,b>=1', 's.py']), [pypi('a'), pypi('b')]],
    ['pipx', read('pipx', ['run', 'b']), [pypi('b', 'pip')]],
    [
      'a shell line',
      read('bash', ['-c', 'pip install a && npx -y b']),
      [pypi('a', 'pip'), npm('b')],
    ],
    [
      'a shell line of uv',
      read('bash', ['-c', 'uv tool install a; npx -y b']),
      [pypi('a'), npm('b')],
    ],
    ['behind a wrapper', read('cmd', ['/c', 'npx', '-y', 'b']), [npm('b')]],
  ];
  for (const [name, from, queries] of cases) {
    test(name, () => assert.deepEqual(asked(from), queries));
  }

  const silent: readonly (readonly [string, Read])[] = [
    ['an exact version', read('npx', ['-y', 'b@1.0.0'])],
    ['a version that is a variable', read('npx', ['-y', 'b@${env:V}'])],
    ['a package that is a variable', read('npx', ['-y', '${input:p}'])],
    ['NuGet', read('dnx', ['Tool', '--yes'])],
    ['Go', read('go', ['run', 'example.com/x@latest'])],
    ['JSR', read('deno', ['run', 'jsr:@std/http@1'])],
    ['a folder', read('npx', ['-y', './server'])],
    ['git', read('npx', ['-y', 'github:x/y'])],
    [
      'a wheel with its hash',
      read('uvx', ['--from', `https://e.com/x-1.0-py3-none-any.whl#sha256=${'a'.repeat(64)}`, 'x']),
    ],
    ['a name that npm never serves', read('npx', ['-y', '_hidden'])],
    ['a folder up as a scope', read('npx', ['-y', '@../x'])],
    ['node_modules', read('npx', ['-y', 'node_modules'])],
    ['a name that PyPI never serves', read('uvx', ['tool_'])],
    ['an image', read('docker', ['run', 'x/y'])],
    ['a program', read('node', ['a.js'])],
  ];
  for (const [name, from] of silent) {
    test(`nothing: ${name}`, () => assert.deepEqual(asked(from), []));
  }

  test('what stands after @smithery/cli run is not npm’s', () => {
    assert.deepEqual(asked(read('npx', ['-y', '@smithery/cli@latest', 'run', '@x/y'])), [
      npm('@smithery/cli'),
    ]);
  });
});

suite('whose registry', () => {
  const registries: readonly (readonly [string, Read, string | null])[] = [
    ['the user’s', read('npx', ['b']), null],
    [
      'the line’s',
      read('npx', ['--registry', 'https://npm.example.com', 'b']),
      'https://npm.example.com/',
    ],
    [
      'without userinfo, query and fragment',
      read('npx', ['--registry=https://u:p@npm.example.com:8443/a/?t=x#y', 'b']),
      'https://npm.example.com:8443/a/',
    ],
    [
      'the environment’s',
      read('npx', ['b'], { env: { NPM_CONFIG_REGISTRY: 'https://e.example.com/n' } }),
      'https://e.example.com/n',
    ],
    [
      'in any case',
      read('npx', ['b'], { env: { npm_Config_registry: 'https://e.example.com' } }),
      'https://e.example.com/',
    ],
    [
      'the line before the environment',
      read('npx', ['--registry=https://l.example.com', 'b'], {
        env: { npm_config_registry: 'https://e.example.com' },
      }),
      'https://l.example.com/',
    ],
    [
      'set on the line',
      read('env', ['npm_config_registry=https://w.example.com', 'npx', 'b']),
      'https://w.example.com/',
    ],
    [
      'uv’s default index',
      read('uvx', ['b'], {
        env: {
          UV_INDEX_URL: 'https://2.example.com/s',
          UV_DEFAULT_INDEX: 'https://1.example.com/s',
        },
      }),
      'https://1.example.com/s',
    ],
    [
      'uv’s older name',
      read('uvx', ['b'], { env: { UV_INDEX_URL: 'https://2.example.com/s' } }),
      'https://2.example.com/s',
    ],
    [
      'a named index',
      read('uvx', ['--default-index', 'corp=https://3.example.com/simple', 'b']),
      'https://3.example.com/simple',
    ],
    [
      'pip’s',
      read('pipx', ['run', 'b'], { env: { PIP_INDEX_URL: 'https://4.example.com/simple' } }),
      'https://4.example.com/simple',
    ],
    [
      'not another tool’s',
      read('uvx', ['b'], {
        env: {
          PIP_INDEX_URL: 'https://4.example.com',
          npm_config_registry: 'https://5.example.com',
        },
      }),
      null,
    ],
    [
      'nor one in capitals for uv',
      read('uvx', ['b'], { env: { uv_index_url: 'https://4.example.com' } }),
      null,
    ],
    ['empty is none', read('npx', ['b'], { env: { npm_config_registry: '' } }), null],
  ];
  for (const [name, from, registry] of registries) {
    test(name, () => {
      assert.deepEqual(
        asked(from).map((query) => query.registry),
        [registry],
      );
    });
  }

  const unknown: readonly (readonly [string, Read])[] = [
    ['a variable on the line', read('npx', ['--registry=${env:R}', 'b'])],
    [
      'a variable in the environment',
      read('npx', ['b'], { env: { npm_config_registry: 'https://${env:H}/' } }),
    ],
    [
      'a variable of another client',
      read('npx', ['b'], { env: { npm_config_registry: '{env:REGISTRY}' } }),
    ],
    ['a variable of Windows', read('uvx', ['b'], { env: { UV_INDEX_URL: 'https://%HOST%/' } })],
    ['no string', read('npx', ['b'], { env: { npm_config_registry: 1 } })],
    ['handed on by the shell', read('bash', ['-c', 'npm_config_registry=$R npx b'])],
    ['a file', read('npx', ['--registry=file:///etc', 'b'])],
    ['no address', read('npx', ['--registry=npm.example.com', 'b'])],
    ['one more index of uv', read('uvx', ['--index', 'https://i.example.com/simple', 'b'])],
    ['one more index in one word', read('uvx', ['--index=https://i.example.com/simple', 'b'])],
    [
      'one more index on a line',
      read('bash', ['-c', 'uvx --index https://i.example.com/simple b']),
    ],
  ];
  for (const [name, from] of unknown) {
    test(`not asked: ${name}`, () => {
      assert.deepEqual(asked(from), []);
      const [draft] = draftsOf(unpinnedPackage, from, known);
      assert.deepEqual(draft?.fixes, []);
    });
  }
});

suite('what is written', () => {
  const cases: readonly (readonly [string, Read, string])[] = [
    ['a name', read('npx', ['-y', 'b']), 'b@1.4.2'],
    ['a scope', read('npx', ['-y', '@s/b']), '@s/b@1.4.2'],
    ['a tag', read('npx', ['-y', '@s/b@latest']), '@s/b@1.4.2'],
    ['an empty version', read('npx', ['-y', 'b@']), 'b@1.4.2'],
    ['a range with blanks', read('npx', ['-y', 'b@>=1 <2']), 'b@1.4.2'],
    ['an alias', read('npx', ['-y', 'x@npm:b']), 'x@npm:b@1.4.2'],
    ['a program of a package', read('deno', ['run', 'npm:b@^1/bin']), 'npm:b@1.4.2/bin'],
    ['a value of its own flag', read('npx', ['--package=b', 'run']), '--package=b@1.4.2'],
    ['uvx', read('uvx', ['b']), 'b@1.4.2'],
    ['uvx with @', read('uvx', ['b@latest']), 'b@1.4.2'],
    ['uvx with @ and nothing', read('uvx', ['b@']), 'b@1.4.2'],
    ['uvx with @ and a range', read('uvx', ['b@>=1']), 'b@1.4.2'],
    ['extras', read('uvx', ['--from', 'b[x,y]', 'z']), 'b[x,y]==1.4.2'],
    ['extras and @', read('uvx', ['b[x]@latest']), 'b[x]@1.4.2'],
    [
      'blanks and a marker',
      read('uvx', ['--from', "b [x] >= 1, <2 ; python_version > '3'", 'z']),
      "b [x] ==1.4.2 ; python_version > '3'",
    ],
    [
      'a marker alone',
      read('uvx', ['--from', "b ; sys_platform == 'linux'", 'z']),
      "b==1.4.2 ; sys_platform == 'linux'",
    ],
    ['brackets', read('uvx', ['--from', 'b (>=1)', 'z']), 'b (==1.4.2)'],
    ['brackets around one clause', read('uvx', ['--from', 'b (==1.*)', 'z']), 'b (==1.4.2)'],
    ['pipx', read('pipx', ['run', '--spec', 'b~=1.0', 'z']), 'b==1.4.2'],
  ];
  for (const [name, from, text] of cases) {
    test(name, () => {
      const [draft] = draftsOf(unpinnedPackage, from, known);
      const line = fixed(from, draft?.fixes?.[0]);
      assert.ok(line.includes(text), JSON.stringify(line));
      assert.deepEqual(
        draftsOf(
          unpinnedPackage,
          read(from.server.launch.runner === 'deno' ? 'deno' : commandOf(from), line),
        ),
        [],
      );
    });
  }

  function commandOf({ document }: Read): string {
    const { servers } = JSON.parse(document.text) as { servers: { x: { command: string } } };
    return servers.x.command;
  }

  const lines: readonly (readonly [string, string, string | null])[] = [
    ['in a line', 'cd /x && npx -y b --b', 'cd /x && npx -y b@1.4.2 --b'],
    ['in quotes', 'npx -y "b@^1" --b', 'npx -y "b@1.4.2" --b'],
    ['in a line in a line', 'sh -c \'uvx "b>=1"\'', 'sh -c \'uvx "b==1.4.2"\''],
    ['quotes inside the word', 'npx -y b@"^1"', null],
    ['an escape inside the word', 'npx -y b@\\^1', null],
    ['escapes around the word', 'sh -c "npx -y \\"b@^1\\""', null],
  ];
  for (const [name, line, expected] of lines) {
    test(`${name}: ${expected === null ? 'no fix' : 'only the spec changes'}`, () => {
      const from = read('bash', ['-c', line]);
      const drafts = draftsOf(unpinnedPackage, from, known);
      assert.equal(drafts.length, 1);
      if (expected === null) assert.deepEqual(drafts[0]?.fixes, []);
      else assert.deepEqual(fixed(from, drafts[0]?.fixes?.[0]), ['-c', expected]);
    });
  }

  test('each of several, part by part, by its name', () => {
    const from = read('uv', ['run', '--with', 'a[x,y]>=1,<2,b', '--with', 'c==1.0.0', 's.py']);
    const drafts = draftsOf(unpinnedPackage, from, known);
    assert.deepEqual(
      drafts.map((draft) => [flagged(from, draft), draft.fixes?.map(({ title }) => title)]),
      [
        [
          '>=1,<2',
          ['Pin a to 1.4.2 (newest at least 7 days old)', 'Pin a to 1.5.0 (newest, 2 days old)'],
        ],
        [
          'b',
          ['Pin b to 1.4.2 (newest at least 7 days old)', 'Pin b to 1.5.0 (newest, 2 days old)'],
        ],
      ],
    );
    assert.equal(fixed(from, drafts[0]?.fixes?.[0])[2], 'a[x,y]==1.4.2,b');
    assert.equal(fixed(from, drafts[1]?.fixes?.[1])[2], 'a[x,y]>=1,<2,b==1.5.0');
  });

  test('every fix waits to be picked', () => {
    const fixes = draftsOf(unpinnedPackage, read('npx', ['b']), known).flatMap(
      (d) => d.fixes ?? [],
    );
    assert.deepEqual(
      fixes.map(({ safety }) => safety),
      ['unsafe', 'unsafe'],
    );
  });

  test('absent: said, without a fix; failed: nothing', () => {
    const from = read('npx', ['b']);
    const [draft] = draftsOf(unpinnedPackage, from, everyPackage({ state: 'absent' }));
    assert.deepEqual(draft?.fixes, []);
    assert.deepEqual(
      draft?.related?.map(({ message }) => message),
      ['The registry has no such package'],
    );
    const failed = everyPackage({ state: 'failed', why: 'x' });
    assert.deepEqual(draftsOf(unpinnedPackage, from, failed), draftsOf(unpinnedPackage, from));
  });

  test('what a registry calls a version cannot break out of the line', () => {
    for (const version of ['1.0.0 && rm -rf /', '1.0.0"', '$(x)', '1.0.0;x', '-1.0.0', '1.0.0\n']) {
      const list = [{ version, publishedAt: 0, withdrawn: false }];
      const facts = everyPackage({ state: 'known', value: { list, tags: [] } });
      for (const from of [read('npx', ['b']), read('uvx', ['b'])]) {
        assert.deepEqual(draftsOf(unpinnedPackage, from, facts)[0]?.fixes, [], version);
      }
    }
  });

  test('whatever is written, a fix pins what it says and nothing else', () => {
    const word = fc.string({
      unit: fc.constantFrom(
        'b',
        'a',
        '@',
        '/',
        '-',
        '1',
        '.',
        '0',
        '^',
        '~',
        '>=',
        '==',
        '<',
        '*',
        ',',
        '[',
        ']',
        '(',
        ')',
        ';',
        ' ',
        '"',
        "'",
        '\\',
        '#',
        'npm:',
        'latest',
        '${x}',
      ),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.constantFrom('npx', 'uvx', 'bash'), word, (command, text) => {
        const args = command === 'bash' ? ['-c', `uvx --from ${text} tool --end`] : [text, '--end'];
        const from = read(command, args);
        for (const draft of draftsOf(unpinnedPackage, from, known)) {
          for (const fix of draft.fixes ?? []) {
            const line = fixed(from, fix);
            assert.equal(line.length, args.length);
            assert.equal(line.at(-1)?.slice(-5), args.at(-1)?.slice(-5));
            const again = read(command, line);
            const versions = again.server.launch.packages.map(({ pin, version }) => [pin, version]);
            assert.ok(
              versions.some(
                ([pin, version]) => pin === 'exact' && /1\.(?:4\.2|5\.0)/.test(String(version)),
              ),
              `${JSON.stringify(args)} ${JSON.stringify(line)}`,
            );
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

suite('an exact version', () => {
  const outdated = (list: string) => everyPackage({ state: 'known', value: releasesOf(list) });
  const from = read('npx', ['-y', 'b@1.0.0']);

  test('is asked about as well', () => {
    assert.deepEqual(needsOf(outdatedPackage, from), [npm('b')]);
    assert.deepEqual(needsOf(outdatedPackage, read('npx', ['b'])), []);
  });

  test('one behind: said, no grade; two behind: caution', () => {
    const [one] = draftsOf(outdatedPackage, from, outdated('1.0.0 90d, 1.1.0 30d'));
    assert.equal(one?.grade, null);
    assert.equal(
      one?.message,
      'b is pinned to 1.0.0, one release behind 1.1.0, released 30 days ago: that alone is fine',
    );
    const [two] = draftsOf(
      outdatedPackage,
      from,
      outdated('1.0.0 90d, 1.1.0 30d, 1.2.0 20d, 1.3.0 1d'),
    );
    assert.equal(two?.grade, 'caution');
    assert.equal(
      two.message,
      'b is pinned to 1.0.0, and 1.2.0 is newer, released 20 days ago: what it repairs is missing here',
    );
    assert.deepEqual(
      two.fixes?.map(({ title }) => title),
      [
        'Update pin to 1.2.0 (newest at least 7 days old)',
        'Update pin to 1.3.0 (newest, 1 day old)',
      ],
    );
    assert.deepEqual(fixed(from, two.fixes?.[0]), ['-y', 'b@1.2.0']);
  });

  test('nothing while nobody knows, the package is absent or only young releases are newer', () => {
    assert.deepEqual(draftsOf(outdatedPackage, from), []);
    assert.deepEqual(draftsOf(outdatedPackage, from, everyPackage({ state: 'absent' })), []);
    assert.deepEqual(draftsOf(outdatedPackage, from, outdated('1.1.0 2d')), []);
  });

  test('of PyPI is kept in its form', () => {
    for (const [text, after] of [
      ['b==1.0.0', 'b==1.1.0'],
      ['b[x] == 1.0.0 ; marker', 'b[x] == 1.1.0 ; marker'],
      ['b==1.0.0,!=1.0.1', 'b==1.1.0'],
      ['b@1.0.0', 'b@1.1.0'],
    ] as const) {
      const python = read('uvx', ['--from', text, 'z']);
      const [draft] = draftsOf(outdatedPackage, python, outdated('1.0.0 90d, 1.1.0 30d'));
      assert.equal(fixed(python, draft?.fixes?.[0])[1], after);
    }
  });
});
