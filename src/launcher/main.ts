import { runLauncher } from './run.ts';

void runLauncher(process.argv.slice(2));
