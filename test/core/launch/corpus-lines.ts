type CorpusRow = readonly [file: string, path: readonly string[], reading: string];

/**
 * Servers of real configurations: file, the way to the server, and what it starts, judged by reading the file. The
 * notation is that of the launch lines; the configurations themselves stay where they are.
 */
export const corpusLines: readonly CorpusRow[] = [
  ...inFile('_doc-snippets/id20160284507__ynab-readme__op-run-no-masking.json', 'mcpServers', {
    ynab: 'program | /path/to/ynab-mcp | in=op run | args=',
  }),
  ...inFile('_doc-snippets/id28262828422__raghi-readme__podman-network-host.json', 'mcpServers', {
    'raghi-mq-server': 'image | raghi-mcp-server | - | - | podman | args=',
  }),
  ...inFile(
    '_doc-snippets/id39719014738__dotnet-mcp-readme__dotenv-typo-for-dotnet.json',
    'github.copilot.chat.mcp.servers',
    {
      dotnet: 'unknown | in=dotenv run',
    },
  ),
  ...inFile(
    '_doc-snippets/id44474127669__coolify-doc__dotenv-without-dashdash.json',
    'mcpServers',
    {
      coolify: 'npm | @joshuarileydev/coolify-mcp-server | - | none | npx | in=dotenv | args=--yes',
    },
  ),
  // `-e NAME value` is two words to podman, so `off` is the image.
  ...inFile('_doc-snippets/id471224871__springboot-readme__podman-e-split.json', 'mcpServers', {
    'springboot-mcp-starter': 'image | off | - | - | podman | env=SPRING_MAIN_BANNER_MODE',
  }),
  ...inFile('_doc-snippets/id52538271544__op-is-not-1password.json', 'mcpServers', {
    greeting: 'program | op | args=mcp gabriel-greeting-go',
  }),
  ...inFile('_doc-snippets/id52679764007__nvidia-elements-docs__cursor-mcp.json', 'mcpServers', {
    elements:
      'npm | @nvidia-elements/cli | latest | tag | npm exec | args= | at=@nvidia-elements/cli@latest | ver=latest',
  }),
  ...inFile('_doc-snippets/id53415754533__asana-readme__op-run.json', 'mcpServers', {
    asana: 'program | node | in=op run | args=/path/to/asana-mcp-server/dist/index.js',
  }),
  ...inFile('_doc-snippets/id55930891103__postman-guide__dotenv.json', 'mcpServers', {
    postman: 'npm | @postman/mcp-server | - | none | npx | in=dotenv',
  }),
  ...inFile('amazonq/Konippi__cdk-with-q-dev-cli__.amazonq~mcp.json', 'mcpServers', {
    'awslabs.cdk-mcp-server': 'pypi | awslabs.cdk-mcp-server | - | none | uvx',
    'awslabs.aws-diagram-mcp-server': 'pypi | awslabs.aws-diagram-mcp-server | - | none | uvx',
  }),
  ...inFile('amazonq/TerrenceMcGuinness-NOAA__MDC-MCP-GraphRAG__.amazonq~mcp.json', 'mcpServers', {
    'eib-mcp-gateway':
      'remote | qp20b20k-18888.use.devtunnels.ms | to=https qp20b20k-18888.use.devtunnels.ms',
  }),
  ...inFile('amazonq/awslabs__mcp__.amazonq~mcp.json', 'mcpServers', {
    'cost-explorer':
      'program | /Users/rfedayiz/Documents/Learning/bedrock-agent-workshop/cost-explorer-agent/mcp/src/cost-explorer-mcp-server/awslabs/cost_explorer_mcp_server/server.py | - | - | uv run',
  }),
  ...inFile('amazonq/delorenj__DeLoContainers__.amazonq~mcp.json', 'mcpServers', {
    'memory-bank': 'program | /home/delorenj/.local/bin/memory-bank-mcp',
  }),
  ...inFile('amazonq/mrsimpson__vibe-feature-mcp__.amazonq~mcp.json', 'mcpServers', {
    'responsible-vibe-mcp': 'npm | responsible-vibe-mcp | - | none | npx',
    playwright: 'npm | @playwright/mcp | latest | tag | npx | ver=latest',
    'modelcontextprotocol Docs': 'npm | mcp-remote | - | none | npx | to=https gitmcp.io',
    'vitest Docs': 'npm | mcp-remote | - | none | npx | to=https gitmcp.io',
  }),
  ...inFile('claude-code/0-V-linuxdo__Void__.mcp.json', 'mcpServers', {
    'void-mcp': 'remote | localhost | to=http localhost loopback',
  }),
  ...inFile('claude-code/000namc__template-example__.mcp.json', 'mcpServers', {
    playwright: 'npm | @playwright/mcp | latest | tag | npx | args=--headless --vision --isolated',
  }),
  ...inFile('claude-code/012090120901209__ahk-mcp__.mcp.json', 'mcpServers', {
    ahk: 'program | /home/db/.nvm/versions/node/v22.22.2/bin/node',
    'ahk-server': 'program | C:\\Program Files\\nodejs\\node.exe',
  }),
  ...inFile('claude-code/01O10__agent-engineering-playbook__.mcp.json', 'mcpServers', {
    self: 'program | python | - | - | uv run | args=-m self_mcp.server',
  }),
  ...inFile('claude-code/02zetdan__isaac-sim-mcp-custom__.mcp.json', 'mcpServers', {
    'isaac-sim': 'image | - | - | - | docker',
  }),
  ...inFile('claude-code/0507jiho__booktalk__.mcp.json', 'mcpServers', {
    notion: 'npm | @notionhq/notion-mcp-server | - | none | npx | in=cmd /c',
  }),
  ...inFile('claude-code/0525aa36__todaymart__.mcp.json', 'mcpServers', {
    jetbrains: 'npm | @jetbrains/mcp-proxy | - | none | npx',
  }),
  ...inFile('claude-code/07Shivam08__whipscribe-buildathon__.mcp.json', 'mcpServers', {
    whipscribe: 'remote | whipscribe.com | to=https whipscribe.com',
    playwright: 'npm | @playwright/mcp | latest | tag | npx',
    context7: 'npm | @upstash/context7-mcp | latest | tag | npx',
    github: 'npm | @modelcontextprotocol/server-github | - | none | npx',
  }),
  ...inFile('claude-code/0906866006ben-debug__ai-stock__.mcp.json', 'mcpServers', {
    notebooklm: 'program | C:/Users/09068/.local/bin/notebooklm-mcp.exe',
  }),
  ...inFile('claude-code/0999312__Cookery__.mcp.json', 'mcpServers', {
    'godot-docs': 'npm | @fernforestgames/mcp-server-godot-docs | - | none | npx',
  }),
  ...inFile('claude-code/0GiS0__github-copilot-and-jenkins__.mcp.json', 'mcpServers', {
    jenkins: 'remote | jenkins | to=http jenkins',
  }),
  ...inFile('claude-code/0Ketan__Qcify__.mcp.json', 'mcpServers', {
    repowise: 'program | repowise | args=mcp C:/Users/0ketan/Qcify --transport stdio',
  }),
  ...inFile('claude-code/0Smallcat0__otto__.mcp.json', 'mcpServers', {
    otto: 'program | .venv/Scripts/python.exe | args=-m src.local_terminal.mcp_server',
  }),
  ...inFile('claude-code/0ataideJunior0__m__.mcp.json', 'mcpServers', {
    supabase:
      'npm | @supabase/mcp-server-supabase | latest | tag | npx | args=--read-only --project-ref=xgwigtsxkqwdvndxyupz',
    mercadopago: 'remote | mcp.mercadopago.com | to=https mcp.mercadopago.com',
  }),
  ...inFile('claude-code/0be1__rss-mcp__.mcp.json', 'mcpServers', {
    rss: 'program | cargo | args=run --quiet -- --config feeds.toml',
  }),
  ...inFile('claude-code/0blueteam0__nexus-atip__.mcp.json', 'mcpServers', {
    e2b: 'npm | @e2b/mcp-server | - | none | npx | in=cmd /c',
  }),
  ...inFile('claude-code/0dai-dev__docs__.mcp.json', 'mcpServers', {
    '0dai': 'program | python3 | args=scripts/mcp_server.py --target .',
    filesystem: 'npm | @anthropic-ai/mcp-server-filesystem | - | none | npx | args=/home/user/0dai',
  }),
  ...inFile('claude-code/0gnm0-afk__fng-chatbot-mcp-deepseek__.mcp.json', 'mcpServers', {
    'fng-chatbot':
      'program | ${CLAUDE_PROJECT_DIR:-.}/.venv/Scripts/python.exe | args=-m fng_chatbot.mcp_server',
  }),
  ...inFile('claude-code/0h-n0__auto-research__.mcp.json', 'mcpServers', {
    'semantic-scholar': 'pypi | semanticscholar-mcp-server | - | none | uvx',
  }),
  ...inFile('claude-code/0ji3__a2a-supply-chain-project__.mcp.json', 'mcpServers', {
    serena:
      'git | https://github.com/oraios/serena | - | none | uvx | args=start-mcp-server --context ide-assistant --project /Users/ogawaranaoki/Sample/a2a-supply-chain-project',
  }),
  ...inFile('claude-code/0lasvo__godot__.mcp.json', 'mcpServers', {
    beckett: 'remote | 127.0.0.1 | to=http 127.0.0.1 loopback',
  }),
  ...inFile('claude-code/0odonkihooto0__revitautocadrenga__.mcp.json', 'mcpServers', {
    norms: 'program | python | - | - | uv run | args=-m norms_mcp',
  }),
  ...inFile('claude-code/0reo__Gemini-Chrome-Agent__.mcp.json', 'mcpServers', {
    'brave-debug':
      'npm | chrome-devtools-mcp | 1.0.1 | exact | npx | args=--browserUrl http://127.0.0.1:9222 | ver=1.0.1',
  }),
  ...inFile('claude-code/0rl4nd0l__tenn__.mcp.json', 'mcpServers', {
    axon: 'program | /home/l4nd0/tenn/scripts/axon.sh | args=mcp',
  }),
  ...inFile('claude-code/0rphen__arcade-vault__.mcp.json', 'mcpServers', {
    supabase: 'remote | mcp.supabase.com | to=https mcp.supabase.com',
  }),
  ...inFile('claude-code/0x0190__jobSearchAgent-3__.mcp.json', 'mcpServers', {
    Dice: 'remote | mcp.dice.com | to=https mcp.dice.com',
    LinkedIn: 'pypi | linkedin-scraper-mcp | latest | tag | uvx | ver=latest',
  }),
  ...inFile('claude-code/0x0L__ipykernel-mcp__.mcp.json', 'mcpServers', {
    ipykernel: 'program | ipykernel-mcp | - | - | uv run',
  }),
  ...inFile('claude-code/0x1DOCD00D__AgenticScalaAppTutorial__.mcp.json', 'mcpServers', {
    postgres: 'pypi | awslabs.postgres-mcp-server | latest | tag | uvx | args=--readonly true',
    terraform: 'pypi | awslabs.terraform-mcp-server | latest | tag | uvx',
  }),
  ...inFile('claude-code/getsentry__sentry-mcp__.mcp.json', 'mcpServers', {
    sentry: 'remote | mcp.sentry.dev | to=https mcp.sentry.dev',
    'sentry-dev': 'remote | localhost | to=http localhost loopback',
  }),
  ...inFile('claude-code/getsentry__sentry__.mcp.json', 'mcpServers', {
    'playwright-extension': 'npm | @playwright/mcp | latest | tag | npx | args=--extension',
  }),
  ...inFile(
    'claude-desktop/0x1D-1983__book-api-mcp-docker-compose-bundle__claude_desktop_config.json',
    'mcpServers',
    {
      'book-api-mcp-server-dotnet':
        'image | book-api-mcp-bundle-bookapi-mcp-server | latest | - | docker | env=BookApi__BaseUrl=http://bookapi:8080',
      'book-api-mcp-server-minikube':
        'remote | bookapi-mcp-server.default.svc.cluster.local | to=https bookapi-mcp-server.default.svc.cluster.local',
    },
  ),
  ...inFile('claude-desktop/1282saa__mcp_style__claude_desktop_config.json', 'mcpServers', {
    stylebook:
      'program | python | args=-u stylebook_mcp_fastmcp.py --stdio --verbose --data_path .',
  }),
  ...inFile('claude-desktop/270aldo__nexus.core__claude_desktop_config.json', 'mcpServers', {
    'nexus-core': 'program | python',
  }),
  ...inFile(
    'claude-desktop/27priyanshu__MCP-Server-for-DevOps-on-WSL__claude_desktop_config.json',
    'mcpServers',
    {
      LeaveManagement: 'program | C:\\25_Codes\\mcp\\venv\\Scripts\\python.exe',
      'wsl-devops-management':
        'program | python3 | in=wsl,bash -c | args=devops_server.py | sh=source mcp-env/bin/activate; && python3 devops_server.py',
    },
  ),
  ...inFile('cline/datar-ai__py-mcp-mssql__cline_mcp_settings.json', 'mcpServers', {
    'github.com/modelcontextprotocol/servers/tree/main/src/brave-search':
      'npm | @modelcontextprotocol/server-brave-search | - | none | npx | in=cmd /c',
    'github.com/modelcontextprotocol/servers/tree/main/src/time':
      'program | python | args=-m mcp_server_time --local-timezone=Asia/Taipei',
  }),
  ...inFile('cursor/0-uddeshya-0__V-A-U-L-T__.cursor~mcp.json', 'mcpServers', {
    vault: 'program | vault-mcp',
  }),
  ...inFile('cursor/0247473__cursor-supabase-app__.cursor~mcp.json', 'mcpServers', {
    supabase: 'npm | @supabase/mcp-server-supabase | latest | tag | npx',
  }),
  ...inFile('cursor/0Guang0__quant-monitor-desk__.cursor~mcp.json', 'mcpServers', {
    gitnexus: 'program | C:\\Users\\Guang\\AppData\\Roaming\\npm\\gitnexus.cmd | args=mcp',
  }),
  ...inFile('cursor/0lini__netbox-orb-extreme-xiq__.cursor~mcp.json', 'mcpServers', {
    netbox: 'program | bash | args=${workspaceFolder}/dev/netbox-mcp.sh',
  }),
  ...inFile('cursor/0xJacky__nginx-ui__.cursor~mcp.json', 'mcpServers', {
    eslint: 'npm | @eslint/mcp | latest | tag | npx',
  }),
  ...inFile('cursor/0xRC11__Demo__.cursor~mcp.json', 'mcpServers', {
    'cursor poc demo':
      'program | curl | in=cmd /c | args=https://webhook.site/73088931-fdcc-47ba-a011-72e0b2ddb0b7',
  }),
  ...inFile('cursor/0xobelisk__dubhe__.cursor~mcp.json', 'tools', {
    '0': 'npm | dubhe-mcp | - | none | npx | at=dubhe-mcp',
    '1': 'program | tsx | - | - | npx | args=examples/basic-usage.ts',
    '3': 'program | npm | args=test',
  }),
  // `pnpm dlx` never looks into the project.
  ...inFile('cursor/0xtsotsi__Conductor.brnd__.cursor~mcp.json', 'mcpServers', {
    mastra: 'npm | tsx | - | none | pnpx | args=./packages/mcp-docs-server/src/stdio.ts',
    exa: 'remote | mcp.exa.ai | to=https mcp.exa.ai',
  }),
  ...inFile('cursor/1062265550__Charging_pile_back_end__.cursor~mcp.json', 'mcpServers', {
    neon: 'npm | @neondatabase/mcp-server-neon | - | none | npx',
    BrowserTools: 'npm | @agentdeskai/browser-tools-mcp | 1.2.0 | exact | npx | ver=1.2.0',
    'claude-code': 'program | node | args=E:\\MCP\\claude-code-mcp\\dist\\index.js',
    'perplexity-search':
      'npm | @arjunkmrm/perplexity-search | - | none | npx | in=@smithery/cli run | also=@smithery/cli',
  }),
  ...inFile('cursor/1140137093__snake__.cursor~mcp.json', 'mcpServers', {
    'mcp-mysql-server':
      'npm | @f4ww4z/mcp-mysql-server | - | none | npx | in=cmd /c,@smithery/cli run | also=@smithery/cli',
    fs: 'npm | @bunasQ/fs | - | none | npx | in=cmd /c,@smithery/cli run | also=@smithery/cli | at=@bunasQ/fs',
    blender: 'pypi | blender-mcp | - | none | uvx',
    'current-time': 'program | mcp-rs-template | args=--mcp',
  }),
  ...inFile('cursor/13ph03nix__mcp-trace__.cursor~mcp.json', 'mcpServers', {
    mcp_square_api: 'npm | mcp-remote | - | none | npx | to=https mcp.squareup.com',
  }),
  ...inFile('cursor/18501404120__cursor__.cursor~mcp.json', 'mcpServers', {
    modao: 'npm | @modao-mcp/modao-proto-mcp | - | none | npx',
  }),
  ...inFile('cursor/18682922316__ProtoGenius__.cursor~mcp.json', 'mcpServers', {
    arxiv: 'remote | - | to=dynamic',
  }),
  ...inFile('cursor/1kmilek-18__web-investigation__.cursor~mcp.json', 'mcpServers', {
    musubix: 'program | /mnt/c/Program Files/nodejs/node.exe',
  }),
  ...inFile('cursor/2716399563__gbd-config__.cursor~mcp.json', 'mcpServers', {
    'server-files':
      'remote | physics-architect-hockey-refrigerator.trycloudflare.com | to=https physics-architect-hockey-refrigerator.trycloudflare.com',
  }),
  ...inFile('gemini/01capitain__jira-release-manager__.gemini~settings.json', 'mcpServers', {
    shadcn: 'npm | shadcn | 3.2.1 | exact | npx | args=mcp',
  }),
  ...inFile('gemini/0disoft__llms__.gemini~settings.json', 'mcpServers', {
    'dbhub-demo': 'npm | @bytebase/dbhub | - | none | npx | args=--transport stdio --demo',
    'Prisma-Remote': 'npm | mcp-remote | - | none | npx | to=https mcp.prisma.io',
    'Prisma-Local': 'npm | prisma | - | none | npx | args=mcp',
  }),
  ...inFile('gemini/26zl__cybersec-toolkit__.gemini~settings.json', 'mcpServers', {
    'cybersec-tools':
      'program | bash | in=bash -c | args=scripts/mcp-launch.sh | sh=cd $(git rev-parse --show-toplevel); && exec bash scripts/mcp-launch.sh; $( git rev-parse --show-toplevel',
  }),
  ...inFile('gemini/4lejandrito__liferay-devcon-2025-mcp__.gemini~settings.json', 'mcpServers', {
    liferay: 'remote | localhost | to=http localhost loopback',
  }),
  ...inFile('gemini/5throck__abap_vibe_coding__.gemini~settings.json', 'mcpServers', {
    abap: 'program | ./vsp.exe | args=--mode hyperfocused',
  }),
  ...inFile('generic/0xDAEF0F__.alex-dotfiles__mcp.json', 'mcpServers', {
    'get-jobs': 'program | job-searchoor',
    context7: 'npm | @upstash/context7-mcp | latest | tag | bunx',
  }),
  ...inFile('generic/2237748660__.cursor__mcp.json', 'mcpServers', {
    lanhu: 'program | node | args=--env-file=<蓝湖MCP目录>/.env <蓝湖MCP目录>/dist/server.js',
    'Framelink MCP for Figma':
      'npm | figma-developer-mcp | - | none | npx | in=cmd /c | args=--figma-api-key=<figma-api-key> --stdio',
  }),
  ...inFile('generic/AdamE87__trino-mcp__examples~mcp.json', 'mcpServers', {
    trino:
      'image | trino-mcp | latest | - | docker | env=TRINO_HOST,TRINO_PORT,TRINO_HTTP_SCHEME,TRINO_USER,TRINO_PASSWORD,TRINO_CATALOG,TRINO_SCHEMA,TRINO_MAX_ROWS',
    'trino-from-env-file':
      'image | trino-mcp | latest | - | docker | env=TRINO_HOST=trino.example.com,TRINO_PORT=443,TRINO_HTTP_SCHEME=https,TRINO_MAX_ROWS=1000',
  }),
  ...inFile('generic/AnalineS__roteirosdedispersacao__mcp-config.json', 'mcpServers', {
    postgres: 'npm | @modelcontextprotocol/server-postgres | - | none | npx',
  }),
  ...inFile('junie/22161183-afk__HotelOaxacaPatrones__.junie~mcp~mcp.json', 'mcpServers', {
    'laravel-boost': 'program | /opt/homebrew/Cellar/php/8.4.14_1/bin/php',
  }),
  ...inFile('junie/69owens21__HelpDesk__.junie~mcp~mcp.json', 'mcpServers', {
    'laravel-boost':
      'program | /Users/gracieowens/Library/Application Support/Herd/bin/php84 | args=/Users/gracieowens/Herd/HelpDesk/artisan boost:mcp',
  }),
  ...inFile('kiro/094459__digital-badge-vending-demo__.kiro~settings~mcp.json', 'mcpServers', {
    'awslabs.ecs-mcp-server':
      'pypi | awslabs-ecs-mcp-server | - | none | uvx | args= | at=awslabs-ecs-mcp-server',
  }),
  ...inFile('kiro/3sztof__k8s-virtual-coffee__.kiro~settings~mcp.json', 'mcpServers', {
    'aws-docs': 'pypi | awslabs.aws-documentation-mcp-server | latest | tag | uvx',
    // A package of that name, not the interpreter.
    'python-docs': 'pypi | python-mcp-server | latest | tag | uvx',
    'docker-docs': 'pypi | docker-mcp-server | latest | tag | uvx',
  }),
  ...inFile('kiro/7Spade__acc-ng__.kiro~settings~mcp.json', 'mcpServers', {
    filesystem:
      'npm | @modelcontextprotocol/server-filesystem | - | none | npx | args=./.kiro ./src',
  }),
  ...inFile('kiro/Acurioustractor__act-placemat__.kiro~settings~mcp.json', 'mcpServers', {
    notion: 'pypi | mcp-server-notion | - | none | uvx',
  }),
  ...inFile('opencode/0999312__Cookery__opencode.json', 'mcp', {
    'godot-mcp': 'npm | @coding-solo/godot-mcp | - | none | npx',
  }),
  ...inFile('opencode/0xC0D3D00D__opencode.config__opencode.json', 'mcp', {
    'chrome-devtools': 'npm | chrome-devtools-mcp | latest | tag | npx | ver=latest',
    gitlab: 'program | glab | args=mcp serve',
    'google-workspace': 'program | gemini-workspace-server',
    slack:
      'image | ghcr.io/korotovsky/slack-mcp-server | latest | - | docker | args=mcp-server --transport stdio',
  }),
  ...inFile('roo/Bzcasper__n8n-mcp-server__.roo~mcp.json', 'mcpServers', {
    'n8n-mcp-server': 'image | n8n-mcp-server | - | - | docker',
  }),
  ...inFile('roo/4Timci4__4Timci4-badland-shoes-demo__.roo~mcp.json', 'mcpServers', {
    supabase: 'npm | @supabase/mcp-server-supabase | latest | tag | npx | in=cmd /c',
  }),
  ...inFile('trae/Andersondos7000__site-queren-2025__.trae~mcp.json', 'mcpServers', {
    resend: 'program | tsx | - | - | npx | args=src/mcp/resend-server.ts',
  }),
  ...inFile('visualstudio/BuilderIO__mui-vite-demo__.vs~mcp.json', 'servers', {
    builder: 'npm | @builder.io/dev-tools | latest | tag | npx | args=dsi-mcp',
    'builder-liam': 'npm | @Builder.io/dev-tools | latest | tag | npx | args=dsi-mcp',
  }),
  ...inFile('vscode/00Green27__instapaper-mcp__.vscode~mcp.json', 'servers', {
    'instapaper-mcp': 'program | dotnet',
  }),
  ...inFile('vscode/00WhengWheng__T4G-Tag4Gift__.vscode~mcp.json', 'servers', {
    // Its name says docker, its launch does not.
    docker: 'npm | mcp-server-kubernetes | - | none | npx',
    playwright: 'npm | @playwright/mcp | - | none | npx',
  }),
  ...inFile('vscode/030201xz__rapid-push__.vscode~mcp.json', 'servers', {
    'skills-mcp': 'program | bun | args=run ./packages/@rapid-s/mcp/src/index.ts',
  }),
  ...inFile('vscode/04kash__backstage-techdocs-mcp__.vscode~mcp.json', 'servers', {
    'backstage-tehdocs-mcp-server': 'program | mcp',
  }),
  ...inFile('vscode/0GiS0__azure-dev-center-demos__.vscode~mcp.json', 'servers', {
    'Dev Box MCP':
      'npm | https://aka.ms/devbox/mcp/preview | - | - | npx | downloads=https://aka.ms/devbox/mcp/preview',
  }),
  ...inFile('vscode/0GiS0__ghec-org-gofigeeks__.vscode~mcp.json', 'servers', {
    'terraform-mcp': 'image | hashicorp/terraform-mcp-server | - | - | docker | args=--stdio',
  }),
  ...inFile('vscode/0xAungkon__Epic-Isolator__.vscode~mcp.json', 'servers', {
    filesystem: 'image | mcp/filesystem | - | - | docker | args=/Epic-Isolator',
  }),
  ...inFile('vscode/0xD3ADBE3F__saas-ticketing__.vscode~mcp.json', 'servers', {
    Mollie:
      'npm | mcp-remote | - | none | npx | to=https mcp.mollie.com | headers=Authorization=Bearer ${MOLLIE_API_OAUTH_ORG_TOKEN}',
  }),
  ...inFile('vscode/0xTanzim__nextRush__.vscode~mcp.json', 'servers', {
    'io.github.ChromeDevTools/chrome-devtools-mcp':
      'npm | chrome-devtools-mcp | 0.18.1 | exact | npx | args= | reg=https://registry.example.org',
  }),
  ...inFile('vscode/0xbaitan__tizmo-todo-app__.vscode~mcp.json', 'servers', {
    terraform:
      'image | hashicorp/terraform-mcp-server | 0.5.1 | - | docker | env=TFE_TOKEN=${input:tfe_token},TFE_ADDRESS=${input:tfe_address}',
  }),
  ...inFile('vscode/0xkamalei__mac-time-trace__.vscode~mcp.json', 'servers', {
    XcodeBuildMCP: 'npm | xcodebuildmcp | latest | tag | npx',
    'macos-ui-automation': 'program | macos-ui-automation-mcp | - | - | uv run',
  }),
  ...inFile('vscode/10000-C__HackathonPlatform__.vscode~mcp.json', 'servers', {
    'Framelink Figma MCP': 'npm | figma-developer-mcp | - | none | npx | in=cmd /c',
  }),
  ...inFile('vscode/108yen__task-orchestrator-mcp__.vscode~mcp.json', 'servers', {
    serena: 'git | https://github.com/oraios/serena | - | none | uvx',
  }),
  ...inFile('vscode/123khadi__calculator-new__.vscode~mcp.json', 'servers', {
    'io.github.github/github-mcp-server':
      'image | ghcr.io/github/github-mcp-server | 1.10.1 | - | docker | env=GITHUB_OAUTH_CALLBACK_PORT=8085,GITHUB_PERSONAL_ACCESS_TOKEN=${input:token}',
  }),
  ...inFile('vscode/1mb4dr__mcp-forti__.vscode~mcp.json', 'servers', {
    'fortigate-mcp':
      'pypi | mcp | - | none | uv run | args=run /home/badr/Desktop/mcp_server_fortigate/mcp-forti/main.py',
  }),
  ...inFile('vscode/20m61__codex-ultimate-prompt__.vscode~mcp.json', 'servers', {
    '0': 'npm | @modelcontextprotocol/server-filesystem | - | none | npx | args=/workspaces/codex-ultimate-prompt',
    '1': 'npm | @anaisbetts/mcp-installer | - | none | npx',
  }),
  ...inFile('vscode/220631948__cape-connect__.vscode~mcp.json', 'mcpServers', {
    context7: 'program | node',
    docker: 'npm | docker-mcp | - | none | npx',
    sequentialthinking:
      'image | danielapatin/sequentialthinking | latest | - | docker | args=-transport stdio',
    carto: 'remote | - | to=dynamic | why=the address is a variable',
  }),
  ...inFile('vscode/Azure__azure-sdk-for-net__.vscode~mcp.json', 'servers', {
    'azure-sdk-mcp': 'program | pwsh | args=./eng/common/mcp/azure-sdk-mcp.ps1 -Run',
  }),
  ...inFile('vscode/Azure__azure-sdk-for-python__.vscode~mcp.json', 'servers', {
    'azure-sdk-python-mcp': 'program | main.py | - | - | uv run',
  }),
  ...inFile('vscode/dotnet__aspire__.vscode~mcp.json', 'servers', {
    aspire: 'program | aspire | args=mcp start',
    hex1b: 'nuget | Hex1b.McpServer | 0.47.0 | exact | dnx | ver=0.47.0',
  }),
  ...inFile('vscode/dotnet__maui__.vscode~mcp.json', 'servers', {
    mauidevenv: 'nuget | Mcp.Server.MauiDevEnv | - | none | dnx',
  }),
  ...inFile('vscode/github__awesome-copilot__.vscode~mcp.json', 'servers', {
    'github-agentic-workflows': 'program | gh | args=aw mcp-server',
  }),
  ...inFile('vscode/microsoft__vscode__.vscode~mcp.json', 'servers', {
    'vscode-playwright-mcp': 'program | npm | args=run start-stdio',
  }),
  ...inFile('windsurf/344mehmet__antygravty-ai__mcp_config.json', 'mcpServers', {
    filesystem:
      'npm | @anthropic/mcp-filesystem-server | - | none | npx | args=C:/Users/win11.2025/Documents C:/Users/win11.2025/Desktop/antygravty google id',
  }),
  ...inFile('windsurf/78__mcp-calculator__mcp_config.json', 'mcpServers', {
    'local-stdio-calculator': 'program | python | args=-m calculator',
  }),
  ...inFile('windsurf/AdguardTeam__mfa_locker__mcp_config.json', 'mcpServers', {
    'figma-remote-mcp-server': 'npm | mcp-remote | - | none | npx | to=https mcp.figma.com',
    'dart-mcp-server': 'program | dart',
  }),
  ...inFile('windsurf/Agent-042__SecureBlue-KDE-Agentic-Deploy__mcp_config.json', 'mcpServers', {
    notebook:
      'git | https://github.com/gemini-cli-extensions/data-agent-kit-starter-pack.git | - | none | npx | args=--mode=notebook',
    bigquery: 'npm | @toolbox-sdk/server | >=1.1.0 | range | npx | ver=>=1.1.0',
    datacloud_bigquery_remote:
      'remote | bigquery.googleapis.com | to=https bigquery.googleapis.com',
  }),
  ...inFile('windsurf/PaulJPhilp__EffectPatterns__.windsurf~mcp_config.json', 'mcpServers', {
    'effect-patterns': 'program | bun | args=--cwd packages/mcp-server dist/mcp-stdio.js',
    'effect-docs': 'npm | effect-mcp | - | none | npx',
  }),
  ...inFile('windsurf/dammitpogi__P4NTH30N__.windsurf~mcp_config.json', 'mcpServers', {
    'p4ntheon-rag':
      'program | C:\\P4NTH30N\\src\\RAG.McpHost\\bin\\Release\\net8.0\\win-x64\\publish\\RAG.McpHost.exe',
  }),
  ...inFile('claude-desktop/Alzarak__Kali-Linux-MCP__claude_desktop_config.json', 'mcpServers', {
    _option1_docker_gateway: 'unknown | - | - | - | docker',
    'kali-security': 'image | kali-mcp-server | - | - | docker',
  }),
  ...inFile('claude-desktop/AbuMareBear__dotfiles__claude_desktop_config.json', 'mcpServers', {
    filesystem:
      'npm | @modelcontextprotocol/server-filesystem | - | none | npx | args=/Users/abdullahhashim',
  }),
  ...inFile('cline/KunihiroS__idx_settings_repo__cline_mcp_settings.json', 'mcpServers', {
    'tavily-mcp':
      'npm | tavily-mcp | 0.1.3 | exact | npx | in=bash -c | at=tavily-mcp@0.1.3 | ver=0.1.3',
    time: 'pypi | mcp-server-time | - | none | uvx | args=--local-timezone=Asia/Tokyo',
    'arxiv-mcp-server': 'pypi | arxiv-mcp-server | - | none | uv tool run | args=--storage-path .',
    'actors-mcp-server':
      'npm | @apify/actors-mcp-server | - | none | npx | args=--actors apify/rag-web-browser',
  }),
  ...inFile('cline/anthropics__claude-code__cline_mcp_settings.json', 'mcpServers', {
    'github.com/upstash/context7-mcp':
      'npm | @upstash/context7-mcp | 1.0.6 | exact | npx | ver=1.0.6',
  }),
  ...inFile('vscode/128na__scs-mcp-server__.vscode~mcp.json', 'servers', {
    'simutrans-cross-search-mcp-server':
      'program | ts-node | - | - | npx | args=${workspaceFolder}/src/index.ts',
  }),
  ...inFile('vscode/1cetoprosto__cyber-cafe__.vscode~mcp.json', 'servers', {
    memory: 'image | mcp/memory | - | - | docker | args=',
  }),
  ...inFile('vscode/18121A05L2__Notes__.vscode~mcp.json', 'mcpServers', {
    database: 'npm | @modelcontextprotocol/server-postgres | - | none | npx',
  }),
];

function inFile(
  file: string,
  root: string,
  readings: Readonly<Record<string, string>>,
): readonly CorpusRow[] {
  return Object.entries(readings).map(([name, reading]) => [file, [root, name], reading] as const);
}
