import { become, ready } from './setup.mjs';

become(ready(), ['scripts/mutate/main.ts', ...process.argv.slice(2)]);
