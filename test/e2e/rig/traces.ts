import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files below these folders that hold a text, in UTF-8, UTF-16 or base64. */
export function filesHolding(folders: readonly string[], text: string): readonly string[] {
  const needles = needlesOf(text);
  return folders
    .flatMap((folder) => filesBelow(folder))
    .filter((file) => {
      try {
        const content = readFileSync(file);
        return needles.some((needle) => content.includes(needle));
      } catch {
        return false;
      }
    });
}

export interface CommandLines {
  /** Those that held the text. */
  stop(): readonly string[];
}

/** Looks at the command line of every process of this machine, again and again, until it is stopped. */
export function watchCommandLines(text: string): CommandLines {
  const seen = new Set<string>();
  function look(): void {
    for (const pid of numbersOfProcesses()) {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (line.includes(text)) seen.add(line.replaceAll('\0', ' '));
      } catch {
        // It has ended meanwhile.
      }
    }
  }
  const timer = setInterval(look, 5);
  return {
    stop() {
      clearInterval(timer);
      return [...seen];
    },
  };
}

/** The processes whose command line holds the text. */
export function processesOf(text: string): readonly number[] {
  return numbersOfProcesses().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}

export interface Processes {
  /** What held the text: command lines, and the number of each process whose environment did. */
  stop(): { readonly lines: readonly string[]; readonly pids: readonly number[] };
}

/** The same for the environment that every process was started with. */
export function watchProcesses(text: string): Processes {
  const lines = watchCommandLines(text);
  const pids = new Set<number>();
  function look(): void {
    for (const pid of numbersOfProcesses()) {
      if (pids.has(pid)) continue;
      try {
        if (readFileSync(`/proc/${pid}/environ`).includes(text)) pids.add(pid);
      } catch {
        // It has ended meanwhile, or is another user's.
      }
    }
  }
  const timer = setInterval(look, 5);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { lines: lines.stop(), pids: [...pids] };
    },
  };
}

/** How a text may stand in a file; in base64 it looks different at each of three places. */
export function needlesOf(text: string): readonly Buffer[] {
  const encoded = [0, 1, 2].map((shift) => {
    const base64 = Buffer.from('x'.repeat(shift) + text).toString('base64');
    // What depends on the neighbours is left out.
    return Buffer.from(base64.slice(shift === 0 ? 0 : 4, -4));
  });
  const little = Buffer.from(text, 'utf16le');
  return [Buffer.from(text), little, Buffer.from(little).swap16(), ...encoded];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function numbersOfProcesses(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}
