import { Command, CommanderError, InvalidArgumentError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { formatJson } from '../output/json.ts';
import { formatText } from '../output/text.ts';
import type { Scanned } from '../output/scanned.ts';
import { visible } from '../output/visible.ts';
import { failLevels, type FailLevel, isFailLevel, reaches } from './fail-on.ts';
import { scan } from './scan.ts';

const FOUND = 1;
const COULD_NOT_RUN = 2;
const NETWORK_MILLISECONDS = 30_000;

interface Flags {
  readonly format: 'text' | 'json';
  readonly network: boolean;
  readonly failOn: FailLevel;
  readonly registryHost: readonly string[];
  readonly color?: boolean;
}

function commandLine(done: (code: number) => void): Command {
  const program = new Command('mcp-posture')
    .description('Shows the security posture of MCP server configurations.')
    .version(manifest.version)
    .exitOverride();
  program
    .command('scan')
    .description(
      'Judge the servers of the given files, and of every known configuration below the given folders.',
    )
    .argument('<files or folders...>')
    .option('--format <format>', 'text or json', formatName, 'text')
    .option('--no-network', 'ask no registry; what needs one shows as not checked')
    .option(
      '--fail-on <level>',
      `exit with 1 from this level on: ${failLevels.join(', ')}`,
      failLevel,
      'warning',
    )
    .option(
      '--registry-host <host>',
      'a further registry that may be asked; repeatable',
      registryHost,
      [],
    )
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours')
    .exitOverride()
    .action(async (paths: readonly string[], flags: Flags) => done(await runScan(paths, flags)));
  return program;
}

async function runScan(paths: readonly string[], flags: Flags): Promise<number> {
  const { scanned, unanswered } = await scan(paths, {
    network: flags.network,
    registryHosts: flags.registryHost,
    networkMilliseconds: NETWORK_MILLISECONDS,
  });
  const color = flags.color ?? wantsColor();
  process.stdout.write(
    flags.format === 'json' ? formatJson(scanned) : formatText(scanned, { color, unanswered }),
  );
  if (reaches(scanned, flags.failOn)) return FOUND;
  return scanned.some(isIncomplete) ? COULD_NOT_RUN : 0;
}

/** A gate must not pass on what could not be judged. */
function isIncomplete(item: Scanned): boolean {
  if (item.kind === 'unreadable') return true;
  const { document, failures } = item.report;
  return failures.length > 0 || (document.root === null && document.text.trim() !== '');
}

/** On a terminal, unless NO_COLOR is set to anything. */
function wantsColor(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return process.stdout.isTTY && (NO_COLOR ?? '') === '' && TERM !== 'dumb';
}

function formatName(text: string): Flags['format'] {
  if (text !== 'text' && text !== 'json') throw new InvalidArgumentError('It is text or json.');
  return text;
}

function failLevel(text: string): FailLevel {
  if (!isFailLevel(text)) throw new InvalidArgumentError(`It is one of ${failLevels.join(', ')}.`);
  return text;
}

function registryHost(text: string, before: readonly string[]): readonly string[] {
  const host = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i.test(text);
  if (!host) throw new InvalidArgumentError('It is a host, with its port if it has one.');
  return [...before, text.toLowerCase()];
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

// A reader that has seen enough, such as `head`, closes the pipe: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : COULD_NOT_RUN);
});

async function start(): Promise<void> {
  process.exitCode = await main(process.argv);
}

void start();
