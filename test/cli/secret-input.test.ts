import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { suite, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { confirm, readSecret } from '../../src/cli/secret-input.ts';

interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly type: (keys: string) => Promise<void>;
  readonly shown: () => string;
  readonly modes: readonly boolean[];
}

function terminal(): Terminal {
  const keys = new PassThrough();
  const screen = new PassThrough();
  const modes: boolean[] = [];
  const setRawMode = (mode: boolean): void => void modes.push(mode);
  return {
    input: Object.assign(keys, { isTTY: true, setRawMode }) as unknown as NodeJS.ReadStream,
    output: screen as unknown as NodeJS.WriteStream,
    async type(text) {
      keys.write(text);
      await setImmediate();
    },
    shown: () => String(screen.read() ?? ''),
    modes,
  };
}

suite('a secret at a terminal', () => {
  test('is not shown, can be corrected, and is followed by a question', async () => {
    const { input, output, type, shown, modes } = terminal();
    const asked = readSecret(input, output, 'Value');
    await type('wrong\u0015se');
    await type('creé\u007fet\r');
    assert.equal(await asked, 'secreet');
    assert.deepEqual([shown(), modes], ['Value: \n', [true, false]]);
    for (const [answer, yes] of [
      ['y\n', true],
      ['yes\r\n', true],
      ['\n', false],
      ['yep\n', false],
    ] as const) {
      const question = confirm(input, output, 'May it?');
      await type(answer);
      assert.equal(await question, yes);
    }
    assert.equal(shown(), 'May it? [y/N] '.repeat(4));
  });

  test('stopped by Ctrl-C or Ctrl-D, nothing comes of it', async () => {
    for (const key of ['\u0003', '\u0004']) {
      const { input, output, type, modes } = terminal();
      const asked = readSecret(input, output, 'Value');
      const refused = assert.rejects(asked, { message: 'stopped, nothing was stored' });
      await type(`half${key}`);
      await refused;
      assert.deepEqual(modes, [true, false]);
    }
  });
});

test('from a pipe it is all but the last line break, UTF-8, and at most 64 KB', async () => {
  const read = async (...pieces: readonly (string | Buffer)[]): Promise<string> => {
    const pipe = new PassThrough();
    for (const piece of pieces) pipe.write(piece);
    pipe.end();
    return readSecret(pipe as unknown as NodeJS.ReadStream, process.stderr, '');
  };
  const two = Buffer.from('é');
  assert.equal(await read('a\nb\n\n'), 'a\nb\n');
  assert.equal(await read('a\r\n'), 'a');
  assert.equal(await read(two.subarray(0, 1), two.subarray(1)), 'é');
  assert.equal(await read('\ufeffa'), '\ufeffa');
  await assert.rejects(read(two.subarray(0, 1)), { message: 'the value is not valid UTF-8' });
  await assert.rejects(read('x'.repeat(80_000)), { message: 'the value is longer than 64 KB' });
});
