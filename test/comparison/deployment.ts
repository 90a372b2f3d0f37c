import { drawn, hex } from '../probes/probe.ts';
import { entry, file, run, shell, type Case } from './case.ts';

const image = `ghcr.io/quarry/mcp@sha256:${drawn(64, 7, hex)}`;
const docker = (options: string): object => run(`docker run -i --rm ${options} ${image}`);
const files = (folder: string): object =>
  run(`npx -y @modelcontextprotocol/server-filesystem@2025.8.21 ${folder}`);

/** What a server can reach. */
export const deployment: readonly Case[] = [
  entry(
    'A container on the network of the host',
    '777genius mcp-docker-host-escape: SEC339; petrovicistefan config-rules.ts: config/docker-host-network',
    docker('--network host'),
    ['container-escape'],
  ),
  entry(
    'A privileged container',
    'MukundaKatta core.test.ts: dangerous-command; petrovicistefan config-rules.ts: config/docker-privileged',
    docker('--privileged'),
    ['container-escape'],
  ),
  entry(
    'A folder of cloud credentials mounted, read-only',
    '777genius mcp-docker-sensitive-mount: SEC338',
    docker('--volume /home/dev/.aws:/root/.aws:ro'),
    ['credential-passthrough'],
    { says: 'Access is bad and the tier high: the server can use every login in it.' },
  ),
  entry(
    'The root of the disk mounted',
    'MukundaKatta core.test.ts: dangerous-command; petrovicistefan config-rules.ts: config/docker-broad-mount',
    docker('-v /:/host'),
    ['broad-mount'],
  ),
  entry(
    'A home folder mounted',
    'petrovicistefan config-rules.ts: config/docker-broad-mount',
    docker('-v /home/dev:/work'),
    ['broad-mount'],
  ),
  entry(
    'A named volume, a project folder or one folder for data',
    '777genius mcp-docker-named-volume-safe: nothing; michaelko examples/safe-container.mcp.jsonc: nothing; MukundaKatta core.test.ts: nothing',
    docker('-v cache:/cache -v /tmp/data:/data -v ./books:/books:ro'),
    [],
  ),
  entry(
    'A container that is run and removed, nothing else',
    '777genius mcp-docker-safe-run: nothing',
    docker('--init'),
    [],
  ),
  entry(
    'A container with every wall that docker has, its image built on this machine',
    'petrovicistefan bench/stdio-sandbox.json: nothing',
    run(
      'docker run -i --rm --network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 256m --pids-limit 128 quarry-bench',
    ),
    ['unpinned-image'],
    {
      says: 'A name without a tag: docker asks its registry for it wherever it was not built, and anybody may register it there.',
    },
  ),
  entry(
    'A file server for the whole disk',
    'rodolfboctor vulnerable-config.json: excessive-permissions; michaelko examples/unsafe.mcp.jsonc: MCP008; sattyamjjain 02-shell-injection: AAK-MCP-010',
    files('/'),
    ['broad-filesystem-scope'],
  ),
  entry(
    'A file server for a home folder',
    'apisec-inc collected_config.json: filesystem-access',
    files('/home/dev'),
    ['broad-filesystem-scope'],
  ),
  entry(
    'A file server for one folder of it',
    'adudley78 official_mcp_servers.json: nothing; MukundaKatta claude-desktop-jsonc.json: nothing',
    files('/home/dev/projects'),
    [],
  ),
  entry(
    'A working folder below a home',
    'LUX-1149 broad-home-directory-access.json: broad-home-directory-access',
    run('node server.js', { cwd: '/Users/dev/workspace' }),
    [],
    {
      silent:
        'Every project lies there, and a process on the host reaches the whole home whatever its working folder is.',
    },
  ),
  entry(
    'One plain command behind a shell',
    '777genius mcp-shell-wrapper: SEC301; petrovicistefan config-rules.ts: config/shell-wrapper',
    shell('./wrapper.sh', '-c'),
    ['shell-wrapper'],
  ),
  entry(
    'The same behind `env`',
    '777genius mcp-shell-wrapper-args0: SEC301',
    { command: 'env', args: ['bash', '-c', 'echo ready'] },
    [],
    {
      silent:
        'One command that a shell adds nothing to is told only where the line can be put without it.',
    },
  ),
  entry(
    'A script file given to a shell',
    '777genius mcp-shell-wrapper-args-safe: nothing',
    run('env bash script.sh'),
    [],
  ),
  entry(
    'A pipe behind the server',
    'sattyamjjain 02-shell-injection: AAK-MCP-002',
    shell('node server.js | tee /tmp/log', '-c'),
    ['shell-wrapper'],
  ),
  entry(
    'The same, all of it in `command`',
    'sattyamjjain vulnerable_mcp.json: AAK-MCP-002',
    { command: "sh -c 'node server.js | tee /tmp/log'", args: [] },
    ['shell-wrapper'],
  ),
  entry(
    'A download piped to a shell',
    '777genius mcp-inline-download-exec: SEC330; LUX-1149 dangerous-shell-pipeline.json: dangerous-shell-pipeline; michaelko examples/unsafe.mcp.jsonc: MCP003; MukundaKatta core.test.ts: dangerous-command; petrovicistefan config-rules.ts: config/pipe-to-shell',
    shell('curl https://get.quarry.example/install.sh | sh'),
    ['remote-script'],
  ),
  entry(
    'A downloader as the server, its file not run',
    '777genius mcp-network-command-safe: nothing; LUX-1149 network-fetch-command.json: network-fetch-command; MukundaKatta core.test.ts: nothing',
    run('curl https://get.quarry.example/install.sh -o install.sh'),
    ['remote-script'],
    { says: 'No MCP server stands behind it, so the one thing that each start does is the fetch.' },
  ),
  entry(
    'A downloader without certificate checks',
    '777genius mcp-command-tls-bypass: SEC331',
    run('curl --insecure https://get.quarry.example/install.sh'),
    ['remote-script', 'tls-verification-off'],
  ),
  entry(
    'Certificate checks of Node switched off',
    'sattyamjjain 08-transport-insecurity: AAK-TRANSPORT-002',
    run('node server.js', { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }),
    ['tls-verification-off'],
  ),
  entry(
    'A key `verifyTLS: false`',
    '777genius mcp-trust-verification-disabled: SEC304',
    { url: 'https://api.quarry.example/mcp', verifyTLS: false },
    [],
    { silent: 'None of the clients we know reads such a key: it changes nothing.' },
  ),
  entry(
    'A server started by sudo',
    '777genius mcp-command-sudo: SEC422; adudley78 analyzers/transport.py: TRANSPORT-002; LUX-1149 privilege-escalation-command.json: privilege-escalation-command; MukundaKatta core.test.ts: dangerous-command',
    run('sudo node server.js'),
    ['privileged-command'],
  ),
  entry(
    'The word sudo among the arguments of another program',
    '777genius mcp-args-sudo: SEC446; 777genius mcp-args-non-sudo-safe: nothing',
    run('node sudo server.js'),
    [],
    { silent: 'It is the name of the script that Node runs; nobody gains a right by it.' },
  ),
  entry(
    '`npx --unsafe-perm`',
    'MukundaKatta core.test.ts: dangerous-command',
    run('npx --unsafe-perm -y @quarry/mcp@1.0.0'),
    [],
    {
      silent:
        'npm has not known the option since version 7 (github.com/npm/feedback/discussions/121).',
    },
  ),
  entry(
    'Plain http to another machine',
    '777genius mcp-plain-http, sample-repos/mcp-heavy: SEC302; MukundaKatta broken.json: invalid-url; rodolfboctor url-only.json: insecure-transport; sattyamjjain 01-no-auth-remote: AAK-TRANSPORT-001; petrovicistefan config-rules.ts: config/insecure-transport',
    { url: 'http://internal.quarry.example/mcp' },
    ['plain-http'],
  ),
  entry(
    'Plain http to a machine in the office, with a token',
    'sattyamjjain vulnerable_mcp.json: AAK-MCP-009',
    { url: 'http://192.168.7.20:8080/mcp', headers: { Authorization: `Bearer ${drawn(30, 49)}` } },
    ['plain-http', 'secret-literal'],
    { says: 'Critical: the token travels where anybody on the network can read it.' },
  ),
  entry(
    'Plain http to this machine',
    'MukundaKatta core.test.ts: nothing; snyk multiple_transport.json: nothing',
    { url: 'http://localhost:8124/mcp' },
    [],
  ),
  entry(
    'https without a header',
    'sattyamjjain cve-2026-32211/vulnerable-no-auth: AAK-MCP-001; 777genius mcp-public-endpoint-safe: nothing',
    { url: 'https://api.quarry.example/mcp' },
    [],
    { silent: 'It may sign in with OAuth, the best there is; the file cannot tell.' },
  ),
  entry(
    'A host whose name sounds hostile',
    '777genius mcp-suspicious-endpoint: SEC308; 777genius mcp-trusted-endpoint-safe: nothing',
    { url: 'https://attacker.example/mcp' },
    [],
    { silent: 'Attackers choose names that sound kind. A word in a name is no evidence.' },
  ),
  entry(
    'The address of a cloud machine that gives out credentials',
    '777genius mcp-metadata-host-literal: SEC310',
    { url: 'https://169.254.169.254/latest/meta-data' },
    ['metadata-address'],
  ),
  entry(
    'A server over SSE',
    'sattyamjjain 08-transport-insecurity: AAK-TRANSPORT-003',
    { type: 'sse', url: 'https://api.quarry.example/sse' },
    ['legacy-sse'],
  ),
  entry(
    'A path that ends in `/sse`, no type',
    'sattyamjjain 08-transport-insecurity: AAK-TRANSPORT-003',
    { url: 'https://api.quarry.example/sse' },
    [],
    { silent: 'Clients try streamable HTTP first; a path alone does not say what answers there.' },
  ),
  file(
    'A server of VS Code that is told to stay outside the sandbox',
    '777genius mcp-sandbox-disabled: SEC397',
    '.vscode/mcp.json',
    { servers: { s: run('npx -y @quarry/mcp@1.2.3', { sandboxEnabled: false }) } },
    ['sandbox-off'],
  ),
  entry(
    'A key `sandbox: false`, or capabilities of `*`',
    '777genius mcp-sandbox-disabled: SEC397; 777genius mcp-capabilities-wildcard: SEC398',
    run('node server.js', { sandbox: false, capabilities: ['*'] }),
    [],
    { silent: 'None of the clients we know reads such keys in a server: they change nothing.' },
  ),
];
