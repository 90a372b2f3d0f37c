import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Atom } from '../../../src/core/config/node.ts';
import type { Launch } from '../../../src/core/launch/launch.ts';
import { readLine, type Line } from './reading.ts';
import { cpuTime } from '../../cpu-time.ts';

const fragments = [
  ...[
    'npx',
    'npm',
    'exec',
    'bunx',
    'pnpm',
    'dlx',
    'yarn',
    'uvx',
    'uv',
    'tool',
    'run',
    'pipx',
    'docker',
  ],
  ...[
    'cmd',
    '/c',
    'bash',
    '-c',
    '-lc',
    'env',
    '-S',
    'sudo',
    '-u',
    'wsl',
    '--',
    'dotenv',
    'op',
    'powershell',
  ],
  ...[
    '-y',
    '-p',
    '--package',
    '--from',
    '--with',
    '--spec',
    '--registry',
    '-Command',
    'mcp-remote',
    'supergateway',
  ],
  ...[
    '--stdio',
    '--header',
    '@smithery/cli',
    'pkg@1.0.0',
    '@s/p@^1',
    'a==1.0',
    'a[b]>=1;x',
    'git+https://h/r@main',
  ],
  ...[
    'github:o/r#x',
    'https://u:p@h/x?y#z',
    '$(',
    '`',
    '"',
    "'",
    '\\',
    '|',
    '&&',
    ';',
    '<(',
    ')',
    '${a}',
    '${',
    '$x',
  ],
  ...[
    '%A%',
    'A=b',
    ' ',
    '\n',
    '\t',
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    '@',
    '#',
    'dnx',
    'go',
    'deno',
  ],
  ...[
    'nix',
    'nix-shell',
    'shell',
    'develop',
    '-I',
    'nixpkgs=channel:x',
    'nixpkgs/x#y',
    'github:o/r/main?dir=x#y',
  ],
  ...[
    'jbang',
    'g.x:a:1.0',
    'alias@owner/r/main',
    'cargo',
    'install',
    '--git',
    '--rev',
    'dart',
    'pub',
    'global',
    'activate',
  ],
  ...['dotnet', 'Pkg@1.*', 'h.x/m@v1.2.3', 'x', 'jsr:@s/p@1/b', '--allow-net', '-A', 'run'],
];

const text = fc.oneof(
  fc.constantFrom(...fragments),
  fc.array(fc.constantFrom(...fragments), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...fragments), { maxLength: 10 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

const line: fc.Arbitrary<Line> = fc.record({
  command: fc.option(text, { nil: null }),
  args: fc.array(text, { maxLength: 10 }),
  url: fc.option(text, { nil: null }),
});

test('reads any line without throwing, and every slice lies in its value', () => {
  fc.assert(
    fc.property(line, (given) => {
      const launch = readLine(given);
      for (const { atom, start, end } of slicesOf(launch)) {
        assert.ok(start >= 0 && start <= end && end <= String(atom.value).length);
      }
      if (launch.kind !== 'unknown') return;
      assert.equal(launch.name, null);
      assert.notEqual(launch.why, '');
    }),
    { numRuns: 6000 },
  );
});

test('shows no userinfo and no query of an address', () => {
  const secret = 'hunter22secret';
  const address = fc.constantFrom(
    `https://user:${secret}@h.example/p.tgz`,
    `https://h.example/p.tgz?token=${secret}`,
    `git+https://${secret}@github.com/o/r.git`,
    `git+https://user:${secret}@h.example/o/r@main`,
    `github:${secret}@o/r`,
  );
  const elsewhere = fc.constantFrom(
    ['nix', 'run', `git+https://user:${secret}@h.example/r?ref=main`],
    ['nix', 'run', `https://h.example/a.tar.gz?token=${secret}`],
    ['nix', 'run', `github:o/r?token=${secret}`],
    ['jbang', `https://user:${secret}@h.example/s.java?token=${secret}`],
    ['deno', 'run', '-A', `https://h.example/m.ts?token=${secret}`],
    ['cargo', 'install', '--git', `https://user:${secret}@h.example/r`],
    ['dart', 'pub', 'global', 'activate', '-s', 'git', `https://user:${secret}@h.example/r`],
  );
  fc.assert(
    fc.property(elsewhere, ([command = '', ...args]) => {
      const { name, git, version } = readLine({ command, args, url: null });
      const shown = [name, version, ...git.flatMap(({ url, ref }) => [url, ref])];
      assert.ok(!shown.join(' ').includes(secret), args.join(' '));
    }),
  );
  const before = fc.constantFrom(
    ['npx', '-y'],
    ['uvx', '--from'],
    ['uvx'],
    ['pipx', 'run', '--spec'],
    ['npx', '-y', 'mcp-remote'],
    ['uv', 'run'],
    ['bunx'],
  );
  fc.assert(
    fc.property(before, address, ([command = '', ...args], last) => {
      // npm's shorthand; to a Python runner it is no address.
      fc.pre(!last.startsWith('github:') || /^(?:npx|bunx)$/.test(command));
      const { name, git, remote, version } = readLine({
        command,
        args: [...args, last],
        url: null,
      });
      const shown = [name, version, remote?.host, ...git.flatMap(({ url, ref }) => [url, ref])];
      assert.ok(!shown.join(' ').includes(secret), `${command} ${args.join(' ')} ${last}`);
    }),
  );
});

/** Lines whose length is all in one place, where a reader that looks back would slow down. */
const long: readonly (readonly [string, (size: number) => Line])[] = [
  ['many words', (size) => ({ command: 'npx', args: fill('arg', size), url: null })],
  [
    'a list for uv',
    (size) => ({ command: 'uv', args: ['run', '--with', repeat('a,', size), 'x'], url: null }),
  ],
  [
    'a requirement',
    (size) => ({ command: 'uvx', args: [`pkg${repeat(',>=1', size)}`], url: null }),
  ],
  ['a version', (size) => ({ command: 'npx', args: [`pkg@${repeat('1.', size)}`], url: null })],
  ['open variables', (size) => ({ command: repeat('${', size), args: [], url: null })],
  ['open brackets', (size) => ({ command: 'bash', args: ['-c', repeat('$(', size)], url: null })],
  ['open quotes', (size) => ({ command: 'bash', args: ['-c', repeat('"\'', size)], url: null })],
  ['many commands', (size) => ({ command: 'bash', args: ['-c', repeat('a;b;', size)], url: null })],
  ['many wrappers', (size) => ({ command: 'env', args: fill('env', size), url: null })],
  ['blanks in a path', (size) => ({ command: `/${repeat('a ', size)}`, args: [], url: null })],
  ['dots before a colon', (size) => ({ command: 'npx', args: [repeat('a.', size)], url: null })],
  [
    'a flake',
    (size) => ({ command: 'nix', args: ['run', `github:o/${repeat('r/', size)}`], url: null }),
  ],
  ['an artifact', (size) => ({ command: 'jbang', args: [repeat('a.b:', size)], url: null })],
  ['an alias', (size) => ({ command: 'jbang', args: [`a@${repeat('b/', size)}`], url: null })],
  [
    'a module',
    (size) => ({ command: 'go', args: ['run', `h.x/${repeat('a/', size)}@v1`], url: null }),
  ],
  [
    'packages of nix',
    (size) => ({
      command: 'nix-shell',
      args: ['-p', ...fill('pkg', size), '--run', 'x'],
      url: null,
    }),
  ],
  ['an address', (size) => ({ command: null, args: [], url: `https://${repeat('a:b@', size)}` })],
];

test('takes time that grows with the line, not faster', () => {
  for (const [name, make] of long) {
    const [small, large] = [make(10_000), make(100_000)];
    for (let i = 0; i < 3; i++) readLine(small);
    // Ten times the text; a quadratic reader takes a hundred times as long. Small times are all noise.
    let ratio = Infinity;
    for (let i = 0; i < 4 && ratio >= 40; i++) {
      ratio = Math.min(ratio, fastest(large, 5) / Math.max(fastest(small, 9), 0.2));
    }
    assert.ok(ratio < 40, `${name}: ${ratio.toFixed(1)} times as long for ten times the text`);
  }
});

test('reads 10 KB of arguments within a millisecond', (context) => {
  const args = ['-y', '@scope/server@1.2.3'];
  for (let i = 0; args.join(' ').length < 10_000; i++)
    args.push(`--option-${i}`, `value ${i} \${input:x}`);
  const lists: readonly Line[] = [
    { command: 'npx', args, url: null },
    { command: 'cmd', args: ['/c', 'npx', ...args], url: null },
    { command: 'uvx', args: ['--from', 'pkg==1.0', ...args], url: null },
    { command: 'docker', args: ['run', '-i', '--rm', ...args.slice(1)], url: null },
    { command: 'bash', args: ['-c', `npx ${args.map((arg) => `'${arg}'`).join(' ')}`], url: null },
  ];
  for (const list of lists) {
    const times = Array.from({ length: 200 }, () => time(list)).toSorted((a, b) => a - b);
    const median = times[100] ?? Number.NaN;
    context.diagnostic(`${list.command}: ${median.toFixed(3)} ms`);
    assert.ok(median <= 1, `${list.command}: ${median.toFixed(3)} ms`);
  }
});

function repeat(unit: string, size: number): string {
  return unit.repeat(Math.ceil(size / unit.length));
}

function fill(word: string, size: number): readonly string[] {
  return Array.from({ length: Math.ceil(size / (word.length + 1)) }, () => word);
}

function time(given: Line): number {
  return cpuTime(() => readLine(given));
}

function fastest(given: Line, runs: number): number {
  return Math.min(...Array.from({ length: runs }, () => time(given)));
}

interface Sliced {
  readonly atom: Atom;
  readonly start: number;
  readonly end: number;
}

/** Every slice anywhere in a launch. */
function* slicesOf(value: Launch | object): Generator<Sliced> {
  if ('atom' in value && 'start' in value) {
    yield value as Sliced;
    return;
  }
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) yield* slicesOf(part);
  }
}
