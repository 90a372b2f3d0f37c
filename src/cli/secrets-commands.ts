import type { Command } from 'commander';
import { installHere, uninstallHere } from './launcher.ts';
import { launches, type LaunchesFlags } from './launches.ts';
import { formatName } from './options.ts';
import {
  approveSecret,
  listSecrets,
  removeSecret,
  setSecret,
  type ApproveFlags,
  type SetFlags,
} from './secrets.ts';
import { secretsDoctor } from './secrets-doctor.ts';

/** Adds the commands for secrets in the keychain of the operating system and for the record of launches. */
export function withSecretCommands(program: Command, done: (code: number) => void): void {
  const secrets = program
    .command('secrets')
    .description('Keep secrets in the keychain of the operating system.')
    .exitOverride();
  secrets
    .command('set <id>')
    .description('Store a value: from the standard input, or asked for on a terminal.')
    .option('--server <name>', 'the server that it is for')
    .option('--what <name>', 'the variable or argument that it is for')
    .option('--file <file>', 'the configuration that names it; its launch alone may have the value')
    .exitOverride()
    .action(async (id: string, flags: SetFlags) => done(await setSecret(id, flags)));
  secrets
    .command('list')
    .description('Show what is stored, without any value.')
    .option('--format <format>', 'text or json', formatName, 'text')
    .exitOverride()
    .action(async ({ format }: { format: 'text' | 'json' }) => done(await listSecrets(format)));
  secrets
    .command('rm <id>')
    .description('Remove a value.')
    .exitOverride()
    .action(async (id: string) => done(await removeSecret(id)));
  secrets
    .command('approve <id>')
    .description('Show what has changed at the launch of a secret, and allow it.')
    .option('--file <file>', 'the configuration that is to have it, in place of the one so far')
    .option('--yes', 'allow it without being asked')
    .exitOverride()
    .action(async (id: string, flags: ApproveFlags) => done(await approveSecret(id, flags)));
  secrets
    .command('doctor')
    .argument('[files or folders...]')
    .description('Find ids without values, and values without ids.')
    .exitOverride()
    .action(async (paths: readonly string[]) => done(await secretsDoctor(paths)));
  secrets
    .command('install')
    .description('Copy the launcher to where configurations of any client can name it.')
    .exitOverride()
    .action(async () => done(await installHere()));
  secrets
    .command('uninstall')
    .description('Remove that copy.')
    .exitOverride()
    .action(async () => done(await uninstallHere()));
  program
    .command('launches')
    .description('Show the record of the launches that were given secrets; it holds no value.')
    .option('--format <format>', 'text or json', formatName, 'text')
    .option('--on', 'record launches')
    .option('--off', 'record no launch from now on')
    .option('--clear', 'forget those that are recorded')
    .exitOverride()
    .action(async (flags: LaunchesFlags) => done(await launches(flags)));
}
