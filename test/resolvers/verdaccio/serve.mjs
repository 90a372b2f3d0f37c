// Serves the registry whose packages lie beside the manifest of the first argument, by the settings of the second.
import { createRequire } from 'node:module';

const [, , manifest, settings] = process.argv;
const { runServer } = createRequire(manifest)('verdaccio');
const server = await runServer(settings);
server.listen(0, '127.0.0.1', () => console.log(`Listening on port ${server.address().port}`));
// Ends with the test that started it.
process.on('disconnect', () => process.exit());
