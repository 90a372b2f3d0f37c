import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { formatJson } from '../output/json.ts';
import { formatPinsJson, formatPinsText } from '../output/pinned.ts';
import { formatText } from '../output/text.ts';
import { visible } from '../output/visible.ts';
import { asEdited, runEdit } from './edit-run.ts';
import { reaches } from './fail-on.ts';
import type { JudgeOptions } from './judge-files.ts';
import { bundleIn } from './db.ts';
import { withDbCommands } from './db-commands.ts';
import { withMoveCommands } from './move-commands.ts';
import { onlineFor } from './online.ts';
import {
  type CommonFlags,
  type PinFlags,
  type ScanFlags,
  withCommonOptions,
  withScanOptions,
} from './options.ts';
import { pin } from './pin.ts';
import { isIncomplete, scan } from './scan.ts';
import { withSecretCommands } from './secrets-commands.ts';
import { createStatusLine, type StatusLine } from './status-line.ts';
import { whoseFiles } from './whose-files.ts';

const FOUND = 1;
const COULD_NOT_RUN = 2;
/** For all questions together. A failed one is forgotten after a minute, and its reason is to be told. */
const SCAN_MILLISECONDS = 30_000;
const PIN_MILLISECONDS = 50_000;
/** Scans take minutes each, one after the other. */
const IMAGES_MILLISECONDS = 30 * 60_000;

const LAUNCH_DESCRIPTION =
  'Start a server with its secrets: launch [--keychain] --env NAME=<secret id> … -- <command> …';

function commandLine(done: (code: number) => void): Command {
  const program = new Command('mcp-posture')
    .description('Shows and repairs the security posture of MCP server configurations.')
    .version(manifest.version)
    .exitOverride();
  withScanOptions(program.command('scan'))
    .description(
      "Judge the servers of the given files, of every known configuration below the given folders, and of the user's own.",
    )
    .exitOverride()
    .action(async (paths: readonly string[], flags: ScanFlags) =>
      done(await runScan(paths, flags)),
    );
  withCommonOptions(program.command('pin'))
    .description(
      'Pin every image to its digest, package to a release and git source to a commit, in the files.',
    )
    .option('--dry-run', 'write nothing, show what would change')
    .exitOverride()
    .action(async (paths: readonly string[], flags: PinFlags) => done(await runPin(paths, flags)));
  // It is not read here: what follows is the launcher's, down to the last word.
  program.command('launch').description(LAUNCH_DESCRIPTION).helpOption(false);
  withDbCommands(program, done);
  withSecretCommands(program, done);
  withMoveCommands(program, done);
  return program;
}

async function runScan(paths: readonly string[], flags: ScanFlags): Promise<number> {
  const whose = await whoseFiles(paths, flags);
  const status = createStatusLine(process.stderr);
  const scans = flags.scanImages === true;
  const limit = AbortSignal.timeout(scans ? IMAGES_MILLISECONDS : SCAN_MILLISECONDS);
  const options: JudgeOptions = {
    ...judging(paths, flags, limit, status),
    ...whose,
    alsoAsks: ({ kind }) => kind === 'image-scan' && scans,
  };
  if (flags.db !== undefined) await bundleIn(flags.db, options.resolver);
  const { scanned, unanswered, oldest } = await scan(paths, options);
  status.clear();
  const color = flags.color ?? wantsColor();
  const told = flags.network ? unanswered : [];
  process.stdout.write(
    flags.format === 'json'
      ? formatJson(scanned)
      : formatText(scanned, { color, unanswered: told, oldest: dayOf(oldest) }),
  );
  if (reaches(scanned, flags.failOn)) return FOUND;
  return scanned.some(isIncomplete) ? COULD_NOT_RUN : 0;
}

async function runPin(paths: readonly string[], flags: PinFlags): Promise<number> {
  const dryRun = flags.dryRun === true;
  const status = createStatusLine(process.stderr);
  return runEdit(PIN_MILLISECONDS, async (limit, stop) => {
    const files = await pin(paths, { ...judging(paths, flags, limit, status), stop, dryRun });
    status.clear();
    return asEdited(files, (some) =>
      flags.format === 'json' ? formatPinsJson(some) : formatPinsText(some, dryRun),
    );
  });
}

/** Null for what was answered within a day. */
function dayOf(time: number | null): string | null {
  const isOld = time !== null && Date.now() - time > 24 * 3_600_000;
  return isOld ? new Date(time).toISOString().slice(0, 10) : null;
}

function judging(
  paths: readonly string[],
  flags: CommonFlags & Pick<ScanFlags, 'db'>,
  signal: AbortSignal,
  status: StatusLine,
): JudgeOptions {
  return {
    resolver: onlineFor(paths, flags),
    trusted: flags.trustWorkspace === true,
    signal,
    onProgress: (answered, asked) => status.show(`Asking registries: ${answered} of ${asked}`),
  };
}

/** On a terminal, unless NO_COLOR is set to anything. */
function wantsColor(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return process.stdout.isTTY && (NO_COLOR ?? '') === '' && TERM !== 'dumb';
}

async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = commandLine((result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : COULD_NOT_RUN;
    process.stderr.write(
      `mcp-posture: ${visible(error instanceof Error ? error.message : 'it failed')}\n`,
    );
    return COULD_NOT_RUN;
  }
}

async function start(): Promise<void> {
  if (process.argv[2] === 'launch') {
    // The server's streams are not to be touched before it has them.
    const { runLauncher } = await import('../launcher/run.ts');
    return runLauncher(process.argv.slice(3));
  }
  // A reader that has seen enough, such as `head`, closes the pipe: that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : COULD_NOT_RUN);
  });
  process.exitCode = await main(process.argv);
  // A proxy that was asked and never answers would hold the program for as long as it likes.
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit();
}

/** Resolves when all that was written to a stream is on its way, or the stream is closed. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

void start();
