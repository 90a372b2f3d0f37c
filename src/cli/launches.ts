import { visible } from '../output/visible.ts';
import { openRecord, recordFolder } from '../secrets/record.ts';
import { thisUser } from './user.ts';

export interface LaunchesFlags {
  readonly format: 'text' | 'json';
  readonly on?: boolean;
  readonly off?: boolean;
  readonly clear?: boolean;
}

/** Shows the log of launches, the oldest first; or switches it, or empties it. */
export async function launches({ format, on, off, clear }: LaunchesFlags): Promise<number> {
  const record = openRecord(recordFolder(thisUser()));
  if (on === true || off === true) {
    if (on === off) throw new Error('--on or --off, not both');
    await record.turn(on === true);
  }
  if (clear === true) await record.clear();
  if (on === true || off === true || clear === true) return 0;
  const all = await record.read();
  const isOn = await record.isOn();
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify({ version: 1, on: isOn, launches: all }, null, 2)}\n`);
    return 0;
  }
  for (const { time, server, file, runs, version, secrets } of all) {
    const what = runs === null ? '' : `${runs}${version === null ? '' : ` ${version}`}`;
    const parts = [time, server, what, file, secrets.join(' ')].filter((part) => part !== '');
    process.stdout.write(`${visible(parts.join('  '))}\n`);
  }
  if (all.length === 0) process.stdout.write('No launch is recorded.\n');
  if (!isOn) process.stdout.write('The record is switched off: mcp-posture launches --on\n');
  return 0;
}
