import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { agrees } from '../../src/secrets/binding.ts';
import { entryNaming } from '../../src/secrets/secret-entry.ts';
import { boundWorld, documentOf, ID, LAUNCHER } from './bound-world.ts';

const inputs = [
  { id: 'typed', type: 'promptString' },
  { id: 'picked', type: 'pickString' },
  { id: 'made', type: 'command' },
];

function entry(server: Readonly<Record<string, unknown>>) {
  const found = entryNaming(documentOf({ inputs, servers: { a: server } }), ID);
  assert.ok(found.ok);
  return found.entry;
}

function line(...words: readonly string[]): Readonly<Record<string, unknown>> {
  return { command: LAUNCHER, args: ['--env', `TOKEN=${ID}`, '--', ...words], env: { OTHER: 'x' } };
}

suite('what an entry leaves open', () => {
  test('is what a person types, and no more', async (t) => {
    const { world, request } = boundWorld(t);
    const { FROM_FILE: _, ...env } = request().env;
    const at = async (text: string) =>
      agrees(request({ argv: ['tool', 'anything'], env }), entry(line('tool', text)), world);
    for (const text of ['${input:typed}', '${input:picked}', '${execPath}', '${env:NONE}anything'])
      assert.equal(await at(text), null, text);
    const why = 'argument 1 holds a ${…} that others may fill: write its value out';
    const settings = ['${config:a.b}', 'x${config:a.b}', '${command:ext.say}', '${input:made}'];
    const open = ['${file}', '${fileBasename}', '${relativeFile}', '${selectedText}'];
    for (const text of [...settings, ...open, '${input:nowhere}'])
      assert.equal(await at(text), why, text);
  });

  test('is neither the program, nor what loads code, nor where it starts', async (t) => {
    const { world, request, folder } = boundWorld(t);
    const { FROM_FILE: _, ...env } = request().env;
    const only = 'holds a ${…} that only the client can fill: write its value out';
    const others = 'holds a ${…} that others may fill: write its value out';
    const evil = { argv: ['evil'], program: join(folder, 'evil/tool'), env };
    const cases = [
      [line('${input:typed}'), `the command ${only}`],
      [line('${config:python.path}'), `the command ${others}`],
      [{ ...line('evil'), cwd: '${input:typed}' }, `the working folder ${only}`],
      [{ ...line('evil'), cwd: '${config:x}' }, `the working folder ${others}`],
      [{ ...line('evil'), envFile: '${input:typed}' }, `the file of variables ${only}`],
      [line('evil', '--env-file', '${input:typed}'), `the file of variables ${only}`],
      ...['NODE_OPTIONS', 'LD_PRELOAD', 'PATH', 'BASH_ENV', 'DOCKER_HOST', 'HOME'].map(
        (name) =>
          [
            { ...line('evil'), env: { [name]: '${input:typed}' } },
            `the variable ${name} ${only}`,
          ] as const,
      ),
      [{ ...line('evil'), env: { ANY: '${command:x.y}' } }, `the variable ANY ${others}`],
    ] as const;
    for (const [server, why] of cases)
      assert.equal(await agrees(request(evil), entry(server), world), why, JSON.stringify(server));
  });
});
