import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/vscode/browser.ts';
import { vscodeServer } from '../../../scripts/vscode/install.ts';
import { quietSettings, writeSettings } from '../../../scripts/vscode/profile.ts';
import { startServer } from '../../../scripts/vscode/server.ts';
import { type Ask, openBridge } from './bridge.ts';
import { buildHost } from './host-bundle.ts';

export interface RigOptions {
  /** Over the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** True: VS Code asks before it trusts a folder, and trusts none until told. */
  readonly workspaceTrust?: boolean;
  /** True: what a file's mode forbids is forbidden to root too (Linux, with `setpriv`). */
  readonly obeysModes?: boolean;
  /** True: VS Code shows modal dialogs, which it refuses to whom it takes for a run of tests. */
  readonly dialogs?: boolean;
  /** Over the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** True: VS Code logs all that it can, the window too. */
  readonly trace?: boolean;
  /** A file: our extension becomes active when it is there. */
  readonly gate?: string;
}

/** A real VS Code with our extension, its own home, settings and state. One for a test file; windows in turn. */
export interface Rig {
  /** The home folder that the extension host sees; holds nothing at first. */
  readonly home: string;
  /** Settings, secrets and logs; `User/mcp.json` is the user profile's file. */
  readonly data: string;
  /**
   * Opens a window on a new folder with these files (text by path), and closes the one before. `prepare` may put more
   * into the folder. Null: a window without a folder.
   */
  open(
    files: Readonly<Record<string, string | Uint8Array>> | null,
    prepare?: (folder: string) => void,
  ): Promise<Window>;
  close(): Promise<void>;
}

export interface Window {
  readonly page: Page;
  /** Read only: what the extension host knows. */
  readonly ask: Ask;
  /** The workspace folder's absolute path. */
  readonly folder: string;
  /** The address by which the extension host knows a file of the workspace, or one given by an absolute path. */
  uri(path: string): string;
  /** As the browser's button does it: another extension host, the same folder. Waits until that one answers, no longer. */
  reload(): Promise<void>;
}

/** The folder with the manifest and the built extension; the mutation run puts its own in place of ours. */
const extension = process.env['MCP_POSTURE_EXTENSION'] ?? join(import.meta.dirname, '../../..');

/** Starts server and browser (about 3 s; minutes the first time on a machine, when VS Code is fetched). */
export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const endings: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    return await assemble(options, endings, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function assemble(
  options: RigOptions,
  endings: (() => unknown)[],
  close: () => Promise<void>,
): Promise<Rig> {
  const vscode = await vscodeServer();
  // Short and real: the path ends up in unix socket names and in addresses that tests compare.
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'mcp-posture-'));
  endings.push(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));
  const home = join(base, 'home');
  const data = join(base, 'data');
  mkdirSync(home);
  writeSettings(data, { ...quietSettings, ...testSettings, ...options.settings });
  const entry = join(base, 'host.cjs');
  buildHost(entry);

  if (options.dialogs === true) installBridge(join(data, 'extensions'), entry);

  const bridge = await openBridge();
  endings.push(() => bridge.close());
  const server = await startServer({
    vscode,
    data,
    env: { ...ownHome(home), ...options.env, MCP_POSTURE_BRIDGE: bridge.address },
    access: { kind: 'open' },
    testDriver: true,
    workspaceTrust: options.workspaceTrust === true,
    ...(options.trace === true ? { traceBy: logFiles } : {}),
    by: options.obeysModes === true && process.getuid?.() === 0 ? withoutOverride : [],
  });
  endings.push(() => server.stop());
  const browser = await launchBrowser();
  endings.push(() => browser.close());
  const page = await newPage(browser);

  const origin = `127.0.0.1:${server.port}`;
  const developed = options.gate === undefined ? extension : gatedExtension(base, options.gate);
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', `vscode-remote://${origin}${developed}`],
    ...(options.dialogs === true
      ? []
      : [['extensionTestsPath', `vscode-remote://${origin}${entry}`]]),
    ...(options.trace === true ? [['logLevel', 'trace']] : []),
  ]);

  async function open(
    files: Readonly<Record<string, string | Uint8Array>> | null,
    prepare?: (folder: string) => void,
  ): Promise<Window> {
    const folder = mkdtempSync(join(base, 'ws-'));
    for (const [path, text] of Object.entries(files ?? {})) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    prepare?.(folder);
    bridge.expectNew();
    const address = new URLSearchParams({
      ...(files === null ? { ew: 'true' } : { folder }),
      payload,
    });
    await page.goto(`http://${origin}/?${address.toString()}`);
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    await bridge.ask('about');
    return {
      page,
      ask: bridge.ask,
      folder,
      uri: (path) => pathToFileURL(resolve(folder, path)).toString(),
      async reload() {
        bridge.expectNew();
        await page.reload();
        await bridge.ask('about');
      },
    };
  }

  return { home, data, open, close };
}

/** The host's end of the bridge as an installed extension: VS Code loads one that is developed, not two. */
function installBridge(extensions: string, entry: string): void {
  const folder = join(extensions, 'tests.bridge-0.0.1');
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: 'bridge',
    publisher: 'tests',
    version: '0.0.1',
    engines: { vscode: '^1.101.0' },
    activationEvents: ['*'],
    extensionKind: ['workspace'],
    main: './main.cjs',
    capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const main = `exports.activate = () => { void require(${JSON.stringify(entry)}).run(); };\n`;
  writeFileSync(join(folder, 'main.cjs'), main);
}

/** Our extension under another main, which waits for a file before it loads the real one; gives the folder. */
function gatedExtension(base: string, gate: string): string {
  const folder = join(base, 'gated-extension');
  mkdirSync(folder);
  for (const name of readdirSync(extension))
    if (name !== 'package.json') symlinkSync(join(extension, name), join(folder, name));
  const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8')) as {
    main: string;
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, main: './gated.cjs' }));
  const load = `require(${JSON.stringify(join(extension, manifest.main))})`;
  const code = `exports.activate = async (context) => {
  const isOpen = () => require('node:fs').existsSync(${JSON.stringify(gate)});
  while (!isOpen()) await new Promise((resolve) => setTimeout(resolve, 50));
  return ${load}.activate(context);
};
exports.deactivate = () => ${load}.deactivate?.();
`;
  writeFileSync(join(folder, 'gated.cjs'), code);
  return folder;
}

async function newPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(15_000);
  // Without an answer secrets live in memory only; with one they survive a reload.
  await page.route(
    (url) => url.pathname.endsWith('/mint-key'),
    (route) =>
      route.fulfill({
        status: 200,
        contentType: 'application/octet-stream',
        body: Buffer.alloc(32, 7),
      }),
  );
  // A window with unsaved changes asks before it goes.
  page.on('dialog', (dialog) => void dialog.accept());
  return page;
}

const logFiles = new URL('log-files.mjs', import.meta.url).href;

const override = '-dac_override,-dac_read_search';

const withoutOverride = ['setpriv', '--bounding-set', override, '--inh-caps', override];

/** What is typed is what stands there: nothing is closed, completed or indented by the editor. */
const testSettings = {
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.formatOnType': false,
  'editor.formatOnPaste': false,
  'editor.quickSuggestions': 'off',
  'editor.suggestOnTriggerCharacters': false,
  'editor.minimap.enabled': false,
  'window.confirmBeforeClose': 'never',
  // Tests reach nobody but this machine: a refused connection is an answer at once.
  'mcpPosture.advisories.osv': 'http://127.0.0.1:1',
} as const satisfies Record<string, unknown>;

/**
 * User-level files of real clients, and the package registries of whoever runs the tests, are none of a test's business:
 * packages are asked of a port where nobody listens.
 */
function ownHome(home: string): Record<string, string | undefined> {
  const ofNpm = Object.keys(process.env).filter((name) => /^npm_/i.test(name));
  return {
    ...Object.fromEntries(ofNpm.map((name) => [name, undefined])),
    npm_config_registry: 'http://127.0.0.1:1/',
    UV_DEFAULT_INDEX: 'http://127.0.0.1:1/simple',
    PIP_INDEX_URL: 'http://127.0.0.1:1/simple',
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, 'AppData', 'Roaming'),
    XDG_CONFIG_HOME: undefined,
    XDG_RUNTIME_DIR: undefined,
    DOCKER_CONFIG: undefined,
  };
}
