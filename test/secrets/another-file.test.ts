import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { bindingIn, allow, proposalFor } from '../../src/secrets/approval.ts';
import { sha256 } from '../../src/secrets/entry-hash.ts';
import { answerFrom, type KeychainLaunch } from '../../src/secrets/keychain-launch.ts';
import { keychainVault } from '../../src/secrets/keychain-vault.ts';
import type { Keychain } from '../../src/secrets/keychain.ts';
import type { BrokerAnswer, BrokerRequest } from '../../src/secrets/protocol.ts';
import { openRecord } from '../../src/secrets/record.ts';
import { disk } from '../../src/secrets/world.ts';
import { boundWorld, ID } from './bound-world.ts';

const value = ['made', 'up', 'Kf83mQz'].join('-');

/** A keychain with one secret that is allowed to the entry of one file; launches come from wherever. */
async function kept(
  t: TestContext,
  entry: Readonly<Record<string, unknown>> = {},
  isUsersOwn = false,
  terminal: Readonly<Record<string, string>> = {},
) {
  const { folder, workspace, write } = boundWorld(t);
  const args = ['--keychain', '--env', `TOKEN=${ID}`, '--', 'tool', '-y', 'server@1.2.3'];
  const server = { command: 'mcp-launch', args, env: { OTHER: 'x' }, ...entry };
  const file = write('.cursor/mcp.json', JSON.stringify({ mcpServers: { github: server } }));
  const user = {
    env: { ...terminal, PATH: join(folder, 'bin') },
    home: isUsersOwn ? workspace : '/home/u',
    platform: 'linux' as const,
  };
  const vault = keychainVault(memoryKeychain(), 'linux');
  const found = await bindingIn(file, ID, user);
  assert.ok(typeof found !== 'string', String(found));
  const info = { id: ID, server: 'github', what: 'TOKEN', file, storedAt: 1, lastUsedAt: null };
  await vault.set({ ...info, value, binding: found.binding });
  const launch: KeychainLaunch = {
    ...{ vault, files: disk, ...user },
    record: openRecord(join(folder, 'record')),
    now: () => 0,
  };
  const env = { PATH: user.env.PATH, HOME: user.home, OTHER: 'x', PLAIN: 'y', SHLVL: '1' };
  return {
    folder,
    vault,
    user,
    write,
    answer: (
      changes: Partial<BrokerRequest> = {},
      added: Readonly<Record<string, string>> = {},
    ): Promise<BrokerAnswer> =>
      answerFrom(
        {
          version: 1,
          ids: [ID],
          variables: { TOKEN: ID },
          argv: args.slice(4),
          cwd: workspace,
          program: join(folder, 'bin/tool'),
          env: hashed({ ...env, ...added }),
          pid: 7,
          ...changes,
        },
        launch,
      ),
  };
}

function hashed(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, text]) => [name, sha256(text)]));
}

function memoryKeychain(): Keychain {
  const items = new Map<string, string>();
  return {
    getPassword: async (account) => items.get(account) ?? null,
    setPassword: async (account, password) => void items.set(account, password),
    deletePassword: async (account) => items.delete(account),
    findCredentials: async () => [...items].map(([account, password]) => ({ account, password })),
  };
}

const given = { ok: true, values: { [ID]: value } };
const changed = {
  ok: false,
  why: `the launch that ${ID} was stored for has changed: see what and allow it by mcp-posture secrets approve ${ID}`,
};

suite('a second file with the same line, where no editor vouches for the launch', () => {
  test('the launch itself gets the value, whatever else the client hands on', async (t) => {
    const { answer } = await kept(t);
    assert.deepEqual(await answer(), given);
    assert.deepEqual(await answer({}, { PLAIN: 'z', MORE: '', PATH: '/other' }), given);
  });

  test('adds no variable that loads code, or takes it from elsewhere', async (t) => {
    const { answer } = await kept(t);
    const added = [
      ['NODE_OPTIONS', '--require /evil/x.js'],
      ['LD_PRELOAD', '/evil/x.so'],
      ['PYTHONPATH', '/evil'],
      ['npm_config_registry', 'https://evil.example/'],
      ['npm_config_@scope:registry', 'https://evil.example/'],
      ['UV_INDEX_URL', 'https://evil.example/'],
      ['DOCKER_HOST', 'tcp://evil.example'],
      ['HOME', '/evil'],
      ['LD_LIBRARY_PATH', '/evil'],
    ] as const;
    for (const [name, text] of added)
      assert.deepEqual(await answer({}, { [name]: text }), changed, name);
    assert.deepEqual(await answer(), given);
  });

  test('a person who uses such a variable allows it once, as it is', async (t) => {
    const { answer, vault, user } = await kept(t);
    const own = { NODE_OPTIONS: '--use-system-ca', LD_LIBRARY_PATH: '/tmp/.mount_Ab12/usr/lib' };
    assert.deepEqual(await answer({}, own), changed);
    const proposal = await proposalFor(ID, vault, user);
    assert.ok(typeof proposal !== 'string');
    const home = `HOME=${sha256('/home/u').slice(0, 16)}`;
    const options = `NODE_OPTIONS=${sha256(own.NODE_OPTIONS).slice(0, 16)}`;
    assert.deepEqual(proposal.changes, [
      {
        field: 'client',
        text: `what the client adds itself: ${home} → ${home} LD_LIBRARY_PATH ${options}`,
        loads: true,
      },
    ]);
    await allow(proposal, vault);
    assert.deepEqual(await answer({}, own), given);
    // An AppImage has another folder at each start.
    const again = { ...own, LD_LIBRARY_PATH: '/tmp/.mount_Cd34/usr/lib' };
    assert.deepEqual(await answer({}, again), given);
    assert.deepEqual(await answer({}, { ...own, NODE_OPTIONS: '--require x' }), changed);
    assert.deepEqual(await answer(), changed);
  });

  test('what the terminal has in which it was stored is allowed, and may be missing', async (t) => {
    const terminal = {
      NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
      HOME: '/home/u',
      PLAIN: 'x',
      PATH: '/x',
    };
    const { answer, vault, user } = await kept(t, {}, false, terminal);
    const certificates = { NODE_EXTRA_CA_CERTS: '/etc/ca.pem' };
    assert.deepEqual(await answer(), given);
    assert.deepEqual(await answer({}, certificates), given);
    assert.deepEqual(await answer({}, { NODE_EXTRA_CA_CERTS: '/evil.pem' }), changed);
    assert.deepEqual(await answer({}, { ...certificates, NODE_OPTIONS: '-r x' }), changed);
    assert.deepEqual(await answer({}, { ...certificates, HOME: '/evil' }), changed);
    // What another terminal has is no change by itself.
    await vault.setRefused(ID, null);
    const elsewhere = { ...user, env: { ...user.env, NODE_OPTIONS: '-r y' } };
    const proposal = await proposalFor(ID, vault, elsewhere);
    assert.ok(typeof proposal !== 'string');
    assert.deepEqual(proposal.changes, []);
  });

  test('a file that steers the runner of the line is asked about, where it stands beside it', async (t) => {
    const args = ['--keychain', '--env', `TOKEN=${ID}`, '--', 'npx', '-y', 'server@1.2.3'];
    const { answer, vault, user, write } = await kept(t, { args });
    const argv = args.slice(4);
    const npx = { argv, program: '/usr/bin/npx' };
    assert.deepEqual(await answer(npx), changed);
    const first = await proposalFor(ID, vault, user);
    assert.ok(typeof first !== 'string');
    await allow(first, vault);
    assert.deepEqual(await answer(npx), given);
    write('.npmrc', 'registry=https://evil.example/');
    assert.deepEqual(await answer(npx), changed);
    const proposal = await proposalFor(ID, vault, user);
    assert.ok(typeof proposal !== 'string');
    assert.deepEqual(proposal.changes, [
      {
        field: 'steering',
        text: "the workspace's .npmrc is new, and steers the launch",
        loads: true,
      },
    ]);
    await allow(proposal, vault);
    assert.deepEqual(await answer(npx), given);
  });

  test('puts nothing of its own into the gaps of the line', async (t) => {
    const args = ['--keychain', '--env', `TOKEN=${ID}`, '--', 'tool', '${env:DIR}'];
    const { answer, vault, user } = await kept(t, { args });
    assert.deepEqual(await answer({ argv: ['tool', '/data'] }), changed);
    const proposal = await proposalFor(ID, vault, user);
    assert.ok(typeof proposal !== 'string');
    await allow(proposal, vault);
    assert.deepEqual(await answer({ argv: ['tool', '/data'] }), given);
    assert.deepEqual(await answer({ argv: ['tool', '--require=/evil/x.js'] }), changed);
  });

  test('hands the secret to no other variable', async (t) => {
    const { answer } = await kept(t);
    const why =
      'no secret is given, as the launcher hands its secrets to other variables than the entry says';
    for (const variables of [{ NODE_OPTIONS: ID }, { TOKEN: ID, DEBUG: ID }, {}])
      assert.deepEqual(await answer({ variables }), { ok: false, why });
  });

  test('a file of variables that only the client finds is refused', async (t) => {
    const { answer } = await kept(t, { envFile: '${env:DIR}/.env' });
    const why =
      'no secret is given, as the file of variables holds a ${…} that only the client can fill: write its value out';
    assert.deepEqual(await answer(), { ok: false, why });
  });

  test('a script that each folder brings along is bound to the one that was allowed', async (t) => {
    const args = ['--keychain', '--env', `TOKEN=${ID}`, '--', 'tool', 'server.js'];
    const { answer, folder, write } = await kept(t, { args }, true);
    const argv = ['tool', 'server.js'];
    assert.deepEqual(await answer({ argv }), given);
    write('../elsewhere/server.js', 'evil');
    assert.deepEqual(await answer({ argv, cwd: join(folder, 'elsewhere') }), changed);
  });

  test('what the client’s own file of variables sets is bound by that file', async (t) => {
    const { answer, write } = await kept(t, { envFile: '${workspaceFolder}/.env' });
    assert.deepEqual(await answer({}, { FROM_FILE: '1' }), given);
    write('.env', 'FROM_FILE=1\nNODE_OPTIONS=--require ./evil.js\n');
    assert.deepEqual(await answer({}, { NODE_OPTIONS: '--require ./evil.js' }), changed);
  });
});
