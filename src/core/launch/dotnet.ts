import { emptyLaunch, type Launch, type PackageRef, type Pin, type Word } from './launch.ts';
import { scanEverywhere, setOf, valuesOf, type Option } from './options.ts';
import { programLaunch, unknownLaunch } from './reading.ts';
import { holdsVariable, partOf } from './words.ts';

/** Options with a value in the next word: learn.microsoft.com/dotnet/core/tools/dotnet-tool-exec, and those of `tool install`. */
const values = setOf(
  `--version --source --add-source --configfile -v --verbosity --framework -a --arch --tool-path --tool-manifest`,
);

/** `dnx Package@1.2.3 --yes -- …`: options stand on both sides of the package. */
export function readDnx(_command: Word, words: readonly Word[]): Launch {
  return readTool('dnx', words);
}

/** `dotnet tool exec` and `dotnet dnx` fetch; the rest of dotnet runs what is on disk. */
export function readDotnet(command: Word, words: readonly Word[]): Launch {
  const [first, second] = words;
  if (first?.text === 'dnx') return readTool('dnx', words.slice(1));
  if (first?.text === 'tool' && (second?.text === 'exec' || second?.text === 'execute')) {
    return readTool('dotnet tool exec', words.slice(2));
  }
  return programLaunch(command, words);
}

/** `dotnet tool install -g Package@1.2.3`, as a line does before it starts the tool; null for any other words. */
export function readToolInstall(words: readonly Word[]): Launch | null {
  const [first, second] = words;
  const installs = second?.text === 'install' || second?.text === 'update';
  if (first?.text !== 'tool' || !installs) return null;
  return readTool('dotnet tool install', words.slice(2));
}

function readTool(runner: string, words: readonly Word[]): Launch {
  const { options, plain, after } = scanEverywhere(words, values);
  const [spec, ...args] = plain;
  if (spec === undefined) return unknownLaunch(`${runner} is given no package`, { runner });
  const ref = nugetRef(spec, options);
  if (ref === null) {
    const why = spec.dynamic
      ? 'the package is a variable'
      : 'the package is not named by a package name';
    return unknownLaunch(why, { runner });
  }
  const { name, version } = ref;
  const found = { runner, packages: [ref], args: [...args, ...after] };
  return { ...emptyLaunch, ...found, kind: 'nuget', name, version };
}

function nugetRef(spec: Word, options: readonly Option[]): PackageRef | null {
  const { text } = spec;
  const separator = text.indexOf('@', 1);
  const name = separator === -1 ? text : text.slice(0, separator);
  if (name.length > 100 || !/^[A-Za-z0-9_][\w.-]*$/.test(name)) return null;
  const flag = valuesOf(options, '--version')[0] ?? null;
  const written = separator !== -1 && separator < text.length - 1;
  const version = written ? text.slice(separator + 1) : (flag?.text ?? null);
  return {
    ecosystem: 'nuget',
    name,
    version,
    pin: nugetPin(version),
    at: partOf(spec, 0, text.length),
    versionAt: written ? partOf(spec, separator + 1, text.length) : flag,
    registry: valuesOf(options, '--source', '--add-source')[0] ?? null,
  };
}

/** learn.microsoft.com/nuget/concepts/package-versioning: `*` floats, brackets are an interval, `[1.0]` one version. */
function nugetPin(version: string | null): Pin {
  if (version === null) return 'none';
  if (holdsVariable(version)) return 'dynamic';
  const bare = /^\[([^,]*)\]$/.exec(version)?.[1] ?? version;
  if (/^\d+(?:\.\d+){0,3}(?:-[\w.-]+)?(?:\+[\w.-]+)?$/.test(bare)) return 'exact';
  return /[*[\](),]/.test(version) ? 'range' : 'tag';
}
