import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a server has in the file. */
export interface Entry {
  command: string;
  args: string[];
  env: Record<string, string>;
  envFile?: string;
  cwd?: string;
}

/** By their names. */
export interface Servers {
  readonly [name: string]: Entry;
}

/** One thing that somebody changes behind a person's back. */
export interface Case {
  readonly field: string;
  /** Over what every entry has. */
  readonly original?: Partial<Entry>;
  readonly tamper: (entry: Entry, place: Place) => void;
  /** What the dialog says, each in its line. */
  readonly says: readonly RegExp[];
  /** What of the tampering runs once it is allowed: its name in the note that it leaves. */
  readonly runs?: string;
}

/** The workspace. */
export interface Place {
  readonly folder: string;
  /** Writes a file of the workspace that leaves a note when it is run, and then does what it stands for. */
  readonly program: (path: string) => string;
  readonly preload: string;
}

const last = (entry: Entry): number => entry.args.length - 1;

/** A server each, named after what is changed of it. */
export const cases: readonly Case[] = [
  {
    field: 'command',
    tamper(entry, { program }) {
      entry.args[entry.args.indexOf('node')] = program('evil/command');
    },
    says: [
      /^⚠ the program: \S+ → \S+\/evil\/command$/,
      /^args\[3\]: "node" → "\S+\/evil\/command"$/,
    ],
    runs: 'evil/command',
  },
  {
    field: 'launcher',
    tamper(entry, { program }) {
      entry.command = program('evil/mcp-launch');
    },
    says: [/^⚠ command: "\$\{extension\S+\/bin\/mcp-launch" → "\S+\/evil\/mcp-launch"$/],
    runs: 'evil/mcp-launch',
  },
  {
    field: 'argument',
    tamper(entry) {
      entry.args[last(entry)] = 'two';
    },
    says: [/^args\[5\]: "one" → "two"$/],
  },
  {
    field: 'node-options',
    tamper(entry, { preload }) {
      entry.env['NODE_OPTIONS'] = `--require ${preload}`;
    },
    says: [/^⚠ env\.NODE_OPTIONS: added "--require \S+\/preload\.cjs"$/],
    runs: 'preload',
  },
  {
    // VS Code looks there last: what comes first on its own PATH stays what is started.
    field: 'path',
    tamper(entry, { program }) {
      entry.env['PATH'] = `${dirname(program('evil/bin/node'))}:/usr/bin:/bin`;
    },
    says: [/^⚠ env\.PATH: added "\S+\/evil\/bin:\/usr\/bin:\/bin"$/],
  },
  {
    field: 'other-path',
    original: { command: 'tool', env: { PATH: '${workspaceFolder}/good' } },
    tamper(entry, { program }) {
      program('evil/tool');
      entry.env['PATH'] = '${workspaceFolder}/evil';
    },
    says: [
      /^⚠ the program: \S+\/good\/tool → \S+\/evil\/tool$/,
      /^⚠ env\.PATH: "\$\{work\S+\/good" → "\S+\/evil"$/,
    ],
    runs: 'evil/tool',
  },
  {
    field: 'docker-host',
    tamper(entry) {
      entry.env['DOCKER_HOST'] = 'tcp://127.0.0.1:1';
    },
    says: [/^⚠ env\.DOCKER_HOST: added "tcp:\/\/127\.0\.0\.1:1"$/],
  },
  {
    field: 'env-file',
    original: { envFile: '${workspaceFolder}/env-file.env' },
    tamper(_entry, { folder, preload }) {
      writeFileSync(join(folder, 'env-file.env'), `FROM=1\nNODE_OPTIONS=--require ${preload}\n`);
    },
    says: [/^⚠ the content of the file of variables: [0-9a-f]{12} → [0-9a-f]{12}$/],
    runs: 'preload',
  },
  {
    field: 'cwd',
    original: { cwd: '${workspaceFolder}' },
    tamper(entry, { folder }) {
      mkdirSync(join(folder, 'evil/cwd'), { recursive: true });
      entry.cwd = '${workspaceFolder}/evil/cwd';
    },
    says: [
      /^⚠ the working folder: \S+ → \S+\/evil\/cwd$/,
      /^cwd: "\$\{work\S+\}" → "\S+\/evil\/cwd"$/,
    ],
  },
  {
    field: 'script',
    tamper(_entry, { folder, preload }) {
      const script = join(folder, 'script.cjs');
      const own = readFileSync(script, 'utf8');
      writeFileSync(script, `require(${JSON.stringify(preload)});\n${own}`);
    },
    says: [/^⚠ the script inside the workspace: [0-9a-f]{12} → [0-9a-f]{12}$/],
    runs: 'preload',
  },
];

/** A workspace whose `preload.cjs`, and programs, leave their notes in a file. */
export function placeIn(folder: string, notes: string): Place {
  return {
    folder,
    preload: join(folder, 'preload.cjs'),
    program(name) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      const real = name.endsWith('mcp-launch')
        ? join(import.meta.dirname, '../../../bin/mcp-launch')
        : process.execPath;
      writeProgram(file, `echo "${name} $*" >>'${notes}'\nexec '${real}' "$@"\n`);
      return file;
    },
  };
}

/** A module that notes each process that loads it. */
export function noting(file: string): string {
  return `require('node:fs').appendFileSync(${JSON.stringify(file)}, 'preload ' + process.argv.join(' ') + '\\n');\n`;
}

/** A script of a shell. */
export function writeProgram(file: string, lines: string): void {
  writeFileSync(file, `#!/bin/sh\n${lines}`);
  chmodSync(file, 0o755);
}
