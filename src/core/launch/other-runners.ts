import { emptyLaunch, type Launch, type PackageRef, type Pin, type Word } from './launch.ts';
import { setOf, scanEverywhere, scanOptions, valuesOf } from './options.ts';
import { programLaunch, unknownLaunch } from './reading.ts';
import { partOf } from './words.ts';

const dnxValues = setOf('--version --source --add-source --configfile -v --verbosity --framework');

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

function readTool(runner: string, words: readonly Word[]): Launch {
  const { options, plain, after } = scanEverywhere(words, dnxValues);
  const [spec, ...args] = plain;
  if (spec === undefined) return unknownLaunch(`${runner} is given no package`, { runner });
  const separator = spec.text.indexOf('@', 1);
  const name = separator === -1 ? spec.text : spec.text.slice(0, separator);
  if (!/^[A-Za-z0-9_][\w.-]*$/.test(name)) {
    return unknownLaunch('the package is not named by a package name', { runner });
  }
  const flag = valuesOf(options, '--version')[0] ?? null;
  const written =
    separator === -1 || separator === spec.text.length - 1 ? null : spec.text.slice(separator + 1);
  const version = written ?? flag?.text ?? null;
  const ref: PackageRef = {
    ecosystem: 'nuget',
    name,
    version,
    pin: nugetPin(version),
    at: partOf(spec, 0, spec.text.length),
    versionAt: written !== null ? partOf(spec, separator + 1, spec.text.length) : flag,
    registry: valuesOf(options, '--source', '--add-source')[0] ?? null,
  };
  return {
    ...emptyLaunch,
    kind: 'nuget',
    name,
    version,
    runner,
    packages: [ref],
    args: [...args, ...after],
  };
}

function nugetPin(version: string | null): Pin {
  if (version === null) return 'none';
  if (/^\[?\d+(?:\.\d+){1,3}(?:-[\w.-]+)?(?:\+[\w.-]+)?\]?$/.test(version)) return 'exact';
  return /[*[\](),]/.test(version) ? 'range' : 'tag';
}

const goValues = setOf('-C -tags -mod -modfile -ldflags -gcflags -exec -o -p -overlay -buildmode');

/** `go run module/path@version`; without a version it runs what the module on disk says. */
export function readGo(command: Word, words: readonly Word[]): Launch {
  const [subcommand, ...after] = words;
  const { rest } = scanOptions(after, goValues);
  const [spec, ...args] = rest;
  const separator = spec?.text.lastIndexOf('@') ?? -1;
  if (subcommand?.text !== 'run' || spec === undefined || separator < 1) {
    return programLaunch(command, words);
  }
  const name = spec.text.slice(0, separator);
  const version = spec.text.slice(separator + 1);
  if (!/^[\w.-]+\.[\w.-]+\/[\w./~-]+$/.test(name)) {
    return unknownLaunch('the module is not named by a module path', { runner: 'go run' });
  }
  const ref: PackageRef = {
    ecosystem: 'go',
    name,
    version: version === '' ? null : version,
    pin: goPin(version),
    at: partOf(spec, 0, spec.text.length),
    versionAt: version === '' ? null : partOf(spec, separator + 1, spec.text.length),
    registry: null,
  };
  return {
    ...emptyLaunch,
    kind: 'go',
    name,
    version: ref.version,
    runner: 'go run',
    packages: [ref],
    args,
  };
}

/** Go's version queries: a whole version or a commit names one; `v1` and `>=v1` a range; the rest a branch or tag. */
function goPin(version: string): Pin {
  if (version === '') return 'none';
  if (/^v\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/.test(version) || /^[0-9a-f]{12,64}$/.test(version))
    return 'exact';
  return /^[<>]|^v\d+(?:\.\d+)?$/.test(version) ? 'range' : 'tag';
}
