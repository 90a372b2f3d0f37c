import { writeSync } from 'node:fs';
import { oneLine } from '../secrets/protocol.ts';
import { codes, launch } from './launch.ts';

const parentLooks = 1000;
/** A PATH may be long. */
const longestLine = 8000;

/** The launcher as a process: becomes the server or ends with one line. `argv` without the program and the script. */
export async function runLauncher(argv: readonly string[]): Promise<void> {
  process.on('uncaughtException', fail);
  // Else Node opens its inspector at this signal, to anybody on this machine.
  process.on('SIGUSR1', () => {});
  const controller = new AbortController();
  endWithParent(controller);
  try {
    const { code, why } = await launch(argv, controller.signal);
    if (why !== undefined) say(why);
    process.exit(code);
  } catch {
    // Whoever has gone reads no line.
    if (controller.signal.aborted) process.exit(codes.internal);
    fail();
  }
}

/** A client that is gone needs no server: nobody would end it. */
function endWithParent(controller: AbortController): void {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || controller.abort(), parentLooks).unref();
}

function fail(): void {
  // The reason may hold anything.
  say('an unexpected error; run mcp-posture secrets doctor');
  process.exit(codes.internal);
}

function say(why: string): void {
  try {
    writeSync(2, `mcp-launch: ${oneLine(why, longestLine)}\n`);
  } catch {
    // Nobody reads.
  }
}
