import type { Atom, Slice } from '../../../src/core/config/node.ts';
import { readLaunch } from '../../../src/core/launch/index.ts';
import type { Launch } from '../../../src/core/launch/launch.ts';

export interface Line {
  readonly command: string | null;
  readonly args: readonly string[];
  readonly url: string | null;
}

function atomOf(value: string): Atom {
  return { kind: 'atom', value, span: { start: 0, end: value.length + 2 }, parent: null, key: '' };
}

export function readLine({ command, args, url }: Line): Launch {
  return readLaunch({
    command: command === null ? null : atomOf(command),
    args: args.map(atomOf),
    url: url === null ? null : atomOf(url),
  });
}

export function textOf(slice: Slice | null | undefined): string {
  if (slice === null || slice === undefined) return '';
  return String(slice.atom.value).slice(slice.start, slice.end);
}

const always = new Set(['in', 'also', 'git', 'downloads', 'to', 'headers']);

/** A launch in the words of the table; `asked` adds what a row says beyond what is always compared. */
export function reading(launch: Launch, asked: ReadonlySet<string>): string {
  const { packages, git, remote } = launch;
  const runs = packages[0]?.name === launch.name;
  const pin = runs ? packages[0]?.pin : launch.kind === 'git' ? git[0]?.pin : undefined;
  const columns = [launch.kind, launch.name, launch.version, pin, launch.runner].map(
    (v) => v ?? '-',
  );
  while (columns.at(-1) === '-') columns.pop();
  const extras: Readonly<Record<string, string>> = {
    in: launch.wrappers.join(),
    also: packages
      .slice(runs ? 1 : 0)
      .map(({ name }) => name)
      .join(),
    git: git
      .slice(launch.kind === 'git' ? 1 : 0)
      .map(({ url }) => url)
      .join(),
    downloads: launch.downloads.map(({ text }) => text).join(),
    to:
      remote === null
        ? ''
        : [remote.scheme, remote.host, remote.loopback ? 'loopback' : '']
            .filter((part) => part !== '')
            .join(' '),
    headers: (remote?.headers ?? []).map(({ name, value }) => `${name}=${value?.text}`).join(),
    args: launch.args.map(({ text }) => text).join(' '),
    env: launch.assignments
      .map(({ name, value }) => (value === null ? name : `${name}=${value.text}`))
      .join(),
    sh: (launch.shell?.commands ?? [])
      .map(({ words, operator }) =>
        [operator?.replaceAll('|', 'pipe') ?? '', ...words.map(({ text }) => text)]
          .join(' ')
          .trim(),
      )
      .join('; '),
    reg: packages[0]?.registry?.text ?? '',
    at: textOf(packages[0]?.at),
    ver: textOf(packages[0]?.versionAt ?? git[0]?.refAt),
    digest: launch.digest ?? '',
    why: launch.why,
  };
  const shown = Object.entries(extras)
    .filter(([key, value]) => (asked.has(key) ? true : always.has(key) && value !== ''))
    .map(([key, value]) => `${key}=${value}`);
  return [...columns, ...shown].join(' | ');
}

/** A row's expectation in the order in which `reading` writes it. */
export function expected(text: string): {
  readonly text: string;
  readonly asked: ReadonlySet<string>;
} {
  const parts = text.split(/ \| (?=[^|])/);
  const extras = parts.filter((part) => /^[a-z]+=/.test(part));
  const columns = parts.filter((part) => !extras.includes(part));
  while (columns.at(-1) === '-') columns.pop();
  const order = [
    'in',
    'also',
    'git',
    'downloads',
    'to',
    'headers',
    'args',
    'env',
    'sh',
    'reg',
    'at',
    'ver',
    'digest',
    'why',
  ];
  const keyOf = (part: string) => part.slice(0, part.indexOf('='));
  extras.sort((a, b) => order.indexOf(keyOf(a)) - order.indexOf(keyOf(b)));
  return { text: [...columns, ...extras].join(' | '), asked: new Set(extras.map(keyOf)) };
}
