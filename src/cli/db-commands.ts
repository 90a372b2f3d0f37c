import type { Command } from 'commander';
import { exportAnswers, exportedText, importAnswers, importedText } from './db.ts';
import { createOffline, onlineFor } from './online.ts';
import { type ScanFlags, withCommonOptions, withWhoseOptions } from './options.ts';
import { visibleJson } from '../output/visible.ts';
import { createStatusLine } from './status-line.ts';
import { whoseFiles } from './whose-files.ts';

/** Long enough for every question; scans take minutes each. */
const MILLISECONDS = 2 * 60_000;
const IMAGES_MILLISECONDS = 30 * 60_000;

type ExportFlags = Omit<ScanFlags, 'db' | 'failOn' | 'color'>;

/** Adds the commands that carry answers to a machine which cannot ask. */
export function withDbCommands(program: Command, done: (code: number) => void): void {
  const db = program
    .command('db')
    .description('Carry answers of registries and advisories to a machine that cannot ask.')
    .exitOverride();
  const bundle = db.command('export').argument('<file>', 'the bundle to write');
  withWhoseOptions(withCommonOptions(bundle, '[files or folders...]'))
    .description('Write every answer about the given configurations into one file.')
    .exitOverride()
    .action(async (file: string, paths: readonly string[], flags: ExportFlags) =>
      done(await runExport(file, paths, flags)),
    );
  db.command('import')
    .argument('<file>', 'a bundle that `db export` wrote')
    .description('Put the answers of a bundle beside those of this machine.')
    .exitOverride()
    .action(async (file: string) => done(await runImport(file)));
}

async function runExport(
  file: string,
  paths: readonly string[],
  flags: ExportFlags,
): Promise<number> {
  const whose = await whoseFiles(paths, flags);
  const status = createStatusLine(process.stderr);
  const scans = flags.scanImages === true;
  const exported = await exportAnswers(
    file,
    paths,
    {
      resolver: onlineFor(paths, flags),
      trusted: flags.trustWorkspace === true,
      signal: AbortSignal.timeout(scans ? IMAGES_MILLISECONDS : MILLISECONDS),
      onProgress: (answered, asked) => status.show(`Asking registries: ${answered} of ${asked}`),
      ...whose,
    },
    scans,
  );
  status.clear();
  process.stdout.write(
    flags.format === 'json'
      ? `${visibleJson(JSON.stringify({ version: 1, ...exported }, null, 2))}\n`
      : exportedText(file, exported),
  );
  return 0;
}

async function runImport(file: string): Promise<number> {
  process.stdout.write(importedText(await importAnswers(file, createOffline())));
  return 0;
}
