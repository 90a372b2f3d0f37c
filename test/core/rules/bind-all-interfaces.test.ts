import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindAllInterfaces } from '../../../src/core/rules/bind-all-interfaces.ts';
import { draftsOf, fixed, read } from './reading.ts';

const image =
  'ghcr.io/example/notes@sha256:4b1f6d0c9e2a78354b1f6d0c9e2a78354b1f6d0c9e2a78354b1f6d0c9e2a7835';

const listen: readonly (readonly [args: readonly string[], after: readonly string[] | null])[] = [
  [
    ['--host', '0.0.0.0'],
    ['--host', '127.0.0.1'],
  ],
  [['--host=0.0.0.0'], ['--host=127.0.0.1']],
  [
    ['--http-host', '::'],
    ['--http-host', '127.0.0.1'],
  ],
  [
    ['--bind', '[::]:80'],
    ['--bind', '127.0.0.1:80'],
  ],
  [
    ['-b', '0.0.0.0:8000'],
    ['-b', '127.0.0.1:8000'],
  ],
  [['-addr=:8080'], ['-addr=127.0.0.1:8080']],
  [
    ['--serverAddress', '*:80'],
    ['--serverAddress', '127.0.0.1:80'],
  ],
  [
    ['--listen-address', '0.0.0.0'],
    ['--listen-address', '127.0.0.1'],
  ],
  [['--port', ':8080'], null],
  [['--host'], null],
  [['--host', '*'], null],
  [['--host', '0.0.0.0/0'], null],
  [['--host', '10.0.0.0'], null],
  [['--ghost', '0.0.0.0'], null],
  [['--zip', '0.0.0.0'], null],
  [['--db-host', '0.0.0.0'], null],
  [['--redisHost', '0.0.0.0'], null],
  [['--allowed-ip', '0.0.0.0'], null],
];

for (const [args, after] of listen) {
  test(`listening: ${args.join(' ')}`, () => checkFix('/opt/notes/bin/notes', args, after));
}

const publish: readonly (readonly [value: string, after: string | null])[] = [
  ['80:80', '127.0.0.1:80:80'],
  ['80', '127.0.0.1::80'],
  ['80-90:80-90/tcp', '127.0.0.1:80-90:80-90/tcp'],
  ['0.0.0.0:80:80', '127.0.0.1:80:80'],
  ['0.0.0.0::80', '127.0.0.1::80'],
  ['[::]:80:80', '127.0.0.1:80:80'],
  [':::80:80', '127.0.0.1:80:80'],
  ['127.0.0.1:80:80', null],
  ['127.0.0.1::80', null],
  ['[::1]:80:80', null],
  ['192.168.1.2:80:80', null],
  ['${input:port}:80', null],
  ['${env:ADDRESS}:80:80', null],
  ['nonsense', null],
];

for (const [value, after] of publish) {
  test(`publishing: ${value}`, () => {
    const line = (port: string) => ['run', '-i', '-p', port, image];
    checkFix('docker', line(value), after === null ? null : line(after));
  });
}

function checkFix(command: string, args: readonly string[], after: readonly string[] | null): void {
  const launch = read(command, args);
  const [draft, ...more] = draftsOf(bindAllInterfaces, launch);
  assert.deepEqual(more, []);
  if (after === null) assert.equal(draft, undefined);
  else assert.deepEqual(fixed(launch, draft?.fixes?.[0]), after);
  if (after === null) return;
  assert.deepEqual(draftsOf(bindAllInterfaces, read(command, after)), []);
}

const variables: Readonly<Record<string, boolean>> = {
  HOST: true,
  MCP_HOST: true,
  FASTMCP_SERVER_HOST: true,
  MCP_HTTP_HOST: true,
  BIND_ADDRESS: true,
  LISTEN_ADDR: true,
  ACME_BIND: true,
  NOTES_MCP_HOST: true,
  GRADIO_SERVER_NAME: true,
  DB_HOST: false,
  REDIS_BIND: false,
  OLLAMA_HOST: false,
  ALLOWED_HOST: false,
  HOSTS: false,
  GHOST: false,
  ACME_HOST: false,
};

for (const [name, binds] of Object.entries(variables)) {
  test(`variable: ${name}`, () => {
    const drafts = draftsOf(
      bindAllInterfaces,
      read('/opt/notes/bin/notes', [], { env: { [name]: '0.0.0.0' } }),
    );
    assert.equal(drafts.length, binds ? 1 : 0);
  });
}
