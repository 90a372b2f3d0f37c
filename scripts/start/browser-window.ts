import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay } from '../vscode/desktop.ts';
import { openServer } from './people-server.ts';

export interface BrowserWindow {
  readonly extension: string;
  readonly folder: string;
  readonly data: string;
  readonly ending: AbortSignal;
}

/** VS Code's own server and a browser on it; until `ending` is aborted or the server ends. */
export async function openInBrowser(options: BrowserWindow): Promise<void> {
  const { server, address, close } = await openServer(options);
  try {
    console.log(`\nVS Code is ready at\n\n  ${address}\n\nCtrl+C ends it.`);
    if (hasDisplay()) showPage(address, options.data);
    if (!options.ending.aborted) await Promise.race([server.ended, once(options.ending, 'abort')]);
  } finally {
    await close();
  }
}

/** By way of a file that only this user reads: a command line, with the token in it, everybody could read. */
function showPage(address: string, data: string): void {
  const page = join(data, 'open.html');
  writeFileSync(
    page,
    `<meta http-equiv="refresh" content="0;url=${address.replaceAll('&', '&amp;')}">`,
    { mode: 0o600 },
  );
  const [command, ...args] =
    process.platform === 'win32'
      ? ['explorer']
      : process.platform === 'darwin'
        ? ['open']
        : ['xdg-open'];
  const child = spawn(command ?? 'xdg-open', [...args, page], { stdio: 'ignore' });
  child.on('error', () => undefined);
}
