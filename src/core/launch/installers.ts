import { readCargoInstall, readDartInstall } from './compiled-installers.ts';
import { readToolInstall } from './dotnet.ts';
import { readGoInstall } from './go.ts';
import { emptyLaunch, type Launch, type Word } from './launch.ts';
import { gitLaunch } from './git.ts';
import { npmSpec } from './npm-spec.ts';
import { npmRegistryOf, npmValues, pnpmValues, yarnValues } from './npm-flags.ts';
import { scanEverywhere, setOf, type ValueFlags } from './options.ts';
import { fetchedBy, registryOf } from './python-fetch.ts';
import { pythonSpec } from './python-spec.ts';
import { shownAddress } from './reading.ts';

interface Installer {
  readonly values: ValueFlags;
  /** The words that install, after options are taken off: `install`, `tool install`, `global add`. */
  readonly commands: readonly string[];
  readonly ecosystem: 'npm' | 'pypi';
}

const pipValues = setOf(
  '-r --requirement -c --constraint -e --editable -t --target -i --index-url --extra-index-url --index --default-index --prefix --root --python -p --trusted-host -f --find-links --with',
);
const npmCommands = ['install', 'i', 'add'];
const pip: Installer = { values: pipValues, commands: ['install'], ecosystem: 'pypi' };

const installers: ReadonlyMap<string, Installer> = new Map([
  ['npm', { values: npmValues, commands: npmCommands, ecosystem: 'npm' }],
  ['pnpm', { values: pnpmValues, commands: npmCommands, ecosystem: 'npm' }],
  ['yarn', { values: yarnValues, commands: ['add', 'global add'], ecosystem: 'npm' }],
  [
    'bun',
    { values: setOf('--registry --cwd -c --config'), commands: npmCommands, ecosystem: 'npm' },
  ],
  ['pip', pip],
  ['pip3', pip],
  ['pipx', pip],
  ['uv', { ...pip, commands: ['pip install', 'tool install'] }],
]);

const compiled: ReadonlyMap<string, (words: readonly Word[]) => Launch | null> = new Map([
  ['cargo', readCargoInstall],
  ['go', readGoInstall],
  ['dotnet', readToolInstall],
  ['dart', readDartInstall],
]);

/**
 * The packages that a command installs by name, as a line does before it starts the server: `npm i -g x && x`. Null for
 * any other command, also for one that installs what the project's own files say.
 */
export function readInstall(program: string, words: readonly Word[]): Launch | null {
  const other = compiled.get(program);
  if (other !== undefined) return other(words);
  const installer = installers.get(program);
  if (installer === undefined) return null;
  const { options, plain, after } = scanEverywhere(words, installer.values);
  const command = installer.commands.find((text) =>
    text.split(' ').every((part, index) => plain[index]?.text === part),
  );
  if (command === undefined) return null;
  const named = [...plain.slice(command.split(' ').length), ...after];
  const registry = installer.ecosystem === 'npm' ? npmRegistryOf(options) : registryOf(options);
  const read = installer.ecosystem === 'npm' ? npmSpec : pythonSpec;
  const specs = named.map((word) => read(word, registry)).filter(({ kind }) => kind !== 'local');
  const [main] = specs;
  if (main === undefined) return null;
  const found = fetchedBy(`${program} ${command}`, specs);
  if (main.kind === 'git') return { ...gitLaunch(main.ref), ...found };
  const launch = { ...emptyLaunch, kind: installer.ecosystem, ...found };
  if (main.kind === 'package') return { ...launch, name: main.ref.name, version: main.ref.version };
  if (main.kind === 'download') return { ...launch, name: shownAddress(main.word.text) };
  return { ...launch, kind: 'unknown' };
}
