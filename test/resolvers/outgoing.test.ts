import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultUrl } from 'registry-url';
import { judgeFiles } from '../../src/cli/judge-files.ts';
import { leakedRuns } from '../secret-runs.ts';
import { resolverFor } from './resolver-for.ts';
import { scanners, trivyReport } from './scanners.ts';
import { startWorld } from './world.ts';

const npmHost = new URL(defaultUrl).host;
const digest = `sha256:${'4b1f6d0c9e2a7835'.repeat(4)}`;

/** Built here, so that no scanner of ours finds them in this file. */
const token = ['npm', 'AbCdEf0123456789AbCdEf0123456789AbCd'].join('_');
const secrets = {
  token,
  literal: ['ghp', 'Zx8kQ2vN6tR4yU1iO3pL5mJ7hG9fD0sA2bC4'].join('_'),
  env: 'value-of-a-variable-of-the-user',
  server: 'alias-in-this-file',
  path: 'folder-of-a-project',
  argument: 'words-behind-the-spec',
  description: 'words-of-a-comment',
  header: 'header-of-a-remote',
  input: 'words-of-an-input',
};

const servers = {
  [secrets.server]: {
    command: 'npx',
    args: ['-y', '@acme/files@1.4.2', secrets.argument, `--token=${secrets.literal}`],
    env: { GITHUB_TOKEN: secrets.literal, MODE: secrets.env },
    cwd: `/home/me/${secrets.path}`,
  },
  open: { command: 'npx', args: ['-y', 'some-server'] },
  python: { command: 'uvx', args: ['py-server==1.0'] },
  go: { command: 'go', args: ['run', 'github.com/acme/gopher@v1.2.3'] },
  git: {
    command: 'uvx',
    args: ['--from', 'git+https://me:pw-of-git@github.com/acme/tool@main', 'tool'],
  },
  tagged: {
    command: 'docker',
    args: ['run', '-i', '-e', `KEY=${secrets.literal}`, 'ghcr.io/acme/mcp:1.4'],
  },
  pinned: { command: 'docker', args: ['run', '-i', `ghcr.io/acme/pinned@${digest}`] },
  stranger: { command: 'docker', args: ['run', '-i', 'registry.stranger.example/x/y:1'] },
  remote: {
    type: 'http',
    url: 'https://mcp.remote.example/mcp?key=x',
    headers: { X: secrets.header },
  },
  disk: { command: 'node', args: [`/srv/${secrets.path}/index.js`] },
};

interface Sent {
  readonly host: string;
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const packument = (name: string, version: string) => ({
  name,
  'dist-tags': { latest: version },
  versions: { [version]: { name, version, dist: { attestations: { url: 'https://x.invalid' } } } },
  time: { [version]: '2026-01-01T00:00:00.000Z' },
});

function npmWith(packages: Readonly<Record<string, unknown>>) {
  return (path: string, response: ServerResponse): void => {
    if (path.endsWith('/bulk')) return json(response, {});
    const found = Object.hasOwn(packages, path) ? packages[path] : undefined;
    json(response, found ?? { error: 'none' }, found === undefined ? 404 : 200);
  };
}

/** What each host answers; whatever else it is asked, it has none. */
const answers: Readonly<Record<string, (path: string, response: ServerResponse) => void>> = {
  'api.osv.dev': (path, response) =>
    json(response, path === '/v1/querybatch' ? { results: [{}, {}, {}, {}] } : {}, 200),
  'npm.acme.example': npmWith({ '/@acme%2ffiles': packument('@acme/files', '1.4.2') }),
  [npmHost]: npmWith({ '/some-server': packument('some-server', '2.0.0') }),
  'pypi.org': (path, response) => {
    if (!path.startsWith('/simple/')) return json(response, {}, 404);
    const file = {
      filename: 'py_server-1.0-py3-none-any.whl',
      url: 'https://x.invalid',
      hashes: {},
    };
    response.writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' });
    response.end(
      JSON.stringify({ meta: { 'api-version': '1.1' }, name: 'py-server', files: [file] }),
    );
  },
  'ghcr.io': (path, response) => {
    if (/\/manifests\/(?:1\.4)$/.test(path)) response.setHeader('docker-content-digest', digest);
    const found = path.endsWith('/manifests/1.4');
    response.setHeader('content-type', 'application/vnd.oci.image.index.v1+json');
    response.writeHead(found ? 200 : 404).end();
  },
  'github.com': (_, response) => response.writeHead(404).end(),
};

async function sentBy(): Promise<{
  readonly sent: readonly Sent[];
  readonly calls: readonly string[];
}> {
  const sent: Sent[] = [];
  const listen = (host: string) => (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '', headers } = request;
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      sent.push({
        host,
        line: `${method} https://${host}${url}${body === '' ? '' : ` ${body}`}`,
        headers,
      });
      answers[host]?.(url, response);
    });
  };
  const hosts = [...Object.keys(answers), 'registry.stranger.example', 'mcp.remote.example'];
  await using world = await startWorld(
    Object.fromEntries(hosts.map((host) => [host, listen(host)])),
  );
  await using at = await scanners();
  await at.replay('trivy', trivyReport([], '0.68.1'));
  await writeFile(
    join(at.home, '.npmrc'),
    `@acme:registry=https://npm.acme.example/\n//npm.acme.example/:_authToken=${token}\n`,
  );
  const root = await realpath(await mkdtemp(join(tmpdir(), 'mcp-posture-outgoing-')));
  const folder = join(root, secrets.path);
  await mkdir(join(folder, '.vscode'), { recursive: true });
  const inputs = [{ id: 'key', type: 'promptString', description: secrets.input, password: true }];
  await writeFile(
    join(folder, '.vscode/mcp.json'),
    `// ${secrets.description}\n${JSON.stringify({ inputs, servers }, null, 2)}`,
  );
  const user = at.user({ SECRET_OF_USER: secrets.env });
  const { fetch, lookup } = world;
  const resolver = resolverFor({ ...user, fetch, lookup });
  const signal = AbortSignal.timeout(30_000);
  await judgeFiles([folder], { resolver, trusted: false, signal, alsoAsks: () => true });
  await rm(root, { recursive: true });
  assert.deepEqual(
    world.asked.filter((host) => !hosts.includes(host)),
    [],
  );
  return { sent, calls: await at.calls() };
}

/** The questions of a request: those of a batch one by one, as batches are filled by what comes together. */
function questionsOf(line: string): readonly string[] {
  const brace = line.indexOf(' {');
  if (brace < 0) return [line];
  const to = line.slice(0, brace);
  const body = JSON.parse(line.slice(brace)) as Record<string, unknown>;
  const all = Array.isArray(body['queries'])
    ? (body['queries'] as unknown[])
    : Object.entries(body);
  return all.map((one) => `${to} ${JSON.stringify(one)}`);
}

const osv = (ecosystem: string, name: string, version: string): string =>
  `POST https://api.osv.dev/v1/querybatch ${JSON.stringify({ package: { ecosystem, name }, version })}`;
const bulk = (host: string, name: string, version: string): string =>
  `POST https://${host}/-/npm/v1/security/advisories/bulk ${JSON.stringify([name, [version]])}`;

/** All that a scan of everything may send, word for word. */
const allowed = [
  'GET https://npm.acme.example/@acme%2ffiles',
  `GET https://${npmHost}/some-server`,
  'GET https://npm.acme.example/-/npm/v1/attestations/@acme%2ffiles@1.4.2',
  // Its name may be known to few: OSV does not hear it.
  bulk('npm.acme.example', '@acme/files', '1.4.2'),
  bulk(npmHost, 'some-server', '2.0.0'),
  'GET https://pypi.org/simple/py-server/',
  osv('npm', 'some-server', '2.0.0'),
  osv('PyPI', 'py-server', '1.0'),
  osv('Go', 'github.com/acme/gopher', '1.2.3'),
  osv('Go', 'github.com/acme', '1.2.3'),
  'GET https://github.com/acme/tool/info/refs?service=git-upload-pack',
  'HEAD https://ghcr.io/v2/acme/mcp/manifests/1.4',
  `GET https://ghcr.io/v2/acme/mcp/manifests/${digest.replace(':', '-')}.sig`,
  `GET https://ghcr.io/v2/acme/pinned/manifests/${digest.replace(':', '-')}.sig`,
];

/** Node's own among them. */
const allowedHeaders: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'accept', 'accept-encoding', 'accept-language', 'sec-fetch-mode'],
  ...['user-agent', 'content-type', 'content-length', 'git-protocol', 'authorization'],
]);

test('names, versions and digests leave the machine, each to whom it concerns, and nothing else', async () => {
  const { sent, calls } = await sentBy();
  const questions = new Set(sent.flatMap(({ line }) => questionsOf(line)));
  assert.deepEqual([...questions].toSorted(), allowed.toSorted());
  for (const { host, line, headers } of sent) {
    const { authorization, 'user-agent': agent, ...rest } = headers;
    for (const name of Object.keys(headers))
      assert.ok(allowedHeaders.has(name), `${name}: ${line}`);
    assert.equal(authorization, host === 'npm.acme.example' ? `Bearer ${token}` : undefined, line);
    assert.match(agent ?? '', /^(?:node|git\/2 \(mcp-posture\))$/);
    const all = `${line} ${JSON.stringify(rest)}`;
    for (const [what, secret] of Object.entries(secrets)) {
      assert.deepEqual(leakedRuns(secret, all), [], `${what} in ${line}`);
    }
  }
  const scan = 'trivy image --format json --quiet --scanners vuln --exit-code 0 --';
  assert.deepEqual(calls.toSorted(), [
    `${scan} ghcr.io/acme/mcp@${digest}`,
    `${scan} ghcr.io/acme/pinned@${digest}`,
  ]);
});
