import type { Launch, Word } from './launch.ts';
import { setOf, scanOptions, valuesOf, type Option } from './options.ts';
import { fetchedBy, fetchedLaunch, registryOf, withSpecs } from './python-fetch.ts';
import { pythonSpec } from './python-spec.ts';
import { programLaunch, unknownLaunch } from './reading.ts';
import { looksLikeUrl } from './remote.ts';
import { programName } from './words.ts';

/** Options of `uv`, `uv run` and `uv tool run` with a value in the next word, from uv's own help. */
const uvValues = setOf(
  `--from --with -w --with-editable --with-requirements --index-url -i --extra-index-url --index --default-index
   --find-links -f --python -p --directory --project --cache-dir --config-file --env-file --color --refresh-package
   --upgrade-package -P --reinstall-package --resolution --prerelease --fork-strategy --exclude-newer
   --exclude-newer-package --link-mode --config-setting --config-settings -C --config-settings-package
   --keyring-provider --allow-insecure-host --index-strategy --no-build-package --no-binary-package
   --no-build-isolation-package --torch-backend --python-platform --python-preference --constraints --constraint -c
   --overrides --override --build-constraints --build-constraint -b --extra --no-extra --group --no-group
   --only-group --package --no-sources-package`,
);

export function readUvx(_command: Word, words: readonly Word[]): Launch {
  return readToolRun('uvx', words, []);
}

/** `uv run`, `uv tool run`; the rest of uv starts no server. */
export function readUv(command: Word, words: readonly Word[]): Launch {
  const { options, rest } = scanOptions(words, uvValues);
  const [subcommand, ...after] = rest;
  if (subcommand === undefined) return unknownLaunch('uv is given no command');
  if (subcommand.text === 'run') return readUvRun(command, options, after);
  if (subcommand.text === 'x') return readToolRun('uvx', after, options);
  const tool = scanOptions(after, uvValues);
  if (subcommand.text === 'tool' && tool.rest[0]?.text === 'run') {
    return readToolRun('uv tool run', tool.rest.slice(1), [...options, ...tool.options]);
  }
  return unknownLaunch('this uv command starts no server', { runner: 'uv', args: rest });
}

function readToolRun(runner: string, words: readonly Word[], before: readonly Option[]): Launch {
  const scanned = scanOptions(words, uvValues);
  const options = [...before, ...scanned.options];
  const [first, ...args] = scanned.rest;
  const registry = registryOf(options);
  const extras = withSpecs(options, registry);
  const from = valuesOf(options, '--from')[0];
  if (from !== undefined)
    return fetchedLaunch(runner, [pythonSpec(from, registry), ...extras], args, first ?? from);
  if (first === undefined) return unknownLaunch(`${runner} is given no package`);
  // uv takes `python` and `python@3.12` for the interpreter, not for a package.
  if (/^python[\d.]*(?:@|$)/.test(first.text)) {
    return programLaunch(first, args, fetchedBy(runner, extras));
  }
  return fetchedLaunch(runner, [pythonSpec(first, registry), ...extras], args, first);
}

/** `uv run program`: what the project has, and what `--with` adds to it. */
function readUvRun(command: Word, before: readonly Option[], words: readonly Word[]): Launch {
  const scanned = scanOptions(words, uvValues);
  const options = [...before, ...scanned.options];
  const registry = registryOf(options);
  const specs = [
    ...valuesOf(options, '--from').map((word) => pythonSpec(word, registry)),
    ...withSpecs(options, registry),
  ];
  const [first, ...args] = scanned.rest;
  if (first === undefined) return unknownLaunch('uv run is given no program', { runner: 'uv run' });
  const module = options.some(({ flag }) => flag === '-m' || flag === '--module');
  const runs = moduleOf(first, args, module);
  const main = specs.find((spec) => spec.kind === 'package' && sameName(spec.ref.name, runs));
  if (main !== undefined) {
    return fetchedLaunch('uv run', [main, ...specs.filter((spec) => spec !== main)], args, first);
  }
  const found = fetchedBy('uv run', specs);
  if (looksLikeUrl(first.text)) {
    const download = fetchedLaunch('uv run', [{ kind: 'download', word: first }], args, first);
    return { ...download, ...found, downloads: [first, ...(found.downloads ?? [])] };
  }
  if (first.dynamic && !/[\\/]/.test(first.text)) {
    return unknownLaunch('the program is a variable', { ...found, args });
  }
  return module ? programLaunch(command, words, found) : programLaunch(first, args, found);
}

/** The module or program that runs: of `python -m x`, x. */
function moduleOf(first: Word, args: readonly Word[], module: boolean): string {
  if (module || !/^python[\d.]*$/.test(programName(first.text))) return first.text;
  const at = args.findIndex(({ text }) => text === '-m');
  return (at === -1 ? '' : (args[at + 1]?.text ?? '')).split('.', 1)[0] ?? '';
}

function sameName(a: string, b: string): boolean {
  return normal(a) === normal(b);
}

/** Names as PyPI compares them. */
function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
