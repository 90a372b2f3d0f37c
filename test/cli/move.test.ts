import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { leakedRuns } from '../secret-runs.ts';
import { keyringSession, type KeyringSession } from '../secrets/keyring-session.ts';
import { folderWith, runCli, type Run } from './run-cli.ts';

const token = ['ghp', 'kD4vQ9sXw2Lr7TzB1nYc8MfJ5hGp3R4Wq0Ea'].join('_');
const key = ['sk', 'live', 'x7Pq2Vt9Ld4Rm6Zs8Bn1Wc3Y'].join('_');

/** Prints what it was started with, byte by byte. */
const PROBE = `import { readFileSync } from 'node:fs';
const words = (name) => readFileSync('/proc/self/' + name, 'latin1').split('\\0');
process.stdout.write(JSON.stringify({ env: words('environ').sort(), argv: words('cmdline') }));`;

const text = `{
  // mine
  "mcpServers": {
    "github": {
      "command": ${JSON.stringify(process.execPath)},
      "args": ["probe.mjs", "--api-key", "${key}", "é \\"x\\""], // as the manual says
      "env": { "GITHUB_TOKEN": "${token}", "OTHER": "x y" },
    },
    "plain": { "command": "npx", "args": ["-y", "x@1.2.3"] },
  },
}
`;

interface Place {
  readonly folder: string;
  readonly file: string;
  readonly launcher: string;
  readonly cli: (...line: readonly string[]) => Promise<Run>;
  readonly read: () => string;
  /** As the client of the file starts its server. */
  readonly start: () => Promise<Run>;
}

function place(t: TestContext, session: KeyringSession): Place {
  const folder = realpathSync(folderWith(t, { '.cursor/mcp.json': text, 'probe.mjs': PROBE }));
  const file = join(folder, '.cursor/mcp.json');
  const read = () => readFileSync(file, 'utf8');
  return {
    folder,
    file,
    launcher: join(session.home, '.local/share/mcp-posture/launcher/mcp-launch'),
    read,
    cli: (...line) => runCli(line, { env: session.env, cwd: folder }),
    start: () => startOf(read(), session, folder),
  };
}

async function startOf(config: string, { env }: KeyringSession, cwd: string): Promise<Run> {
  const json = config.replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, '').replace(/,(?=\s*\})/g, '');
  const { github } = (JSON.parse(json) as { mcpServers: Record<string, Entry> }).mcpServers;
  assert.ok(github !== undefined);
  const child = spawn(github.command, github.args, { cwd, env: { ...env, ...github.env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

interface Entry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function assertNothingLeft(output: string): void {
  for (const secret of [token, key]) assert.deepEqual(leakedRuns(secret, output), []);
}

suite('move and back, with a real gnome-keyring', () => {
  test('the server starts as before, nothing readable is left, and the way back works', async (t) => {
    await using session = await keyringSession();
    const { cli, read, start, file, launcher } = place(t, session);
    const original = await start();
    assert.deepEqual([original.code, original.stderr], [0, '']);

    assert.deepEqual(await cli('secrets', 'install'), {
      code: 0,
      stdout: `Installed: ${launcher}\n`,
      stderr: '',
    });
    const moved = await cli('move', '.cursor/mcp.json');
    assert.deepEqual([moved.code, moved.stderr], [0, '']);
    const ids = [...read().matchAll(/github\.[a-z-]+\.[\da-f]{8}/g)].map(([id]) => id);
    const [tokenId = '', keyId = ''] = ids;
    assert.deepEqual(moved.stdout.split('\n'), [
      `.cursor/mcp.json: github: --api-key → ${keyId} (an argument: the list of processes shows it)`,
      `.cursor/mcp.json: github: GITHUB_TOKEN → ${tokenId}`,
      '',
      'Moved 2 of 2 in 1 file',
      '',
      'These files now name the launcher of this machine: do not commit them',
      'A value that was ever committed, synced or readable by others is known: rotate it',
      '',
    ]);
    const after = read();
    assert.equal(
      after,
      text
        .replace(JSON.stringify(process.execPath), JSON.stringify(launcher))
        .replace(
          '"probe.mjs"',
          `"--keychain", "--env", "GITHUB_TOKEN=${tokenId}", "--", ${JSON.stringify(process.execPath)}, "probe.mjs"`,
        )
        .replace(key, `{secret:${keyId}}`)
        .replace(`"GITHUB_TOKEN": "${token}", `, ''),
    );
    assertNothingLeft(after + moved.stdout);
    assert.deepEqual(await start(), original);

    const back = await cli('unwrap', file);
    assert.equal(back.code, 0, back.stdout);
    const references = read();
    assertNothingLeft(references);
    assert.match(references, /"GITHUB_TOKEN": "\$\{env:GITHUB_TOKEN\}"/);
    const filled = references
      .replace('${env:GITHUB_TOKEN}', token)
      .replace('${env:GITHUB_API_KEY}', key);
    writeFileSync(file, filled);
    assert.deepEqual(await start(), original);
    assert.equal((await cli('move', '.')).code, 0);
    assert.equal(read(), after);
    assert.deepEqual(await start(), original);
    const again = await cli('move', '.');
    assert.deepEqual([again.code, again.stdout], [0, 'Nothing to move in 1 file\n']);
  });

  test('a changed launch is refused with the command that allows it, and then runs', async (t) => {
    await using session = await keyringSession();
    const { cli, read, start, file, folder } = place(t, session);
    await cli('secrets', 'install');
    assert.equal((await cli('move', file)).code, 0);
    assert.equal((await start()).code, 0);
    const [tokenId = '', keyId = ''] = [...read().matchAll(/github\.[a-z-]+\.[\da-f]{8}/g)].map(
      ([id]) => id,
    );
    const whole = read();
    const changes: readonly (() => void)[] = [
      () => writeFileSync(file, whole.replace('"OTHER": "x y"', '"OTHER": "z"')),
      () => writeFileSync(file, whole.replace('"probe.mjs"', '"probe.mjs", "--more"')),
      () =>
        writeFileSync(
          file,
          whole.replace('"OTHER"', '"NODE_OPTIONS": "--require /no/such.cjs", "OTHER"'),
        ),
      () => writeFileSync(join(folder, 'probe.mjs'), `${PROBE}\n// changed`),
    ];
    for (const change of changes) {
      change();
      const refused = await start();
      assert.deepEqual([refused.code, refused.stdout], [77, '']);
      assert.equal(
        refused.stderr,
        `mcp-launch: the launch that ${tokenId} was stored for has changed: see what and allow it by mcp-posture secrets approve ${tokenId}\n`,
      );
      writeFileSync(file, whole);
    }
    writeFileSync(file, whole);
    assert.equal((await cli('secrets', 'approve', tokenId, '--yes')).code, 0);
    const allowed = await start();
    assert.deepEqual([allowed.code, allowed.stderr], [0, '']);
    // Said once for both, and only where both had the same launch before.
    changes[1]?.();
    const both = await cli('secrets', 'approve', tokenId, '--yes');
    assert.match(both.stdout, new RegExp(`The same goes for ${keyId}, which`));
    assert.equal((await start()).code, 0);
    changes[0]?.();
    assert.match((await start()).stderr, /has changed/);
    const known = await cli('secrets', 'approve', keyId, '--yes');
    assert.match(known.stdout, new RegExp(`The same goes for ${tokenId}, which`));
    const again = await cli('secrets', 'approve', tokenId);
    assert.deepEqual(
      [again.code, again.stdout.split('\n')[1]],
      [0, 'This launch may have it already.'],
    );
  });

  test('what is allowed for one secret is not for another that was of another launch', async (t) => {
    await using session = await keyringSession();
    const { cli, folder } = place(t, session);
    await cli('secrets', 'install');
    const args = [join(folder, 'probe.mjs')];
    const server = { command: process.execPath, args, env: { TOKEN: token } };
    const file = join(folder, 'two/.cursor/mcp.json');
    mkdirSync(join(folder, 'two/.cursor'), { recursive: true });
    writeFileSync(file, JSON.stringify({ mcpServers: { github: server, b: server } }));
    assert.equal((await cli('move', file)).code, 0);
    const moved = readFileSync(file, 'utf8');
    const [own = '', foreign = ''] = [...moved.matchAll(/\w+\.token\.[\da-f]{8}/g)].map(
      ([id]) => id,
    );
    const taken = moved
      .replace(`"TOKEN=${foreign}"`, '"TOKEN=b.none.00000000"')
      .replace(`"TOKEN=${own}"`, `"TOKEN=${own}","--env","OTHER=${foreign}"`);
    writeFileSync(file, taken);
    const allowed = await cli('secrets', 'approve', own, '--yes');
    assert.equal(allowed.code, 0);
    assert.doesNotMatch(allowed.stdout, /The same goes for/);
    const refused = await startOf(taken, session, join(folder, 'two'));
    assert.deepEqual(
      [refused.code, refused.stderr],
      [
        77,
        `mcp-launch: the launch that ${foreign} was stored for has changed: see what and allow it by mcp-posture secrets approve ${foreign}\n`,
      ],
    );
  });

  test('nothing stays stored when the file cannot be written, and nothing is written when nothing can be stored', async (t) => {
    await using session = await keyringSession();
    const { cli, read, file, launcher } = place(t, session);
    const refused = await cli('move', file);
    assert.deepEqual(refused, {
      code: 2,
      stdout: '',
      stderr:
        'mcp-posture: the launcher is not installed: install it first by mcp-posture secrets install\n',
    });
    const dry = await cli('move', '--dry-run', '--format', 'json', file);
    assert.equal(dry.code, 0);
    const { documents } = JSON.parse(dry.stdout) as { documents: { moved: unknown[] }[] };
    assert.deepEqual(
      documents.map(({ moved }) => moved.length),
      [2],
    );
    await cli('secrets', 'install');
    chmodSync(file, 0o444);
    const closed = await cli('move', file);
    assert.equal(closed.code, 2);
    assert.match(closed.stdout, /\n {2}\S+: it is read-only\n\nMoved 0 of 2 in 1 file\n$/);
    assert.equal(
      (await cli('secrets', 'list')).stdout,
      'The keychain holds no secret of MCP Posture.\n',
    );
    chmodSync(file, 0o644);
    session.lock();
    const locked = await cli('move', file);
    assert.equal(locked.code, 2);
    assert.match(locked.stdout, /\nProblems:\n {2}\S+: the keychain is locked: /);
    assert.equal(read(), text);
    assertNothingLeft(dry.stdout + closed.stdout + locked.stdout);

    rmSync(launcher);
    assert.match((await cli('move', file)).stderr, /the launcher is not installed/);
    assert.equal((await cli('secrets', 'uninstall')).code, 0);
    assert.deepEqual(await cli('secrets', 'uninstall'), {
      code: 1,
      stdout: '',
      stderr: 'The launcher is not installed.\n',
    });
    assert.throws(() => statSync(launcher), { code: 'ENOENT' });
  });

  test('what cannot be written does not keep the others, and what still stands is told', async (t) => {
    await using session = await keyringSession();
    const { cli } = place(t, session);
    await cli('secrets', 'install');
    const password = 'hunter2Zk9wq';
    const env = { DB_PASSWORD: password };
    const folder = folderWith(t, {
      'merged/librechat.yaml': `x: &x\n  command: npx\n  env: {GITHUB_TOKEN: ${token}}\nmcpServers:\n  a:\n    <<: *x\n  b:\n    command: npx\n    args: [s, --api-key, ${key}]\n`,
      'beside/.cursor/mcp.json': `{ // ${token}\n"apiKey": "${key}", "mcpServers": {"a":{"command":"npx","env":{"GITHUB_TOKEN":"${token}"}}}}`,
      'twice/.cursor/mcp.json': JSON.stringify({
        mcpServers: { a: { command: 'npx', args: ['s', password], env } },
      }),
    });
    const run = await cli('move', folder);
    assert.equal(run.code, 1);
    const shown = run.stdout.replaceAll(`${folder}/`, '').replaceAll(/\.[\da-f]{8}\b/g, '.#');
    assert.deepEqual(shown.split('\n').slice(0, -4), [
      'beside/.cursor/mcp.json: a: GITHUB_TOKEN → a.github-token.#',
      'merged/librechat.yaml: b: --api-key → b.api-key.# (an argument: the list of processes shows it)',
      'twice/.cursor/mcp.json: a: DB_PASSWORD → a.db-password.#',
      '',
      'Not moved:',
      '  beside/.cursor/mcp.json: the file holds a GitHub personal access token in plain text, and not in a server',
      '  beside/.cursor/mcp.json: apiKey holds a Stripe secret key in plain text, and not in a server',
      '  merged/librechat.yaml: a: GITHUB_TOKEN: the change does not fit the file as it is now',
      '  twice/.cursor/mcp.json: a: DB_PASSWORD: what was moved stands in another place of the file as well',
      '',
      'Moved 3 of 7 in 3 files',
    ]);
    const second = await cli('move', '--server', 'a', join(folder, 'beside'));
    assert.deepEqual([second.code, second.stdout], [0, 'Nothing to move in 1 file\n']);
  });

  test('what stays is told: VS Code files, headers, other servers', async (t) => {
    await using session = await keyringSession();
    const { cli, read, folder } = place(t, session);
    await cli('secrets', 'install');
    const vscode = `{"servers":{"gh":{"command":"npx","args":["x@1.2.3"],"env":{"GITHUB_TOKEN":"${token}"}}}}`;
    const remote = `{"mcpServers":{"far":{"url":"https://mcp.acme.example/","headers":{"Authorization":"Bearer ${token}"}}}}`;
    const files = folderWith(t, { '.vscode/mcp.json': vscode, '.cursor/mcp.json': remote });
    const run = await cli('move', files);
    assert.equal(run.code, 1);
    assert.deepEqual(run.stdout.replaceAll(`${files}/`, '').split('\n'), [
      'Not moved:',
      '  .cursor/mcp.json: far: header Authorization: a server without a command is not started here',
      '  .vscode/mcp.json: gh: GITHUB_TOKEN: VS Code keeps it in its own storage: move it there, by the lightbulb at the value',
      '',
      'Moved 0 of 2 in 2 files',
      '',
    ]);
    assert.equal(readFileSync(join(files, '.vscode/mcp.json'), 'utf8'), vscode);
    const other = await cli('move', folder, '--server', 'plain');
    assert.deepEqual([other.code, other.stdout], [0, 'Nothing to move in 1 file\n']);
    assert.deepEqual(await cli('move', folder, '--server', 'none'), {
      code: 2,
      stdout: '',
      stderr: 'mcp-posture: no server of these files is called none\n',
    });
    assert.equal(read(), text);
    assert.equal((await cli('move', folder, '--server', 'github')).code, 0);
    assertNothingLeft(read());
  });
});
