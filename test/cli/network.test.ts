import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { folderWith, runCli, scanJson } from './run-cli.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';
const index = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [] });
const digest = `sha256:${createHash('sha256').update(index).digest('hex')}`;

interface Registry {
  readonly host: string;
  readonly requests: readonly string[];
}

/** A registry on loopback that knows one tag of one image, and no other. */
async function registry(t: TestContext): Promise<Registry> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const known = request.url === '/v2/team/tool/manifests/1.0';
    if (known) {
      response.setHeader('docker-content-digest', digest).setHeader('content-type', indexType);
      response.setHeader('content-length', index.length);
    }
    response.writeHead(known ? 200 : 404);
    response.end(known && request.method === 'GET' ? index : undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function config(host: string): Record<string, string> {
  const entry = (image: string) => ({ command: 'docker', args: ['run', '-i', `${host}/${image}`] });
  const servers = {
    known: entry('team/tool:1.0'),
    unknown: entry('team/tool:9'),
    again: entry('team/tool:1.0'),
  };
  return { '.vscode/mcp.json': JSON.stringify({ servers }) };
}

test('a registry that was named is asked once a tag, and the finding gains its fix', async (t) => {
  const { host, requests } = await registry(t);
  const folder = folderWith(t, config(host));
  const { report } = await scanJson([folder], { flags: ['--registry-host', host] });
  const titles = report.documents[0]?.servers.map(({ findings }) =>
    findings
      .filter(({ rule }) => rule === 'unpinned-image')
      .flatMap(({ fixes }) => fixes.map(({ title }) => title)),
  );
  assert.ok(titles?.[0]?.[0]?.startsWith(`Pin to ${digest.slice(0, 19)}`));
  assert.deepEqual(titles?.[1], []);
  assert.deepEqual(titles?.[2], titles?.[0]);
  assert.equal(requests.filter((line) => line === 'HEAD /v2/team/tool/manifests/1.0').length, 1);
});

test('no other registry is asked unless it is named, and none with --no-network', async (t) => {
  const { host, requests } = await registry(t);
  const folder = folderWith(t, config(host));
  const unnamed = await runCli(['scan', folder]);
  assert.match(unnamed.stdout, /Not checked:\n {2}127\.0\.0\.1:\d+\/team\/tool:1\.0: /);
  assert.equal(unnamed.code, 1);
  const off = await runCli(['scan', folder, '--no-network', '--registry-host', host]);
  assert.equal(off.code, 1);
  assert.deepEqual(requests, []);
});

test('a registry that does not answer costs its own questions only', async (t) => {
  const folder = folderWith(t, config('127.0.0.1:9'));
  const { code, report } = await scanJson([folder], { flags: ['--registry-host', '127.0.0.1:9'] });
  assert.equal(code, 1);
  assert.equal(report.summary.servers, 3);
});

test('an address with a password is refused in a line that does not repeat it', async (t) => {
  const folder = folderWith(t, {});
  const word = ['hush', 'word', '77'].join('-');
  for (const flags of [
    ['--osv', `https://me:${word}@osv.example.com/`],
    ['--trivy-server', `ftp://me:${word}@h.example.com/`],
    ['--registry-host', `me:${word}@h.example.com`],
  ]) {
    const { code, stdout, stderr } = await runCli(['scan', folder, ...flags]);
    assert.deepEqual(
      [code, stdout, stderr],
      [2, '', 'mcp-posture: a user and a password do not belong on the command line\n'],
    );
  }
});
