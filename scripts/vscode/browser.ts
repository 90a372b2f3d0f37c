import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { cached } from './cache.ts';

/** Headless. An installed Chrome, Chromium or Edge, else the Chromium inside an npm package (Linux, x64). */
export async function launchBrowser(): Promise<Browser> {
  const installed = installedBrowser();
  if (installed !== undefined) {
    try {
      return await launch(installed, {});
    } catch {
      // Installed is not the same as able to run: a snap without its daemon, a missing library.
    }
  }
  const folder = await packagedBrowser();
  return launch(join(folder, 'chromium'), librariesFor(folder));
}

function launch(executablePath: string, env: Record<string, string>): Promise<Browser> {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    headless: true,
    env: { ...process.env, ...env },
    args: [
      ...(root ? ['--no-sandbox'] : []),
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
    ],
  });
}

function installedBrowser(): string | undefined {
  const chosen = process.env['CHROME_PATH'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const names = [
    'google-chrome',
    'google-chrome-stable',
    'chromium',
    'chromium-browser',
    'microsoft-edge',
  ];
  const applications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
  const programFiles = [
    process.env['PROGRAMFILES'],
    process.env['PROGRAMFILES(X86)'],
    process.env['LOCALAPPDATA'],
  ];
  return [
    ...(chosen === undefined ? [] : [chosen]),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...applications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
    ...programFiles.flatMap((base) =>
      base === undefined
        ? []
        : [
            join(base, 'Google/Chrome/Application/chrome.exe'),
            join(base, 'Microsoft/Edge/Application/msedge.exe'),
          ],
    ),
  ].find((place) => existsSync(place));
}

/** The package unpacks into the temporary folder, where another user could have put a `chromium` first: here it is our cache. */
async function packagedBrowser(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('no Chrome, Chromium or Edge found (CHROME_PATH may name one)');
  }
  const own = dirname(new URL(import.meta.resolve('@sparticuz/chromium')).pathname);
  return cached('sparticuz-chromium-153.0.0', async (folder) => {
    console.log('Unpacking Chromium, once …');
    const code = `
      const { default: chromium, inflate } = await import('@sparticuz/chromium');
      await chromium.executablePath();
      await inflate(${JSON.stringify(join(own, '..', 'bin', 'al2023.tar.br'))});`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: folder },
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`Chromium could not be unpacked\n${run.stderr}`);
    writeFileSync(join(folder, 'fonts', 'fonts.conf'), fontSettings);
  });
}

/** The package's own settings look for its fonts in /tmp. */
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

/** The package brings the libraries of a bare machine, used only where it has none, and a font, in case there is none. */
function librariesFor(folder: string): Record<string, string> {
  const linked = spawnSync('ldd', [join(folder, 'chromium')], { encoding: 'utf8' });
  const bare = linked.status !== 0 || linked.stdout.includes('not found');
  return {
    ...(bare ? { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } : {}),
    FONTCONFIG_FILE: join(folder, 'fonts', 'fonts.conf'),
  };
}
