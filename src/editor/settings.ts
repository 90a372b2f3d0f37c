import { defaultChoices, type PinChoices } from '../core/rules/facts.ts';
import { isLevel, type Level, type Levels } from '../core/rules/levels.ts';

export type NetworkMode = 'auto' | 'onRequest' | 'off';

/** What the person chose, as it was read last: a keystroke asks hundreds of times. */
export interface Settings {
  network(): NetworkMode;
  /** Registries beside the well-known public ones, `host` or `host:port`. */
  registries(): readonly string[];
  choices(): PinChoices;
  /** Whether files of this client are looked at. */
  wants(client: string): boolean;
  /** Whether launches that get secrets are recorded. */
  launchRecord(): boolean;
  /** How long answers are good; milliseconds. */
  lifetimes(): Values['lifetimes'];
  /** Where advisories are asked for in place of the public OSV; null: there. An address, not checked. */
  osv(): string | null;
  /** Whether images are scanned without a word from the person, when a file is opened or saved. */
  scansImages(): boolean;
  /** Address of a Trivy server, not checked; null: none. */
  trivyServer(): string | null;
  /** Drops what was read; the next use reads anew. */
  changed(): void;
}

type Values = ReturnType<typeof valuesOf>;

const MINUTE = 60_000;
const MOST_MINUTES = 10_080;

/** `read` gives what stands under a name; it is called once for each name until something has changed. */
export function createSettings(read: (name: string) => unknown): Settings {
  let kept: Values | null = null;
  const values = (): Values => (kept ??= valuesOf(read));
  return {
    network: () => values().network,
    registries: () => values().registries,
    choices: () => values().choices,
    wants: (client) => !values().unwanted.has(client),
    launchRecord: () => values().launchRecord,
    lifetimes: () => values().lifetimes,
    osv: () => values().osv,
    scansImages: () => values().scansImages,
    trivyServer: () => values().trivyServer,
    changed() {
      kept = null;
    },
  };
}

function valuesOf(read: (name: string) => unknown) {
  const number = (name: string, least: number, most: number, otherwise: number): number => {
    const value = read(name);
    if (typeof value !== 'number' || Number.isNaN(value)) return otherwise;
    return Math.min(Math.max(value, least), most);
  };
  const choices: PinChoices = {
    coolDownDays: number('coolDownDays', 0, 365, defaultChoices.coolDownDays),
    keepTag: read('keepTag') !== false,
    levels: levelsOf(read('rules')),
  };
  return {
    network: modeOf(read('network')),
    registries: hostsOf(read('registries')),
    choices,
    unwanted: unwantedIn(read('clients')),
    launchRecord: read('launchRecord') !== false,
    osv: addressOf(read('advisories.osv')),
    scansImages: read('scanner.enabled') === true,
    trivyServer: addressOf(read('scanner.trivyServer')),
    lifetimes: {
      images: number('cache.imageMinutes', 1, MOST_MINUTES, 60) * MINUTE,
      versions: number('cache.versionMinutes', 1, MOST_MINUTES, 360) * MINUTE,
      advisories: number('cache.advisoryMinutes', 1, MOST_MINUTES, 1440) * MINUTE,
    },
  };
}

function levelsOf(value: unknown): Levels {
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(
    Object.entries(value).filter((entry): entry is [string, Level] => isLevel(entry[1])),
  );
}

/** Those that are set to false; whoever is not named is looked at. */
function unwantedIn(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(
    Object.entries(value).flatMap(([client, wanted]) => (wanted === false ? [client] : [])),
  );
}

function modeOf(value: unknown): NetworkMode {
  return value === 'off' || value === 'onRequest' ? value : 'auto';
}

/** Null: nothing is written. What is no address stays, so that it is refused and not passed over. */
function addressOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

function hostsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((host) => typeof host === 'string') : [];
}
