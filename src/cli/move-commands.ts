import type { Command } from 'commander';
import { defaultChoices } from '../core/rules/facts.ts';
import { formatMovedJson, formatMovedText } from '../output/moved.ts';
import { formatUnwrappedJson, formatUnwrappedText } from '../output/unwrapped.ts';
import type { EditOptions } from './edit-files.ts';
import { asEdited, runEdit } from './edit-run.ts';
import { launcherHere } from './launcher.ts';
import { move } from './move.ts';
import { createOnline } from './online.ts';
import { formatName } from './options.ts';
import { userVault } from './secrets.ts';
import { unwrap } from './unwrap.ts';

/** Nothing is asked of anybody but the disk. */
const MILLISECONDS = 50_000;

interface Flags {
  readonly format: 'text' | 'json';
  readonly dryRun?: boolean;
}

/** Adds the commands that move values out of files, and put launches back. */
export function withMoveCommands(program: Command, done: (code: number) => void): void {
  withFlags(program.command('move'))
    .description(
      'Move credentials of other clients than VS Code into the keychain; their servers start by the launcher.',
    )
    .option('--server <name>', 'only those of this server')
    .action(async (paths: readonly string[], flags: MoveFlags) =>
      done(await runMove(paths, flags)),
    );
  withFlags(program.command('unwrap'))
    .description('Put launches back as they were before the launcher, with references for secrets.')
    .action(async (paths: readonly string[], flags: Flags) => done(await runUnwrap(paths, flags)));
}

interface MoveFlags extends Flags {
  readonly server?: string;
}

function withFlags(command: Command): Command {
  return command
    .argument('<files or folders...>')
    .option('--format <format>', 'text or json', formatName, 'text')
    .option('--dry-run', 'write nothing, show what would change')
    .exitOverride();
}

async function runUnwrap(paths: readonly string[], flags: Flags): Promise<number> {
  const { format, dryRun = false } = flags;
  return runEdit(MILLISECONDS, async (limit, stop) =>
    asEdited(await unwrap(paths, offline(paths, { limit, stop, dryRun })), (files) =>
      format === 'json' ? formatUnwrappedJson(files) : formatUnwrappedText(files, dryRun),
    ),
  );
}

async function runMove(paths: readonly string[], flags: MoveFlags): Promise<number> {
  const { format, dryRun = false, server } = flags;
  const launcher = await launcherHere(dryRun);
  const vault = userVault();
  return runEdit(MILLISECONDS, async (limit, stop) => {
    const options = { ...offline(paths, { limit, stop, dryRun }), launcher, server, vault };
    return asEdited(await move(paths, options), (files) =>
      format === 'json' ? formatMovedJson(files) : formatMovedText(files, dryRun),
    );
  });
}

interface Running {
  readonly limit: AbortSignal;
  readonly stop: AbortSignal;
  readonly dryRun: boolean;
}

function offline(paths: readonly string[], { limit, stop, dryRun }: Running): EditOptions {
  const nobody = { network: false, cache: false, registryHosts: [], choices: defaultChoices };
  const resolver = createOnline({ paths, ...nobody });
  return { resolver, trusted: false, signal: limit, stop, dryRun };
}
