import { readCompose } from './compose.ts';
import {
  execFlags,
  flagAliases,
  globalFlags,
  startFlags,
  type FlagFact,
} from './container-flags.ts';
import { runFlags } from './container-run-flags.ts';
import { finderOf, readFlags, type FindFlag, type FlagWords } from './flag-words.ts';
import { isImageId, readImage } from './image-reference.ts';
import { emptyLaunch, type ContainerUse, type Launch, type Word } from './launch.ts';
import { programName, subWord } from './words.ts';

export type Engine = ContainerUse['engine'];

const engines: ReadonlyMap<string, Engine> = new Map([
  ['docker', 'docker'],
  ['docker-compose', 'docker'],
  ['podman', 'podman'],
  ['podman-remote', 'podman'],
  ['podman-compose', 'podman'],
  ['nerdctl', 'nerdctl'],
]);

interface Finders {
  readonly global: FindFlag;
  readonly run: FindFlag;
  readonly exec: FindFlag;
  readonly start: FindFlag;
}

/** Made once: a file may hold hundreds of servers. */
const finders: Readonly<Record<Engine, Finders>> = {
  docker: findersOf('docker'),
  podman: findersOf('podman'),
  nerdctl: findersOf('nerdctl'),
};

function findersOf(engine: Engine): Finders {
  const of = (table: readonly FlagFact[]) => finderOf(engine, table, flagAliases);
  return {
    global: of(globalFlags),
    run: of(runFlags),
    exec: of(execFlags),
    start: of(startFlags),
  };
}

/** The engine that a command starts, by path or name, `.exe` or not; null for any other program. */
export function engineOf(command: string): Engine | null {
  return engines.get(programName(command)) ?? null;
}

/** What an engine's command line starts. `words` are those after the engine. */
export function readContainer(engineWord: Word, words: readonly Word[]): Launch {
  const engine = engineOf(engineWord.text) ?? 'docker';
  const base = { ...emptyLaunch, runner: engine };
  if (programName(engineWord.text).endsWith('-compose')) {
    return { ...base, ...readCompose(engine, words, 0) };
  }

  const globals = readFlags(words, 0, finders[engine].global);
  // A word after a flag that is not known is the subcommand when it reads like one.
  const doubted = globals.doubts.find((i) => subcommands.has(words[i]?.text ?? ''));
  const at = doubted ?? globals.end;
  const before = globals.optionsBefore(at);
  const grouped = words[at]?.text === 'container';
  const start = grouped ? at + 2 : at + 1;
  const container = (flags: FlagWords, limit: number, run: Word | null): ContainerUse => ({
    engine,
    run,
    options: [...before, ...flags.optionsBefore(limit)],
  });
  const flagsOf = (find: FindFlag) => readFlags(words, start, find);

  switch (words[grouped ? at + 1 : at]?.text) {
    case 'run':
    case 'create': {
      const flags = flagsOf(finders[engine].run);
      const found = findImage(engine, words, flags);
      return {
        ...base,
        ...readImageWord(engine, words[found.index], found.why, flags, found.index),
        container: container(flags, found.index, words[start - 1] ?? null),
        args: words.slice(found.index + 1),
        assignments: flags.assignmentsBefore(found.index),
      };
    }
    case 'exec':
    case 'start':
    case 'attach': {
      const flags = flagsOf(finders[engine][words[start - 1]?.text === 'exec' ? 'exec' : 'start']);
      return {
        ...base,
        kind: 'image',
        container: container(flags, flags.end, null),
        args: words.slice(flags.end + 1),
        assignments: flags.assignmentsBefore(flags.end),
        why: `runs in the container${nameOf(words[flags.end], flags)} that is already there`,
      };
    }
    case 'compose':
      return { ...base, ...readCompose(engine, words, start) };
    case 'mcp':
      return {
        ...base,
        args: words.slice(start),
        why: 'the servers behind the Docker MCP gateway are not named in this file',
      };
    case undefined:
      return { ...base, why: `${engine} is given no command` };
    default: {
      const why = words[at]?.dynamic
        ? `the ${engine} command is a variable`
        : `this ${engine} command is not one that names an image`;
      return { ...base, args: words.slice(start), why };
    }
  }
}

const subcommands: ReadonlySet<string> = new Set([
  'run',
  'create',
  'exec',
  'start',
  'attach',
  'container',
  'compose',
  'mcp',
]);

interface FoundImage {
  readonly index: number;
  /** Why it cannot be told; null when the word at `index` is the image. */
  readonly why: string | null;
}

/**
 * The image is the first word that is no flag. After a flag that is not known, the next word is either its value or
 * already the image: the reading that gives a valid reference wins, and where several do nothing is guessed.
 */
function findImage(engine: Engine, words: readonly Word[], flags: FlagWords): FoundImage {
  const fits = (index: number) => imageOf(engine, words[index]) !== null;
  const candidates = [...flags.doubts, flags.end].filter(fits);
  const [only, ...others] = candidates;
  if (only === undefined) return { index: flags.end, why: null };
  if (others.length === 0) return { index: only, why: null };
  return { index: only, why: 'a flag that is not known hides which word is the image' };
}

function imageOf(engine: Engine, word: Word | undefined) {
  if (word === undefined) return null;
  // Podman may be told the transport.
  const prefix = 'docker://';
  if (engine === 'podman' && word.text.startsWith(prefix)) {
    return readImage(subWord(word, prefix.length));
  }
  return readImage(word);
}

function readImageWord(
  engine: Engine,
  word: Word | undefined,
  why: string | null,
  flags: FlagWords,
  index: number,
): Partial<Launch> {
  if (why !== null) return { why };
  if (word === undefined) return { why: 'no image is named' };
  if (flags.optionsBefore(index).some(({ flag }) => flag === '--rootfs')) {
    return { why: 'runs a root file system on disk, no image' };
  }
  if (word.dynamic) return { why: 'the image is a variable' };
  if (isImageId(word.text)) {
    const digest = word.text.startsWith('sha256:') ? word.text : `sha256:${word.text}`;
    return { kind: 'image', digest, why: 'the image is named by its local id' };
  }
  const image = imageOf(engine, word);
  if (image === null) return { why: 'the word where the image belongs is no image reference' };
  const { name, tag: version, digest } = image;
  const pull = flags.optionsBefore(index).findLast(({ flag }) => flag === '--pull');
  // podman-build(1): an image that was built here, under a name without a registry.
  const built = engine === 'podman' && image.registry === 'localhost';
  if ((pull?.value === 'never' || built) && digest === null) {
    return { kind: 'image', name, version, why: 'the image that is on this machine, never pulled' };
  }
  return { kind: 'image', name, version, digest, image };
}

/** The name with a blank before it; empty when it may be something else. */
function nameOf(word: Word | undefined, flags: FlagWords): string {
  if (word === undefined || flags.doubts.length > 0) return '';
  return /^[\w.${}:-]{1,64}$/.test(word.text) ? ` ${word.text}` : '';
}
