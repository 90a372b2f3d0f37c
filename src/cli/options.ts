import { type Command, InvalidArgumentError } from 'commander';
import { clients } from '../core/config/dialects/index.ts';
import type { PinChoices } from '../core/rules/facts.ts';
import { defaultChoices } from '../core/rules/facts.ts';
import { ruleOf } from '../core/rules/index.ts';
import { isLevel, levels, type Levels } from '../core/rules/levels.ts';
import { failLevels, type FailLevel, isFailLevel } from './fail-on.ts';

/** What both commands take. */
export interface CommonFlags {
  readonly format: 'text' | 'json';
  readonly network: boolean;
  readonly cache: boolean;
  readonly registryHost: readonly string[];
  readonly coolDown: number;
  readonly keepTag: boolean;
  readonly rule: Levels;
  readonly trustWorkspace?: boolean;
  readonly osv?: string;
  readonly trivyServer?: string;
}

export interface ScanFlags extends CommonFlags {
  readonly failOn: FailLevel;
  readonly user?: boolean;
  readonly client: readonly string[];
  readonly color?: boolean;
  readonly scanImages?: boolean;
  readonly db?: string;
}

/** Which files besides those that are named. */
export type WhoseFlags = Pick<ScanFlags, 'user' | 'client'>;

export interface PinFlags extends CommonFlags {
  readonly dryRun?: boolean;
}

export function withCommonOptions(command: Command, paths = '<files or folders...>'): Command {
  return command
    .argument(paths)
    .option('--format <format>', 'text or json', formatName, 'text')
    .option('--no-network', 'ask no registry; what needs one shows as not checked')
    .option(
      '--registry-host <host>',
      'a further registry that may be asked; repeatable',
      registryHost,
      [],
    )
    .option(
      '--cool-down <days>',
      'days that a release must have been out before it is the first to be offered, 0 to 365',
      days,
      defaultChoices.coolDownDays,
    )
    .option('--no-keep-tag', 'write the digest of an image without its tag')
    .option(
      '--rule <rule=level>',
      `what a rule is worth: ${levels.join(', ')}; repeatable`,
      ruleLevel,
      new Map(),
    )
    .option('--trust-workspace', 'honour the .npmrc beside the files, as npm does there')
    .option('--osv <address>', "a mirror of OSV's API to ask for advisories in its place", address)
    .option('--trivy-server <address>', 'a Trivy server for the scans of images', address)
    .option('--no-cache', 'neither read nor keep the answers of registries');
}

export function withWhoseOptions(command: Command): Command {
  return command
    .option('--user', "look at the user's own files of every client as well")
    .option(
      '--client <client>',
      `look at files of this client only; repeatable: ${[...clients.keys()].join(', ')}`,
      clientName,
      [],
    )
    .option(
      '--scan-images',
      'scan images for vulnerabilities, with Trivy, Grype or Docker Scout; takes minutes',
    );
}

export function withScanOptions(command: Command): Command {
  return withWhoseOptions(withCommonOptions(command, '[files or folders...]'))
    .option('--db <file>', 'a bundle of answers for what cannot be asked, as `db export` writes it')
    .option(
      '--fail-on <level>',
      `exit with 1 from this level on: ${failLevels.join(', ')}`,
      failLevel,
      'warning',
    )
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours');
}

export function choicesOf({ coolDown, keepTag, rule }: CommonFlags): PinChoices {
  return { coolDownDays: coolDown, keepTag, levels: rule };
}

/** Throws a line for people. */
export function formatName(text: string): CommonFlags['format'] {
  if (text !== 'text' && text !== 'json') throw new InvalidArgumentError('It is text or json.');
  return text;
}

function failLevel(text: string): FailLevel {
  if (!isFailLevel(text)) throw new InvalidArgumentError(`It is one of ${failLevels.join(', ')}.`);
  return text;
}

function days(text: string): number {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 365)) throw new InvalidArgumentError('It is a whole number from 0 to 365.');
  return number;
}

function ruleLevel(text: string, before: Levels): Levels {
  const [id = '', level] = text.split('=');
  if (ruleOf(id) === undefined) throw new InvalidArgumentError('There is no rule of this name.');
  if (!isLevel(level)) throw new InvalidArgumentError(`A level is one of ${levels.join(', ')}.`);
  return new Map([...before, [id, level]]);
}

function clientName(text: string, before: readonly string[]): readonly string[] {
  if (!clients.has(text)) throw new InvalidArgumentError('There is no client of this name.');
  return [...before, text];
}

/** Not an InvalidArgumentError: its line would repeat them. */
const noUserinfo = 'a user and a password do not belong on the command line';

function registryHost(text: string, before: readonly string[]): readonly string[] {
  if (text.includes('@')) throw new Error(noUserinfo);
  const host = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i.test(text);
  if (!host) throw new InvalidArgumentError('It is a host, with its port if it has one.');
  return [...before, text.toLowerCase()];
}

/** Of the user's own network: http is theirs to choose. */
function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  const isSecret = isWeb ? url.username !== '' || url.password !== '' : text.includes('@');
  if (isSecret) throw new Error(noUserinfo);
  if (!isWeb)
    throw new InvalidArgumentError('It is an address that begins with https:// or http://.');
  return text;
}
