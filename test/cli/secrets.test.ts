import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { keyringSession, type KeyringSession } from '../secrets/keyring-session.ts';
import { folderWith, runCli, type Run } from './run-cli.ts';

const ID = 'github.token.1a2b3c4d';
const VALUE = 'sk-0e5f\n"né\u{1f511}';
const PROBE = `process.stdout.write(JSON.stringify([process.env.TOKEN, process.argv.slice(2)]))`;

interface Place {
  readonly file: string;
  readonly session: KeyringSession;
  readonly cli: (line: readonly string[], input?: string) => Promise<Run>;
  /** As the client of the file starts its server. */
  readonly launch: (env?: Readonly<Record<string, string>>) => Promise<Run>;
  readonly change: (edit: (text: string) => string) => void;
}

async function place(t: TestContext, session: KeyringSession): Promise<Place> {
  const words = ['launch', '--keychain', '--env', `TOKEN=${ID}`, '--', process.execPath];
  const args = [...words, 'probe.mjs', `--key={secret:${ID}}`];
  const server = { command: 'mcp-posture', args, env: { OTHER: 'x' } };
  const folder = folderWith(t, {
    '.cursor/mcp.json': JSON.stringify({ mcpServers: { github: server } }, null, 2),
    'probe.mjs': PROBE,
  });
  const file = join(folder, '.cursor/mcp.json');
  const entry = (): typeof server =>
    (JSON.parse(readFileSync(file, 'utf8')) as { mcpServers: { github: typeof server } }).mcpServers
      .github;
  return {
    file,
    session,
    cli: (line, input = '') => runCli(line, { env: session.env, input, cwd: folder }),
    launch: (env = {}) =>
      runCli(entry().args, { env: { ...session.env, ...entry().env, ...env }, cwd: folder }),
    change: (edit) => writeFileSync(file, edit(readFileSync(file, 'utf8'))),
  };
}

suite('secrets on the command line, with a real gnome-keyring', () => {
  test('set, list, launch, rotate, remove', async (t) => {
    await using session = await keyringSession();
    const { file, cli, launch } = await place(t, session);

    const missing = await launch();
    assert.deepEqual([missing.code, missing.stdout], [77, '']);
    assert.equal(
      missing.stderr,
      `mcp-launch: the keychain holds no value for ${ID}: set it by mcp-posture secrets set ${ID}\n`,
    );
    const sick = await cli(['secrets', 'doctor', file]);
    assert.deepEqual(
      [sick.code, sick.stdout],
      [
        1,
        `${ID}: no value here for the server github of ${file}: mcp-posture secrets set ${ID} --file ${file}\n`,
      ],
    );

    assert.deepEqual(await cli(['secrets', 'set', ID, '--file', file], `${VALUE}\n`), {
      code: 0,
      stdout: '',
      stderr: '',
    });
    const started = await launch();
    assert.equal(started.stderr, '');
    assert.deepEqual(JSON.parse(started.stdout), [VALUE, [`--key=${VALUE}`]]);

    const { code, stdout } = await cli(['secrets', 'list', '--format', 'json']);
    const listed = JSON.parse(stdout) as { secrets: Record<string, unknown>[] };
    assert.equal(code, 0);
    assert.equal(stdout.includes('sk-0e5f'), false);
    const { storedAt, lastUsedAt, ...rest } = listed.secrets[0] ?? {};
    assert.deepEqual(rest, { id: ID, server: 'github', what: 'TOKEN', file, bound: true });
    assert.equal(typeof storedAt, 'number');
    assert.equal(typeof lastUsedAt, 'number');
    const record = await cli(['launches', '--format', 'json']);
    const { launches } = JSON.parse(record.stdout) as { launches: { secrets: string[] }[] };
    assert.deepEqual(
      launches.map(({ secrets }) => secrets),
      [[ID]],
    );
    const healthy = await cli(['secrets', 'doctor', file]);
    assert.deepEqual(
      [healthy.code, healthy.stdout],
      [0, 'Nothing found: 1 in the keychain, 1 in files.\n'],
    );

    assert.equal((await cli(['secrets', 'set', ID], 'rotated')).code, 0);
    assert.deepEqual(JSON.parse((await launch()).stdout), ['rotated', ['--key=rotated']]);
    assert.equal((await cli(['secrets', 'rm', ID])).code, 0);
    assert.equal((await cli(['secrets', 'rm', ID])).code, 1);
    assert.equal((await launch()).code, 77);
  });

  test('a file that was moved is one line, and is named anew', async (t) => {
    await using session = await keyringSession();
    const { cli, launch, file } = await place(t, session);
    await cli(['secrets', 'set', ID, '--file', file], 'value');
    const moved = join(dirname(file), 'elsewhere.json');
    renameSync(file, moved);
    const words = ['launch', '--keychain', '--env', `TOKEN=${ID}`, '--', process.execPath];
    assert.deepEqual(await cli([...words, 'probe.mjs', `--key={secret:${ID}}`]), {
      code: 77,
      stdout: '',
      stderr: `mcp-launch: the file of ${ID} cannot be read: if it has moved, name it by mcp-posture secrets approve ${ID} --file <file>\n`,
    });
    renameSync(moved, file);
    assert.equal((await launch()).code, 0);
  });

  test('a changed launch gets nothing until a person allows it', async (t) => {
    await using session = await keyringSession();
    const { cli, launch, change, file } = await place(t, session);
    await cli(['secrets', 'set', ID, '--file', file], 'value');
    change((text) => text.replace('"OTHER": "x"', '"OTHER": "x", "NODE_OPTIONS": "--no-warnings"'));
    const refused = await launch();
    assert.deepEqual([refused.code, refused.stdout], [77, '']);
    assert.equal(
      refused.stderr,
      `mcp-launch: the launch that ${ID} was stored for has changed: see what and allow it by mcp-posture secrets approve ${ID}\n`,
    );
    const asked = await cli(['secrets', 'approve', ID]);
    assert.equal(asked.code, 1);
    assert.equal(
      asked.stdout,
      [
        `${ID}, for the server github in ${file}`,
        'What has changed:',
        '! env.NODE_OPTIONS: added "--no-warnings"',
        '! can load other code, or send it elsewhere',
        '',
      ].join('\n'),
    );
    assert.equal((await launch()).code, 77);
    const allowed = await cli(['secrets', 'approve', ID, '--yes']);
    assert.deepEqual([allowed.code, allowed.stderr], [0, '']);
    assert.equal((await launch()).code, 0);

    change((text) =>
      text.replace(
        '"github": {',
        '"second": {"command": "x", "args": ["{secret:' + ID + '}"]}, "github": {',
      ),
    );
    assert.equal(
      (await launch()).stderr,
      `mcp-launch: no secret is given, as ${ID} is named in a second place of the file\n`,
    );
  });

  test('a new value allows nothing that was refused before', async (t) => {
    await using session = await keyringSession();
    const { cli, launch, file } = await place(t, session);
    await cli(['secrets', 'set', ID, '--file', file], 'value');
    const added = { NODE_OPTIONS: '--no-warnings' };
    const why = `mcp-launch: the launch that ${ID} was stored for has changed: see what and allow it by mcp-posture secrets approve ${ID}\n`;
    assert.equal((await launch(added)).stderr, why);
    await cli(['secrets', 'set', ID, '--file', file], 'another');
    assert.equal((await launch(added)).stderr, why);
    assert.deepEqual(JSON.parse((await launch()).stdout), ['another', ['--key=another']]);
  });

  test('what the client did not take from the file gets nothing', async (t) => {
    await using session = await keyringSession();
    const { cli, launch, file } = await place(t, session);
    await cli(['secrets', 'set', ID, '--file', file], 'value');
    assert.equal(
      (await launch({ OTHER: 'y' })).stderr,
      'mcp-launch: no secret is given, as the variable OTHER is not what the entry says\n',
    );
    const words = ['launch', '--keychain', '--env', `TOKEN=${ID}`, '--', 'sh', '-c', 'echo $TOKEN'];
    const run = await cli(words);
    assert.deepEqual([run.code, run.stdout], [77, '']);
  });

  test('stored for no file, it is for nobody until the file is named', async (t) => {
    await using session = await keyringSession();
    const { cli, launch, file } = await place(t, session);
    const set = await cli(['secrets', 'set', ID], 'value');
    assert.equal(
      set.stderr,
      `Stored, but no launch may have it yet: mcp-posture secrets approve ${ID} --file <file>\n`,
    );
    assert.equal((await launch()).code, 77);
    const sick = await cli(['secrets', 'doctor', file]);
    assert.equal(
      sick.stdout,
      `${ID}: no launch may have it yet: mcp-posture secrets approve ${ID} --file ${file}\n`,
    );
    assert.equal((await cli(['secrets', 'approve', ID, '--file', file, '--yes'])).code, 0);
    assert.deepEqual(JSON.parse((await launch()).stdout), ['value', ['--key=value']]);
  });

  test('a second file that names the same secret is told as another, and takes the place of the first', async (t) => {
    await using session = await keyringSession();
    const first = await place(t, session);
    const second = await place(t, session);
    await first.cli(['secrets', 'set', ID, '--file', first.file], 'value');
    const asked = await first.cli(['secrets', 'approve', ID, '--file', second.file]);
    assert.equal(asked.code, 1);
    assert.equal(
      asked.stdout,
      [
        `${ID}, for the server github in ${second.file}`,
        `! This file is another: so far the secret is for ${first.file}`,
        '  To allow this one takes it from that one; for both, store it again under an id of its own',
        'The launch is the same.',
        '',
      ].join('\n'),
    );
    const yes = await first.cli(['secrets', 'approve', ID, '--file', second.file, '--yes']);
    assert.equal(yes.stdout, `${asked.stdout}Allowed.\n`);
    const { stdout } = await first.cli(['secrets', 'list', '--format', 'json']);
    const { secrets } = JSON.parse(stdout) as { secrets: readonly { file: string }[] };
    assert.deepEqual(
      secrets.map(({ file }) => file),
      [second.file],
    );
  });

  test('the launcher itself writes an item, and gives none away', async (t) => {
    await using session = await keyringSession();
    const { cli } = await place(t, session);
    const kept = await cli(['launch', '--keep', ID], 'kept by the launcher');
    assert.deepEqual(kept, { code: 0, stdout: '{"ok":true,"values":{}}\n', stderr: '' });
    const lookup = ['lookup', 'service', 'mcp-posture', 'username', ID];
    assert.equal(session.run('secret-tool', ...lookup), 'kept by the launcher');
    session.lock();
    const refused = await cli(['launch', '--keep', ID], 'another');
    assert.equal(refused.code, 77);
    assert.match(refused.stdout, /^\{"ok":false,"why":"the keychain is locked: [^"]+"\}\n$/);
  });

  test('locked, and mistakes of the line', async (t) => {
    await using session = await keyringSession();
    const { cli, launch, file } = await place(t, session);
    const wrong = [
      [['secrets', 'set', '../x'], 'a secret id is 1 to 120 of the characters A-Z a-z 0-9 _ . -'],
      [['secrets', 'set', ID], 'no value was given, so nothing was stored'],
      [
        ['secrets', 'approve', ID],
        `the keychain holds no value for ${ID}: set it by mcp-posture secrets set ${ID}`,
      ],
    ] as const;
    for (const [words, why] of wrong) {
      const { code, stderr } = await cli(words, '\n');
      assert.deepEqual([code, stderr], [2, `mcp-posture: ${why}\n`]);
    }
    await cli(['secrets', 'set', ID, '--file', file], 'value');
    session.lock();
    const locked =
      'the keychain is locked: unlock it and try again, or use a password prompt or an environment variable instead';
    assert.equal((await launch()).stderr, `mcp-launch: ${locked}\n`);
    assert.deepEqual(await cli(['secrets', 'list']), {
      code: 2,
      stdout: '',
      stderr: `mcp-posture: ${locked}\n`,
    });
  });
});
