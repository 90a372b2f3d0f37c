import { createHash } from 'node:crypto';

export type Environment = ReadonlyMap<string, string>;

const ours = 'MCP_LAUNCH_';
const saved = 'MCP_LAUNCH_SAVED_';

/**
 * The environment as it was before `bin/mcp-launch`: what that put aside is given back, what it added is gone. Names
 * that begin with MCP_LAUNCH_ reach no server.
 */
export function childEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const found = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const child = new Map(found.filter(([name]) => !name.startsWith(ours)));
  if (env[`${ours}SHIM`] !== '1') return child;

  child.delete('ELECTRON_RUN_AS_NODE');
  for (const name of (env[`${ours}DROPPED`] ?? '').split(' ')) child.delete(name);
  for (const [name, value] of found)
    if (name.startsWith(saved)) child.set(name.slice(saved.length), value);
  // Names that are none to a shell. Line feeds in their values came as \u0001.
  for (const line of (env[`${ours}ODD`] ?? '').split('\n')) {
    const middle = line.indexOf('=');
    if (middle > 0)
      child.set(line.slice(0, middle), line.slice(middle + 1).replaceAll('\u0001', '\n'));
  }
  return child;
}

/** The environment with these variables; Windows does not tell the cases of a name apart. */
export function withVariables(
  env: Environment,
  variables: Environment,
  platform: NodeJS.Platform,
): Environment {
  const all = new Map(env);
  for (const [name, value] of variables) {
    if (platform === 'win32')
      for (const other of env.keys())
        if (other.toUpperCase() === name.toUpperCase()) all.delete(other);
    all.set(name, value);
  }
  return all;
}

/** A variable by its name, as the platform has it. */
export function variable(
  env: Environment,
  name: string,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform !== 'win32') return env.get(name);
  for (const [other, value] of env) if (other.toUpperCase() === name.toUpperCase()) return value;
  return undefined;
}

/** SHA-256 (hex) of each value by name. */
export function hashed(env: Environment): Record<string, string> {
  const hashes = [...env].map(
    ([name, value]) => [name, createHash('sha256').update(value).digest('hex')] as const,
  );
  return Object.fromEntries(hashes);
}
