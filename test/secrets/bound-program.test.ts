import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { agrees, bindingOf } from '../../src/secrets/binding.ts';
import { sha256 } from '../../src/secrets/entry-hash.ts';
import type { BrokerRequest } from '../../src/secrets/protocol.ts';
import { boundWorld } from './bound-world.ts';

suite('the program that a launch finds', () => {
  test('is found by the PATH of the file of variables, in the place of the editor’s', async (t) => {
    const { world, folder, write, entry, request } = boundWorld(t);
    const path = `${folder}/evil`;
    write('.env', `FROM_FILE=1\nPATH="${path}" # ours\n`);
    assert.equal((await bindingOf(entry(), world)).program, `${folder}/evil/tool`);
    const env = { ...request().env, PATH: sha256(path) };
    assert.equal(await agrees(request({ env, program: `${path}/tool` }), entry(), world), null);
    assert.equal(
      await agrees(request({ env }), entry(), world),
      'the launcher found another program than the entry names',
    );
  });

  test('a PATH of the entry counts behind the editor’s, or in its place', async (t) => {
    const { world, folder, write, entry, request } = boundWorld(t);
    const own = `${folder}/own`;
    chmodSync(write('../own/tool', '#!/bin/sh\n'), 0o755);
    chmodSync(write('../own/only', '#!/bin/sh\n'), 0o755);
    const server = entry({ env: { OTHER: 'x', PATH: own } });
    const theirs = world.env?.['PATH'] ?? '';
    assert.equal(
      (await bindingOf(server, world)).program,
      `${folder}/bin/tool or ${folder}/own/tool`,
    );
    const told = (path: string, program: string): BrokerRequest =>
      request({ env: { ...request().env, PATH: sha256(path) }, program });
    const why = async (path: string, program: string) => agrees(told(path, program), server, world);
    assert.equal(await why(`${theirs}:${own}`, `${folder}/bin/tool`), null);
    assert.equal(await why(own, `${folder}/own/tool`), null);
    const another = 'the launcher found another program than the entry names';
    assert.equal(await why(own, `${folder}/bin/tool`), another);
    assert.equal(await why(`${theirs}:${own}`, `${folder}/own/tool`), another);
    assert.equal(await why(`${folder}/evil`, `${folder}/evil/tool`), another);
    const changed = 'the variable PATH is not what the entry says';
    assert.equal(await why(`${own}:${theirs}`, `${folder}/own/tool`), changed);
    const { args } = { args: ['--env', 'TOKEN=github.token.1a2b3c4d', '--', 'only'] };
    const only = entry({ args, env: { PATH: own } });
    assert.equal((await bindingOf(only, world)).program, join(own, 'only'));
  });

  test('a variable of the file may be written with a colon, as VS Code takes it', async (t) => {
    const { world, write, entry, request } = boundWorld(t);
    write('.env', 'FROM_FILE: 1\n');
    assert.equal(await agrees(request(), entry(), world), null);
  });
});
