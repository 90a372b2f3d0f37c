import { become, ready } from './setup.mjs';

become(ready(), [
  '--no-warnings=ExperimentalWarning',
  'scripts/start/main.ts',
  ...process.argv.slice(2),
]);
