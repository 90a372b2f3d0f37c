import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { findProgram } from '../../src/launcher/find-program.ts';
import { isRunnable } from '../../src/launcher/runnable.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function folderOf(t: TestContext): string {
  const folder = temporaryFolder(t, 'programs');
  for (const name of ['a', 'b', 'cwd']) mkdirSync(join(folder, name));
  return folder;
}

function program(path: string, text = '#!/bin/sh\n', mode = 0o755): void {
  writeFileSync(path, text);
  chmodSync(path, mode);
}

test('a program is found as the system finds it', (t) => {
  const folder = folderOf(t);
  const cwd = join(folder, 'cwd');
  mkdirSync(join(folder, 'a/tool'));
  program(join(folder, 'a/text'), '', 0o644);
  program(join(folder, 'b/text'));
  program(join(folder, 'b/tool'));
  program(join(cwd, 'here'));
  symlinkSync(join(folder, 'b/tool'), join(folder, 'a/link'));
  const find = (command: string, path: string | undefined) => {
    const env = new Map(path === undefined ? [] : [['PATH', path]]);
    return findProgram(command, { env, cwd, platform: 'linux' });
  };
  const both = `${folder}/a:${folder}/b`;
  const found = (path: string) => ({ kind: 'found', path });
  assert.deepEqual(find('tool', both), found(join(folder, 'b/tool')));
  assert.deepEqual(find('text', both), found(join(folder, 'b/text')));
  assert.deepEqual(find('link', both), found(join(folder, 'a/link')));
  assert.deepEqual(find('here', `${folder}/a:`), found(join(cwd, 'here')));
  assert.deepEqual(find('tool', '../b'), found(join(folder, 'b/tool')));
  assert.deepEqual(find('./here', '/nowhere'), found(join(cwd, 'here')));
  assert.deepEqual(find('../b/tool', '/nowhere'), found(join(folder, 'b/tool')));
  assert.deepEqual(find(join(folder, 'b/tool'), undefined), found(join(folder, 'b/tool')));
  assert.equal(find('sh', undefined).kind, 'found');
  assert.deepEqual(find('text', `${folder}/a:/nowhere`), {
    kind: 'not-executable',
    why: `${folder}/a/text is not an executable file`,
  });
  assert.deepEqual(find('here', `${folder}/a`), {
    kind: 'missing',
    why: `here was not found on PATH (${folder}/a)`,
  });
  assert.deepEqual(find('~/tool', both), { kind: 'missing', why: '~/tool was not found' });
});

test('on Windows only what is surely run by the kernel or cmd has a name', () => {
  const env = new Map([
    ['Path', 'C:\\a;C:\\b'],
    ['PATHEXT', '.EXE;.CMD'],
  ]);
  const found = findProgram('npx', { env, cwd: 'C:\\work', platform: 'win32' });
  assert.deepEqual(found, { kind: 'missing', why: 'npx was not found on PATH (C:\\a;C:\\b)' });
});

test('the kernel runs what is whole, and doubt is no', (t) => {
  const folder = folderOf(t);
  const files: readonly (readonly [string, string | Buffer, boolean])[] = [
    ['script', '#!/bin/sh\n', true],
    ['spaced', '#! /bin/sh -e\n', true],
    ['env', '#!/usr/bin/env node\n', true],
    ['unended', '#!/bin/sh', false],
    ['relative', '#!sh\n', false],
    ['lost', '#!/no/such\n', false],
    ['nested', `#!${folder}/script\n`, false],
    ['plain', 'echo\n', false],
    ['empty', '', false],
    ['elf', Buffer.from('7f454c46020101', 'hex'), false],
    ['zeros', Buffer.alloc(5000), false],
    [
      'other',
      Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(500, 0xff)]),
      false,
    ],
  ];
  for (const [name, content, expected] of files) {
    program(join(folder, name), '');
    writeFileSync(join(folder, name), content);
    assert.equal(isRunnable(join(folder, name), 'linux'), expected, name);
  }
  assert.equal(isRunnable('/bin/sh', 'linux'), true);
  assert.equal(isRunnable(process.execPath, 'linux'), true);
  assert.equal(isRunnable('/no/such', 'linux'), false);
  chmodSync(join(folder, 'script'), 0o644);
  assert.equal(isRunnable('/etc/passwd', 'linux'), false);
});

test('a program whose loader is not here is left to those who can say so', (t) => {
  const folder = folderOf(t);
  const real = process.getBuiltinModule('node:fs').readFileSync('/bin/cat');
  const at = real.indexOf('/lib64/ld-');
  if (at < 0) return t.skip('the loader of this system has another name');
  real.write('/nope6', at, 'latin1');
  writeFileSync(join(folder, 'foreign'), real, { mode: 0o755 });
  assert.equal(isRunnable(join(folder, 'foreign'), 'linux'), false);
});
