import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from '../run-npm.ts';
import { cached } from './cache.ts';

const release = 'code-server@4.139.1';

/** The folder of VS Code's own server (1.139.1, as the npm package code-server ships it), fetched once a user. */
export async function vscodeServer(): Promise<string> {
  const folder = await cached(release.replace('@', '-'), (temporary) => {
    console.log(`Fetching VS Code's server (${release}) from npm, once …`);
    writeFileSync(join(temporary, 'package.json'), '{ "private": true }\n');
    // No install scripts: they compile native modules (terminal, log files) that nothing here needs.
    runNpm(temporary, ['install', release]);
    const vscode = below(temporary);
    runNpm(vscode, ['install', '--omit=dev']);
    runNpm(join(vscode, 'extensions'), ['install', '--omit=dev']);
  });
  return below(folder);
}

function below(folder: string): string {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}
