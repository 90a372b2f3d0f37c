import { become, ready } from './setup.mjs';

become(ready(), ['scripts/test/main.ts', ...process.argv.slice(2)]);
