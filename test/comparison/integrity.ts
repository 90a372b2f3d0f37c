import { drawn, hex } from '../probes/probe.ts';
import { entry, file, run, type Case } from './case.ts';

const digest = `sha256:${drawn(64, 7, hex)}`;

/** Whether the code can change, and whose it is. */
export const integrity: readonly Case[] = [
  entry(
    'An image by the tag of a version',
    '777genius mcp-docker-unpinned-image: SEC337; MukundaKatta core.test.ts: nothing; msaad00 test_floating_refs.py: nothing; michaelko examples/safe-container.mcp.jsonc: nothing; petrovicistefan config-rules.ts: nothing',
    run('docker run ghcr.io/quarry/mcp:1.2.3'),
    ['unpinned-image'],
    { says: 'A tag can be moved to other code at any time, the tag of a version too.' },
  ),
  entry(
    'An image by `latest`, or without a tag',
    'MukundaKatta core.test.ts: unstable-reference; msaad00 test_floating_refs.py: moving or implicit tag; petrovicistefan config-rules.ts: config/docker-unpinned-image; michaelko rules.ts: MCP005',
    run('docker run -i --rm ghcr.io/quarry/mcp:latest'),
    ['unpinned-image'],
  ),
  entry(
    'An image without a tag, its registry with a port',
    'MukundaKatta core.test.ts: unstable-reference',
    run('docker run -i --rm registry.quarry.example:5000/mcp'),
    ['unpinned-image'],
  ),
  entry(
    'An image that is pulled at each start',
    '777genius gemini-mcp-docker-pull-always: SEC346',
    run('docker run --pull=always ghcr.io/quarry/mcp:1.2.3'),
    ['unpinned-image'],
    { path: 'gemini-extension.json' },
  ),
  entry(
    'An image by its digest',
    '777genius mcp-docker-digest-pinned-safe, gemini-mcp-docker-digest-pinned-safe: nothing; msaad00 test_floating_refs.py: nothing',
    run(`docker run --pull=missing ghcr.io/quarry/mcp@${digest}`),
    [],
  ),
  entry(
    'A variable given by name before a pinned image',
    'MukundaKatta core.test.ts: nothing',
    run(`docker run -i --rm -e API_KEY ghcr.io/quarry/mcp:1.0.0@${digest}`),
    [],
  ),
  entry(
    'A package without a version',
    'MukundaKatta broken.json: unstable-reference; AUAggy claude_desktop_config.json: unpinned-server-version; sattyamjjain 10-supply-chain-risks: AAK-MCP-007; michaelko examples/unsafe.mcp.jsonc: MCP004; petrovicistefan config-rules.ts: config/unpinned-package; adudley78 npx_auto_confirm.json: TRANSPORT-003',
    run('npx --yes @quarry/mcp'),
    ['unpinned-package'],
  ),
  entry(
    'The same, a whole line in `command`',
    'LUX-1149 unpinned-package-runner.json: unpinned-package-runner',
    { command: 'npx -y quarry-mcp' },
    ['unpinned-package'],
  ),
  entry(
    'A package at `latest`',
    '777genius mcp-mutable-launcher: SEC329',
    run('npx @quarry/mcp@latest'),
    ['unpinned-package'],
  ),
  entry(
    'A Python package without a version',
    'sattyamjjain 10-supply-chain-risks: AAK-MCP-007; adudley78 community_mcp_servers.json: TRANSPORT-003; apisec-inc cursor_mcp.json: shell-access',
    run('uvx quarry-mcp --db-path /srv/books.sqlite'),
    ['unpinned-package'],
  ),
  entry(
    'A package at an exact version',
    'LUX-1149 safe/mcp.json: nothing; MukundaKatta valid-stdio.json: nothing; AUAggy claude_desktop_config.json: nothing; sattyamjjain 02-shell-injection: AAK-MCP-005',
    { command: 'npx -y quarry-mcp@1.2.3' },
    [],
    {
      says: 'At information: no hash covers it, and it runs on the host. See what is left out above.',
    },
  ),
  entry(
    'A script on disk',
    '777genius mcp-pinned-launcher-safe: nothing; AUAggy claude_desktop_config.json: nothing; adudley78 smoke_test_config.json: nothing',
    run('node server.js'),
    [],
  ),
  entry(
    'A program by a relative path or a bare name',
    'MukundaKatta broken.json: relative-path; sattyamjjain vulnerable_mcp.json: AAK-MCP-006; apisec-inc claude_desktop_config.json: local-binary',
    { command: './scripts/run.sh' },
    [],
    {
      silent:
        'Most clients start servers in the project, where a relative path is what can be shared.',
    },
  ),
  entry(
    'A program whose path has a blank',
    'snyk .test-client/mcp.json: one server',
    {
      command: '/Users/dev/Library/Application Support/quarry/server',
      args: ['mcp', '-t', 'stdio'],
    },
    [],
  ),
  entry(
    'A well-known package with a letter missing, in its own scope',
    'adudley78 demo/configs/cursor_mcp.json: SC-001',
    run('npx -y @modelcontextprotocol/server-filesytem@2025.8.21'),
    [],
    {
      silent:
        'Only the owner of a scope can publish in it, so nobody can wait there for the slip: the start fails, and a look-up says that there is no such package.',
    },
  ),
  entry(
    'A scope with one letter that looks like another',
    'rodolfboctor vulnerable-config.json: typosquat-detection',
    run('npx -y @modelcontextprotoco1/server-filesystem@2025.8.21'),
    ['typosquat'],
  ),
  entry(
    'The name of a mail server that was imitated, with a letter doubled',
    'adudley78 exploits/fake_postmark_exfiltration.json: SC-001',
    run('npx -y postmarrk-mcp@1.0.12'),
    [],
    {
      miss: 'The name that is imitated here is not in our list of well-known packages: it was itself taken by somebody else and has been removed from npm.',
    },
  ),
  entry(
    'Names that a list calls malicious',
    'rodolfboctor malicious-config.json: known-malicious',
    run('npx -y quarry-tracker-pro@1.0.0'),
    [],
    {
      silent:
        'Malicious packages are looked up in OSV by name and version, with a network. A list of names in a program is old the next day.',
    },
  ),
  entry(
    'One command and an address in the same entry',
    'MukundaKatta broken.json: conflicting-transport',
    run('node server.js', { url: 'https://api.quarry.example/mcp' }),
    [],
    {
      miss: 'A reader may take the address for what is used while the command runs. We read the command and do not say so.',
    },
  ),
  entry(
    'Neither a command nor an address',
    'MukundaKatta broken.json: missing-transport; michaelko rules.test.ts: MCP001; LUX-1149 broad-home-directory-access.json: nothing',
    { env: { FOO: 'bar' } },
    ['invalid-server'],
  ),
  entry(
    'A key that is misspelt',
    'MukundaKatta broken.json: unknown-field',
    run('node server.js', { typo_field: 'oops' }),
    [],
    {
      silent:
        "Clients add keys in every release; the editor's schema of the file knows them better than we could.",
    },
  ),
  entry(
    'A transport that no client has',
    'MukundaKatta broken.json: invalid-transport',
    run('node server.js', { transport: 'carrier-pigeon' }),
    [],
    { silent: 'At worst the server does not start, and its client says why.' },
  ),
  file(
    'Names that differ in their capitals alone',
    'MukundaKatta core.test.ts: duplicate-server-name',
    '.cursor/mcp.json',
    { mcpServers: { Books: run('node a.js'), books: run('node b.js') } },
    [],
    { silent: 'They are two servers to a client, and both run.' },
  ),
  file(
    'The same name twice',
    'MukundaKatta core.test.ts: duplicate-server-name',
    '.cursor/mcp.json',
    '{ "mcpServers": { "books": { "command": "/opt/a" }, "books": { "command": "/opt/b" } } }',
    ['duplicate-server'],
  ),
];
