import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';

/** Whether a window could be seen on this machine. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return process.env['SSH_CONNECTION'] === undefined;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some(
    (name) => name !== undefined && name !== '',
  );
}

/**
 * The program itself of an installed VS Code, not its `code` command: that one leaves the window
 * behind when the terminal goes. Undefined when there is none.
 */
export function installedDesktop(): string | undefined {
  const programs = [process.env['LOCALAPPDATA'], process.env['PROGRAMFILES']].filter(
    (base) => base !== undefined,
  );
  const places = {
    win32: programs.flatMap((base) => [
      join(base, 'Programs', 'Microsoft VS Code', 'Code.exe'),
      join(base, 'Microsoft VS Code', 'Code.exe'),
    ]),
    darwin: ['Code', 'Electron'].map(
      (name) => `/Applications/Visual Studio Code.app/Contents/MacOS/${name}`,
    ),
    linux: (process.env['PATH'] ?? '')
      .split(delimiter)
      .map((folder) => join(folder, 'code'))
      .filter((command) => isThere(command))
      .map((command) => join(dirname(dirname(realpathSync(command))), 'code')),
  };
  const { platform } = process;
  if (platform !== 'win32' && platform !== 'darwin' && platform !== 'linux') return undefined;
  return places[platform].find((place) => existsSync(place));
}

function isThere(command: string): boolean {
  return command.startsWith('/') && existsSync(command);
}

/** Downloads VS Code once into a folder of the project; throws where its maker's site cannot be reached (10 s). */
export function downloadedDesktop(version: string, folder: string): Promise<string> {
  return downloadAndUnzipVSCode({ version, cachePath: folder, timeout: 10_000 });
}

export interface DesktopOptions {
  readonly program: string;
  /** Settings, state and what is installed: not the person's own. */
  readonly data: string;
  readonly extension: string;
  readonly folder: string;
}

/** Opens the window; it ends when the window is closed, and closes when `ending` is aborted. */
export function openDesktop(options: DesktopOptions, ending: AbortSignal): Promise<void> {
  const args = [
    options.folder,
    '--new-window',
    `--extensionDevelopmentPath=${options.extension}`,
    `--user-data-dir=${options.data}`,
    `--extensions-dir=${join(options.data, 'extensions')}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  // Set in a terminal of VS Code, where it would make the program run as plain Node.
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(options.program, args, { stdio: 'ignore', env });
    child.on('error', reject);
    child.on('exit', () => resolve());
    ending.addEventListener('abort', () => child.kill('SIGTERM'));
  });
}
