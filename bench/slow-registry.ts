import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const digest = `sha256:${'ab'.repeat(32)}`;
const index = 'application/vnd.oci.image.index.v1+json';
const delay = Number(workerData);
let requests = 0;

/** As many releases as a busy package has. */
function packument(): string {
  const versions: Record<string, unknown> = {};
  const time: Record<string, string> = {};
  for (let patch = 0; patch < 60; patch++) {
    const version = `1.${Math.floor(patch / 10)}.${patch % 10}`;
    versions[version] = { name: 'server', version, dependencies: { zod: '^4.0.0' } };
    time[version] = new Date(Date.UTC(2025, 0, 1 + patch)).toISOString();
  }
  return JSON.stringify({ 'dist-tags': { latest: '1.5.9' }, versions, time });
}

const body = packument();
const server = createServer(({ url = '' }, response) => {
  requests += 1;
  setTimeout(() => {
    if (url.startsWith('/v2/')) {
      response.writeHead(200, { 'content-type': index, 'docker-content-digest': digest }).end();
    } else {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    }
  }, delay);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  parentPort?.postMessage(`127.0.0.1:${address.port}`);
});
parentPort?.on('message', () => parentPort?.postMessage(requests));
