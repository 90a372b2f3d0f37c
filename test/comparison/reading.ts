import { entry, file, run, type Case } from './case.ts';

/** Which servers are found, in files as clients write them. */
export const reading: readonly Case[] = [
  file(
    'Comments and trailing commas',
    'MukundaKatta claude-desktop-jsonc.json: nothing; rodolfboctor jsonc-config.json: one server; LUX-1149 safe/jsonc-safe.jsonc: nothing',
    'claude_desktop_config.json',
    '{\n  // ours\n  "mcpServers": {\n    /* one */ "books": { "command": "node", "args": ["/srv/a.js",], },\n  },\n}\n',
    [],
    { servers: ['books'] },
  ),
  file(
    'A file cut off in the middle',
    'LUX-1149 invalid-jsonc.jsonc: invalid-json; AUAggy broken.json: an error; rodolfboctor invalid-config.json: an error',
    '.mcp.json',
    '{\n  "mcpServers": {\n    "books": {\n      "command": "node"\n',
    [],
    {
      servers: ['books'],
      says: 'An error of the file, and every server that can be read is still judged.',
    },
  ),
  file(
    'An empty file, and one with other keys',
    'rodolfboctor empty-config.json, no-mcpservers-config.json: no server',
    'mcp.json',
    '{ "otherKey": 123 }',
    [],
    { servers: [] },
  ),
  file(
    'Something that only has the word in it',
    'snyk .test-client-invalid/mcp.json: no server',
    'mcp.json',
    { mcp: [], other: { what: 'nobody knows' } },
    [],
    { servers: [] },
  ),
  file(
    "Servers in VS Code's settings",
    'snyk multiple_transport.json: two servers; AUAggy vscode-settings.json: one server',
    '.vscode/settings.json',
    '{\n  "editor.fontSize": 13, // ours\n  "mcp": { "servers": { "web": { "type": "http", "url": "http://localhost:8124/mcp" }, "old": { "type": "sse", "url": "http://localhost:8123/sse" } } }\n}',
    ['legacy-sse'],
    { servers: ['web', 'old'] },
  ),
  file(
    'Settings without servers',
    'snyk vs_code_settings_file_with_empty_mcp.json, vs_code_settings_file_without_mcp.json: no server',
    '.vscode/settings.json',
    { 'chat.mcp.gallery.enabled': true, mcp: {} },
    [],
    { servers: [] },
  ),
  file(
    'Servers of a dev container',
    'michaelko mcp-clients/vscode/devcontainer.json: MCP004',
    '.devcontainer/devcontainer.json',
    {
      image: 'quarry',
      customizations: { vscode: { mcp: { servers: { books: run('npx -y @quarry/mcp') } } } },
    },
    ['unpinned-package'],
    { servers: ['books'] },
  ),
  file(
    'Claude Code, servers of single projects',
    'AUAggy claude-json-with-projects.json: unpinned-server-version',
    '.claude.json',
    {
      mcpServers: { top: run('uvx quarry-mcp@latest') },
      projects: {
        '/home/dev/a': { mcpServers: { docs: run('uvx quarry-docs@latest') } },
        '/home/dev/b': { note: 'none here' },
      },
    },
    ['unpinned-package'],
    { servers: ['top', 'docs'] },
  ),
  file(
    'Zed',
    'MukundaKatta zed-settings.json: nothing',
    '.zed/settings.json',
    { theme: 'One Dark', context_servers: { files: run('npx -y @quarry/files@0.6.2 /srv') } },
    [],
    { servers: ['files'] },
  ),
  file(
    'Codex, inline tables in TOML',
    'rodolfboctor codex-config.toml: two servers',
    '.codex/config.toml',
    '[mcp_servers]\nbooks = { command = "npx", args = ["-y", "@quarry/books", "books.db"] }\nweb = { command = "npx", args = ["-y", "@quarry/web"] }\n',
    ['unpinned-package'],
    { servers: ['books', 'web'] },
  ),
  file(
    'Goose, extensions in YAML, two of them built in',
    'AUAggy goose-config.yaml: one unpinned server',
    '.config/goose/config.yaml',
    "GOOSE_MODEL: quarry-1\nextensions:\n  developer:\n    enabled: true\n    type: builtin\n    name: developer\n  docs:\n    enabled: true\n    type: stdio\n    name: docs\n    cmd: npx\n    args:\n      - -y\n      - '@quarry/docs'\n    envs: {}\n  notes:\n    enabled: true\n    type: stdio\n    name: notes\n    cmd: /opt/quarry/notes\n    args: []\n",
    ['unpinned-package'],
    { servers: ['docs', 'notes'] },
  ),
  file(
    'An extension of Gemini CLI',
    '777genius gemini-mcp-docker-unpinned-image: SEC337',
    'gemini-extension.json',
    { name: 'quarry', mcpServers: { books: run('docker run -i --rm ghcr.io/quarry/mcp:1') } },
    ['unpinned-image'],
    { servers: ['books'] },
  ),
  file(
    'Windsurf and Cursor under the same key',
    'michaelko mcp-clients/windsurf, mcp-clients/cursor: MCP004; MukundaKatta cursor-mcp.json: nothing',
    '.codeium/windsurf/mcp_config.json',
    { mcpServers: { books: run('npx -y @quarry/mcp@0.6.2') } },
    [],
    { servers: ['books'] },
  ),
  file(
    'The root key of another client',
    '777genius mcp-safe-client-envfile-config: nothing',
    '.cursor/mcp.json',
    { servers: { books: run('node server.js') } },
    ['wrong-root-key'],
    { servers: ['books'], says: 'Cursor does not read this key, so none of it runs.' },
  ),
  file(
    'Servers in a list',
    '777genius sample-repos/mcp-heavy: SEC302',
    'mcp.json',
    {
      servers: [
        { name: 'docs', ...run('node server.js') },
        { name: 'web', url: 'http://internal.quarry.example' },
      ],
    },
    ['invalid-server', 'plain-http'],
    { servers: ['docs', 'web'] },
  ),
  file(
    'One server and no map around it',
    '777genius mcp-docker-unpinned-image and 20 more: SEC337',
    'mcp.json',
    run('docker run ghcr.io/quarry/mcp:1.2.3'),
    [],
    {
      servers: [],
      silent:
        'No client reads a file of this shape. The rows above hold the same entry below its key.',
    },
  ),
  file(
    'Servers below the name of a profile',
    'michaelko rules.test.ts: MCP001',
    'claude_desktop_config.json',
    { profiles: { work: { mcpServers: { books: {} } } } },
    [],
    { servers: [], silent: 'Claude Desktop does not look there, so nothing of it runs.' },
  ),
  file(
    'An inventory of servers that another tool wrote',
    'apisec-inc collected_config.json: two servers',
    'collected_config.json',
    { mcps: [{ name: 'files', config: run('npx @quarry/files /srv') }] },
    [],
    { servers: [], silent: 'It is a report, not a configuration: nothing starts from it.' },
  ),
  entry(
    'A runner and its program in `command`',
    'snyk all_config.json: two servers',
    { command: 'uv run python', args: ['tests/books.py'] },
    [],
    { servers: ['s'] },
  ),
  entry(
    'The same with code in its argument',
    'snyk .test-client/mcp.json: a server that fails',
    { command: 'uv run python', args: ['-c', "raise Exception('no')"] },
    ['inline-code'],
    { servers: ['s'] },
  ),
  file(
    'Twenty-two well-known servers, none with a version or a credential',
    'adudley78 real_servers: no poisoning and no credential finding',
    'claude_desktop_config.json',
    { mcpServers: Object.fromEntries(wellKnown().map((spec) => [spec, run(`npx -y ${spec}`)])) },
    ['unpinned-package'],
    { servers: wellKnown(), says: 'One for each of the twenty-two.' },
  ),
];

/** Names of our own, as many as the benchmark has. */
function wellKnown(): readonly string[] {
  return Array.from({ length: 22 }, (_, index) => `@quarry/mcp-${index + 1}`);
}
