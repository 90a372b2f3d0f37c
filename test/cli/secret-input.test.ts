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

  for (const [what, ...pieces] of [
    ['arrows, Home and function keys', 'se\u001b[D\u001b[1;5Ccr\u001bOH\u001b[15~\u001b[[Aet\r'],
    ['the marks of a paste', '\u001b[200~secret\u001b[201~\r'],
    ['a sequence in pieces', 'sec\u001b', '[', '1;', '5Dret\r'],
    ['Escape by itself', 'sec\u001bret\r'],
    ['Escape before the end', 'secret\u001b\r'],
    ['a sequence that never ends', 'secret\u001b[12\r'],
    ['Ctrl-A and Ctrl-W', '\u0001sec\u0017ret\r'],
  ] as const) {
    test(`is text alone: ${what}`, async () => {
      const { input, output, type, shown } = terminal();
      const asked = readSecret(input, output, 'Value');
      for (const piece of pieces) await type(piece);
      assert.equal(await asked, 'secret');
      assert.equal(
        shown(),
        'Value: \nLeft out what was typed and is no text, such as arrow keys: only Backspace and Ctrl-U correct\n',
      );
    });
  }

  test('keeps a tab, brackets, and what is not ASCII', async () => {
    const { input, output, type, shown } = terminal();
    const asked = readSecret(input, output, 'Value');
    await type('a\tb[200~]O\u{1f511}é\r');
    assert.equal(await asked, 'a\tb[200~]O\u{1f511}é');
    assert.equal(shown(), 'Value: \n');
  });

  test('stopped within a sequence, nothing comes of it', async () => {
    const { input, output, type } = terminal();
    const refused = assert.rejects(readSecret(input, output, 'Value'), /stopped/);
    await type('half\u001b[\u0003');
    await refused;
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
  assert.equal(await read('\u001b[200~a\u001b[D\u0001\n'), '\u001b[200~a\u001b[D\u0001');
  await assert.rejects(read(two.subarray(0, 1)), { message: 'the value is not valid UTF-8' });
  await assert.rejects(read('x'.repeat(80_000)), { message: 'the value is longer than 64 KB' });
});
