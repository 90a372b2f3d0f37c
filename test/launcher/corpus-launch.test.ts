import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { readDocument } from '../../src/core/config/document.ts';
import { again, moveAll, resolved, startsOf, type Start } from '../core/rules/moves/started.ts';
import { corpusFiles } from '../corpus/corpus-files.ts';
import { corpusFolder, corpusSkip } from '../corpus/corpus-folder.ts';
import { environmentIn, scene, type Scene } from './scene.ts';

const run = promisify(execFile);
const files = corpusFolder === null ? [] : corpusFiles(corpusFolder);

/** Says what it was started with: its words, an empty one, and its environment as the system holds it. */
const probe = `#!/bin/sh\nprintf '%s\\0' "$@" ''\nexec cat /proc/$$/environ\n`;

test(
  'servers of real configurations get the same words and environment through the launcher',
  { skip: corpusSkip || (process.platform === 'linux' ? false : 'reads /proc') },
  async (t) => {
    const stage = await scene(t);
    const program = join(stage.folder, 'work/probe');
    await writeFile(program, probe);
    await chmod(program, 0o755);
    let values: Readonly<Record<string, string>> = {};
    await stage.broker(({ ids }) =>
      Promise.resolve({
        ok: true,
        values: Object.fromEntries(ids.map((id) => [id, values[id] ?? assert.fail(id)])),
      }),
    );
    let started = 0;
    for (const { id, path, text } of files) {
      const document = readDocument(text, path);
      const moved = moveAll(document);
      ({ values } = moved);
      const before = startsOf(document);
      for (const [index, after] of startsOf(again(document, moved.text)).entries()) {
        const old = before[index];
        if (old == null || after == null || !after.argv[0]?.endsWith('/bin/mcp-launch')) continue;
        const [direct, launched] = await Promise.all([
          startedWith(stage, program, old.argv.slice(1), old.env),
          startedWith(stage, stage.shim, probed(after.argv), after.env),
        ]);
        assert.deepEqual(named(old, launched), named(old, direct), `${id} ${index}`);
        started += 1;
      }
    }
    t.diagnostic(`${started} servers started both ways`);
    assert.ok(started > 20, `${started} servers`);
  },
);

/** The launcher's words with the probe in place of the server, and a broker in place of a keychain. */
function probed([, ...all]: readonly string[]): readonly string[] {
  const words = all[0] === '--keychain' ? all.slice(1) : all;
  return words.with(words.indexOf('--') + 1, 'probe');
}

async function startedWith(
  { env, folder }: Scene,
  program: string,
  args: readonly string[],
  more: Readonly<Record<string, string>>,
): Promise<Start> {
  const { stdout } = await run(program, [...args], {
    cwd: join(folder, 'work'),
    env: { ...env, ...more },
    maxBuffer: 1_000_000,
  });
  const end = stdout.indexOf('\0\0');
  const words = stdout.startsWith('\0') ? [] : stdout.slice(0, end).split('\0');
  const environ = stdout.slice(stdout.startsWith('\0') ? 1 : end + 2);
  return { argv: words, env: environmentIn(environ) };
}

/** With `-e NAME` of a container written out, as the container sees it. */
function named({ argv: [command = ''] }: Start, { argv, env }: Start): Start {
  return resolved({ argv: [command, ...argv], env });
}
