import { boundLaunch, type BoundLaunch } from './bound-launch.ts';
import { pathsOf, programAlong, programsOf } from './bound-program.ts';
import { sha256 } from './entry-hash.ts';
import { openGap } from './gaps.ts';
import { fits, textOf, withHome, type Pattern } from './expand.ts';
import type { BrokerRequest } from './protocol.ts';
import type { SecretEntry } from './secret-entry.ts';
import type { World } from './world.ts';

/** What shells and editors change on the way, and what is the launcher's own. */
const PASSING = /^(?:PWD|OLDPWD|SHLVL|_|VSCODE_.*|ELECTRON_RUN_AS_NODE|MCP_LAUNCH_.*)$/;

/**
 * Whether what a launcher reports is what the entry says. Null when it is; else why not, in one clause that names what
 * differs and shows no value. Where only the client knows what a `${…}` means, anything fits.
 */
export async function agrees(
  request: BrokerRequest,
  entry: SecretEntry,
  world: World,
): Promise<string | null> {
  const named = new Set(entry.ids);
  const foreign = request.ids.find((id) => !named.has(id));
  if (foreign !== undefined) return `the entry does not hand ${foreign} to its launcher`;
  if (!isSame(request.variables, entry.variables))
    return 'the launcher hands its secrets to other variables than the entry says';
  const launch = await boundLaunch(entry, world);
  const gap = openGap(entry, launch, world);
  if (gap !== null) return gap;
  const word = differingWord(request.argv, launch, world);
  if (word !== null) return word;
  if (launch.cwd !== null && (await realOf(request.cwd, world)) !== launch.cwd)
    return 'the launcher was started in another folder than the entry says';
  const command = launch.words[0];
  const isKnown = world.env !== null && command !== undefined && textOf(command) !== null;
  if (isKnown && !(await isItsProgram(request, launch, world)))
    return 'the launcher found another program than the entry names';
  const name = differingVariable(request.env, launch, world);
  return name === null ? null : `the variable ${shown(name)} is not what the entry says`;
}

function isSame(
  reported: BrokerRequest['variables'],
  variables: SecretEntry['variables'],
): boolean {
  const names = Object.keys(reported);
  return (
    names.length === variables.size && names.every((name) => variables.get(name) === reported[name])
  );
}

function differingWord(
  argv: readonly string[],
  { words }: BoundLaunch,
  world: World,
): string | null {
  if (argv.length !== words.length) return 'the launcher was given another number of arguments';
  for (const [index, pattern] of words.entries()) {
    const text = argv[index] ?? '';
    if (fits(pattern, text) || fits(homely(pattern, world), text)) continue;
    return index === 0
      ? 'the launcher was given another command than the entry says'
      : `argument ${index} of the launcher is not what the entry says`;
  }
  return null;
}

/** Some clients take a leading `~` for the home folder. */
function homely(pattern: Pattern, world: World): Pattern {
  const [first, ...rest] = pattern;
  return typeof first === 'string' ? [withHome(first, world), ...rest] : pattern;
}

/** The first variable that is not as the client's own environment, the file of variables and the entry make it. */
function differingVariable(
  reported: BrokerRequest['env'],
  launch: BoundLaunch,
  world: World,
): string | null {
  const key = (name: string): string => (world.platform === 'win32' ? name.toUpperCase() : name);
  const have = new Map(Object.entries(reported).map(([name, hash]) => [key(name), hash]));
  const own = new Map([...launch.env].map(([name, value]) => [key(name), value]));
  const paths = new Set(pathsOf(launch, world).map((path) => sha256(path)));
  const isPathOf = (name: string, hash = ''): boolean => key(name) === 'PATH' && paths.has(hash);
  for (const [name, value] of own)
    if (!PASSING.test(name) && !isValue(value, have.get(name)) && !isPathOf(name, have.get(name)))
      return name;
  for (const name of launch.unset) if (have.has(key(name))) return name;
  if (world.env === null) return null;

  const fromFile = namesInFile(launch, world);
  const unset = new Set([...launch.unset].map(key));
  const handedOn = new Map(Object.entries(world.env).map(([name, value]) => [key(name), value]));
  const isSettled = (name: string): boolean =>
    own.has(name) || unset.has(name) || PASSING.test(name) || fromFile.has(name);
  for (const [name, value] of handedOn)
    if (value !== undefined && !isSettled(name) && have.get(name) !== sha256(value)) return name;
  for (const name of have.keys())
    if (!isSettled(name) && handedOn.get(name) === undefined) return name;
  return null;
}

function isValue(pattern: Pattern, hash: string | undefined): boolean {
  const text = textOf(pattern);
  return hash !== undefined && (text === null || sha256(text) === hash);
}

/** The variables of the entry's file. Its content is bound by its hash, and how its quotes are read is the client's own. */
export function namesInFile({ fileEnv }: BoundLaunch, { platform }: World): ReadonlySet<string> {
  const names = [...fileEnv.keys()];
  return new Set(platform === 'win32' ? names.map((name) => name.toUpperCase()) : names);
}

/** Of clients that differ in what they take for PATH, the one that this launch shows. */
async function isItsProgram(
  { env, program }: BrokerRequest,
  launch: BoundLaunch,
  world: World,
): Promise<boolean> {
  const isPath = world.platform === 'win32' ? /^path$/i : /^PATH$/;
  const hashes = new Set(
    Object.entries(env).flatMap(([name, hash]) => (isPath.test(name) ? [hash] : [])),
  );
  const path = pathsOf(launch, world).find((text) => hashes.has(sha256(text)));
  if (path !== undefined) return (await programAlong(path, launch, world)) === program;
  const programs = await programsOf(launch, world);
  return programs.length === 0 ? program === null : programs.includes(program ?? '');
}

async function realOf(path: string, { files }: World): Promise<string> {
  return (await files.real(path)) ?? path;
}

/** A name comes from outside as well. */
function shown(name: string): string {
  return /^[A-Za-z0-9_.()-]{1,80}$/.test(name) ? name : 'of an unusual name';
}
