import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import fc from 'fast-check';
import {
  noWorkspace,
  readUserNpm,
  readWorkspaceNpm,
  registryFor,
} from '../../src/resolvers/npm-settings.ts';
import { authorizationIn, userReader } from '../../src/resolvers/npm-sign-in.ts';
import { npmRegistry } from '../../scripts/test/registry.ts';
import { folderWith } from './npm-asking.ts';
import { userSide } from './resolver-for.ts';

type Env = Record<string, string>;
type Flat = Readonly<Record<string, unknown>>;

interface NpmConfig {
  load(): Promise<void>;
  readonly flat: Flat;
}
interface Oracle {
  readonly Config: new (options: Record<string, unknown>) => NpmConfig;
  readonly definitions: Record<string, unknown>;
  readonly getAuth: (
    uri: string,
    flat: Flat,
  ) => { readonly token: string | null; readonly auth: string | null };
}

const names = ['server', '@team/server', '@other/server'];
const env = { TEAM: 'h1.test', TOKEN: 'abc', PLUS: 'x=y;z' };

const token = fc.constantFrom(
  'abc-123',
  'a\\;b',
  'a\\#b',
  'a\\b',
  'x;comment',
  'x #comment',
  '${TOKEN}',
  'pre-${TOKEN}-${TOKEN}',
  '${PLUS}',
  '${MISSING?}tail',
  '\\\\\\\\${TOKEN}',
  '"quoted;x"',
  "'single'",
  '"\\u0041b"',
  '"half',
  'a=b==',
);
const base64 = fc.constantFrom('YW5uOnBhc3M=', 'cGFzcw==', '"cGFzcw=="', '${PLUS?}');
const address = fc.constantFrom(
  'https://h1.test/',
  'https://h1.test/npm/',
  'https://h1.test/npm/deep/er',
  'http://h2.test:8080/repo',
  'https://${TEAM}/npm/',
  '"https://h2.test:8080/"',
  'https://h1.test/ ; mine',
);
const place = fc.constantFrom(
  '//h1.test/',
  '//h1.test',
  '//h1.test/npm/',
  '//h1.test/npm',
  '//${TEAM}/npm/',
  '//h2.test:8080/',
  '//h2.test:8080/repo/',
);
const setting = fc.oneof(
  fc.tuple(fc.constantFrom('registry', '@team:registry', '@other:registry'), address),
  fc.tuple(
    place.map((at) => `${at}:_authToken`),
    token,
  ),
  fc.tuple(
    place.map((at) => `${at}:_auth`),
    base64,
  ),
  fc.tuple(
    place.map((at) => `${at}:username`),
    fc.constantFrom('ann', '${TOKEN}'),
  ),
  fc.tuple(
    place.map((at) => `${at}:_password`),
    base64,
  ),
);
const other = fc.constantFrom(
  '',
  '; registry=https://no.test/',
  '  # registry=https://no.test/',
  'loglevel=warn',
  'list[]=registry',
  '__proto__=x',
  '=x',
  'constructor=y',
);
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(setting, fc.constantFrom('=', ' = ', '= ', ' ='))
      .map(([[name, value], equals]) => name + equals + value),
  },
  { weight: 1, arbitrary: other },
  { weight: 1, arbitrary: fc.constantFrom('[section]', '[a.b] ', '[]') },
);
const file = fc
  .tuple(
    fc.constantFrom('', '\uFEFF'),
    fc.array(line, { maxLength: 12 }),
    fc.constantFrom('\n', '\r\n', '\n\n'),
  )
  .map(([mark, lines, end]) => mark + lines.join(end));
const everywhere = fc.constantFrom('https://h1.test/env/', 'https://${TEAM}/npm/', '');
const variables = fc.record(
  {
    npm_config_registry: everywhere,
    NPM_Config_Registry: everywhere,
    'npm_config_@team:registry': everywhere,
    npm_config_prefix: fc.constantFrom('/no-such-prefix', ''),
    'npm_config_//h1.test/:_authToken': token,
    'npm_config_//h2.test:8080/repo/:_authToken': token,
  },
  { requiredKeys: [] },
);

suite('as npm itself reads its settings', () => {
  let oracle: Oracle;
  before(async () => {
    const from = createRequire(join(await npmRegistry(), 'package.json'));
    oracle = {
      Config: from('@npmcli/config') as Oracle['Config'],
      definitions: from('@npmcli/config/lib/definitions') as Oracle['definitions'],
      getAuth: from('npm-registry-fetch/lib/auth.js') as Oracle['getAuth'],
    };
  });

  async function npmSays(cwd: string, given: Env): Promise<Flat> {
    const config = new oracle.Config({
      ...oracle.definitions,
      npmPath: cwd,
      // npm writes into the one it gets.
      env: { ...given },
      argv: ['node', 'npm'],
      execPath: '/no-such-prefix/bin/node',
      platform: 'linux',
      cwd,
      warn: false,
    });
    await config.load();
    return config.flat;
  }

  test('the registry of every package, and what opens it', async () => {
    await fc.assert(
      fc.asyncProperty(file, file, variables, async (user, global, given) => {
        await using root = await folderWith({
          'home/.npmrc': user,
          'prefix/etc/npmrc': global,
          'here/package.json': '{}',
        });
        const home = join(root.path, 'home');
        const all = { ...env, ...given, HOME: home, PREFIX: join(root.path, 'prefix') };
        const flat = await npmSays(join(root.path, 'here'), all);
        const mine = await readUserNpm(userSide({ env: all, home }));
        for (const name of names) {
          const { text } = registryFor(name, { user: mine, workspace: noWorkspace });
          assert.equal(text, registryIn(flat, name));
          const url = new URL(name.replace('/', '%2f'), text.endsWith('/') ? text : `${text}/`);
          const { token: bearer, auth } = oracle.getAuth(url.href, { ...flat, spec: name });
          const header =
            bearer === null ? (auth === null ? undefined : `Basic ${auth}`) : `Bearer ${bearer}`;
          assert.equal(authorizationIn(userReader(mine.env, mine.files), url), header);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('and between the environment and the user’s file, a workspace’s registry', async () => {
    const literal = file.filter((text) => !text.includes('${'));
    await fc.assert(
      fc.asyncProperty(file, literal, variables, async (user, workspace, given) => {
        await using root = await folderWith({
          'home/.npmrc': user,
          'here/package.json': '{}',
          'here/.npmrc': workspace,
        });
        const [home, here] = [join(root.path, 'home'), join(root.path, 'here')];
        const all = { ...env, ...given, HOME: home, PREFIX: join(root.path, 'prefix') };
        const flat = await npmSays(here, all);
        const side = userSide({ env: all, home });
        const settings = {
          user: await readUserNpm(side),
          workspace: await readWorkspaceNpm(here, side),
        };
        for (const name of names)
          assert.equal(registryFor(name, settings).text, registryIn(flat, name));
      }),
      { numRuns: 80 },
    );
  });
});

function registryIn(flat: Flat, name: string): unknown {
  return flat[`${name.split('/')[0]}:registry`] ?? flat['registry'];
}
