import assert from 'node:assert/strict';
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { agrees, bindingOf, differences } from '../../src/secrets/binding.ts';
import { entryHash, entryText, sha256 } from '../../src/secrets/entry-hash.ts';
import { expand, fits } from '../../src/secrets/expand.ts';
import { entryNaming } from '../../src/secrets/secret-entry.ts';
import { boundWorld, documentOf, entryOf, ID, LAUNCHER, serverEntry } from './bound-world.ts';

suite('what a secret is bound to', () => {
  test('the hash of an entry is of what its client reads', () => {
    const hash = (text: string): string => {
      const document = documentOf(text);
      const [server] = document.servers;
      assert.ok(server);
      return entryHash(server, document);
    };
    const before = hash(
      '{"servers":{"a":{"command":"x","args":["1","2"],"env":{"A":"1","B":"2"}}}}',
    );
    const same =
      '{ /* c */ "servers": { "other": { "env": { "B": "2", "A": "1", }, // c\n "args": [ "1", "\\u0032" ], "command": "y", "command": "x" } } }';
    assert.equal(hash(same), before);
    const others = [
      '{"servers":{"a":{"command":"x","args":["2","1"],"env":{"A":"1","B":"2"}}}}',
      '{"servers":{"a":{"command":"x","args":["1",2],"env":{"A":"1","B":"2"}}}}',
      '{"servers":{"a":{"command":"x","args":["1","2"],"env":{"A":"1","B":"2","__proto__":"3"}}}}',
      '{"servers":{"a":{"command":"x","args":["1","2"],"env":{"A":"1"}}}}',
      '{"servers":{"a":{"command":"x","args":["1","2"],"env":{"A":"1","B":"2"},"dev":null}}}',
      '{"servers":{"a":{"command":"x","args":["1,2"],"env":{"A":"1","B":"2"}}}}',
    ].map(hash);
    assert.equal(new Set([before, ...others]).size, others.length + 1);
  });

  test('an input that the entry names is part of it, another is not', () => {
    const hash = (type: string, other: string): string => {
      const inputs = [
        { id: 'x', type },
        { id: 'y', type: other },
      ];
      const document = documentOf({
        inputs,
        servers: { a: { command: 'a', args: ['${input:x}'] } },
      });
      const [server] = document.servers;
      assert.ok(server);
      return entryHash(server, document);
    };
    const before = hash('promptString', 'promptString');
    assert.equal(hash('promptString', 'command'), before);
    assert.notEqual(hash('command', 'promptString'), before);
  });

  test('the text that is kept holds no credential', () => {
    const token = ['ghp', 'k3JdO9xQzV7LmR2tYbW8nCfH5sPaUe1GiTq4'].join('_');
    const { server, document } = entryOf({
      ...serverEntry(),
      env: { OTHER: 'x', GITHUB_PAT: token },
    });
    const text = entryText(server, document);
    assert.equal(text?.includes(token.slice(4, 12)), false);
    assert.match(text ?? '', /"GITHUB_PAT":"sha256:[0-9a-f]{16}"/);
  });

  test('the one entry that names an id is found, a second place is refused', () => {
    const server = serverEntry();
    const why = (content: unknown): string => {
      const found = entryNaming(documentOf(content), ID);
      return found.ok ? found.entry.server.name : found.why;
    };
    assert.equal(why({ servers: { a: server, b: { command: 'x', args: [`${ID}5`] } } }), 'a');
    assert.equal(
      why({ servers: { a: server, b: server } }),
      `${ID} is named in a second place of the file`,
    );
    assert.equal(
      why({ servers: { a: server }, inputs: [{ id: 'i', default: `{secret:${ID}}` }] }),
      `${ID} is named in a second place of the file`,
    );
    assert.equal(
      why(`{"servers":{"a":${JSON.stringify(server)},"a":${JSON.stringify(server)}}}`),
      `${ID} is named in a second place of the file`,
    );
    assert.equal(why({ servers: {} }), `nothing in the file names ${ID}`);
    assert.equal(
      why({ servers: { a: { command: 'npx', args: ['--env', `T=${ID}`, '--', 'x'] } } }),
      `the server that names ${ID} does not start by the launcher`,
    );
    assert.equal(why('{'), `nothing in the file names ${ID}`);
    assert.equal(why(''), 'the file cannot be read as a configuration');
  });

  test('program, file of variables, script and folder are those of this moment', async (t) => {
    const { world, folder, workspace, entry } = boundWorld(t);
    assert.deepEqual(await bindingOf(entry(), world), {
      entry: entryHash(entry().server, entry().document),
      text: entryText(entry().server, entry().document),
      envFile: sha256('FROM_FILE=1\n'),
      program: join(folder, 'bin/tool'),
      script: sha256('first'),
      cwd: workspace,
      client: null,
      steering: {},
    });
  });

  test('each tampered field is a difference of its own', async (t) => {
    const { world, folder, workspace, write, entry } = boundWorld(t);
    const before = await bindingOf(entry(), world);
    const changed = async (server: Readonly<Record<string, unknown>> = {}, at = world) =>
      differences(before, await bindingOf(entry(server), at)).map(
        ({ field, text, loads }) => `${loads ? '! ' : ''}${field}: ${text}`,
      );
    const { args } = serverEntry() as { args: readonly string[] };

    assert.deepEqual(await changed(), []);
    assert.deepEqual(await changed({ args: [...args, '--verbose'] }), [
      'entry: args[6]: added "--verbose"',
    ]);
    assert.deepEqual(await changed({ env: { OTHER: 'x', NODE_OPTIONS: '--require ./evil.js' } }), [
      '! entry: env.NODE_OPTIONS: added "--require ./evil.js"',
    ]);
    assert.deepEqual(await changed({ env: { OTHER: 'x', DOCKER_HOST: 'tcp://h' } }), [
      '! entry: env.DOCKER_HOST: added "tcp://h"',
    ]);
    const path = `${folder}/evil`;
    assert.deepEqual(await changed({ env: { OTHER: 'x', PATH: path } }), [
      `! program: the program: ${folder}/bin/tool → ${folder}/bin/tool or ${folder}/evil/tool`,
      `! entry: env.PATH: added "${path}"`,
    ]);
    assert.deepEqual(await changed({}, { ...world, env: { ...world.env, PATH: path } }), [
      `! program: the program: ${folder}/bin/tool → ${folder}/evil/tool`,
    ]);
    const other = args.with(3, '/bin/sh');
    assert.equal((await changed({ args: other })).at(-1), 'entry: args[3]: "tool" → "/bin/sh"');
    assert.deepEqual(await changed({ cwd: folder }), [
      `! cwd: the working folder: ${workspace} → ${folder}`,
      `entry: cwd: added "${folder}"`,
    ]);
    write('.env', 'FROM_FILE=2\n');
    assert.deepEqual(await changed(), [
      `! envFile: the content of the file of variables: ${sha256('FROM_FILE=1\n').slice(0, 12)} → ${sha256('FROM_FILE=2\n').slice(0, 12)}`,
    ]);
    write('.env', 'FROM_FILE=1\n');
    write('server.js', 'second');
    assert.deepEqual(await changed(), [
      `! script: the script inside the workspace: ${sha256('first').slice(0, 12)} → ${sha256('second').slice(0, 12)}`,
    ]);
    rmSync(join(workspace, 'server.js'));
    assert.deepEqual(await changed(), [
      `! script: the script inside the workspace: ${sha256('first').slice(0, 12)} → none`,
    ]);
  });

  test('a program of the workspace is bound by its content, data is not', async (t) => {
    const { world, write, entry } = boundWorld(t);
    const { args } = serverEntry() as { args: readonly string[] };
    chmodSync(write('run', '#!/bin/sh\necho 1'), 0o755);
    write('data.db', 'one');
    write('lib/index.js', 'lib');
    symlinkSync(write('linked.sh', 'linked'), join(world.workspace ?? '', 'link'));
    const at = (...words: readonly string[]) => entry({ args: [...args.slice(0, 3), ...words] });
    const script = async (...words: readonly string[]) =>
      (await bindingOf(at(...words), world)).script;
    const program = await script('./run', './data.db');
    assert.equal(program, sha256('#!/bin/sh\necho 1'));
    write('data.db', 'two');
    assert.equal(await script('./run', './data.db'), program);
    assert.equal(await script('tool', 'lib'), sha256('lib'));
    assert.equal(await script('tool', '--import=./lib/index.js'), sha256('lib'));
    assert.equal(await script('tool', 'link'), sha256('linked'));
    assert.equal(await script('tool', '../bin/tool'), null);
    const two = await script('tool', 'link', 'lib');
    write('lib/index.js', 'changed');
    assert.notEqual(await script('tool', 'link', 'lib'), two);
  });
});

suite('what a launcher reports', () => {
  test('agrees with the entry where nothing was changed', async (t) => {
    const { world, request, entry } = boundWorld(t);
    assert.equal(await agrees(request(), entry(), world), null);
  });

  test('disagrees in each field', async (t) => {
    const { world, request, entry, folder, workspace } = boundWorld(t);
    const good = request();
    const cases = [
      [{ ids: [ID, 'other'] }, 'the entry does not hand other to its launcher'],
      [{ argv: [...good.argv, 'x'] }, 'the launcher was given another number of arguments'],
      [
        { argv: good.argv.with(0, 'sh') },
        'the launcher was given another command than the entry says',
      ],
      [
        { argv: good.argv.with(1, 'evil.js') },
        'argument 1 of the launcher is not what the entry says',
      ],
      [{ cwd: folder }, 'the launcher was started in another folder than the entry says'],
      [
        { program: `${folder}/evil/tool` },
        'the launcher found another program than the entry names',
      ],
      [
        { env: { ...good.env, OTHER: sha256('y') } },
        'the variable OTHER is not what the entry says',
      ],
      [
        { env: { ...good.env, NODE_OPTIONS: sha256('-r x') } },
        'the variable NODE_OPTIONS is not what the entry says',
      ],
      [{ env: { ...good.env, KEPT: sha256('') } }, 'the variable KEPT is not what the entry says'],
      [
        { env: { ...good.env, 'a\nb': sha256('') } },
        'the variable of an unusual name is not what the entry says',
      ],
    ] as const;
    for (const [changes, why] of cases)
      assert.equal(await agrees(request(changes), entry(), world), why);
    const { KEPT: _, ...without } = good.env;
    assert.equal(
      await agrees(request({ env: without }), entry(), world),
      'the variable KEPT is not what the entry says',
    );
    assert.equal(await agrees(request({ cwd: `${workspace}/../w` }), entry(), world), null);
  });

  test('an entry may take a variable away, and a client may expand what is not known here', async (t) => {
    const { world, request, entry } = boundWorld(t);
    const { args } = serverEntry() as { args: readonly string[] };
    const server = entry({
      args: [...args.slice(0, 5), '~/x', '--key={secret:x}', 'a${input:one}b${input:two}c'],
      env: { OTHER: '${input:other}', KEPT: null },
    });
    const argv = [...request().argv.slice(0, 2), '/home/u/x', '--key={secret:x}', 'a 1 b 2 c'];
    const { KEPT: _, ...env } = request().env;
    assert.equal(await agrees(request({ argv, env }), server, world), null);
    assert.equal(
      await agrees(request({ argv }), server, world),
      'the variable KEPT is not what the entry says',
    );
    assert.equal(
      await agrees(request({ argv: argv.with(4, 'a 1 c'), env }), server, world),
      'argument 4 of the launcher is not what the entry says',
    );
  });

  test('without an editor only the entry’s own variables are judged', async (t) => {
    const { world, request, entry } = boundWorld(t);
    const blind = {
      ...world,
      env: null,
      reported: { program: '/p', cwd: '/elsewhere', client: null },
    };
    const { env } = request();
    const far = request({ cwd: '/elsewhere', program: '/p', env: { ...env, MORE: sha256('') } });
    assert.equal(await agrees(far, entry(), blind), null);
    assert.equal((await bindingOf(entry(), blind)).program, '/p');
    assert.equal((await bindingOf(entry(), blind)).cwd, null);
    const { OTHER: _, ...without } = env;
    assert.equal(
      await agrees(request({ env: without }), entry(), blind),
      'the variable OTHER is not what the entry says',
    );
  });

  test('a pattern fits what its gaps were filled with, and no text without its pieces', (t) => {
    const { world } = boundWorld(t);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 6 }),
        fc.string(),
        (pieces, end) => {
          const clean = (text: string): string => text.replaceAll(/[${}]/g, '');
          const written = `${pieces.map(([piece]) => `${clean(piece)}\${input:x}`).join('')}${clean(end)}`;
          const filled = `${pieces.map(([piece, value]) => clean(piece) + value).join('')}${clean(end)}`;
          assert.equal(fits(expand(written, world), filled), true);
          if (pieces.length > 0) assert.equal(fits(['\u{10ffff}', null], filled), false);
        },
      ),
    );
    assert.equal(fits(expand(LAUNCHER, world), '/ext/bin/mcp-launch'), true);
    assert.equal(fits(['aa', null, 'aa'], 'aaa'), false);
    assert.equal(fits([], ''), true);
  });
});
