/** Per file: its servers as their client starts them, and what the rules that go by the row say. Reviewed by hand. */
export const expected: Readonly<
  Record<string, { readonly servers: readonly string[]; readonly findings: readonly string[] }>
> = {
  'amazonq .amazonq/cli-agents/helper.json': {
    servers: ['notes: program /opt/notes'],
    findings: ['auto-approve warning: "@notes"'],
  },
  'amazonq .amazonq/mcp.json': {
    servers: ['notes: program ~/bin/notes env=REGION'],
    findings: [
      'unsupported-variable warning: ${REGION}',
      'auto-approve information: "autoApprove" → Ask before each tool runs (drop autoApprove)',
    ],
  },
  'amp .amp/settings.json': {
    servers: ['notes: program /opt/notes env=REGION,OTHER'],
    findings: [
      'auto-approve warning: true → Ask before each tool runs (drop amp.dangerouslyAllowAll)',
      'unsupported-variable warning: {env:REGION} → Write ${REGION} instead',
    ],
  },
  'claude-code .claude.json': {
    servers: ['everywhere: program /opt/notes', 'here: program /opt/notes env=A'],
    findings: [
      'auto-approve information: "enabledMcpjsonServers" → Ask before each starts (drop enabledMcpjsonServers)',
    ],
  },
  'claude-code .claude/settings.json': {
    servers: [],
    findings: [
      'auto-approve warning: true → Ask before servers of a project start (drop enableAllProjectMcpServers)',
      'auto-approve warning: "mcp__far"',
    ],
  },
  'claude-code .mcp.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: ['unsupported-variable warning: ${env:REGION} → Write ${REGION} instead'],
  },
  'claude-code managed-mcp.json': {
    servers: ['notes: program /opt/notes'],
    findings: [],
  },
  'claude-desktop claude_desktop_config.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: [
      'unsupported-variable warning: ${REGION}',
      'auto-approve information: "alwaysAllow" → Ask before each tool runs (drop alwaysAllow)',
      'invalid-server hint: "https://notes.example.com/mcp"',
    ],
  },
  'cline cline_mcp_settings.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'nested: npm notes-mcp@1.2.3 env=REGION',
    ],
    findings: [
      'unsupported-variable warning: ${REGION} → Write ${env:REGION} instead',
      'auto-approve information: "autoApprove" → Ask before each tool runs (drop autoApprove)',
    ],
  },
  'codex .codex/config.toml': {
    servers: [
      'notes: program /opt/notes env=OTHER from=REGION',
      'far: remote notes.example.com headers=X-Region from=NOTES_TOKEN off',
    ],
    findings: [
      'auto-approve warning: "never" → Ask before each tool runs (drop approval_policy)',
      'auto-approve warning: "approve" → Ask before each tool runs (drop default_tools_approval_mode)',
      'unsupported-variable warning: ${REGION}',
      'auto-approve information: "approve" → Ask before each tool runs (drop approval_mode)',
    ],
  },
  'continue .continue/config.json': {
    servers: ['0: npm notes-mcp@1.2.3'],
    findings: [],
  },
  'continue .continue/config.yaml': {
    servers: [
      'notes: npm notes-mcp@1.2.3 env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
      'example/notes-mcp: unknown -',
    ],
    findings: ['unsupported-variable warning: ${REGION} → Write ${{ secrets.REGION }} instead'],
  },
  'continue .continue/mcpServers/notes.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: ['unsupported-variable warning: ${env:REGION} → Write ${REGION} instead'],
  },
  'copilot-cli .copilot/mcp-config.json': {
    servers: ['notes: program /opt/notes env=REGION,OTHER'],
    findings: ['unsupported-variable warning: %APP_REGION% → Write ${APP_REGION} instead'],
  },
  'crush crush.json': {
    servers: ['notes: program ~/bin/notes env=REGION,OTHER'],
    findings: [
      'unsupported-variable warning: {env:REGION} → Write ${REGION} instead',
      'auto-approve information: "allowed_tools"',
    ],
  },
  'cursor .cursor/mcp.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: ['unsupported-variable warning: ${REGION} → Write ${env:REGION} instead'],
  },
  'cursor .cursor/permissions.json': {
    servers: [],
    findings: ['auto-approve warning: "*:*" → Ask before each tool runs (drop mcpAllowlist)'],
  },
  'docker-catalog .docker/mcp/catalogs/mine.yaml': {
    servers: [
      'notes: image example/notes env=REGION',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: [],
  },
  'gemini .gemini/settings.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: [
      'unsupported-variable warning: ${env:REGION} → Write ${REGION} instead',
      'auto-approve warning: true → Ask before each tool runs (drop trust)',
    ],
  },
  'gemini gemini-extension.json': {
    servers: ['notes: program node env=OTHER'],
    findings: ['unsupported-variable warning: ${workspaceFolder}'],
  },
  'generic my-mcp.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: ['auto-approve warning: true → Ask before each tool runs (drop autoApprove)'],
  },
  'goose goose/config.yaml': {
    servers: [
      'notes: npm notes-mcp@1.2.3 env=OTHER',
      'far: remote notes.example.com headers=X-Region off',
    ],
    findings: [
      'auto-approve warning: auto → Ask before each tool runs (drop GOOSE_MODE)',
      'unsupported-variable warning: ${REGION}',
    ],
  },
  'junie .junie/mcp/mcp.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: [],
  },
  'kiro .kiro/agents/helper.json': {
    servers: ['notes: program /opt/notes'],
    findings: ['auto-approve information: "allowedTools"'],
  },
  'kiro .kiro/settings/mcp.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER off',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: [
      'unsupported-variable warning: {env:REGION} → Write ${REGION} instead',
      'auto-approve information: "autoApprove" → Ask before each tool runs (drop autoApprove)',
    ],
  },
  'librechat librechat.yaml': {
    servers: [
      'notes: npm notes-mcp@1.2.3 env=REGION,OTHER',
      'far: remote notes.example.com headers=X-User',
    ],
    findings: ['unsupported-variable warning: {env:REGION} → Write ${REGION} instead'],
  },
  'lm-studio .lmstudio/mcp.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: [],
  },
  'opencode opencode.json': {
    servers: [
      'notes: npm notes-mcp@1.2.3 env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region off',
      'known: unknown -',
    ],
    findings: ['unsupported-variable warning: ${REGION} → Write {env:REGION} instead'],
  },
  'qwen .qwen/settings.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: [
      'unsupported-variable warning: ${env:REGION} → Write ${REGION} instead',
      'auto-approve warning: true → Ask before each tool runs (drop trust)',
    ],
  },
  'registry server.json': {
    servers: [
      'notes-mcp: npm notes-mcp@1.2.3 env=NOTES_TOKEN',
      'example/notes:1.2.3: image example/notes@1.2.3',
      'streamable-http: remote notes.example.com headers=X-Region',
    ],
    findings: [],
  },
  'roo .roo/mcp.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: [
      'unsupported-variable warning: ${REGION} → Write ${env:REGION} instead',
      'auto-approve warning: "*" → Ask before each tool runs (drop alwaysAllow)',
    ],
  },
  'trae .trae/mcp.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: [],
  },
  'visualstudio .mcp.json': {
    servers: ['notes: program /opt/notes'],
    findings: [],
  },
  'visualstudio .vs/mcp.json': {
    servers: ['notes: program /opt/notes env=REGION'],
    findings: [],
  },
  'vscode .devcontainer/devcontainer.json': {
    servers: ['notes: program /opt/notes'],
    findings: [],
  },
  'vscode .vscode/mcp.json': {
    servers: [
      'notes: program ~/bin/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: ['unsupported-variable warning: $HOME → Write ${userHome} instead'],
  },
  'vscode .vscode/settings.json': {
    servers: ['notes: program /opt/notes env=REGION,OTHER'],
    findings: [
      'auto-approve warning: true → Ask before tools run (drop chat.tools.global.autoApprove)',
      'unsupported-variable warning: ${REGION} → Write ${env:REGION} instead',
    ],
  },
  'vscode User/profiles/5f0c/mcp.json': {
    servers: ['notes: program /opt/notes'],
    findings: [],
  },
  'vscode User/settings.json': {
    servers: ['dotted: program /opt/notes'],
    findings: [],
  },
  'vscode team.code-workspace': {
    servers: ['notes: program /opt/notes'],
    findings: [],
  },
  'windsurf mcp_config.json': {
    servers: [
      'notes: program /opt/notes env=REGION,OTHER',
      'far: remote notes.example.com headers=X-Region',
    ],
    findings: ['unsupported-variable warning: {env:REGION} → Write ${env:REGION} instead'],
  },
  'zed .zed/settings.json': {
    servers: [
      'notes: program /opt/notes env=REGION',
      'older: npm notes-mcp@1.2.3 env=REGION',
      'by-extension: unknown -',
      'far: remote notes.example.com headers=X-Region off',
    ],
    findings: [
      'auto-approve warning: true → Ask before each tool runs (drop always_allow_tool_actions)',
    ],
  },
};
