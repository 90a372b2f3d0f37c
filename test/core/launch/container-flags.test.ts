import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Atom } from '../../../src/core/config/node.ts';
import { composeFlags, composeRunFlags } from '../../../src/core/launch/compose-flags.ts';
import {
  execFlags,
  flagAliases,
  globalFlags,
  startFlags,
  type FlagFact,
} from '../../../src/core/launch/container-flags.ts';
import { runFlags } from '../../../src/core/launch/container-run-flags.ts';
import { readContainer } from '../../../src/core/launch/container.ts';
import type { Launch, Word } from '../../../src/core/launch/launch.ts';
import { wordOf } from '../../../src/core/launch/words.ts';

const IMAGE = 'ghcr.io/owner/server:1.2.3';

function word(value: string): Word {
  const atom: Atom = { kind: 'atom', value, span: { start: 0, end: 0 }, parent: null, key: 0 };
  return wordOf(atom);
}

function read(engine: string, line: readonly string[]): Launch {
  return readContainer(word(engine), line.map(word));
}

/** The image and the server's own words are read right, and the option is there as expected. */
function expectImage(
  engine: string,
  line: readonly string[],
  option: readonly [flag: string, value: string | null] | null,
): void {
  const launch = read(engine, [...line, IMAGE, 'stdio', '--rm']);
  const said = `${engine} ${line.join(' ')}`;
  assert.equal(launch.image?.name, 'ghcr.io/owner/server', said);
  assert.equal(launch.version, '1.2.3', said);
  assert.deepEqual(
    launch.args.map((arg) => arg.text),
    ['stdio', '--rm'],
    said,
  );
  const options = launch.container?.options.map(({ flag, value }) => [flag, value]);
  assert.deepEqual(options, option === null ? [] : [option], said);
}

function canonical(flag: string): string {
  return flagAliases.get(flag) ?? flag;
}

/** Every spelling of one flag before the image. `prefix` is what stands before it, `suffix` what stands after. */
function walk(
  fact: FlagFact,
  engine: string,
  prefix: readonly string[],
  suffix: readonly string[],
): number {
  const [long, short, takesValue] = fact;
  const name = canonical(long);
  const spellings: [readonly string[], readonly [string, string | null] | null][] = [];
  if (takesValue) {
    // A value that reads like an image, like a flag, or holds an equals sign is a value all the same.
    for (const value of ['a', 'a/b:1', '-x', 'K=V', '/a:/b:ro', '']) {
      spellings.push(
        [
          [long, value],
          [name, value],
        ],
        [[`${long}=${value}`], [name, value]],
      );
      if (short === null) continue;
      spellings.push([
        [short, value],
        [name, value],
      ]);
      if (value === '') continue;
      spellings.push([[`${short}${value}`], [name, value]], [[`${short}=${value}`], [name, value]]);
    }
  } else {
    spellings.push([[long], [name, null]], [[`${long}=true`], [name, null]]);
    spellings.push([[`${long}=false`], null], [[`${long}=1`], [name, null]], [[`${long}=F`], null]);
    spellings.push(
      [[long, `${long}=false`], null],
      [
        [`${long}=false`, long],
        [name, null],
      ],
    );
    if (short !== null) {
      spellings.push([[short], [name, null]], [[`${short}=true`], [name, null]]);
      spellings.push([[`${short}=false`], null]);
    }
  }
  for (const [words, option] of spellings) {
    // `--rootfs` says that the image is a folder.
    if (long === '--rootfs' && option !== null) continue;
    expectImage(engine, [...prefix, ...words, ...suffix], option);
  }
  return spellings.length;
}

function kind(flag: string): boolean | undefined {
  return runFlags.find(([long]) => long === flag)?.[2];
}

function enginesOf(fact: FlagFact): readonly string[] {
  return fact[3].split(' ');
}

for (const command of [['run'], ['create'], ['container', 'run'], ['container', 'create']]) {
  test(`every flag of ${command.join(' ')} in every spelling`, () => {
    let walked = 0;
    for (const fact of runFlags) {
      for (const engine of enginesOf(fact)) walked += walk(fact, engine, command, []);
    }
    assert.ok(walked > 1500, String(walked));
  });
}

test('every global flag before the subcommand', () => {
  for (const fact of globalFlags) {
    for (const engine of enginesOf(fact)) walk(fact, engine, [], ['run']);
  }
});

test('flags of the other engine are read too, where it is the only one that has them', () => {
  for (const fact of runFlags) {
    const others = runFlags.filter((other) => other[0] === fact[0] || other[1] === fact[1]);
    if (fact[1] !== null && others.length > 1) continue;
    for (const engine of ['docker', 'podman', 'nerdctl']) walk(fact, engine, ['run'], []);
  }
});

test('every short flag inside a cluster', () => {
  for (const [long, short, takesValue] of runFlags) {
    if (short === null) continue;
    const letter = short.slice(1);
    const rest = takesValue ? [canonical(long), '/a:/b'] : [canonical(long), null];
    const lines = takesValue
      ? [[`-it${letter}`, '/a:/b'], [`-it${letter}/a:/b`], [`-it${letter}=/a:/b`]]
      : [[`-${letter}it`]];
    for (const line of lines) {
      const launch = read('docker', ['run', ...line, IMAGE]);
      assert.equal(launch.version, '1.2.3', line.join(' '));
      const options = launch.container?.options.map(({ flag, value }) => [flag, value]) ?? [];
      assert.deepEqual(
        options.findLast(([flag]) => flag === rest[0]),
        rest,
        line.join(' '),
      );
      assert.ok(options.some(([flag]) => flag === '--interactive'));
      assert.ok(options.some(([flag]) => flag === '--tty'));
    }
  }
});

test('a switch does not take the word after it: the clients read `--rm true x` as image `true`', () => {
  for (const [long, , takesValue] of runFlags) {
    if (takesValue || long === '--rootfs') continue;
    const launch = read('docker', ['run', long, 'true', IMAGE]);
    assert.equal(launch.name, 'true', long);
    assert.equal(launch.args[0]?.text, IMAGE, long);
    assert.equal(read('docker', ['run', long, IMAGE]).version, '1.2.3', long);
  }
});

test('every flag of exec, start and compose keeps the name in its place', () => {
  const cases: [readonly FlagFact[], readonly string[], readonly string[], string][] = [
    [execFlags, ['exec'], ['web', 'php'], 'runs in the container web that is already there'],
    [startFlags, ['start'], ['web', 'php'], 'runs in the container web that is already there'],
    [composeRunFlags, ['compose', 'run'], ['web', 'php'], 'the image stands in compose.yaml'],
    [composeFlags, ['compose'], ['run', 'web', 'php'], 'the image stands in'],
  ];
  for (const [table, before, after, why] of cases) {
    for (const fact of table) {
      for (const engine of enginesOf(fact)) {
        const [long, short, takesValue] = fact;
        const lines = takesValue ? [[long, 'x'], [`${long}=x`]] : [[long], [`${long}=true`]];
        if (short !== null) lines.push(takesValue ? [short, 'x'] : [short]);
        for (const line of lines) {
          const launch = read(engine, [...before, ...line, ...after]);
          assert.ok(launch.why.startsWith(why), line.join(' '));
          assert.deepEqual(
            launch.args.map((arg) => arg.text),
            ['php'],
            line.join(' '),
          );
        }
      }
    }
  }
});

test('the table holds what matters most, under the right kind', () => {
  const values = '--volume --mount --env --env-file --network --net --pid --user --entrypoint';
  const switches = '--privileged --rm --interactive --tty --init --read-only --detach --quiet';
  for (const flag of values.split(' ')) assert.equal(kind(flag), true, flag);
  for (const flag of switches.split(' ')) assert.equal(kind(flag), false, flag);
  const keys = runFlags.flatMap(([long, , , engines]) =>
    engines.split(' ').map((engine) => `${engine} ${long}`),
  );
  assert.equal(new Set(keys).size, keys.length);
});
