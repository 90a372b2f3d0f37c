import { gitLaunch, namedGitRef } from './git.ts';
import { emptyLaunch, type Launch, type PackageRef, type Pin, type Word } from './launch.ts';
import { scanEverywhere, setOf, valuesOf } from './options.ts';
import { holdsVariable, partOf } from './words.ts';

/** doc.rust-lang.org/cargo/commands/cargo-install.html, and cargo-binstall's own help. */
const cargoValues = setOf(
  `--version --vers --git --branch --tag --rev --path --root --registry --index --bin --example -F --features --profile
   --target --target-dir -j --jobs --color --config -Z --message-format --manifest-path --strategies --pkg-url --pkg-fmt
   --bin-dir --install-path --github-token --log-level --min-tls-version`,
);

/** `cargo install name@1.2.3`, `cargo binstall -y name`, as a line does before it starts the program; null for any other words. */
export function readCargoInstall(words: readonly Word[]): Launch | null {
  const { options, plain, after } = scanEverywhere(words, cargoValues);
  const [subcommand, ...rest] = plain.filter(({ text }) => !text.startsWith('+'));
  if (subcommand?.text !== 'install' && subcommand?.text !== 'binstall') return null;
  if (valuesOf(options, '--path').length > 0) return null;
  const runner = `cargo ${subcommand.text}`;
  const [address] = valuesOf(options, '--git');
  if (address !== undefined) {
    const ref = valuesOf(options, '--rev', '--tag', '--branch')[0] ?? null;
    return { ...gitLaunch(inOption(address, ref)), runner };
  }
  const flag = valuesOf(options, '--version', '--vers')[0] ?? null;
  const registry = valuesOf(options, '--registry', '--index')[0] ?? null;
  const named = [...rest, ...after];
  const packages = named.flatMap((spec) => crateRef(spec, flag, registry) ?? []);
  return installed(runner, packages);
}

function crateRef(spec: Word, flag: Word | null, registry: Word | null): PackageRef | null {
  const separator = spec.text.indexOf('@');
  const name = separator === -1 ? spec.text : spec.text.slice(0, separator);
  if (!/^[A-Za-z][\w-]{0,63}$/.test(name)) return null;
  const written = separator !== -1 && separator < spec.text.length - 1;
  const version = written ? spec.text.slice(separator + 1) : (flag?.text ?? null);
  return {
    ecosystem: 'crates',
    name,
    version,
    pin: semverPin(version),
    at: partOf(spec, 0, spec.text.length),
    versionAt: written ? partOf(spec, separator + 1, spec.text.length) : flag,
    registry,
  };
}

const pubValues = setOf(
  '-s --source --git-path --git-ref -u --hosted-url -x --executable --features --descriptor',
);

/** `dart pub global activate name 1.2.3`, `dart install name`; null for any other words. */
export function readDartInstall(words: readonly Word[]): Launch | null {
  const { options, plain } = scanEverywhere(words, pubValues);
  const activates = ['pub', 'global', 'activate'].every((text, at) => plain[at]?.text === text);
  if (!activates && plain[0]?.text !== 'install') return null;
  const [named, constraint] = plain.slice(activates ? 3 : 1);
  if (named === undefined) return null;
  const runner = activates ? 'dart pub global activate' : 'dart install';
  const source = valuesOf(options, '-s', '--source')[0]?.text;
  if (source === 'path' || /^(?:[./~]|[A-Za-z]:[\\/])/.test(named.text)) return null;
  if (source === 'git' || /^(?:https?|ssh|git):\/\/|^git@/.test(named.text)) {
    const ref = valuesOf(options, '--git-ref')[0] ?? null;
    return { ...gitLaunch(inOption(named, ref)), runner };
  }
  if (!/^\w{1,64}$/.test(named.text)) return null;
  const version = constraint?.text ?? null;
  const ref: PackageRef = {
    ecosystem: 'pub',
    name: named.text,
    version,
    pin: semverPin(version),
    at: partOf(named, 0, named.text.length),
    versionAt: constraint ?? null,
    registry: valuesOf(options, '-u', '--hosted-url')[0] ?? null,
  };
  return installed(runner, [ref]);
}

/** Cargo and pub take a whole version for that one, and operators or less for a range. */
function semverPin(version: string | null): Pin {
  if (version === null) return 'none';
  if (holdsVariable(version)) return 'dynamic';
  return /^=?\s*\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(version.trim()) ? 'exact' : 'range';
}

function inOption(address: Word, ref: Word | null) {
  const at = partOf(address, 0, address.text.length);
  return namedGitRef(address.text, ref?.text ?? null, at, ref, 'other');
}

function installed(runner: string, packages: readonly PackageRef[]): Launch | null {
  const [main] = packages;
  if (main === undefined) return null;
  const { name, version } = main;
  return { ...emptyLaunch, kind: 'program', name, version, runner, packages };
}
