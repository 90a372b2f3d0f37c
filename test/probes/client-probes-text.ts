import { credentials, type ClientProbe } from './client-probe.ts';

const { github, digest } = credentials;

/** Clients whose files are TOML or YAML. */
export const textClients: readonly ClientProbe[] = [
  {
    id: 'Codex: tables, sub-tables, inline tables, dotted keys, look-alikes',
    path: '.codex/config.toml',
    text: `model = "gpt-5-codex"
approval_policy = "on-request"
sandbox_mode = "workspace-write"

[model_providers.azure]
name = "Azure"
base_url = "http://plain.example.com/openai"
env_key = "AZURE_OPENAI_API_KEY"

[profiles.fast]
model = "o4-mini"

[mcp_servers.context7]
command = "npx"
args = [
  "-y", # no question
  "@upstash/context7-mcp",
]

[mcp_servers.context7.env]
LOCAL_TOKEN = "${github}"

[mcp_servers.figma]
url = "https://mcp.figma.com/mcp"
bearer_token_env_var = "FIGMA_OAUTH_TOKEN"
http_headers = { "X-Figma-Region" = "us-east-1" }
env_http_headers = { "X-Key" = "FIGMA_KEY" }

[mcp_servers."chrome devtools"]
url = "http://localhost:3000/mcp"
enabled_tools = ["open", "screenshot"]
startup_timeout_sec = 20
enabled = false

[mcp_servers]
inline = { command = 'uvx', args = ['mcp-server-time==2025.9.25'], env_vars = ["TZ", { name = "REMOTE", source = "remote" }] }
dotted.command = "/opt/dotted/bin/server"
dotted.args = []

[plugins."sample@test".mcp_servers.sample]
enabled = true
`,
    servers: {
      context7: 'npm @upstash/context7-mcp - | unpinned-package secret-literal',
      figma: 'remote mcp.figma.com -',
      'chrome devtools': 'remote localhost - disabled',
      inline: 'pypi mcp-server-time 2025.9.25',
      dotted: 'program /opt/dotted/bin/server -',
    },
  },
  {
    id: 'Codex: what is approved without a question',
    path: 'home/.codex/config.toml',
    text: `approval_policy = "never"

[mcp_servers.docs]
command = "docs-mcp"
default_tools_approval_mode = "approve"

[mcp_servers.chrome]
command = "chrome-mcp"
default_tools_approval_mode = "prompt"

[mcp_servers.chrome.tools.open]
approval_mode = "approve"
`,
    servers: {
      docs: 'program docs-mcp - | auto-approve',
      chrome: 'program chrome-mcp - | auto-approve',
    },
    document: 'auto-approve',
  },
  {
    id: 'Codex: servers under the key of other clients',
    path: '.codex/config.toml',
    text: `[mcpServers.docs]
command = "docs-mcp"
`,
    servers: { docs: 'program docs-mcp -' },
    document: 'wrong-root-key',
  },
  {
    id: 'Goose: every type of extension, envs and env_keys, an anchor',
    path: '.config/goose/config.yaml',
    text: `GOOSE_PROVIDER: anthropic
GOOSE_MODE: smart_approve
x-env: &env
  GITHUB_PERSONAL_ACCESS_TOKEN: ${github}
extensions:
  developer:
    bundled: true
    enabled: true
    name: developer
    timeout: 300
    type: builtin
  todo: { type: platform, name: todo, enabled: true }
  github:
    name: GitHub
    cmd: npx
    args: [-y, '@modelcontextprotocol/server-github']
    enabled: true
    envs: *env
    env_keys: []
    type: stdio
    timeout: 300
  fetch:
    type: stdio
    cmd: uvx
    args:
      - mcp-server-fetch==2025.4.7
    enabled: false
    envs: {}
    env_keys: [PROXY_TOKEN]
  remote:
    type: streamable_http
    uri: https://mcp.example.com/mcp
    headers:
      Authorization: Bearer \${REMOTE_TOKEN}
    enabled: true
`,
    servers: {
      github: 'npm @modelcontextprotocol/server-github - | unpinned-package secret-literal',
      fetch: 'pypi mcp-server-fetch 2025.4.7 disabled',
      remote: 'remote mcp.example.com -',
    },
    openServers: ['developer', 'todo'],
  },
  {
    id: 'Goose: everything runs unasked, SSE, code written into the file',
    path: '.config/goose/config.yaml',
    text: `GOOSE_MODE: auto
extensions:
  old:
    type: sse
    uri: http://mcp.example.com/sse
    enabled: true
`,
    servers: { old: 'remote mcp.example.com - | plain-http legacy-sse' },
    document: 'auto-approve',
  },
  {
    id: 'Continue: a block file with a secret of the hub, an entry that names a registry only',
    path: '.continue/mcpServers/github.yaml',
    text: `name: GitHub
version: 0.0.1
schema: v1
mcpServers:
  - name: GitHub MCP
    type: stdio
    command: docker
    args: [run, -i, --rm, -e, GITHUB_PERSONAL_ACCESS_TOKEN, "ghcr.io/github/github-mcp-server@${digest}"]
    env:
      GITHUB_PERSONAL_ACCESS_TOKEN: \${{ secrets.GITHUB_TOKEN }}
  - name: Linear MCP
    namespace: app.linear/linear # by the registry's name
  - name: Remote
    type: streamable-http
    url: https://mcp.example.com/mcp
    requestOptions:
      headers:
        Authorization: Bearer \${{ secrets.REMOTE }}
`,
    servers: {
      'GitHub MCP': 'image ghcr.io/github/github-mcp-server -',
      Remote: 'remote mcp.example.com -',
      'Linear MCP': 'unknown - - | invalid-server',
    },
  },
  {
    id: 'Continue: config.yaml, keys of models are none of ours, an anchor for the runner',
    path: '.continue/config.yaml',
    text: `name: Local
version: 1.0.0
schema: v1
models:
  - name: GPT
    provider: openai
    model: gpt-5
    apiKey: \${{ secrets.OPENAI_API_KEY }}
context:
  - provider: code
npx: &npx
  command: npx
mcpServers:
  - uses: acme/some-block
    with: { KEY: x }
  - <<: *npx
    name: SQLite
    args: ["-y", mcp-sqlite, /srv/data/shop.db]
    connectionTimeout: 10000
`,
    servers: { SQLite: 'npm mcp-sqlite - | unpinned-package' },
    openServers: ['acme/some-block'],
  },
  {
    id: 'Continue: the JSON of another client in its folder',
    path: '.continue/mcpServers/mcp.json',
    text: `{ "mcpServers": { "time": { "command": "uvx", "args": ["mcp-server-time@2025.9.25"] } } }`,
    servers: { time: 'pypi mcp-server-time 2025.9.25' },
  },
  {
    id: 'LibreChat: anchors, placeholders of users, look-alikes',
    path: 'librechat.yaml',
    text: `version: 1.3.1
interface:
  mcpServers:
    use: true
    share: false
mcpSettings:
  allowedDomains: ["http://clickhouse-mcp:8000"]
endpoints:
  custom:
    - name: groq
      apiKey: "\${GROQ_API_KEY}"
      baseURL: https://api.groq.com/openai/v1/
x-headers: &headers
  X-User-ID: "{{LIBRECHAT_USER_ID}}"
  X-API-Key: "\${SOME_API_KEY}"
mcpServers:
  everything:
    url: http://localhost:3001/sse
  sheets:
    type: sse
    url: https://mcp.composio.dev/googlesheets/some-endpoint
    requiresOAuth: true
    headers: *headers
  puppeteer:
    type: stdio
    command: npx
    args: [-y, "@modelcontextprotocol/server-puppeteer"]
    serverInstructions: Do not run npx evil
  perUser:
    type: streamable-http
    url: https://example.com/api/
    headers: { X-Auth-Token: "{{MY_SERVICE_API_KEY}}" }
    customUserVars:
      MY_SERVICE_API_KEY: { title: Key, description: "Your key" }
`,
    servers: {
      everything: 'remote localhost -',
      sheets: 'remote mcp.composio.dev - | legacy-sse',
      puppeteer: 'npm @modelcontextprotocol/server-puppeteer - | unpinned-package',
      perUser: 'remote example.com -',
    },
  },
  {
    id: 'Docker MCP catalogue: images, a remote server, secrets by name',
    path: '.docker/mcp/catalogs/docker-mcp.yaml',
    text: `version: 2
name: docker-mcp
displayName: Docker MCP Catalog
registry:
  github:
    description: GitHub
    title: GitHub
    type: server
    image: ghcr.io/github/github-mcp-server@${digest}
    tools:
      - name: create_issue
    secrets:
      - name: github.personal_access_token
        env: GITHUB_PERSONAL_ACCESS_TOKEN
        example: <YOUR_TOKEN>
  notes:
    type: server
    image: mcp/notes:latest
    env:
      - name: LOG_LEVEL
        value: "{{notes.level}}"
    volumes:
      - "{{notes.path}}:/data"
  linear:
    type: remote
    remote:
      transport_type: streamable-http
      url: https://mcp.linear.app/mcp
`,
    servers: {
      github: 'image ghcr.io/github/github-mcp-server -',
      notes: 'image mcp/notes latest | unpinned-image',
      linear: 'remote mcp.linear.app -',
    },
  },
];
