import { credentials, type ClientProbe } from './client-probe.ts';

const { github, openai, slack, digest } = credentials;

/** Clients whose files are JSON, as their own pages describe them. */
export const jsonClients: readonly ClientProbe[] = [
  {
    id: 'VS Code, workspace: comments, inputs, sandbox, oauth, dev',
    path: '.vscode/mcp.json',
    text: `{
  // what the team uses
  "inputs": [
    { "type": "promptString", "id": "perplexity-key", "description": "Key", "password": true },
    { "type": "pickString", "id": "region", "description": "Region", "options": ["eu", "us"] },
  ],
  "sandbox": { "network": { "allowedDomains": ["api.example.com"] } },
  "servers": {
    "perplexity": {
      "type": "stdio",
      "command": "npx",
      "args": ["-y", "server-perplexity-ask@0.1.3"],
      "env": { "PERPLEXITY_API_KEY": "\${input:perplexity-key}", "REGION": "\${input:region}" },
    },
    "github": { "type": "http", "url": "https://api.githubcopilot.com/mcp/" },
    "slack": { "type": "http", "url": "https://mcp.slack.com/mcp", "oauth": { "clientId": "1234.5678" } },
    "mine": {
      "command": "node",
      "args": ["\${workspaceFolder}/dist/server.js", "--cache", "\${userHome}/.cache/mine"],
      "sandboxEnabled": true,
      "dev": { "watch": "src/**/*.ts", "debug": { "type": "node" } },
    },
  },
}`,
    servers: {
      perplexity: 'npm server-perplexity-ask 0.1.3',
      github: 'remote api.githubcopilot.com -',
      slack: 'remote mcp.slack.com -',
      mine: 'program node -',
    },
  },
  {
    id: 'VS Code, settings.json: the older mcp key among other things called servers',
    path: '.vscode/settings.json',
    text: `{
  "editor.fontSize": 13,
  "chat.mcp.autostart": "newAndOutdated",
  "chat.mcp.gallery.enabled": true,
  "redis.servers": { "cache": { "command": "redis-server", "args": [] } },
  "mcp": {
    "inputs": [{ "id": "t", "type": "promptString", "description": "token" }],
    "servers": {
      "fetch": { "command": "uvx", "args": ["mcp-server-fetch"] },
      "tickets": { "command": "tickets-mcp", "env": { "TICKETS_TOKEN": "\${input:t}" } },
    },
  },
}`,
    servers: {
      fetch: 'pypi mcp-server-fetch - | unpinned-package',
      tickets: 'program tickets-mcp - | secret-in-plain-input',
    },
  },
  {
    id: 'VS Code, .code-workspace: servers among tasks and launch configurations',
    path: 'shop.code-workspace',
    text: `{
  "folders": [{ "path": "." }],
  "tasks": { "version": "2.0.0", "tasks": [{ "label": "x", "command": "npx", "args": ["-y", "evil"] }] },
  "launch": { "configurations": [{ "name": "run", "command": "npm start", "type": "node-terminal" }] },
  "settings": {
    "mcp": {
      "servers": {
        "db": { "command": "docker", "args": ["run", "-i", "--rm", "mcp/postgres", "postgresql://host.docker.internal/shop"] },
        "docs": { "type": "sse", "url": "https://docs.example.com/sse" }
      }
    }
  }
}`,
    servers: {
      db: 'image mcp/postgres - | unpinned-image',
      docs: 'remote docs.example.com - | legacy-sse',
    },
  },
  {
    id: 'VS Code, devcontainer.json: features and postCreateCommand are no servers',
    path: '.devcontainer/devcontainer.json',
    text: `// For format details, see https://aka.ms/devcontainer.json
{
  "name": "Node",
  "image": "mcr.microsoft.com/devcontainers/typescript-node:22",
  "features": { "ghcr.io/devcontainers/features/docker-in-docker:2": {} },
  "postCreateCommand": "npm ci",
  "customizations": {
    "vscode": {
      "extensions": ["dbaeumer.vscode-eslint"],
      "mcp": { "servers": { "playwright": { "command": "npx", "args": ["-y", "@playwright/mcp@latest"] } } }
    }
  }
}`,
    servers: { playwright: 'npm @playwright/mcp latest | unpinned-package' },
  },
  {
    id: 'VS Code, devcontainer.json in a folder of its own',
    path: '.devcontainer/python/devcontainer.json',
    text: `{ "image": "python:3.13", "customizations": { "vscode": { "mcp": { "servers": { "time": { "command": "python", "args": ["-m", "mcp_server_time"] } } } } } }`,
    servers: { time: 'program python -' },
  },
  {
    id: 'Visual Studio, .vs/mcp.json',
    path: '.vs/mcp.json',
    text: `{
  "inputs": [{ "id": "github_pat", "description": "PAT", "type": "promptString", "password": true }],
  "servers": {
    "github": {
      "type": "stdio", "command": "docker",
      "args": ["run", "-i", "--rm", "-e", "GITHUB_PERSONAL_ACCESS_TOKEN", "ghcr.io/github/github-mcp-server@${digest}"],
      "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "\${input:github_pat}" }
    },
    "NuGet": { "type": "stdio", "command": "dnx", "args": ["NuGet.Mcp.Server@1.2.3", "--source", "https://api.nuget.org/v3/index.json", "--yes"] }
  }
}`,
    servers: {
      github: 'image ghcr.io/github/github-mcp-server -',
      NuGet: 'nuget NuGet.Mcp.Server 1.2.3',
    },
  },
  {
    id: 'Claude Code, .mcp.json: variables with defaults, headers, a plug-in root',
    path: '.mcp.json',
    text: `{
  "mcpServers": {
    "api": {
      "type": "http",
      "url": "\${API_BASE_URL:-https://api.example.com}/mcp",
      "headers": { "Authorization": "Bearer \${API_KEY}" }
    },
    "db": { "command": "npx", "args": ["-y", "@bytebase/dbhub@0.11.5", "--dsn", "\${DB_DSN}"], "env": {} },
    "linear": { "type": "sse", "url": "https://mcp.linear.app/sse" }
  }
}`,
    servers: {
      api: 'remote - -',
      db: 'npm @bytebase/dbhub 0.11.5',
      linear: 'remote mcp.linear.app - | legacy-sse',
    },
    // Left out by VS Code, which reads the file too.
    document: 'invalid-server invalid-server',
  },
  {
    id: 'Claude Code, ~/.claude.json: user servers and those of each project',
    path: '.claude.json',
    text: `{
  "numStartups": 184,
  "tipsHistory": { "mcp": 3 },
  "oauthAccount": { "emailAddress": "a@example.com" },
  "mcpServers": { "context7": { "type": "http", "url": "https://mcp.context7.com/mcp" } },
  "projects": {
    "/home/dev/shop": {
      "allowedTools": [],
      "mcpContextUris": [],
      "mcpServers": {
        "sentry": { "type": "http", "url": "https://mcp.sentry.dev/mcp" },
        "gh": { "type": "stdio", "command": "npx", "args": ["-y", "@modelcontextprotocol/server-github"], "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "${github}" } }
      },
      "enabledMcpjsonServers": [], "disabledMcpjsonServers": [], "hasTrustDialogAccepted": true
    },
    "/home/dev/blog": { "mcpServers": {}, "history": [{ "display": "add mcpServers", "pastedContents": {} }] }
  }
}`,
    servers: {
      context7: 'remote mcp.context7.com -',
      sentry: 'remote mcp.sentry.dev -',
      gh: 'npm @modelcontextprotocol/server-github - | unpinned-package secret-literal',
    },
  },
  {
    id: 'Claude Code, settings.json: approvals and hooks, no servers',
    path: '.claude/settings.json',
    text: `{
  "permissions": { "allow": ["Bash(npm run lint)", "mcp__github__*", "mcp__docs__search"], "deny": ["mcp__filesystem__write_file"] },
  "enableAllProjectMcpServers": true,
  "hooks": { "PreToolUse": [{ "matcher": "Bash", "hooks": [{ "type": "command", "command": "npx -y prettier" }] }] }
}`,
    servers: {},
    document: 'auto-approve auto-approve',
  },
  {
    id: 'Claude Code, settings.json: servers are asked for, none approved',
    path: '.claude/settings.local.json',
    text: `{
  "permissions": { "allow": ["WebFetch(domain:example.com)"], "ask": ["mcp__github"] },
  "disabledMcpjsonServers": ["filesystem"],
  "allowedMcpServers": [{ "serverCommand": ["npx", "-y", "@modelcontextprotocol/server-filesystem"] }, { "serverUrl": "http://*.internal.example.com/*" }]
}`,
    servers: {},
    document: '',
  },
  {
    id: 'Claude Code, managed-mcp.json',
    path: 'managed-mcp.json',
    text: `{ "mcpServers": { "company": { "type": "stdio", "command": "/usr/local/bin/company-mcp", "args": ["--config", "/etc/company/mcp.json"] } } }`,
    servers: { company: 'program /usr/local/bin/company-mcp -' },
  },
  {
    id: 'Claude Desktop: a variable that nobody expands, an address it leaves out',
    path: 'Claude/claude_desktop_config.json',
    text: `{
  "globalShortcut": "Ctrl+Space",
  "preferences": { "menuBarEnabled": false },
  "mcpServers": {
    "filesystem": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "\${HOME}/Documents/notes"] },
    "weather": { "command": "uv", "args": ["--directory", "/Users/dev/weather", "run", "weather.py"] },
    "remote": { "url": "https://mcp.example.com/mcp" }
  }
}`,
    servers: {
      filesystem: 'npm @modelcontextprotocol/server-filesystem 2025.8.21 | unsupported-variable',
      weather: 'program weather.py -',
      remote: 'remote mcp.example.com - | invalid-server',
    },
  },
  {
    id: 'Cursor: its variables, a static OAuth client, envFile',
    path: '.cursor/mcp.json',
    text: `{
  "mcpServers": {
    "local": { "type": "stdio", "command": "python", "args": ["\${workspaceFolder}/tools/mcp_server.py"], "env": { "API_KEY": "\${env:API_KEY}" }, "envFile": ".env" },
    "oauth": {
      "url": "https://api.example.com/mcp",
      "auth": { "CLIENT_ID": "\${env:MCP_CLIENT_ID}", "CLIENT_SECRET": "\${env:MCP_CLIENT_SECRET}", "scopes": ["read"] }
    },
    "keyed": { "url": "https://api.example.com/mcp", "headers": { "Authorization": "Bearer \${env:MY_SERVICE_TOKEN}" } },
    "home": { "command": "\${userHome}/bin/notes-mcp", "args": ["--sep", "\${pathSeparator}"] }
  }
}`,
    servers: {
      local: 'program python - | credential-passthrough',
      oauth: 'remote api.example.com -',
      keyed: 'remote api.example.com -',
      home: 'program ${userHome}/bin/notes-mcp -',
    },
  },
  {
    id: 'Cursor, permissions.json: everything a server offers is approved',
    path: '.cursor/permissions.json',
    text: `{ "mcpAllowlist": ["github:*", "notes:search"], "terminalAllowlist": ["git status"] }`,
    servers: {},
    document: 'auto-approve',
  },
  {
    id: 'Windsurf: serverUrl, a disabled server, disabled tools',
    path: '.codeium/windsurf/mcp_config.json',
    text: `{
  "mcpServers": {
    "figma": { "serverUrl": "https://mcp.figma.com/mcp", "headers": { "API_KEY": "Bearer \${env:FIGMA_TOKEN}" } },
    "github": { "command": "docker", "args": ["run", "-i", "--rm", "-e", "GITHUB_PERSONAL_ACCESS_TOKEN", "ghcr.io/github/github-mcp-server"], "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "\${env:GH}" }, "disabledTools": ["delete_repo"] },
    "old": { "command": "npx", "args": ["old-mcp@1.0.0"], "disabled": true }
  }
}`,
    servers: {
      figma: 'remote mcp.figma.com -',
      github: 'image ghcr.io/github/github-mcp-server - | unpinned-image',
      old: 'npm old-mcp 1.0.0 disabled',
    },
  },
  {
    id: 'Cline: autoApprove, timeout, streamableHttp',
    path: 'Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
    text: `{
  "mcpServers": {
    "local": { "command": "node", "args": ["/home/dev/mcp/build/index.js"], "env": { "API_KEY": "\${env:API_KEY}" }, "autoApprove": ["tool1", "tool2"], "disabled": false, "timeout": 60 },
    "remote": { "type": "streamableHttp", "url": "https://mcp.example.com/mcp", "headers": { "Authorization": "Bearer \${env:T}" }, "autoApprove": [], "disabled": true }
  }
}`,
    servers: {
      local: 'program node - | auto-approve',
      remote: 'remote mcp.example.com - disabled',
    },
  },
  {
    id: 'Roo Code: alwaysAllow, watchPaths, its own references',
    path: '.roo/mcp.json',
    text: `{
  "mcpServers": {
    "a": { "command": "python", "args": ["-m", "server"], "env": { "API_KEY": "\${env:API_KEY}" }, "cwd": "/srv/x", "alwaysAllow": ["*"], "watchPaths": ["/srv/x"], "disabledTools": ["rm"] },
    "b": { "type": "streamable-http", "url": "https://b.example.com/mcp", "headers": { "X-API-Key": "\${env:B}" }, "alwaysAllow": [] },
    "c": { "type": "sse", "url": "https://c.example.com/sse", "disabled": true }
  }
}`,
    servers: {
      a: 'program python - | auto-approve',
      b: 'remote b.example.com -',
      c: 'remote c.example.com - disabled | legacy-sse',
    },
  },
  {
    id: 'Gemini CLI: httpUrl, trust, its variables, the mcp block that holds no servers',
    path: '.gemini/settings.json',
    text: `{
  "theme": "GitHub",
  "tools": { "discoveryCommand": "bin/get_tools", "callCommand": "bin/call_tool" },
  "mcp": { "serverCommand": "bin/all-servers", "allowed": ["a", "b"], "excluded": ["old"] },
  "mcpServers": {
    "a": { "command": "python", "args": ["-m", "my_mcp_server", "--port", "8080"], "cwd": "./server", "env": { "DATABASE_URL": "$DB_URL", "API_KEY": "\${API_KEY}" }, "timeout": 15000, "trust": true },
    "b": { "httpUrl": "https://api.example.com/mcp", "headers": { "Authorization": "Bearer $TOKEN" }, "includeTools": ["safe"], "trust": false },
    "c": { "url": "https://c.example.com/sse", "authProviderType": "google_credentials", "oauth": { "scopes": ["https://www.googleapis.com/auth/userinfo.email"] } }
  }
}`,
    servers: {
      a: 'program python - | auto-approve',
      b: 'remote api.example.com -',
      c: 'remote c.example.com -',
    },
  },
  {
    id: 'Gemini CLI, an extension',
    path: 'gemini-extension.json',
    text: `{
  "name": "my-extension", "version": "1.0.0", "contextFileName": "GEMINI.md", "excludeTools": ["run_shell_command(rm -rf)"],
  "settings": [{ "name": "API Key", "description": "key", "envVar": "MY_API_KEY", "sensitive": true }],
  "mcpServers": {
    "my-server": { "command": "node", "args": ["\${extensionPath}\${/}dist\${/}server.js"], "cwd": "\${extensionPath}", "env": { "MY_API_KEY": "\${MY_API_KEY}" } },
    "security": { "command": "npx", "args": ["-y", "@acme/security-mcp"] }
  }
}`,
    servers: {
      'my-server': 'program node -',
      security: 'npm @acme/security-mcp - | unpinned-package',
    },
  },
  {
    id: 'Qwen Code: trust, a server that is left out by the allow-list',
    path: '.qwen/settings.json',
    text: `{
  "mcp": { "allowed": ["fast"], "excluded": ["slow"] },
  "mcpServers": {
    "fast": { "httpUrl": "http://localhost:3000/mcp", "trust": true, "timeout": 5000 },
    "slow": { "command": "node", "args": ["server.js"], "env": { "API_KEY": "$EXTERNAL_API_KEY" }, "includeTools": ["a"] }
  }
}`,
    servers: { fast: 'remote localhost - | auto-approve', slow: 'program node -' },
  },
  {
    id: 'Zed: comments, custom and extension servers, lsp look-alikes',
    path: '.zed/settings.json',
    text: `// Folder-specific settings
{
  "lsp": { "rust-analyzer": { "binary": { "path": "/usr/bin/rust-analyzer", "arguments": ["--stdio"] } } },
  "agent_servers": { "Gemini": { "command": "npx", "args": ["-y", "@google/gemini-cli"] } },
  "context_servers": {
    "custom": { "source": "custom", "command": "uvx", "args": ["mcp-server-git==2025.9.25"], "env": {} },
    "older": { "source": "custom", "command": { "path": "npx", "args": ["-y", "acme-mcp"], "env": { "ACME_TOKEN": "${openai}" } } },
    "remote": { "url": "https://mcp.example.com/mcp", "headers": { "Authorization": "Bearer ${slack}" } },
    /* an extension brings the command */
    "postgres-context-server": { "source": "extension", "settings": { "database_url": "postgresql://db.example.com/shop" } },
    "off": { "enabled": false, "command": "node", "args": ["x.js"] },
  },
}`,
    servers: {
      custom: 'pypi mcp-server-git 2025.9.25',
      older: 'npm acme-mcp - | unpinned-package secret-literal',
      remote: 'remote mcp.example.com - | secret-literal',
      'postgres-context-server': 'unknown - -',
      off: 'program node - disabled',
    },
  },
  {
    id: 'Amazon Q: an agent with the tools it may use unasked',
    path: '.amazonq/cli-agents/reviewer.json',
    text: `{
  "name": "reviewer",
  "mcpServers": {
    "git": { "command": "uvx", "args": ["mcp-server-git"], "env": {}, "timeout": 120000 },
    "fetch": { "type": "http", "url": "https://fetch.example.com/mcp" }
  },
  "tools": ["*"], "toolAliases": { "@git/git_status": "status" },
  "allowedTools": ["fs_read", "@git"],
  "resources": ["file://README.md"],
  "hooks": { "agentSpawn": [{ "command": "git status" }] },
  "useLegacyMcpJson": false
}`,
    servers: {
      git: 'pypi mcp-server-git - | unpinned-package',
      fetch: 'remote fetch.example.com -',
    },
    document: 'auto-approve',
  },
  {
    id: 'Amazon Q: mcp.json of a workspace',
    path: '.amazonq/mcp.json',
    text: `{ "mcpServers": { "aws-docs": { "command": "uvx", "args": ["awslabs.aws-documentation-mcp-server@latest"], "env": { "FASTMCP_LOG_LEVEL": "ERROR" }, "disabled": false, "autoApprove": [] } } }`,
    servers: { 'aws-docs': 'pypi awslabs.aws-documentation-mcp-server latest | unpinned-package' },
  },
  {
    id: 'Kiro: every tool approved, approved variables, a remote server with OAuth',
    path: '.kiro/settings/mcp.json',
    text: `{
  "mcpServers": {
    "web": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-brave-search@0.6.2"], "env": { "BRAVE_API_KEY": "\${BRAVE_API_KEY}" }, "autoApprove": ["*"], "disabledTools": ["x"] },
    "api": { "url": "https://api.example.com/mcp", "headers": { "Authorization": "Bearer \${API_TOKEN}" }, "disabled": true },
    "oauth": { "url": "https://o.example.com/mcp", "oauth": { "clientId": "my-app" }, "oauthScopes": ["read"] }
  }
}`,
    servers: {
      web: 'npm @modelcontextprotocol/server-brave-search 0.6.2 | auto-approve',
      api: 'remote api.example.com - disabled',
      oauth: 'remote o.example.com -',
    },
  },
  {
    id: 'Junie',
    path: '.junie/mcp/mcp.json',
    text: `{ "mcpServers": { "fs": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "/work/shop"] }, "r": { "url": "https://r.example.com/mcp" } } }`,
    servers: {
      fs: 'npm @modelcontextprotocol/server-filesystem 2025.8.21',
      r: 'remote r.example.com -',
    },
  },
  {
    id: 'Copilot CLI: tools lists what is offered, nothing is approved by it',
    path: '.copilot/mcp-config.json',
    text: `{
  "mcpServers": {
    "serena": { "type": "local", "command": "uvx", "args": ["--from", "git+https://github.com/oraios/serena", "serena", "start-mcp-server"], "tools": ["*"], "env": { "API_KEY": "\${MY_API_KEY}" } },
    "azure": { "type": "stdio", "command": "npx", "args": ["-y", "@azure/mcp@latest", "server", "start"], "tools": ["*"], "env": {} },
    "cloudflare": { "type": "sse", "url": "https://docs.mcp.cloudflare.com/sse", "tools": ["*"] }
  }
}`,
    servers: {
      serena: 'git https://github.com/oraios/serena - | unpinned-git',
      azure: 'npm @azure/mcp latest | unpinned-package',
      cloudflare: 'remote docs.mcp.cloudflare.com - | legacy-sse',
    },
  },
  {
    id: 'Copilot CLI: the file of a repository',
    path: '.github/mcp.json',
    text: `{ "mcpServers": { "play": { "type": "local", "command": "npx", "args": ["@playwright/mcp@0.0.41"], "tools": ["browser_snapshot"] } } }`,
    servers: { play: 'npm @playwright/mcp 0.0.41' },
  },
  {
    id: 'LM Studio: a token in a header',
    path: '.lmstudio/mcp.json',
    text: `{
  "mcpServers": {
    "hf": { "url": "https://huggingface.co/mcp", "headers": { "Authorization": "Bearer ${openai}" } },
    "msft": { "url": "https://learn.microsoft.com/api/mcp" }
  }
}`,
    servers: {
      hf: 'remote huggingface.co - | secret-literal',
      msft: 'remote learn.microsoft.com -',
    },
  },
  {
    id: 'opencode: arrays of words, environment, an entry that only switches off',
    path: 'opencode.jsonc',
    text: `{
  "$schema": "https://opencode.ai/config.json",
  "lsp": { "typescript": { "command": ["typescript-language-server", "--stdio"] } },
  "formatter": { "prettier": { "command": ["npx", "prettier", "--write", "$FILE"] } },
  "tools": { "my-mcp*": false },
  "mcp": {
    // runs here
    "everything": { "type": "local", "command": ["npx", "-y", "@modelcontextprotocol/server-everything"], "environment": { "K": "{env:K}" }, "enabled": true },
    "bun": { "type": "local", "command": ["bun", "x", "my-mcp-command@1.0.0"], "enabled": false },
    "context7": { "type": "remote", "url": "https://mcp.context7.com/mcp", "headers": { "CONTEXT7_API_KEY": "{env:CONTEXT7_API_KEY}" } },
    "filed": { "type": "remote", "url": "https://f.example.com/mcp", "headers": { "Authorization": "Bearer {file:~/.secrets/f}" }, "oauth": false },
    "jira": { "enabled": true },
  },
}`,
    servers: {
      everything: 'npm @modelcontextprotocol/server-everything - | unpinned-package',
      bun: 'npm my-mcp-command 1.0.0 disabled',
      context7: 'remote mcp.context7.com -',
      filed: 'remote f.example.com -',
    },
    openServers: ['jira'],
  },
  {
    id: 'Trae',
    path: '.trae/mcp.json',
    text: `{ "mcpServers": { "fs": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "\${workspaceFolder}"] }, "r": { "url": "https://r.example.com/sse", "type": "sse" } } }`,
    servers: {
      fs: 'npm @modelcontextprotocol/server-filesystem 2025.8.21',
      r: 'remote r.example.com - | legacy-sse',
    },
  },
  {
    id: 'Crush: shell variables, language servers that are none of ours',
    path: '.crush.json',
    text: `{
  "$schema": "https://charm.land/crush.json",
  "lsp": { "go": { "command": "gopls", "env": { "GOTOOLCHAIN": "go1.24.5" } } },
  "permissions": { "allowed_tools": ["view", "ls", "mcp_context7_get-library-doc"] },
  "mcp": {
    "filesystem": { "type": "stdio", "command": "node", "args": ["/path/to/mcp-server.js"], "timeout": 120, "disabled": false, "env": { "NODE_ENV": "production" } },
    "github": { "type": "http", "url": "https://api.githubcopilot.com/mcp/", "disabled_tools": ["create_issue"], "headers": { "Authorization": "Bearer $GH_PAT" } },
    "stream": { "type": "sse", "url": "https://example.com/mcp/sse", "headers": { "API-Key": "$(echo $API_KEY)" }, "disabled": true }
  }
}`,
    servers: {
      filesystem: 'program node -',
      github: 'remote api.githubcopilot.com -',
      stream: 'remote example.com - disabled | legacy-sse',
    },
    document: 'auto-approve',
  },
  {
    id: 'Amp: servers among permissions that name commands',
    path: '.amp/settings.json',
    text: `{
  "amp.mcpPermissions": [{ "matches": { "command": "npx", "args": "* @acme/*" }, "action": "allow" }, { "matches": { "url": "*" }, "action": "reject" }],
  "amp.permissions": [{ "tool": "Bash", "action": "ask" }],
  "amp.mcpServers": {
    "playwright": { "command": "npx", "args": ["-y", "@playwright/mcp@latest", "--headless"], "includeTools": ["navigate_*"] },
    "linear": { "url": "https://mcp.linear.app/sse" },
    "src": { "url": "https://src.example.com/.api/mcp", "headers": { "Authorization": "token \${SRC_ACCESS_TOKEN}" } }
  }
}`,
    servers: {
      playwright: 'npm @playwright/mcp latest | unpinned-package',
      linear: 'remote mcp.linear.app -',
      src: 'remote src.example.com -',
    },
  },
  {
    id: 'MCP registry, server.json: packages of four kinds and remotes',
    path: 'server.json',
    text: `{
  "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  "name": "io.github.acme/notes", "description": "Notes", "version": "1.0.2",
  "repository": { "url": "https://github.com/acme/notes", "source": "github" },
  "packages": [
    { "registryType": "npm", "identifier": "@acme/notes-mcp", "version": "1.0.2", "transport": { "type": "stdio" }, "environmentVariables": [{ "name": "NOTES_KEY", "isRequired": true, "isSecret": true }] },
    { "registryType": "pypi", "identifier": "acme-notes", "version": "1.0.2", "runtimeHint": "uvx", "transport": { "type": "stdio" } },
    { "registryType": "nuget", "identifier": "Acme.Notes", "version": "1.0.2", "transport": { "type": "stdio" } },
    { "registryType": "oci", "identifier": "ghcr.io/acme/notes:1.0.2", "transport": { "type": "stdio" } }
  ],
  "remotes": [{ "type": "streamable-http", "url": "https://notes.example.com/mcp" }]
}`,
    count: 5,
    launches: [
      'npm @acme/notes-mcp 1.0.2',
      'pypi acme-notes 1.0.2',
      'nuget Acme.Notes 1.0.2',
      'image ghcr.io/acme/notes 1.0.2',
      'remote notes.example.com -',
    ],
    servers: {},
  },
  {
    id: 'MCP registry, server.json as it was: registry and tag, or digest, in fields of their own',
    path: 'server.json',
    text: `{
  "$schema": "https://static.modelcontextprotocol.io/schemas/2025-09-16/server.schema.json",
  "name": "io.github.acme/notes", "description": "Notes", "version": "1.0.2",
  "packages": [
    { "registryType": "oci", "registryBaseUrl": "https://ghcr.io", "identifier": "acme/one", "version": "1.0.2" },
    { "registryType": "oci", "registryBaseUrl": "https://docker.io", "identifier": "acme/two", "version": "1.0.2" },
    { "registryType": "oci", "identifier": "ghcr.io/acme/three", "version": "${digest}" },
    { "registry_type": "oci", "identifier": "localhost:5000/acme/four", "version": "\${VERSION}" }
  ]
}`,
    servers: {
      'acme/one': 'image ghcr.io/acme/one 1.0.2 | unpinned-image',
      'acme/two': 'image acme/two 1.0.2 | unpinned-image',
      'ghcr.io/acme/three': 'image ghcr.io/acme/three -',
      'localhost:5000/acme/four': 'image localhost:5000/acme/four - | unpinned-image',
    },
  },
  {
    id: 'Amazon Q in an editor',
    path: '.amazonq/agents/default.json',
    text: `{ "name": "q_ide_default", "mcpServers": { "git": { "command": "uvx", "args": ["mcp-server-git==2025.9.25"] } }, "allowedTools": ["@git/git_status"] }`,
    servers: { git: 'pypi mcp-server-git 2025.9.25' },
    document: 'auto-approve',
  },
  {
    id: 'Amp in VS Code: its servers among the settings of the editor',
    path: '.vscode/settings.json',
    text: `{ "editor.tabSize": 2, "amp.mcpServers": { "docs": { "url": "https://docs.example.com/mcp", "headers": { "Authorization": "Bearer \${DOCS_TOKEN}" } } } }`,
    servers: { docs: 'remote docs.example.com -' },
  },
  {
    id: 'Claude Code, a plug-in with its servers',
    path: '.claude-plugin/plugin.json',
    text: `{ "name": "acme", "version": "1.0.0", "commands": "./commands", "mcpServers": { "db": { "command": "\${CLAUDE_PLUGIN_ROOT}/servers/db", "args": ["--config", "\${CLAUDE_PLUGIN_ROOT}/config.json"], "env": { "DB_PATH": "\${CLAUDE_PLUGIN_ROOT}/data" } } } }`,
    servers: { db: 'program ${CLAUDE_PLUGIN_ROOT}/servers/db -' },
  },
  {
    id: 'Claude Code, a plug-in that names a file of servers',
    path: '.claude-plugin/plugin.json',
    text: `{ "name": "acme", "version": "1.0.0", "mcpServers": "./.mcp.json" }`,
    servers: {},
  },
  {
    id: 'another server.json that is none of the registry',
    path: 'config/server.json',
    text: `{ "name": "web", "version": "1.0.0", "packages": ["a"], "server": { "port": 80, "command": "npx -y evil" } }`,
    servers: {},
  },
];
