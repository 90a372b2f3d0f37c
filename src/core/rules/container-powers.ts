import type { ContainerOption, ContainerUse } from '../launch/launch.ts';

/** What an option gives the code in a container beyond it. */
export interface Power {
  /** The option as it may be named: no more of its value than is known. */
  readonly name: string;
  /** What it does, naming it. */
  readonly message: string;
  /** Alone enough to leave the container. */
  readonly noWall: boolean;
}

/** Null for an option that leaves the wall of the container in place, or whose value is not known. */
export function powerOf(option: ContainerOption, engine: ContainerUse['engine']): Power | null {
  const { flag, value } = option;
  if (value === null) {
    const does = switches.get(flag);
    return does === undefined ? null : { name: flag, message: `${flag} ${does}`, noWall: true };
  }
  if (flag === '--cap-add') return capability(value);
  if (flag === '--security-opt') return securityOption(value);
  if (flag === '--device') return device(value);
  const does = namespaces.get(flag);
  // Podman's containers are in the user's own namespace by default.
  if (does === undefined || (flag === '--userns' && engine === 'podman')) return null;
  if (!/^(?:name=)?host$/.test(value)) return null;
  return {
    name: `${flag} host`,
    message: `${flag} host ${does}`,
    noWall: true,
  };
}

function capability(value: string): Power | null {
  const added = value.split(',').map((name) => name.trim().toUpperCase().replace(/^CAP_/, ''));
  const name = added.find((one) => strong.has(one)) ?? added.find((one) => reaching.has(one));
  if (name === undefined) return null;
  const message = `The capability ${name} lets the server act outside its container`;
  return { name: `--cap-add ${name}`, message, noWall: strong.has(name) };
}

function securityOption(value: string): Power | null {
  if (!wallOff.test(value)) return null;
  const message = `${value} lifts a limit that keeps the server in its container`;
  return { name: `--security-opt ${value}`, message, noWall: false };
}

function device(value: string): Power | null {
  const path = value.split(':', 1)[0] ?? '';
  if (!rawDevice.test(path)) return null;
  const message = `The device ${path} opens a disk or the memory of the host`;
  return { name: `--device ${path}`, message, noWall: true };
}

const switches: ReadonlyMap<string, string> = new Map([
  ['--privileged', 'gives the server full control of the host'],
  ['--use-api-socket', 'lets the server start any container as root'],
]);

const namespaces: ReadonlyMap<string, string> = new Map([
  ['--network', "lets the server reach the host's network and local services"],
  ['--pid', "lets the server see and stop the host's processes"],
  ['--ipc', "lets the server read the host's shared memory"],
  ['--uts', "lets the server change the host's name"],
  ['--userns', 'makes root in the container root on the host'],
  ['--cgroupns', 'shows the server what else runs on the host'],
]);

/** Capabilities by which root in a container becomes root outside (capabilities(7)). */
const strong: ReadonlySet<string> = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_RAWIO',
  'DAC_READ_SEARCH',
]);

/** Those that docker leaves out by default because they touch the host or its other processes. */
const reaching: ReadonlySet<string> = new Set([
  'SYS_PTRACE',
  'SYS_BOOT',
  'NET_ADMIN',
  'BPF',
  'PERFMON',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
]);

const wallOff =
  /^(?:(?:seccomp|apparmor|systempaths)[=:]unconfined|label[=:]disable|unmask[=:](?:all|\/proc\/\*))$/i;
const rawDevice =
  /^\/dev(?:\/(?:(?:s|h|v|xv)d[a-z]+\d*|nvme\d+(?:n\d+(?:p\d+)?)?|mmcblk\d+(?:p\d+)?|dm-\d+|md\d+|loop\d+|(?:mapper|disk)\/[\w./-]+|k?mem|port))?\/?$/;
