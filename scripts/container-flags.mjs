// Writes the flags of containers in src/core/launch from what the docker and podman clients on this machine say about
// themselves: `--help` gives the names, and each flag is then given alone to the client, which answers
// "flag needs an argument" when it takes a value. No daemon is asked and no container is started.
//
// Usage: node scripts/container-flags.mjs   (needs docker and podman on PATH)
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const folder = new URL('../src/core/launch/', import.meta.url);

/** Names that the clients take but do not list. */
const unlisted = [
  'net',
  'net-alias',
  'dns-opt',
  'healthcheck-command',
  'healthcheck-interval',
  'healthcheck-retries',
  'healthcheck-start-period',
  'healthcheck-timeout',
  'signature-policy',
  'cert-dir',
  'creds',
];

/** Old and new name of the same flag, in both clients. */
const aliases = {
  net: 'network',
  'net-alias': 'network-alias',
  'dns-opt': 'dns-option',
  'healthcheck-command': 'health-cmd',
  'healthcheck-interval': 'health-interval',
  'healthcheck-retries': 'health-retries',
  'healthcheck-start-period': 'health-start-period',
  'healthcheck-timeout': 'health-timeout',
};

/**
 * Flags of clients that are not on this machine, from their documentation: nerdctl's docs/command-reference.md, Docker
 * Compose's reference of `compose`, `compose run` and `compose exec`, and flags that podman 5 added to `run`.
 * `name,short` takes a value, `name,short!` stands alone.
 */
const documented = {
  global: {
    nerdctl:
      'address,a host,H namespace,n storage-driver snapshotter cni-path cni-netconfpath data-root cgroup-manager hosts-dir bridge-ip host-gateway-ip userns-remap global-dns global-dns-opts global-dns-search cdi-spec-dirs debug! debug-full! experimental! insecure-registry! kube-hide-dupe! selinux-enabled! help,h! version,v!',
  },
  run: {
    nerdctl:
      'init-binary rdt-class cgroup-conf umask systemd pidfile ipfs-address verify cosign-key cosign-certificate-identity cosign-certificate-identity-regexp cosign-certificate-oidc-issuer cosign-certificate-oidc-issuer-regexp rootfs!',
    podman:
      'retry retry-delay decryption-key gpus group-entry hosts-file rdt-class health-startup-cmd health-startup-interval health-startup-retries health-startup-success health-startup-timeout health-log-destination health-max-log-count health-max-log-size preserve-fd shm-size-systemd no-hostname!',
  },
  compose: {
    docker:
      'ansi env-file file,f parallel profile progress project-directory project-name,p host,H context,c log-level tlscacert tlscert tlskey workdir all-resources! compatibility! dry-run! verbose! no-ansi! tls! tlsverify! skip-hostname-check! help,h! version,v! debug,D!',
  },
  composeRun: {
    docker:
      'cap-add cap-drop entrypoint env,e env-from-file label,l name publish,p pull user,u volume,v workdir,w index build! detach,d! interactive,i! no-TTY,T! no-tty,T! tty,t! no-deps! privileged! quiet,q! quiet-build! quiet-pull! remove-orphans! rm! service-ports,P! use-aliases!',
  },
};

const engines = ['docker', 'podman'];
const commands = { global: [], run: ['run'], exec: ['exec'], start: ['start'] };

function help(engine, command) {
  const text = execFileSync(engine, [...command, '--help'], { encoding: 'utf8' });
  const flags = [];
  for (const line of text.split('\n')) {
    const match = /^ {2}(?:-(\w), | {4})--([\w-]+)/.exec(line);
    if (match) flags.push({ name: match[2], short: match[1] ?? null });
  }
  return flags;
}

/** true: takes a value; false: stands alone; null: not known to the client. */
function takesValue(engine, command, flag) {
  const { stderr } = spawnSync(engine, [...command, flag], { encoding: 'utf8' });
  if (/flag needs an argument/.test(stderr)) return true;
  return /unknown (shorthand )?flag/.test(stderr) ? null : false;
}

function factsOf(engine, kind, others) {
  const command = commands[kind];
  const listed = help(engine, command);
  const names = new Set(listed.map((flag) => flag.name));
  const more = [...unlisted, ...others].filter((name) => !names.has(name));
  const candidates = kind === 'run' ? more.map((name) => ({ name, short: null })) : [];
  const facts = [];
  for (const flag of [...listed, ...candidates]) {
    const value = takesValue(engine, command, `--${flag.name}`);
    if (value === null) continue;
    if (flag.short && takesValue(engine, command, `-${flag.short}`) !== value) {
      throw new Error(`${engine} ${kind}: --${flag.name} and -${flag.short} differ`);
    }
    facts.push({ ...flag, value });
  }
  return facts;
}

function documentedFacts(text) {
  return text.split(' ').map((word) => {
    const [name, short = null] = word.replace('!', '').split(',');
    return { name, short, value: !word.endsWith('!') };
  });
}

/** One row per flag; engines that agree share it. */
function merge(byEngine) {
  const rows = new Map();
  for (const [engine, facts] of Object.entries(byEngine)) {
    for (const { name, short, value } of facts) {
      const key = `${name} ${short} ${value}`;
      const row = rows.get(key) ?? { name, short, value, engines: [] };
      if (!row.engines.includes(engine)) row.engines.push(engine);
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function table(kind) {
  const byEngine = {};
  if (commands[kind]) {
    const all = engines.flatMap((engine) => help(engine, commands[kind]).map((flag) => flag.name));
    for (const engine of engines) byEngine[engine] = factsOf(engine, kind, new Set(all));
  }
  for (const [engine, text] of Object.entries(documented[kind] ?? {})) {
    const known = new Set((byEngine[engine] ?? []).map((flag) => flag.name));
    const extra = documentedFacts(text).filter((flag) => !known.has(flag.name));
    byEngine[engine] = [...(byEngine[engine] ?? []), ...extra];
  }
  return merge(byEngine);
}

function printed(name, doc, rows) {
  const lines = rows.map(({ name: flag, short, value, engines: of }) => {
    const shortName = short === null ? 'null' : `'-${short}'`;
    return `  ['--${flag}', ${shortName}, ${value}, '${of.join(' ')}'],`;
  });
  return `/** ${doc} */\nexport const ${name}: readonly FlagFact[] = [\n${lines.join('\n')}\n];\n`;
}

function version(engine) {
  return /\d+\.\d+\.\d+/.exec(execFileSync(engine, ['--version'], { encoding: 'utf8' }))[0];
}

const head = `// Generated by scripts/container-flags.mjs from docker ${version('docker')} and podman ${version('podman')}; do not edit.
// nerdctl, Docker Compose and the newest of podman: from their documentation.
`;
const importType = "import type { FlagFact } from './container-flags.ts';\n";

function write(name, parts) {
  writeFileSync(new URL(name, folder), [head, ...parts].join('\n'));
}

write('container-flags.ts', [
  `/** Long name, short name, whether it takes a value, and the engines that have it. */
export type FlagFact = readonly [
  long: string,
  short: string | null,
  takesValue: boolean,
  engines: string,
];
`,
  printed('globalFlags', 'Before the subcommand.', table('global')),
  printed('execFlags', '`exec`.', table('exec')),
  printed('startFlags', '`start`.', table('start')),
  `/** Another name of a flag to the one that options are reported under. */
export const flagAliases: ReadonlyMap<string, string> = new Map([
${Object.entries(aliases)
  .map(([from, to]) => `  ['--${from}', '--${to}'],`)
  .join('\n')}
]);
`,
]);
write('container-run-flags.ts', [
  importType,
  printed('runFlags', '`run` and `create`.', table('run')),
]);
write('compose-flags.ts', [
  importType,
  printed(
    'composeFlags',
    '`compose`, before its subcommand; those of docker-compose 1 too.',
    table('compose'),
  ),
  printed('composeRunFlags', '`compose run` and `compose exec`.', table('composeRun')),
]);
