import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadedDesktop, hasDisplay } from '../vscode/desktop.ts';
import { root, runNode } from '../run-node.ts';
import { notHere } from './steps.ts';

// The oldest VS Code that the manifest promises; the server's end-to-end tests run in a new one.
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  engines: { vscode: string };
};
const version = process.argv[2] ?? manifest.engines.vscode.replace('^', '');

const program = await desktop();
const files = globSync('test/e2e/desktop/*.test.ts', { cwd: root });
process.env['MCP_POSTURE_DESKTOP'] = program;
process.exit(await runNode(['--test', '--test-concurrency=1', ...files]));

async function desktop(): Promise<string> {
  if (!hasDisplay()) {
    return leave('needs a display (xvfb-run -a npm run test:electron)');
  }
  try {
    return await downloadedDesktop(version, join(root, '.cache/desktop'));
  } catch (error) {
    return leave(
      `cannot be downloaded here: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function leave(why: string): never {
  console.log(`Desktop VS Code ${version} ${why.split('\n')[0]}`);
  process.exit(notHere);
}
