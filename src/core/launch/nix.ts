import { flakeSource, searchPathRef, type FlakeSource } from './flake.ts';
import { gitLaunch } from './git.ts';
import { emptyLaunch, type GitRef, type Launch, type Word } from './launch.ts';
import { setOf } from './options.ts';
import { programLaunch, shownAddress, unknownLaunch, wrapped, type Read } from './reading.ts';
import { readLineIn } from './script-launch.ts';
import { programName } from './words.ts';

// Options of nix and nix-shell with one value and with two, from their own help.
const one = setOf(
  `--extra-experimental-features --experimental-features --inputs-from --reference-lock-file --output-lock-file
   --update-input -I --include --log-format --store --eval-store --system --max-jobs -j --cores --profile --builders
   --substituters --extra-substituters --trusted-public-keys --extra-trusted-public-keys -k --keep-env-var --keep -u
   --unset-env-var -A --attr -i --interpreter --phase --redirect --accept-flake-config`,
);
const two = setOf('--override-input --override-flake --option --arg --argstr -s --set-env-var');
const local = setOf('-f --file --expr -E --stdin');

interface Scanned {
  readonly plain: readonly Word[];
  /** What stands behind `-c` or `--command`, to the end. */
  readonly command: readonly Word[] | null;
  readonly after: readonly Word[];
  /** A file or an expression of the line itself is evaluated. */
  readonly isLocal: boolean;
}

function scan(words: readonly Word[]): Scanned {
  const plain: Word[] = [];
  let isLocal = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (text === '--') return { plain, command: null, after: words.slice(at + 1), isLocal };
    const takesCommand = plain[0]?.text !== 'run';
    if (takesCommand && (text === '-c' || text === '--command'))
      return { plain, command: words.slice(at + 1), after: [], isLocal };
    if (local.has(text)) isLocal = true;
    if (two.has(text)) at += 2;
    else if (one.has(text) || (local.has(text) && text !== '--stdin')) at += 1;
    else if (!text.startsWith('-')) plain.push(word);
  }
  return { plain, command: null, after: [], isLocal };
}

/** `nix run`, `nix shell … -c`, `nix develop … -c`; the rest of nix starts no server. */
export function readNix(command: Word, words: readonly Word[], read: Read): Launch {
  const scanned = scan(words);
  const [subcommand, ...plain] = scanned.plain;
  if (subcommand?.text === 'run') {
    const [installable, ...args] = plain;
    if (installable === undefined || scanned.isLocal) return programLaunch(command, words);
    return runLaunch(command, flakeSource(installable), [...args, ...scanned.after]);
  }
  const name = subcommand?.text ?? '';
  if (name !== 'shell' && name !== 'develop') {
    const fetches = words.some(({ text }) => /^(?:[\w+-]+:|nixpkgs(?:[/#]|$))/.test(text));
    if (!fetches) return programLaunch(command, words);
    return unknownLaunch('this nix command starts no server', { runner: 'nix', args: words });
  }
  const label = `nix ${name}`;
  if (scanned.command === null || scanned.command.length === 0)
    return unknownLaunch(`${label} is given no command`, { wrappers: [label] });
  const sources = scanned.isLocal ? [] : plain.map(flakeSource);
  return within(label, read(scanned.command), sources);
}

function runLaunch(command: Word, source: FlakeSource, args: readonly Word[]): Launch {
  const found = { runner: 'nix run', args };
  switch (source.kind) {
    case 'git':
      return { ...gitLaunch(source.ref), ...found };
    case 'download': {
      const name = shownAddress(source.word.text);
      return { ...emptyLaunch, ...found, kind: 'program', name, downloads: [source.word] };
    }
    case 'local':
      return programLaunch(command, args, { runner: 'nix run' });
    case 'unknown':
      return unknownLaunch(source.why, found);
  }
}

// What is given a script: that the interpreter comes from somewhere else does not make it the server.
const interpreters = setOf('node python python3 bun deno ruby php java dotnet perl tsx');

/** A launch with what was fetched for it; a bare program is taken to be what the first source brings. */
function within(label: string, inner: Launch, sources: readonly FlakeSource[]): Launch {
  const git: GitRef[] = [];
  const downloads: Word[] = [];
  let why = inner.why;
  for (const source of sources) {
    if (source.kind === 'git') git.push(source.ref);
    else if (source.kind === 'download') downloads.push(source.word);
    else if (source.kind === 'unknown' && why === '') why = source.why;
  }
  const all = {
    ...inner,
    why,
    git: [...inner.git, ...git],
    downloads: [...inner.downloads, ...downloads],
  };
  const [first] = git;
  if (first === undefined || !isBareProgram(inner)) return wrapped(label, all);
  const { kind, name, version } = gitLaunch(first);
  return wrapped(label, { ...all, kind, name, version, runner: label });
}

function isBareProgram({ kind, name }: Launch): boolean {
  if (kind !== 'program' || name === null || /[\\/]/.test(name)) return false;
  return !interpreters.has(programName(name));
}

/** `nix-shell -p packages --run "line"`, `nix-shell shell.nix --run "line"`. */
export function readNixShell(_command: Word, words: readonly Word[], read: Read): Launch {
  const packages: string[] = [];
  const git: GitRef[] = [];
  let line: Word | undefined;
  let named = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const next = words[at + 1];
    if (word === undefined) break;
    const { text } = word;
    if (text === '-p' || text === '--packages') named = true;
    else if (text === '--run' || text === '--command') {
      line = next;
      at += 1;
    } else if (text === '-I' && next !== undefined) {
      const ref = searchPathRef(next);
      if (ref !== null) git.push(ref);
      at += 1;
    } else if (two.has(text)) at += 2;
    else if (one.has(text) || local.has(text)) at += 1;
    else if (named && !text.startsWith('-')) packages.push(text);
  }
  const label = 'nix-shell';
  if (line === undefined)
    return unknownLaunch('nix-shell is given no command', { wrappers: [label] });
  const inner = readLineIn('sh', line, read);
  if (packages.length === 0) return wrapped(label, inner);
  if (git.length === 0 && isBareProgram(inner)) {
    const why = 'which nixpkgs nix-shell takes is not named in this file';
    return unknownLaunch(why, { wrappers: [label], args: inner.args });
  }
  return within(
    label,
    inner,
    git.map((ref) => ({ kind: 'git', ref })),
  );
}
