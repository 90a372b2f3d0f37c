import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Atom, Slice } from '../../../src/core/config/node.ts';
import { engineOf, readContainer } from '../../../src/core/launch/container.ts';
import type { Launch, Word } from '../../../src/core/launch/launch.ts';
import { wordOf } from '../../../src/core/launch/words.ts';
import { cpuTime } from '../../cpu-time.ts';

function word(value: string): Word {
  const atom: Atom = { kind: 'atom', value, span: { start: 0, end: 0 }, parent: null, key: 0 };
  return wordOf(atom);
}

function read(line: string): Launch {
  const [engine = '', ...words] = line.split(' ');
  return readContainer(word(engine), words.map(word));
}

function why(line: string): string {
  return read(line).why;
}

function textAt({ atom, start, end }: Slice): string {
  return String(atom.value).slice(start, end);
}

function optionsOf(launch: Launch): readonly string[] {
  return (launch.container?.options ?? []).map(({ flag, value }) =>
    value === null ? flag : `${flag} ${value}`,
  );
}

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** line → what is read: kind, name, version, digest, server's words */
const lines: readonly (readonly [string, string])[] = [
  ['docker run mcp/x', 'image mcp/x - - []'],
  ['docker run -i --rm mcp/x:latest', 'image mcp/x latest - []'],
  ['docker run -i --rm mcp/x:1 stdio --read-only', 'image mcp/x 1 - [stdio --read-only]'],
  [`docker run -i ghcr.io/a/b@${DIGEST}`, `image ghcr.io/a/b - ${DIGEST} []`],
  [`docker run -i ghcr.io/a/b:v1@${DIGEST} x`, `image ghcr.io/a/b v1 ${DIGEST} [x]`],
  ['docker run -i -- mcp/x -v', 'image mcp/x - - [-v]'],
  ['docker container run -i mcp/x', 'image mcp/x - - []'],
  ['docker create mcp/x', 'image mcp/x - - []'],
  ['docker --context remote run -i mcp/x', 'image mcp/x - - []'],
  ['docker -H tcp://h:2375 run -i mcp/x', 'image mcp/x - - []'],
  ['docker -c remote -l debug -D run -i mcp/x', 'image mcp/x - - []'],
  ['docker --log-level=debug run -i mcp/x', 'image mcp/x - - []'],
  ['docker --not-known run -i mcp/x', 'image mcp/x - - []'],
  ['/usr/local/bin/docker run mcp/x', 'image mcp/x - - []'],
  ['C:\\Docker\\bin\\docker.exe run mcp/x', 'image mcp/x - - []'],
  ['DOCKER.EXE run mcp/x', 'image mcp/x - - []'],
  ['podman run --rm -i quay.io/a/b:2', 'image quay.io/a/b 2 - []'],
  ['podman run docker://quay.io/a/b:2', 'image quay.io/a/b 2 - []'],
  ['podman-remote --url ssh://u@h/s run a/b', 'image a/b - - []'],
  ['podman run --arch arm64 a/b', 'image a/b - - []'],
  ['nerdctl -n k8s.io run --snapshotter x a/b', 'unknown - - - [a/b]'],
  ['nerdctl -n k8s.io --snapshotter x run a/b', 'image a/b - - []'],
  ['docker run localhost:5000/a/b:t x', 'image localhost:5000/a/b t - [x]'],
  [`docker run ${DIGEST} x`, `image - - ${DIGEST} [x]`],
  [`docker run ${DIGEST.slice(7)}`, `image - - ${DIGEST} []`],
  // What a flag that is not known leaves open.
  ['docker run --later=x a/b', 'image a/b - - []'],
  ['docker run --later --rm a/b', 'image a/b - - []'],
  ['docker run --later a/b', 'image a/b - - []'],
  ['docker run --later /srv/x a/b --flag', 'image a/b - - [--flag]'],
  ['docker run --later a/b serve', 'unknown - - - [serve]'],
  ['docker run -Z /srv/x a/b', 'image a/b - - []'],
  // What cannot be read.
  ['docker run -i ${input:image} x', 'unknown - - - [x]'],
  ['docker run -i ghcr.io/a/b:${TAG}', 'unknown - - - []'],
  ['docker run -i Not/A/Name', 'unknown - - - []'],
  ['docker run -i', 'unknown - - - []'],
  ['docker run -e', 'unknown - - - []'],
  ['docker run', 'unknown - - - []'],
  ['docker', 'unknown - - - []'],
  ['docker container', 'unknown - - - []'],
  ['docker ${input:command} a/b', 'unknown - - - [a/b]'],
  ['docker build .', 'unknown - - - [.]'],
  ['docker mcp gateway run', 'unknown - - - [gateway run]'],
  ['podman run --rootfs /srv/root sh', 'unknown - - - [sh]'],
  ['podman run oci:/srv/x', 'unknown - - - []'],
  // The image stands elsewhere.
  ['docker exec -i web node server.js', 'image - - - [node server.js]'],
  ['docker container exec web x', 'image - - - [x]'],
  ['docker start -ai web', 'image - - - []'],
  ['docker compose run --rm -T mcp serve', 'image - - - [serve]'],
  ['docker compose exec -T app php artisan', 'image - - - [php artisan]'],
  ['docker compose up', 'image - - - []'],
  ['docker compose ps', 'unknown - - - []'],
  ['docker-compose -f a.yml exec app php', 'image - - - [php]'],
  ['podman-compose run app', 'image - - - []'],
  ['nerdctl compose run app', 'image - - - []'],
];

for (const [line, expected] of lines) {
  test(line, () => {
    const { kind, name, version, digest, args, image, runner, ...rest } = read(line);
    const words = args.map((arg) => arg.text).join(' ');
    assert.equal(`${kind} ${name ?? '-'} ${version ?? '-'} ${digest ?? '-'} [${words}]`, expected);
    assert.equal(image !== null, name !== null);
    assert.equal(rest.why === '', image !== null, rest.why);
    assert.ok(['docker', 'podman', 'nerdctl'].includes(runner ?? ''));
  });
}

/** line → the options in their order */
const options: readonly (readonly [string, readonly string[]])[] = [
  ['docker run -it a/b', ['--interactive', '--tty']],
  ['docker run -itv /a:/b a/b', ['--interactive', '--tty', '--volume /a:/b']],
  ['docker run -itv/a:/b a/b', ['--interactive', '--tty', '--volume /a:/b']],
  ['docker run -eFOO=1 -e=BAR=2 -e BAZ a/b', ['--env FOO=1', '--env BAR=2', '--env BAZ']],
  ['docker run --net host --net=none a/b', ['--network host', '--network none']],
  ['docker run --privileged=false a/b', []],
  ['docker run --privileged --privileged=false a/b', []],
  ['docker run --privileged=false --privileged a/b', ['--privileged']],
  ['docker run --privileged=TRUE a/b', ['--privileged']],
  ['docker run --privileged=${input:p} a/b', ['--privileged ${input:p}']],
  ['docker run -ti=false a/b', ['--tty']],
  ['docker --context x run -i a/b --privileged', ['--context x', '--interactive']],
  ['docker run --cap-add SYS_ADMIN ${IMAGE} -v x', ['--cap-add SYS_ADMIN']],
  ['docker run --cap-add SYS_ADMIN', ['--cap-add SYS_ADMIN']],
  ['docker exec --privileged -u 0 web sh -u x', ['--privileged', '--user 0']],
  ['docker compose run -v /:/host app', ['--volume /:/host']],
  ['docker run --later a/b --privileged', ['--later']],
  ['docker run --later x --privileged a/b', ['--later']],
];

for (const [line, expected] of options) {
  test(`options of ${line}`, () => assert.deepEqual(optionsOf(read(line)), expected));
}

test('a variable is said to be one, without its text', () => {
  assert.equal(read('docker run ${input:image}').why, 'the image is a variable');
  assert.equal(read('docker run ghp_Abc/Def').why.includes('ghp_'), false);
  assert.equal(read('docker run').why, 'no image is named');
});

test('compose names its file', () => {
  assert.equal(why('docker compose run x'), 'the image stands in compose.yaml');
  assert.equal(
    why('docker compose -f a.yml --file=b.yml run x'),
    'the image stands in a.yml and b.yml',
  );
  const remote = why('docker compose -f https://user:secret@h/c.yml run x');
  assert.equal(remote, 'the image stands in a remote compose file');
});

test('a running container is named only where it must be its name', () => {
  assert.equal(why('docker exec -i web x'), 'runs in the container web that is already there');
  assert.equal(
    why('docker exec --later s3cret web x'),
    'runs in the container that is already there',
  );
  assert.equal(why('docker exec'), 'runs in the container that is already there');
});

test('--env becomes an assignment in every spelling, --env-file does not', () => {
  const launch = read(
    'docker run -e A=1 -eB=2 --env=C=3=4 -e=D= --env E -ite F=6 -e ${X}=y --env-file=.env -e =z a/b -e G=7',
  );
  const found = launch.assignments.map(({ name, value, by }) => {
    assert.equal(by, '--env');
    return `${name}=${value?.text ?? 'null'}`;
  });
  assert.deepEqual(found, ['A=1', 'B=2', 'C=3=4', 'D=', 'E=null', 'F=6', '${X}=y']);
  assert.ok(optionsOf(launch).includes('--env-file .env'));
});

test('a value is dynamic only where its own text is', () => {
  const launch = read('docker run -e A=${env:A} -e ${N}=plain a/b');
  assert.deepEqual(
    launch.assignments.map(({ value }) => value?.dynamic),
    [true, false],
  );
});

test('slices point at what they name', () => {
  const launch = read('docker run --volume=/a:/b -v /c:/d -eK=V --privileged a/b:1.2');
  assert.deepEqual(
    launch.container?.options.map((option) => textAt(option.at)),
    ['/a:/b', '/c:/d', 'K=V', '--privileged'],
  );
  const [assignment] = launch.assignments;
  assert.ok(assignment?.value);
  assert.deepEqual([textAt(assignment.at), textAt(assignment.value)], ['K=V', 'V']);
  assert.ok(launch.image?.tagAt);
  assert.equal(textAt(launch.image.tagAt), '1.2');
});

test('the words of an option are those to take away', () => {
  const launch = read('docker run -it -v /a:/b --net=host --privileged -iv /c:/d -eX=1 a/b');
  const words = launch.container?.options.map((o) => o.words.map((w) => w.text).join(' '));
  assert.deepEqual(words, ['', '', '-v /a:/b', '--net=host', '--privileged', '', '', '-eX=1']);
});

test('words of one line keep their places in it', () => {
  const line = 'docker run -e K=V a/b:1';
  const atom: Atom = {
    kind: 'atom',
    value: line,
    span: { start: 0, end: 0 },
    parent: null,
    key: 0,
  };
  let from = 0;
  const words = line.split(' ').map((text) => {
    const start = from;
    from += text.length + 1;
    return { atom, start, end: start + text.length, text, dynamic: false };
  });
  const [engine, ...rest] = words;
  assert.ok(engine);
  const launch = readContainer(engine, rest);
  const value = launch.assignments[0]?.value;
  assert.deepEqual([value?.start, value?.end], [16, 17]);
  assert.deepEqual([launch.image?.tagAt?.start, launch.image?.tagAt?.end], [22, 23]);
});

test('engines by path and name', () => {
  assert.equal(engineOf('/opt/bin/podman'), 'podman');
  assert.equal(engineOf('C:\\x\\Docker.EXE'), 'docker');
  assert.equal(engineOf('docker-compose'), 'docker');
  assert.equal(engineOf('docker-mcp'), null);
  assert.equal(engineOf(''), null);
});

test('never throws, and every word has one place at most', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('run', 'container', 'exec', 'compose', '--', '-', '-it', '-e', '--env=', 'a/b'),
    fc.constantFrom('--privileged', '--net', '--x', '-v', '__proto__', '--constructor', '${x}', ''),
  );
  const engine = fc.constantFrom('docker', 'podman', 'nerdctl', 'docker-compose', 'x', '');
  fc.assert(
    fc.property(engine, fc.array(text, { maxLength: 20 }), (name, texts) => {
      const words = texts.map(word);
      const launch = readContainer(word(name), words);
      const used = launch.container?.options.flatMap((option) => option.words) ?? [];
      const all = [...used, ...launch.args];
      assert.equal(new Set(all).size, all.length);
      assert.ok(all.every((w) => words.includes(w)));
    }),
    { numRuns: 3000 },
  );
});

test('20,000 hostile words take milliseconds', () => {
  for (const flag of [
    '--x',
    '-e',
    '--privileged',
    '--privileged=false',
    'a',
    '--',
    '--x=',
    '-ititit',
  ]) {
    for (const other of ['', 'a', '-v', 'a/b']) {
      const texts = ['run', ...Array.from({ length: 10_000 }, () => [flag, other]).flat()];
      const words = texts.map(word);
      assert.ok(cpuTime(() => readContainer(word('docker'), words)) < 1000, `${flag} ${other}`);
    }
  }
});

test('10 KB of arguments take at most a millisecond', () => {
  const line = `docker run ${'-e KEY=value --label a=b '.repeat(400)} a/b`;
  const [engine = '', ...words] = line.split(' ').map(word);
  assert.ok(engine);
  const times = Array.from({ length: 50 }, () => cpuTime(() => readContainer(engine, words))).sort(
    (a, b) => a - b,
  );
  assert.ok((times[25] ?? 1) < 1, String(times[25]));
});
