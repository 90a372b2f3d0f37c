import { emptyLaunch, type Launch, type PackageRef, type Pin, type Word } from './launch.ts';
import { scanOptions, setOf } from './options.ts';
import { programLaunch, unknownLaunch } from './reading.ts';
import { holdsVariable, partOf } from './words.ts';

const values = setOf(
  `-C -tags -mod -modfile -ldflags -gcflags -asmflags -exec -o -p -overlay -buildmode -compiler -pgo -installsuffix
   -pkgdir -toolexec -coverpkg -covermode`,
);

/** `go run module/path@version`; without a version it runs what the module on disk says. */
export function readGo(command: Word, words: readonly Word[]): Launch {
  const [subcommand, ...after] = words;
  if (subcommand?.text !== 'run') return programLaunch(command, words);
  const { rest } = scanOptions(after, values);
  const [spec, ...args] = rest;
  if (spec === undefined || spec.text.lastIndexOf('@') < 1) return programLaunch(command, words);
  return moduleLaunch('go run', [spec], args);
}

/** `go install module/path@version`, as a line does before it starts the program; null for any other words. */
export function readGoInstall(words: readonly Word[]): Launch | null {
  const [subcommand, ...after] = words;
  if (subcommand?.text !== 'install') return null;
  const named = scanOptions(after, values).rest.filter(({ text }) => text.lastIndexOf('@') > 0);
  return named.length === 0 ? null : moduleLaunch('go install', named, []);
}

function moduleLaunch(runner: string, specs: readonly Word[], args: readonly Word[]): Launch {
  const packages = specs.flatMap((spec) => moduleRef(spec) ?? []);
  const [main] = packages;
  if (main === undefined || packages.length < specs.length) {
    const dynamic = specs.some((spec) => spec.dynamic);
    const why = dynamic ? 'the module is a variable' : 'the module is not named by a module path';
    return unknownLaunch(why, { runner, packages });
  }
  const { name, version } = main;
  return { ...emptyLaunch, kind: 'go', name, version, runner, packages, args };
}

function moduleRef(spec: Word): PackageRef | null {
  const separator = spec.text.lastIndexOf('@');
  const name = spec.text.slice(0, separator);
  const version = spec.text.slice(separator + 1);
  if (name.length > 500 || !/^[\w-]+\.[\w.-]+\/[\w./~-]+$/.test(name)) return null;
  return {
    ecosystem: 'go',
    name,
    version: version === '' ? null : version,
    pin: goPin(version),
    at: partOf(spec, 0, spec.text.length),
    versionAt: version === '' ? null : partOf(spec, separator + 1, spec.text.length),
    registry: null,
  };
}

/**
 * go.dev/ref/mod#version-queries: a whole version, pseudo-versions among them, or the beginning of a commit names one; `v1`
 * and `>=v1` a range; the rest a branch or a tag.
 */
function goPin(version: string): Pin {
  if (version === '') return 'none';
  if (holdsVariable(version)) return 'dynamic';
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(version)) return 'hash';
  if (/^v\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/.test(version) || /^[0-9a-f]{12,64}$/.test(version))
    return 'exact';
  return /^[<>]|^v\d+(?:\.\d+)?$/.test(version) ? 'range' : 'tag';
}
