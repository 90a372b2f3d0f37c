/**
 * A launch line: one text is a `command` alone, a list a `command` with its `args`. Beside it what it starts, as
 * `kind | name | version | pin | runner | key=value …`, where `-` and what is missing at the end stand for null.
 * `in` wrappers, `also` further packages, `git` further repositories, `downloads`, `to` the address, `headers`: always
 * compared, and nothing when missing. `args`, `env` (assignments), `sh` (commands), `reg` (registry), `at`, `ver` (what
 * stands at the spans of spec and version), `digest`, `why`: compared when given. A pipe between commands is `pipe`.
 */
export type LineRow = readonly [
  line: string | readonly string[] | { readonly url: string },
  reading: string,
];

const commit = '0123456789abcdef0123456789abcdef01234567';
const hash = 'a'.repeat(64);

const npm: readonly LineRow[] = [
  [['npx', 'pkg'], 'npm | pkg | - | none | npx'],
  [['npx', '-y', 'pkg'], 'npm | pkg | - | none | npx | args='],
  [['npx', '-y', 'pkg@1.2.3'], 'npm | pkg | 1.2.3 | exact | npx | at=pkg@1.2.3 | ver=1.2.3'],
  [['npx', '-y', 'pkg@v1.2.3'], 'npm | pkg | v1.2.3 | exact | npx'],
  [['npx', '-y', 'pkg@=1.2.3'], 'npm | pkg | =1.2.3 | exact | npx'],
  [['npx', '-y', 'pkg@1.2.3-beta.1'], 'npm | pkg | 1.2.3-beta.1 | exact | npx'],
  [['npx', '-y', 'pkg@1.2.3+build'], 'npm | pkg | 1.2.3+build | exact | npx'],
  [['npx', '-y', 'pkg@1'], 'npm | pkg | 1 | range | npx'],
  [['npx', '-y', 'pkg@1.x'], 'npm | pkg | 1.x | range | npx'],
  [['npx', '-y', 'pkg@1.2'], 'npm | pkg | 1.2 | range | npx'],
  [['npx', '-y', 'pkg@*'], 'npm | pkg | * | range | npx'],
  [['npx', '-y', 'pkg@^1.2.3'], 'npm | pkg | ^1.2.3 | range | npx'],
  [['npx', '-y', 'pkg@~1.2.3'], 'npm | pkg | ~1.2.3 | range | npx'],
  [['npx', '-y', 'pkg@>=1 <2'], 'npm | pkg | >=1 <2 | range | npx'],
  [['npx', '-y', 'pkg@1.2.3 || 2.0.0'], 'npm | pkg | 1.2.3 || 2.0.0 | range | npx'],
  [['npx', '-y', 'pkg@latest'], 'npm | pkg | latest | tag | npx'],
  [['npx', '-y', 'pkg@next'], 'npm | pkg | next | tag | npx'],
  [['npx', '-y', 'pkg@${input:version}'], 'npm | pkg | ${input:version} | dynamic | npx'],
  [['npx', '-y', 'pkg@'], 'npm | pkg | - | none | npx'],
  [['npx', '-y', '@scope/pkg'], 'npm | @scope/pkg | - | none | npx'],
  [
    ['npx', '-y', '@scope/pkg@2.0.0', '--flag', 'v'],
    'npm | @scope/pkg | 2.0.0 | exact | npx | args=--flag v',
  ],
  [['npx', '--yes', '--quiet', '@scope/pkg@beta'], 'npm | @scope/pkg | beta | tag | npx'],
  [['npx', '--yes=true', 'pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | npx'],
  [['npx', '--', 'pkg@1.0.0', '-y'], 'npm | pkg | 1.0.0 | exact | npx | args=-y'],
  [['npx', '-y', '--', 'pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | npx'],
  [['npx', 'pkg', 'other@latest'], 'npm | pkg | - | none | npx | args=other@latest'],
  [
    ['npx', '--registry', 'https://r.example/', 'pkg@1.0.0'],
    'npm | pkg | 1.0.0 | exact | npx | reg=https://r.example/',
  ],
  [
    ['npx', '--registry=https://r.example/', 'pkg'],
    'npm | pkg | - | none | npx | reg=https://r.example/',
  ],
  [['npx', '--cache', '/tmp/c', '--userconfig', './.npmrc', 'pkg'], 'npm | pkg | - | none | npx'],
  [['npx', '--prefer-online', 'pkg@latest'], 'npm | pkg | latest | tag | npx'],
  [['npx', '--no-install', 'pkg'], 'program | pkg | - | - | npx'],
  [
    ['npx', '--node-options', '--max-old-space-size=4096', 'pkg@1.0.0'],
    'npm | pkg | 1.0.0 | exact | npx',
  ],
  [['npx', '-p', 'pkg@1.0.0', 'bin'], 'npm | pkg | 1.0.0 | exact | npx | args='],
  [
    ['npx', '--package', '@s/pkg@1.0.0', 'bin', '-x'],
    'npm | @s/pkg | 1.0.0 | exact | npx | args=-x',
  ],
  [['npx', '--package=@s/pkg', '-y', 'bin'], 'npm | @s/pkg | - | none | npx | ver='],
  [['npx', '-yp', 'pkg@1.0.0', 'bin'], 'npm | pkg | 1.0.0 | exact | npx'],
  [['npx', '-p', 'a@1.0.0', '-p', 'b@2.0.0', 'run'], 'npm | a | 1.0.0 | exact | npx | also=b'],
  [
    ['npx', '-p', 'typescript@5.0.0', '-p', 'ts-node', 'ts-node', 's.ts'],
    'npm | ts-node | - | none | npx | also=typescript | args=s.ts',
  ],
  [['npx', '-p', 'pkg@1.0.0', '-c', 'bin --flag $X'], 'npm | pkg | 1.0.0 | exact | npx'],
  [['npx', '-c', 'my-bin --flag'], 'program | my-bin | - | - | npx'],
  [['npx', 'github:owner/repo'], 'git | https://github.com/owner/repo | - | none | npx'],
  [
    ['npx', '-y', `github:owner/repo#${commit}`],
    `git | https://github.com/owner/repo | ${commit} | commit | npx | ver=${commit}`,
  ],
  [
    ['npx', '-y', 'github:owner/repo#main'],
    'git | https://github.com/owner/repo | main | named | npx | ver=main',
  ],
  [['npx', '-y', 'gitlab:owner/repo#v1'], 'git | https://gitlab.com/owner/repo | v1 | named | npx'],
  [['npx', '-y', 'owner/repo'], 'git | https://github.com/owner/repo | - | none | npx'],
  [
    ['npx', '-y', 'owner/repo#v1.0.0'],
    'git | https://github.com/owner/repo | v1.0.0 | named | npx',
  ],
  [
    ['npx', '-y', 'git+https://u:p@git.example/a/b.git#dev'],
    'git | https://git.example/a/b.git | dev | named | npx',
  ],
  [
    ['npx', '-y', 'git+ssh://git@github.com/a/b.git'],
    'git | ssh://github.com/a/b.git | - | none | npx',
  ],
  [
    ['npx', '-y', 'git@github.com:a/b.git#main'],
    'git | ssh://github.com/a/b.git | main | named | npx',
  ],
  [['npx', '-y', 'https://github.com/a/b'], 'git | https://github.com/a/b | - | none | npx'],
  [
    ['npx', '-y', `pkg@github:a/b#${commit}`],
    `git | https://github.com/a/b | ${commit} | commit | npx`,
  ],
  [
    ['npx', '-y', 'https://example.com/x/pkg-1.0.0.tgz?token=abc'],
    'npm | https://example.com/x/pkg-1.0.0.tgz | - | - | npx | downloads=https://example.com/x/pkg-1.0.0.tgz?token=abc',
  ],
  [
    ['npx', '-y', 'pkg@https://example.com/p.tgz'],
    'npm | pkg@https://example.com/p.tgz | - | - | npx | downloads=pkg@https://example.com/p.tgz',
  ],
  [
    ['npx', '-y', 'https://github.com/a/b/archive/main.tar.gz'],
    'npm | https://github.com/a/b/archive/main.tar.gz | - | - | npx | downloads=https://github.com/a/b/archive/main.tar.gz',
  ],
  [
    ['npx', '-y', 'alias@npm:@real/pkg@1.0.0'],
    'npm | @real/pkg | 1.0.0 | exact | npx | at=@real/pkg@1.0.0',
  ],
  [['npx', '.'], 'program | . | - | - | npx'],
  [['npx', './server', '--x'], 'program | ./server | - | - | npx | args=--x'],
  [['npx', '/abs/dir'], 'program | /abs/dir | - | - | npx'],
  [['npx', './pkg-1.0.0.tgz'], 'program | ./pkg-1.0.0.tgz | - | - | npx'],
  [['npx', '${workspaceFolder}/server'], 'program | ${workspaceFolder}/server | - | - | npx'],
  [['npx', 'tsx', 'src/index.ts'], 'program | tsx | - | - | npx | args=src/index.ts'],
  [['npx', '-y', 'tsx', 'src/index.ts'], 'npm | tsx | - | none | npx'],
  [['npx', 'tsx@4.7.0', 'src/index.ts'], 'npm | tsx | 4.7.0 | exact | npx'],
  [['npx', '-y', '${input:package}'], 'unknown | - | - | - | npx | why=the package is a variable'],
  [['npx', '-y', '<package>'], 'unknown | - | - | - | npx'],
  [['npx', '-y'], 'unknown'],
  [['npx'], 'unknown'],
  [['npx.cmd', '-y', 'pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | npx'],
  [['NPX.EXE', 'pkg'], 'npm | pkg | - | none | npx'],
  [['npx.ps1', 'pkg'], 'npm | pkg | - | none | npx'],
  [['/opt/homebrew/bin/npx', '-y', 'pkg'], 'npm | pkg | - | none | npx'],
  [['C:\\Program Files\\nodejs\\npx.cmd', '-y', 'pkg'], 'npm | pkg | - | none | npx'],
  [
    ['npm', 'exec', 'pkg@1.0.0', '--', '--flag'],
    'npm | pkg | 1.0.0 | exact | npm exec | args=--flag',
  ],
  [
    ['npm', 'exec', '--yes', '--', 'pkg@latest', '--flag'],
    'npm | pkg | latest | tag | npm exec | args=--flag',
  ],
  [
    ['npm', 'exec', '--package=@s/p@1.0.0', '-y', '--', 'bin', 'a'],
    'npm | @s/p | 1.0.0 | exact | npm exec | args=a',
  ],
  [['npm', 'x', '-y', 'pkg'], 'npm | pkg | - | none | npm exec'],
  [['npm', '--prefix', '/srv', 'exec', 'pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | npm exec'],
  [['npm', 'run', 'start'], 'program | npm | args=run start'],
  [['npm', '--silent', 'start'], 'program | npm'],
  [['npm', 'create', 'thing@latest'], 'unknown'],
  [['bunx', 'pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | bunx'],
  [['bunx', '--bun', '-p', '@s/pkg', 'bin'], 'npm | @s/pkg | - | none | bunx'],
  [['bun', 'x', '@s/pkg@latest', '--a'], 'npm | @s/pkg | latest | tag | bunx | args=--a'],
  [['bun', 'run', 'server.ts'], 'program | bun | args=run server.ts'],
  [['bun', '/abs/server.ts'], 'program | bun'],
  [['pnpm', 'dlx', 'pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | pnpm dlx'],
  [
    ['pnpm', '--package=@s/pkg@1.0.0', 'dlx', 'bin', '-c'],
    'npm | @s/pkg | 1.0.0 | exact | pnpm dlx | args=-c',
  ],
  [['pnpm', 'dlx', '--package', '@s/pkg', '-c', 'bin'], 'npm | @s/pkg | - | none | pnpm dlx'],
  [['pnpm', '-C', '/srv', 'dlx', 'pkg'], 'npm | pkg | - | none | pnpm dlx'],
  [['pnpm', 'exec', 'my-bin', '--x'], 'program | my-bin | in=pnpm exec | args=--x'],
  [['pnpm', 'run', 'mcp'], 'program | pnpm'],
  [['pnpx', 'pkg@2.1.0'], 'npm | pkg | 2.1.0 | exact | pnpx'],
  [['yarn', 'dlx', 'pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | yarn dlx'],
  [
    ['yarn', 'dlx', '-q', '-p', 'a', '-p', 'b@1.0.0', 'b'],
    'npm | b | 1.0.0 | exact | yarn dlx | also=a',
  ],
  [['yarn', 'start'], 'program | yarn'],
  [['corepack', 'pnpm', 'dlx', 'pkg'], 'npm | pkg | - | none | pnpm dlx | in=corepack'],
];

const bridges: readonly LineRow[] = [
  [
    ['npx', '-y', 'mcp-remote', 'https://h.example/sse'],
    'npm | mcp-remote | - | none | npx | to=https h.example',
  ],
  [
    [
      'npx',
      '-y',
      'mcp-remote@0.1.16',
      'https://h.example/mcp?key=1',
      '--header',
      'Authorization: Bearer ${TOKEN}',
    ],
    'npm | mcp-remote | 0.1.16 | exact | npx | to=https h.example | headers=Authorization=Bearer ${TOKEN}',
  ],
  [
    ['npx', 'mcp-remote', 'http://localhost:3000/sse', '--allow-http'],
    'npm | mcp-remote | - | none | npx | to=http localhost loopback',
  ],
  [
    [
      'npx',
      'mcp-remote',
      '--header',
      'X-Key:abc',
      '--transport',
      'sse-only',
      'http://h.example/x',
      '9000',
    ],
    'npm | mcp-remote | - | none | npx | to=http h.example | headers=X-Key=abc',
  ],
  [['npx', 'mcp-remote', '${input:url}'], 'npm | mcp-remote | - | none | npx | to=dynamic'],
  [['npx', 'mcp-remote'], 'npm | mcp-remote | - | none | npx | why=no address is named'],
  [['mcp-remote', 'https://h.example/'], 'program | mcp-remote | to=https h.example'],
  [
    ['npx', '-y', 'supergateway', '--sse', 'https://h.example/sse', '--header', 'A: b'],
    'npm | supergateway | - | none | npx | to=https h.example | headers=A=b',
  ],
  [
    [
      'npx',
      '-y',
      'supergateway@3.4.0',
      '--streamableHttp',
      'http://h.example/mcp',
      '--oauth2Bearer',
      'tok',
    ],
    'npm | supergateway | 3.4.0 | exact | npx | to=http h.example | headers=Authorization=tok',
  ],
  [
    ['npx', '-y', 'supergateway', '--stdio', 'npx -y inner@1.0.0 /data', '--port', '8000'],
    'npm | inner | 1.0.0 | exact | npx | in=supergateway | also=supergateway | args=/data | ver=1.0.0',
  ],
  [
    ['npx', '-y', 'supergateway', '--stdio', 'uvx mcp-server-git'],
    'pypi | mcp-server-git | - | none | uvx | in=supergateway | also=supergateway',
  ],
  [
    ['npx', '-y', 'supergateway', '--stdio', './my-server --x'],
    'npm | supergateway | - | none | npx',
  ],
  [
    ['npx', '-y', '@smithery/cli@latest', 'run', '@owner/server', '--key', 'k'],
    'npm | @owner/server | - | none | npx | in=@smithery/cli run | also=@smithery/cli | args=--key k',
  ],
  [
    ['npx', '-y', '@smithery/cli@1.0.0', 'run', 'server', '--config', '{"a":1}'],
    'npm | server | - | none | npx | in=@smithery/cli run | also=@smithery/cli',
  ],
  [['npx', '@smithery/cli', 'list'], 'npm | @smithery/cli | - | none | npx'],
  [
    ['npx', 'dotenv-cli', '-e', '.env', '--', 'npx', 'inner@1.0.0'],
    'npm | inner | 1.0.0 | exact | npx | in=dotenv | also=dotenv-cli',
  ],
  [['npx', 'cross-env', 'A=b', 'node', 'x.js'], 'npm | cross-env | - | none | npx'],
];

const python: readonly LineRow[] = [
  [['uvx', 'pkg'], 'pypi | pkg | - | none | uvx'],
  [['uvx', 'pkg@latest'], 'pypi | pkg | latest | tag | uvx'],
  [['uvx', 'pkg@1.2.3', '--flag'], 'pypi | pkg | 1.2.3 | exact | uvx | args=--flag | ver=1.2.3'],
  [['uvx', 'pkg==1.2.3'], 'pypi | pkg | 1.2.3 | exact | uvx | at=pkg==1.2.3 | ver=1.2.3'],
  [['uvx', 'pkg===1.2.3'], 'pypi | pkg | 1.2.3 | exact | uvx'],
  [['uvx', 'pkg>=1.2'], 'pypi | pkg | >=1.2 | range | uvx'],
  [['uvx', 'pkg~=1.2'], 'pypi | pkg | ~=1.2 | range | uvx'],
  [['uvx', 'pkg==1.*'], 'pypi | pkg | 1.* | range | uvx'],
  [['uvx', 'pkg>=1,<2'], 'pypi | pkg | >=1,<2 | range | uvx'],
  [['uvx', 'pkg[cli,extra]==1.0'], 'pypi | pkg | 1.0 | exact | uvx'],
  [['uvx', 'pkg[cli]@1.0.0'], 'pypi | pkg | 1.0.0 | exact | uvx'],
  [['uvx', 'pkg@${input:v}'], 'pypi | pkg | ${input:v} | dynamic | uvx'],
  [['uvx', '${input:p}'], 'unknown | - | - | - | uvx'],
  [['uvx'], 'unknown'],
  [['uvx', '--from', 'pkg==2.0', 'tool', 'serve'], 'pypi | pkg | 2.0 | exact | uvx | args=serve'],
  [['uvx', '--from=pkg[x]>=1', 'tool'], 'pypi | pkg | >=1 | range | uvx'],
  [
    ['uvx', '--from', "pkg==1.0; python_version >= '3.9'", 'tool'],
    'pypi | pkg | 1.0 | exact | uvx | ver=1.0',
  ],
  [
    ['uvx', '--from', 'git+https://github.com/o/r', 'tool'],
    'git | https://github.com/o/r | - | none | uvx',
  ],
  [
    ['uvx', '--from', `git+https://github.com/o/r@${commit}`, 'tool'],
    `git | https://github.com/o/r | ${commit} | commit | uvx | ver=${commit}`,
  ],
  [
    ['uvx', '--from', 'git+https://tok@github.com/o/r.git@main#subdirectory=a/b', 'tool'],
    'git | https://github.com/o/r.git | main | named | uvx | ver=main',
  ],
  [
    ['uvx', '--from', 'pkg @ git+https://github.com/o/r@v1', 'tool'],
    'git | https://github.com/o/r | v1 | named | uvx',
  ],
  [
    ['uvx', '--from', 'git+ssh://git@github.com/o/r', 'tool'],
    'git | ssh://github.com/o/r | - | none | uvx',
  ],
  [['uvx', 'git+https://github.com/o/r@dev'], 'git | https://github.com/o/r | dev | named | uvx'],
  [
    ['uvx', '--from', `https://h.example/pkg-1.0-py3-none-any.whl#sha256=${hash}`, 'tool'],
    'pypi | pkg | 1.0 | hash | uvx',
  ],
  [
    ['uvx', '--from', `pkg @ https://h.example/pkg-1.0-py3-none-any.whl#sha256=${hash}`, 'tool'],
    'pypi | pkg | 1.0 | hash | uvx',
  ],
  [
    ['uvx', '--from', 'https://h.example/pkg-1.0-py3-none-any.whl', 'tool'],
    'pypi | https://h.example/pkg-1.0-py3-none-any.whl | - | - | uvx | downloads=https://h.example/pkg-1.0-py3-none-any.whl',
  ],
  [['uvx', '--from', '.', 'tool'], 'program | tool | - | - | uvx'],
  [['uvx', '--from', '/srv/proj', 'tool', 'x'], 'program | tool | - | - | uvx | args=x'],
  [['uvx', '--python', '3.12', 'pkg'], 'pypi | pkg | - | none | uvx'],
  [
    ['uvx', '-p', '3.12', '--index-url', 'https://i.example/simple', 'pkg==1.0'],
    'pypi | pkg | 1.0 | exact | uvx | reg=https://i.example/simple',
  ],
  [
    ['uvx', '--with', 'extra==1.0', '--with', 'more', 'pkg'],
    'pypi | pkg | - | none | uvx | also=extra,more',
  ],
  [['uvx', '--with', 'a,b>=1,<2', 'pkg@1.0'], 'pypi | pkg | 1.0 | exact | uvx | also=a,b'],
  [['uvx', '--refresh', '--quiet', 'pkg'], 'pypi | pkg | - | none | uvx'],
  [['uvx.exe', 'pkg'], 'pypi | pkg | - | none | uvx'],
  [['uvx', 'python', '-m', 'x'], 'program | python | - | - | uvx'],
  [['uv', 'tool', 'run', 'pkg@1.0'], 'pypi | pkg | 1.0 | exact | uv tool run'],
  [['uv', 'tool', 'run', '--from', 'pkg', 'bin'], 'pypi | pkg | - | none | uv tool run'],
  [['uv', '--quiet', 'tool', 'run', 'pkg'], 'pypi | pkg | - | none | uv tool run'],
  [['uv', '--directory', '/srv', 'run', 'server.py'], 'program | server.py | - | - | uv run'],
  [
    ['uv', 'run', '--directory', '/srv', 'my-server', '--x'],
    'program | my-server | - | - | uv run | args=--x',
  ],
  [
    ['uv', 'run', '--project=/srv', '--python', '3.12', 'python', '-m', 'srv'],
    'program | python | - | - | uv run | args=-m srv',
  ],
  [['uv', 'run', '--script', 'x.py'], 'program | x.py | - | - | uv run'],
  [['uv', 'run', '-m', 'srv', '--x'], 'program | uv | - | - | uv run'],
  [
    ['uv', 'run', '--with', 'mcp[cli]==1.2.0', 'mcp', 'run', 'server.py'],
    'pypi | mcp | 1.2.0 | exact | uv run | args=run server.py',
  ],
  [
    ['uv', 'run', '--with', 'httpx', 'server.py'],
    'program | server.py | - | - | uv run | also=httpx',
  ],
  [
    ['uv', 'run', '--with', 'mcp-server-time', 'python', '-m', 'mcp_server_time'],
    'pypi | mcp-server-time | - | none | uv run',
  ],
  [
    ['uv', 'run', 'https://h.example/server.py'],
    'pypi | https://h.example/server.py | - | - | uv run | downloads=https://h.example/server.py',
  ],
  [['uv', 'run'], 'unknown | - | - | - | uv run'],
  [['uv', 'pip', 'install', 'x'], 'pypi | x | - | none | uv pip install'],
  [['bash', '-c', 'pip install x==1.0 -r r.txt && python -m x'], 'shell | bash | also=x'],
  [['bash', '-c', 'npm install && node x.js'], 'shell | bash'],
  [
    ['mise', 'exec', 'node@20', '--', 'npx', '-y', 'pkg@1.0.0'],
    'npm | pkg | 1.0.0 | exact | npx | in=mise exec',
  ],
  [
    ['mise', 'x', '--', 'npx', '-p', 'pkg@1.0.0', '--', 'bin'],
    'npm | pkg | 1.0.0 | exact | npx | in=mise exec',
  ],
  [['tini', '--', 'uvx', 'pkg'], 'pypi | pkg | - | none | uvx | in=tini'],
  [['pipx', 'run', 'pkg==1.0'], 'pypi | pkg | 1.0 | exact | pipx run'],
  [
    ['pipx', 'run', '--spec', 'pkg>=2', 'tool', 'a'],
    'pypi | pkg | >=2 | range | pipx run | args=a',
  ],
  [
    ['pipx', 'run', '--spec', `git+https://github.com/o/r@${commit}`, 'tool'],
    `git | https://github.com/o/r | ${commit} | commit | pipx run`,
  ],
  [['pipx', 'run', '--no-cache', 'pkg'], 'pypi | pkg | - | none | pipx run'],
  [['pipx', 'run', './x.py'], 'program | ./x.py | - | - | pipx run'],
  [
    ['pipx', 'run', '--python', '3.12', '--index-url', 'https://i.example', 'pkg'],
    'pypi | pkg | - | none | pipx run | reg=https://i.example',
  ],
  [['python', '-m', 'pipx', 'run', 'pkg'], 'pypi | pkg | - | none | pipx run'],
  [['python3', '-m', 'mcp_server'], 'program | python3 | args=-m mcp_server'],
  [['python3.12', '/srv/x.py'], 'program | python3.12'],
  [['.venv/bin/python', '-m', 'x'], 'program | .venv/bin/python'],
  [['py', '-3', 'x.py'], 'program | py'],
];

const dotnet: readonly LineRow[] = [
  [['dnx', 'Pkg@'], 'nuget | Pkg | - | none | dnx | ver='],
  [['dnx', '-y', 'Pkg@1.2.3-*'], 'nuget | Pkg | 1.2.3-* | range | dnx'],
  [['dnx', 'Pkg@[1.2.3]', '--yes'], 'nuget | Pkg | [1.2.3] | exact | dnx | ver=[1.2.3]'],
  [['dnx', 'Pkg@[1.0,2.0)', '--yes'], 'nuget | Pkg | [1.0,2.0) | range | dnx'],
  [['dnx', 'Pkg@1.2.3.4', '--yes'], 'nuget | Pkg | 1.2.3.4 | exact | dnx'],
  [['dnx', 'Pkg@${input:v}', '--yes'], 'nuget | Pkg | ${input:v} | dynamic | dnx'],
  [['dnx', '${env:PKG}', '--yes'], 'unknown | - | - | - | dnx | why=the package is a variable'],
  [
    ['dnx', './Pkg', '--yes'],
    'unknown | - | - | - | dnx | why=the package is not named by a package name',
  ],
  [
    ['dnx', '--prerelease', '--yes', 'Pkg', 'server', 'start'],
    'nuget | Pkg | - | none | dnx | args=server start',
  ],
  [['dotnet', 'dnx', 'Pkg@1.0.0'], 'nuget | Pkg | 1.0.0 | exact | dnx'],
  [
    ['dotnet', 'tool', 'execute', 'Pkg', '--', '--x'],
    'nuget | Pkg | - | none | dotnet tool exec | args=--x',
  ],
  [['dotnet', 'tool', 'run', 'my-tool'], 'program | dotnet | args=tool run my-tool'],
  [['dotnet', 'server.dll'], 'program | dotnet'],
  [['dnx.cmd', 'Pkg@1.0.0'], 'nuget | Pkg | 1.0.0 | exact | dnx'],
  [
    ['bash', '-c', 'dotnet tool install -g Pkg --version 1.2.3 && pkg-mcp'],
    'shell | bash | also=Pkg | ver=1.2.3',
  ],
];

const goLines: readonly LineRow[] = [
  [
    ['go', 'run', '-C', '/src', '-tags', 'x', 'example.com/m/v2/cmd/s@v2.0.0'],
    'go | example.com/m/v2/cmd/s | v2.0.0 | exact | go run | ver=v2.0.0',
  ],
  [
    ['go', 'run', 'github.com/o/r@v0.0.0-20240102030405-0123456789ab'],
    'go | github.com/o/r | v0.0.0-20240102030405-0123456789ab | exact | go run',
  ],
  [
    ['go', 'run', 'github.com/o/r@v1.2.3+incompatible'],
    'go | github.com/o/r | v1.2.3+incompatible | exact | go run',
  ],
  [['go', 'run', `github.com/o/r@${commit}`], `go | github.com/o/r | ${commit} | hash | go run`],
  [['go', 'run', 'github.com/o/r@0123456'], 'go | github.com/o/r | 0123456 | tag | go run'],
  [['go', 'run', 'github.com/o/r@main'], 'go | github.com/o/r | main | tag | go run'],
  [['go', 'run', 'github.com/o/r@v1'], 'go | github.com/o/r | v1 | range | go run'],
  [['go', 'run', 'github.com/o/r@>=v1.2.0'], 'go | github.com/o/r | >=v1.2.0 | range | go run'],
  [['go', 'run', 'github.com/o/r@'], 'go | github.com/o/r | - | none | go run'],
  [['go', 'run', 'github.com/o/r@${env:V}'], 'go | github.com/o/r | ${env:V} | dynamic | go run'],
  [['go', 'run', '${env:M}@latest'], 'unknown | - | - | - | go run | why=the module is a variable'],
  [
    ['go', 'run', 'fmt@latest'],
    'unknown | - | - | - | go run | why=the module is not named by a module path',
  ],
  [['go', 'run', '.'], 'program | go'],
  [['go', 'run', 'github.com/o/r/cmd'], 'program | go'],
  [['go', 'tool', 'gopls', 'mcp'], 'program | go | args=tool gopls mcp'],
  [
    ['sh', '-c', 'go install github.com/o/r@latest && r serve'],
    'shell | sh | also=github.com/o/r | ver=latest',
  ],
  [
    'go run github.com/o/r@latest --stdio',
    'go | github.com/o/r | latest | tag | go run | args=--stdio',
  ],
];

const denoLines: readonly LineRow[] = [
  [
    ['deno', 'run', '--allow-net=api.example.com', '--allow-env', 'jsr:@s/p@^1'],
    'npm | jsr:@s/p | ^1 | range | deno',
  ],
  [
    ['deno', 'run', '-A', 'https://deno.land/x/m@v1.0.0/mod.ts', '--x'],
    'program | https://deno.land/x/m@v1.0.0/mod.ts | - | - | deno | downloads=https://deno.land/x/m@v1.0.0/mod.ts | args=--x',
  ],
  [['deno', '-A', 'npm:pkg'], 'npm | pkg | - | none | deno'],
  [['deno', 'run', '-RN', 'npm:pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | deno'],
  [['deno', 'serve', '--port', '8080', 'jsr:@s/p'], 'npm | jsr:@s/p | - | none | deno'],
  [['deno', 'x', 'pkg@1.0.0', '--x'], 'npm | pkg | 1.0.0 | exact | deno | args=--x'],
  [['deno', 'x', '-p', 'pkg@1', 'bin', 'a'], 'npm | pkg | 1 | range | deno | args=a'],
  [['deno', 'x', 'typescript/tsc'], 'npm | typescript | - | none | deno | at=typescript'],
  [['deno', 'x'], 'unknown | - | - | - | deno | why=deno x is given no package'],
  [['deno', 'task', 'start'], 'program | deno | args=task start'],
  [['deno', 'run', '-A', 'main.ts'], 'program | deno'],
];

const rust: readonly LineRow[] = [
  [['cargo', 'run', '--release', '--', '--stdio'], 'program | cargo'],
  [['cargo', 'run', '--manifest-path', '/src/Cargo.toml'], 'program | cargo'],
  [['bash', '-c', 'cargo install my-mcp && my-mcp'], 'shell | bash | also=my-mcp'],
  [
    ['bash', '-c', 'cargo install my-mcp@1.2.3 --locked; my-mcp'],
    'shell | bash | also=my-mcp | ver=1.2.3',
  ],
  [['cargo', 'install', 'my-mcp'], 'program | my-mcp | - | none | cargo install'],
  [
    ['cargo', 'install', 'my-mcp', '--version', '1.2.3'],
    'program | my-mcp | 1.2.3 | exact | cargo install | ver=1.2.3',
  ],
  [['cargo', 'install', 'my-mcp@~1.2'], 'program | my-mcp | ~1.2 | range | cargo install'],
  [
    ['cargo', '+nightly', 'binstall', '-y', 'a', 'b@1.0.0'],
    'program | a | - | none | cargo binstall | also=b',
  ],
  [
    ['cargo', 'install', '--git', 'https://u:p@github.com/o/r', '--rev', commit],
    `git | https://github.com/o/r | ${commit} | commit | cargo install`,
  ],
  [
    ['cargo', 'install', '--git', 'https://github.com/o/r', '--branch=main', 'r'],
    'git | https://github.com/o/r | main | named | cargo install | ver=main',
  ],
  [['cargo', 'install', '--path', '.'], 'program | cargo'],
  [['bash', '-c', 'dart pub global activate my_mcp && my_mcp'], 'shell | bash | also=my_mcp'],
  [
    ['dart', 'pub', 'global', 'activate', 'my_mcp', '1.2.3'],
    'program | my_mcp | 1.2.3 | exact | dart pub global activate',
  ],
  [
    ['dart', 'pub', 'global', 'activate', 'my_mcp', '^1.2.0'],
    'program | my_mcp | ^1.2.0 | range | dart pub global activate',
  ],
  [
    [
      'dart',
      'pub',
      'global',
      'activate',
      '-s',
      'git',
      'https://github.com/o/r',
      '--git-ref',
      'main',
    ],
    'git | https://github.com/o/r | main | named | dart pub global activate',
  ],
  [['dart', 'install', 'my_mcp'], 'program | my_mcp | - | none | dart install'],
  [['dart', 'pub', 'global', 'run', 'my_mcp'], 'program | dart | args=pub global run my_mcp'],
  [['dart', 'run', 'my_mcp:server'], 'program | dart'],
  [['dart', 'mcp-server', '--force-roots-fallback'], 'program | dart'],
];

const nixLines: readonly LineRow[] = [
  [
    ['nix', 'run', 'github:utensils/mcp-nixos', '--', '--x'],
    'git | https://github.com/utensils/mcp-nixos | - | none | nix run | args=--x',
  ],
  [
    ['nix', 'run', 'github:o/r/v1.0.0#mcp'],
    'git | https://github.com/o/r | v1.0.0 | named | nix run | ver=v1.0.0',
  ],
  [
    ['nix', 'run', `github:o/r/${commit}#mcp`],
    `git | https://github.com/o/r | ${commit} | commit | nix run`,
  ],
  [
    ['nix', 'run', `github:o/r?rev=${commit}&dir=x#mcp`],
    `git | https://github.com/o/r | ${commit} | commit | nix run | ver=${commit}`,
  ],
  [
    ['nix', 'run', 'gitlab:g%2Fs/r?host=git.example.org'],
    'git | https://git.example.org/g/s/r | - | none | nix run',
  ],
  [
    ['nix', '--extra-experimental-features', 'nix-command flakes', 'run', 'nixpkgs#my-mcp'],
    'git | https://github.com/NixOS/nixpkgs | - | none | nix run',
  ],
  [
    ['nix', 'run', 'nixpkgs/nixos-25.05#my-mcp'],
    'git | https://github.com/NixOS/nixpkgs | nixos-25.05 | named | nix run | ver=nixos-25.05',
  ],
  [
    ['nix', 'run', `git+https://u:p@h.example/r?ref=main&rev=${commit}#x`],
    `git | https://h.example/r | ${commit} | commit | nix run`,
  ],
  [
    ['nix', 'run', 'git+ssh://git@h.example/r?ref=main'],
    'git | ssh://h.example/r | main | named | nix run',
  ],
  [
    ['nix', 'run', 'https://h.example/a.tar.gz?t=1#x'],
    'program | https://h.example/a.tar.gz | - | - | nix run | downloads=https://h.example/a.tar.gz?t=1#x',
  ],
  [
    ['nix', 'run', `https://github.com/o/r/archive/${commit}.tar.gz`],
    `git | https://github.com/o/r | ${commit} | commit | nix run`,
  ],
  [
    ['nix', 'run', 'home-manager#x'],
    'unknown | - | - | - | nix run | why=the flake is named by a registry outside this file',
  ],
  [['nix', 'run', '${env:FLAKE}'], 'unknown | - | - | - | nix run | why=the flake is a variable'],
  [['nix', 'run'], 'program | nix'],
  [['nix', 'run', '.#mcp', '--', '--x'], 'program | nix | - | - | nix run | args=--x'],
  [['nix', 'run', '${workspaceFolder}/flake#mcp'], 'program | nix | - | - | nix run'],
  [
    ['nix', 'run', '--override-input', 'nixpkgs', 'github:o/n', '.#mcp'],
    'program | nix | - | - | nix run',
  ],
  [['nix', 'run', '-f', 'default.nix', 'x'], 'program | nix'],
  [
    ['nix', 'shell', 'nixpkgs#nodejs', '-c', 'npx', '-y', 'pkg@1.0.0'],
    'npm | pkg | 1.0.0 | exact | npx | in=nix shell | git=https://github.com/NixOS/nixpkgs',
  ],
  [
    ['nix', 'shell', 'nixpkgs#nodejs', '--command', 'node', 'server.js'],
    'program | node | in=nix shell | git=https://github.com/NixOS/nixpkgs | args=server.js',
  ],
  [
    ['nix', 'shell', `github:o/r/${commit}`, '-c', 'my-mcp', '--stdio'],
    `git | https://github.com/o/r | ${commit} | commit | nix shell | in=nix shell | args=--stdio`,
  ],
  [
    ['nix', 'shell', 'nixpkgs#nodejs'],
    'unknown | in=nix shell | why=nix shell is given no command',
  ],
  [['nix', 'develop', '-c', 'uvx', 'pkg'], 'pypi | pkg | - | none | uvx | in=nix develop'],
  [['nix', 'develop', '/src', '--command', 'cargo', 'run'], 'program | cargo | in=nix develop'],
  [
    ['nix', 'build', 'nixpkgs#x'],
    'unknown | - | - | - | nix | why=this nix command starts no server',
  ],
  [
    ['nix-shell', '-p', 'nodejs', '--run', 'npx -y pkg'],
    'npm | pkg | - | none | npx | in=nix-shell',
  ],
  [
    ['nix-shell', '-p', 'my-mcp', '--run', 'my-mcp --stdio'],
    'unknown | in=nix-shell | why=which nixpkgs nix-shell takes is not named in this file',
  ],
  [
    ['nix-shell', '-I', 'nixpkgs=channel:nixos-25.05', '-p', 'my-mcp', '--run', 'my-mcp'],
    'git | https://github.com/NixOS/nixpkgs | nixos-25.05 | named | nix-shell | in=nix-shell | ver=nixos-25.05',
  ],
  [
    [
      'nix-shell',
      '-I',
      `nixpkgs=https://github.com/NixOS/nixpkgs/archive/${commit}.tar.gz`,
      '-p',
      'my-mcp',
      '--run',
      'my-mcp',
    ],
    `git | https://github.com/NixOS/nixpkgs | ${commit} | commit | nix-shell | in=nix-shell | ver=${commit}`,
  ],
  [['nix-shell', '--run', 'node server.js'], 'program | node | in=nix-shell'],
  [['nix-shell', '/src/shell.nix', '--run', 'my-mcp'], 'program | my-mcp | in=nix-shell'],
  [['nix-shell', '-p', 'nodejs'], 'unknown | in=nix-shell | why=nix-shell is given no command'],
];

const javaLines: readonly LineRow[] = [
  [['java', '-Dx=y', '-jar', '${workspaceFolder}/target/s.jar', '--stdio'], 'program | java'],
  [
    ['jbang', 'io.example:mcp-server:1.2.3:runner', '--x'],
    'program | io.example:mcp-server | 1.2.3 | exact | jbang | args=--x | ver=1.2.3',
  ],
  [
    ['jbang', '--quiet', 'io.example:mcp-server:LATEST'],
    'program | io.example:mcp-server | LATEST | tag | jbang',
  ],
  [
    ['jbang', 'io.example:mcp-server:1.0-SNAPSHOT@jar'],
    'program | io.example:mcp-server | 1.0-SNAPSHOT | tag | jbang',
  ],
  [
    ['jbang', 'io.example:mcp-server:[1.0,2.0)'],
    'program | io.example:mcp-server | [1.0,2.0) | range | jbang',
  ],
  [
    ['jbang', 'io.example:mcp-server:${env:V}'],
    'program | io.example:mcp-server | ${env:V} | dynamic | jbang',
  ],
  [
    ['jbang', 'run', '--java', '21', 'jdbc@quarkiverse/quarkus-mcp-servers', 'jdbc:h2:mem:x'],
    'git | https://github.com/quarkiverse/quarkus-mcp-servers | - | none | jbang | args=jdbc:h2:mem:x',
  ],
  [['jbang', 'tool@owner'], 'git | https://github.com/owner/jbang-catalog | - | none | jbang'],
  [
    ['jbang', 'tool@owner/repo/main~sub'],
    'git | https://github.com/owner/repo | main | named | jbang | ver=main',
  ],
  [
    ['jbang', 'https://u:p@h.example/s.java?t=1'],
    'program | https://h.example/s.java | - | - | jbang | downloads=https://u:p@h.example/s.java?t=1',
  ],
  [['jbang', './server.java', 'a'], 'program | ./server.java | - | - | jbang | args=a'],
  [
    ['jbang', 'server'],
    'unknown | - | - | - | jbang | why=the alias of jbang is defined outside this file',
  ],
  [['jbang', '${input:x}'], 'unknown | - | - | - | jbang | why=what jbang runs is a variable'],
];

const others: readonly LineRow[] = [
  [['dnx', 'Pkg.Name@1.0.0', '--yes'], 'nuget | Pkg.Name | 1.0.0 | exact | dnx'],
  [
    ['dnx', 'Pkg.Name', '--version', '1.0.0-beta', '--yes', '--', 'a'],
    'nuget | Pkg.Name | 1.0.0-beta | exact | dnx | args=a',
  ],
  [
    ['dnx', 'Pkg.Name@1.*', '--source', 'https://n.example'],
    'nuget | Pkg.Name | 1.* | range | dnx | reg=https://n.example',
  ],
  [['dnx', 'Pkg.Name'], 'nuget | Pkg.Name | - | none | dnx'],
  [['dotnet', 'tool', 'exec', 'Pkg@2.0.0'], 'nuget | Pkg | 2.0.0 | exact | dotnet tool exec'],
  [['dotnet', 'run', '--project', 'x.csproj'], 'program | dotnet'],
  [
    ['go', 'run', 'github.com/o/r/cmd@v1.2.3', '-x'],
    'go | github.com/o/r/cmd | v1.2.3 | exact | go run | args=-x',
  ],
  [['go', 'run', 'github.com/o/r@latest'], 'go | github.com/o/r | latest | tag | go run'],
  [['go', 'run', './cmd/server'], 'program | go'],
  [['deno', 'run', '-A', 'server.ts'], 'program | deno'],
  [['deno', 'run', '-A', 'npm:pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | deno'],
  [
    ['deno', 'run', '-A', '-c', 'deno.json', 'npm:@s/p@^1/bin', '--x'],
    'npm | @s/p | ^1 | range | deno | args=--x',
  ],
  [['deno', 'x', 'npm:/pkg'], 'npm | pkg | - | none | deno'],
  [['deno', 'run', '-A', 'jsr:@s/p@1.0.0/serve'], 'npm | jsr:@s/p | 1.0.0 | exact | deno'],
  ...dotnet,
  ...goLines,
  ...denoLines,
  ...rust,
  ...nixLines,
  ...javaLines,
  [['node', '/abs/dist/index.js', '--x'], 'program | node | args=/abs/dist/index.js --x'],
  [['node', '--require', './a.js', 'b.js'], 'program | node'],
  [['java', '-jar', 'x.jar'], 'program | java'],
  [['/usr/local/bin/my-server'], 'program | /usr/local/bin/my-server'],
  [['${workspaceFolder}/bin/server'], 'program | ${workspaceFolder}/bin/server'],
  [['${env:SERVER}'], 'unknown | why=the program is a variable'],
  [['${workspaceFolder}/${input:x}'], 'unknown | why=the program is a variable'],
  [['%SERVER%'], 'unknown'],
  [['$SERVER'], 'unknown'],
  [['${workspaceFolder}/node_modules/.bin/npx', 'pkg'], 'npm | pkg | - | none | npx'],
  [[''], 'unknown | why=neither a command nor an address is given'],
  [['   '], 'unknown'],
];

const containers: readonly LineRow[] = [
  [['docker', 'run', '-i', '--rm', 'mcp/fetch'], 'image | mcp/fetch | - | - | docker'],
  [
    ['docker', 'run', '-i', '--rm', '-e', 'TOKEN', 'ghcr.io/o/r:1.0', 'serve'],
    'image | ghcr.io/o/r | 1.0 | - | docker | args=serve | env=TOKEN',
  ],
  [
    ['docker', 'run', '-i', `ghcr.io/o/r@sha256:${hash}`],
    `image | ghcr.io/o/r | - | - | docker | digest=sha256:${hash}`,
  ],
  [
    ['docker', 'run', '-p', '1:1', '127.0.0.1:5000/a/b:t'],
    'image | 127.0.0.1:5000/a/b | t | - | docker',
  ],
  [['podman', 'run', '--rm', 'quay.io/o/r:latest'], 'image | quay.io/o/r | latest | - | podman'],
  [['sudo', 'docker', 'run', 'x:1'], 'image | x | 1 | - | docker | in=sudo'],
  [['cmd', '/c', 'docker', 'run', '--rm', 'x:1'], 'image | x | 1 | - | docker | in=cmd /c'],
  ['docker run --rm -i x:1 --flag', 'image | x | 1 | - | docker | args=--flag'],
  [
    ['bash', '-c', 'docker run --rm -i -e "A=b c" x:1'],
    'image | x | 1 | - | docker | in=bash -c | env=A=b c',
  ],
  [['docker', 'compose', 'run', 'svc'], 'image | - | - | - | docker'],
  [['docker', 'mcp', 'gateway', 'run'], 'unknown | - | - | - | docker'],
  [['docker', 'run', '${input:image}'], 'unknown | - | - | - | docker'],
];

const wrappers: readonly LineRow[] = [
  [['cmd', '/c', 'npx', '-y', 'pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | npx | in=cmd /c'],
  [['cmd.exe', '/d', '/s', '/c', 'npx -y pkg'], 'npm | pkg | - | none | npx | in=cmd /c'],
  [
    ['C:\\Windows\\System32\\cmd.exe', '/C', 'npx', 'pkg'],
    'npm | pkg | - | none | npx | in=cmd /c',
  ],
  [
    ['cmd', '/c', 'C:\\Program Files\\nodejs\\npx.cmd', 'pkg'],
    'npm | pkg | - | none | npx | in=cmd /c',
  ],
  [
    ['cmd', '/c', '"C:\\Program Files\\nodejs\\npx.cmd" -y pkg'],
    'npm | pkg | - | none | npx | in=cmd /c',
  ],
  [
    ['cmd', '/s', '/c', '""C:\\Program Files\\nodejs\\npx.cmd" -y pkg"'],
    'npm | pkg | - | none | npx | in=cmd /c',
  ],
  [['cmd', '/c', 'cd /d C:\\srv && npx -y pkg'], 'npm | pkg | - | none | npx | in=cmd /c'],
  [['cmd', '/c', 'set A=b&& npx pkg'], 'npm | pkg | - | none | npx | in=cmd /c | env=A=b'],
  [['cmd', '/c', 'curl https://h.example'], 'program | curl | in=cmd /c'],
  [['cmd', '/k'], 'unknown'],
  [['cmd'], 'unknown'],
  [
    ['bash', '-c', 'npx -y pkg@1.0.0 --x'],
    'npm | pkg | 1.0.0 | exact | npx | in=bash -c | args=--x | at=pkg@1.0.0 | ver=1.0.0',
  ],
  [
    ['bash', '-lc', 'npx -y "pkg@1.0.0"'],
    'npm | pkg | 1.0.0 | exact | npx | in=bash -c | ver=1.0.0',
  ],
  [['/bin/sh', '-c', "exec npx -y 'pkg'"], 'npm | pkg | - | none | npx | in=sh -c'],
  [['zsh', '-l', '-i', '-c', 'npx pkg'], 'npm | pkg | - | none | npx | in=zsh -c'],
  [['bash', '-o', 'pipefail', '-c', 'npx pkg'], 'npm | pkg | - | none | npx | in=bash -c'],
  [
    ['bash', '-c', 'cd /x && exec npx -y y@1'],
    'npm | y | 1 | range | npx | in=bash -c | sh=cd /x; && exec npx -y y@1',
  ],
  [
    ['bash', '-c', 'export A=b; source .env; npx -y y@1.0.0'],
    'npm | y | 1.0.0 | exact | npx | in=bash -c | env=A=b',
  ],
  [['bash', '-c', 'A=b npx -y y'], 'npm | y | - | none | npx | in=bash -c | env=A=b'],
  [
    ['bash', '-c', 'set -a; [ -f .env ] && . .env; uvx pkg==1.0 2>/dev/null'],
    'pypi | pkg | 1.0 | exact | uvx | in=bash -c | args=',
  ],
  [['bash', '-c', 'eval "$(fnm env)" && npx -y y'], 'npm | y | - | none | npx | in=bash -c'],
  [['bash', '-c', 'if [ -f x ]; then npx -y y; fi'], 'npm | y | - | none | npx | in=bash -c'],
  [
    ['bash', '-c', "sh -c 'npx -y y@1.0.0'"],
    'npm | y | 1.0.0 | exact | npx | in=bash -c,sh -c | ver=1.0.0',
  ],
  [['bash', '-c', 'a && npx -y y@1.0.0'], 'shell | bash | also=y | sh=a; && npx -y y@1.0.0'],
  [['bash', '-c', 'npm install -g x && x'], 'shell | bash | also=x'],
  [
    ['bash', '-c', 'curl -fsSL https://h.example/i.sh | sh'],
    'shell | bash | sh=curl -fsSL https://h.example/i.sh; pipe sh',
  ],
  [
    ['sh', '-c', 'curl -s https://h.example/i.sh | sudo bash -s -- --x'],
    'shell | sh | sh=curl -s https://h.example/i.sh; pipe sudo bash -s -- --x',
  ],
  [
    ['sh', '-c', 'sh -c "$(curl -fsSL https://h.example/i.sh)"'],
    'shell | sh | sh=sh -c $(curl -fsSL https://h.example/i.sh); $( curl -fsSL https://h.example/i.sh',
  ],
  [
    ['bash', '-c', 'bash <(curl -s https://h.example/i.sh)'],
    'shell | bash | sh=bash <(curl -s https://h.example/i.sh); <( curl -s https://h.example/i.sh',
  ],
  [
    ['bash', '-c', 'eval `wget -qO- https://h.example`'],
    'shell | bash | sh=eval `wget -qO- https://h.example`; ` wget -qO- https://h.example',
  ],
  [
    ['bash', '-c', 'curl -o x.sh https://h.example && bash x.sh'],
    'shell | bash | sh=curl -o x.sh https://h.example; && bash x.sh',
  ],
  [
    ['bash', '-c', "cd /x; bash -c 'curl h.example | sh'"],
    'shell | bash | in=bash -c | sh=curl h.example; pipe sh',
  ],
  [['bash', '-c', 'echo aGk= | base64 -d | sh'], 'shell | bash'],
  [['bash', '-c', 'echo hi | sh'], 'shell | bash'],
  [['bash', '-c', 'yes | npx pkg'], 'npm | pkg | - | none | npx | in=bash -c'],
  [['bash', './start.sh', '--x'], 'program | bash | args=./start.sh --x'],
  [['bash', '-c', '$CMD'], 'unknown | in=bash -c'],
  [['bash', '-c'], 'unknown'],
  [['bash'], 'unknown'],
  [
    ['pwsh', '-NoProfile', '-Command', 'npx -y pkg'],
    'npm | pkg | - | none | npx | in=pwsh -Command',
  ],
  [
    ['powershell.exe', '-ExecutionPolicy', 'Bypass', '-c', '& npx -y pkg@1.0.0'],
    'npm | pkg | 1.0.0 | exact | npx | in=powershell -Command',
  ],
  [
    ['powershell', '-Command', '$env:A = "b"; npx -y pkg'],
    'npm | pkg | - | none | npx | in=powershell -Command',
  ],
  [
    ['powershell', '-Command', 'iwr https://h.example/x.ps1 | iex'],
    'shell | powershell | sh=iwr https://h.example/x.ps1; pipe iex',
  ],
  [['powershell', '-c', 'iex (irm https://h.example)'], 'shell | powershell'],
  [['powershell', '-File', 'x.ps1'], 'program | powershell'],
  [['pwsh', 'x.ps1', '-Run'], 'program | pwsh'],
  [['powershell', '-enc', 'SQBFAFgA'], 'unknown'],
  [['env', 'A=b', 'C=d e', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=env | env=A=b,C=d e'],
  [['/usr/bin/env', '-i', '-u', 'X', 'node', 'x.js'], 'program | node | in=env'],
  [['env', '-S', 'npx -y pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | npx | in=env -S | ver=1.0.0'],
  [['env', '-S', 'A=b npx', '-y', 'pkg'], 'npm | pkg | - | none | npx | in=env -S | env=A=b'],
  [['env'], 'unknown | in=env'],
  [['sudo', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=sudo'],
  [['sudo', '-u', 'mcp', '-E', '--', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=sudo'],
  [['sudo', '-E', 'A=b', 'node', 'x.js'], 'program | node | in=sudo | env=A=b'],
  [['wsl.exe', '-d', 'Ubuntu', '--', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=wsl'],
  [['wsl', '-e', 'bash', '-c', 'uvx pkg'], 'pypi | pkg | - | none | uvx | in=wsl,bash -c'],
  [['wsl', 'npx', '-y', 'pkg'], 'npm | pkg | - | none | npx | in=wsl'],
  [['dotenv', '-e', '.env', '--', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=dotenv'],
  [['dotenv', '-f', '.env', 'run', '--', 'python', 'x.py'], 'program | python | in=dotenv run'],
  [
    ['op', 'run', '--env-file', '.env', '--', 'npx', 'pkg@1.0.0'],
    'npm | pkg | 1.0.0 | exact | npx | in=op run',
  ],
  [['op', 'run', '--no-masking', '--', 'uvx', 'pkg'], 'pypi | pkg | - | none | uvx | in=op run'],
  [
    ['doppler', 'run', '-p', 'x', '-c', 'dev', '--', 'npx', 'pkg'],
    'npm | pkg | - | none | npx | in=doppler run',
  ],
  [['doppler', 'run', '--command', 'npx -y pkg'], 'npm | pkg | - | none | npx | in=doppler run'],
  [
    ['infisical', 'run', '--env=dev', '--', 'npx', 'pkg'],
    'npm | pkg | - | none | npx | in=infisical run',
  ],
  [['nice', '-n', '10', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=nice'],
  [['nohup', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=nohup'],
  [['time', '-p', 'node', 'x.js'], 'program | node | in=time'],
  [['stdbuf', '-oL', 'python', 'x.py'], 'program | python | in=stdbuf'],
  [['timeout', '-k', '5', '60', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=timeout'],
  [['cross-env', 'A=b', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=cross-env | env=A=b'],
  [['poetry', 'run', 'python', '-m', 'x'], 'program | python | in=poetry run'],
  [['conda', 'run', '-n', 'env', 'python', 'x.py'], 'program | python | in=conda run'],
  [
    ['sudo', 'env', 'A=b', 'bash', '-c', 'npx pkg'],
    'npm | pkg | - | none | npx | in=sudo,env,bash -c | env=A=b',
  ],
  [
    [
      '${extensionInstallFolder:a.b}/bin/mcp-launch',
      '--env',
      'TOKEN=github',
      '--',
      'npx',
      '-y',
      'pkg@1.0.0',
    ],
    'npm | pkg | 1.0.0 | exact | npx | in=mcp-launch | env=TOKEN',
  ],
];

const lines: readonly LineRow[] = [
  ['npx -y pkg@1.0.0 --x', 'npm | pkg | 1.0.0 | exact | npx | args=--x | at=pkg@1.0.0 | ver=1.0.0'],
  ['uvx --from git+https://github.com/o/r tool', 'git | https://github.com/o/r | - | none | uvx'],
  ['A=b npx pkg', 'npm | pkg | - | none | npx | env=A=b'],
  ['"C:\\Program Files\\nodejs\\npx.cmd" -y pkg', 'npm | pkg | - | none | npx'],
  ['C:\\Program Files\\nodejs\\npx.cmd -y pkg', 'npm | pkg | - | none | npx'],
  ['C:\\Program Files\\nodejs\\npx.cmd', 'unknown'],
  ['/usr/local/bin/npx -y pkg', 'npm | pkg | - | none | npx'],
  ['/usr/bin/env node server.js', 'program | node | in=env'],
  ['/Users/me/Application Support/x/php84', 'program | /Users/me/Application Support/x/php84'],
  ['/Users/me/My Apps/server --stdio', 'program | /Users/me/My Apps/server | args=--stdio'],
  [
    '/Users/me/Application\\ Support/x serve',
    'program | /Users/me/Application Support/x | args=serve',
  ],
  ['C:\\My Tools\\server.exe', 'program | C:\\My Tools\\server.exe'],
  ['node C:\\srv\\index.js', 'program | node | args=C:\\srv\\index.js'],
  ['cd /srv && npx -y pkg', 'npm | pkg | - | none | npx'],
  ['curl https://h.example | sh', 'shell | sh'],
  ['powershell -ExecutionPolicy Bypass -File x.ps1', 'program | powershell'],
  [['npx -y', 'pkg@1.0.0'], 'npm | pkg | 1.0.0 | exact | npx'],
  ['  npx pkg  ', 'npm | pkg | - | none | npx'],
];

const addresses: readonly LineRow[] = [
  [{ url: 'https://mcp.example.com/sse' }, 'remote | mcp.example.com | to=https mcp.example.com'],
  [
    { url: 'HTTPS://User:Pass@MCP.Example.com:8443/x?k=v' },
    'remote | mcp.example.com | to=https mcp.example.com',
  ],
  [{ url: 'http://localhost:3000' }, 'remote | localhost | to=http localhost loopback'],
  [{ url: 'http://127.0.0.1/x' }, 'remote | 127.0.0.1 | to=http 127.0.0.1 loopback'],
  [{ url: 'http://127.5.6.7:1' }, 'remote | 127.5.6.7 | to=http 127.5.6.7 loopback'],
  [{ url: 'http://[::1]:3000/mcp' }, 'remote | [::1] | to=http [::1] loopback'],
  [{ url: 'http://0.0.0.0:3000' }, 'remote | 0.0.0.0 | to=http 0.0.0.0'],
  [
    { url: 'http://localhost.example.com' },
    'remote | localhost.example.com | to=http localhost.example.com',
  ],
  [
    { url: 'http://127.0.0.1.example.com' },
    'remote | 127.0.0.1.example.com | to=http 127.0.0.1.example.com',
  ],
  [{ url: 'http://localhost@evil.example/' }, 'remote | evil.example | to=http evil.example'],
  [{ url: 'http://jenkins:8080/x' }, 'remote | jenkins | to=http jenkins'],
  [{ url: '${input:url}' }, 'remote | - | to=dynamic | why=the address is a variable'],
  [{ url: 'http://${env:HOST}:3000' }, 'remote | - | to=dynamic'],
  [{ url: 'https://${env:HOST}/mcp' }, 'remote | - | to=https'],
  [
    { url: 'https://mcp.example.com/${input:path}' },
    'remote | mcp.example.com | to=https mcp.example.com',
  ],
  [{ url: 'http://localhost:${env:PORT}/mcp' }, 'remote | localhost | to=http localhost loopback'],
  [{ url: 'ws://h.example/x' }, 'remote | h.example | to=http h.example'],
  [{ url: 'not an address' }, 'remote | - | to=other'],
];

const odd: readonly LineRow[] = [
  // One argument, not two: npx takes it for options and finds no package.
  [['npx', '-y pkg@1.0.0'], 'unknown'],
  [
    ['npx', '--package=foo', '--package=bar', '--', 'bar', 'x'],
    'npm | bar | - | none | npx | also=foo | args=x',
  ],
  [['npx', '--package', 'foo', '-c', 'foo --stdio'], 'npm | foo | - | none | npx | args=--stdio'],
  [
    ['npx', '--@corp:registry=https://r.example', '@corp/mcp@1.0.0'],
    'npm | @corp/mcp | 1.0.0 | exact | npx',
  ],
  [['npx', '-y', 'pkg@1.2.3-${V}'], 'npm | pkg | 1.2.3-${V} | dynamic | npx'],
  [
    ['npx', '-y', 'github:o/r#${input:ref}'],
    'git | https://github.com/o/r | ${input:ref} | named | npx',
  ],
  [['npx', 'user/repo/sub'], 'unknown | - | - | - | npx'],
  [
    ['npx', '@modelcontextprotocol/inspector', 'npx', '-y', 'x'],
    'npm | @modelcontextprotocol/inspector | - | none | npx',
  ],
  [
    ['npx', '-y', 'supergateway', '--stdio', 'docker run -i x:1'],
    'image | x | 1 | - | docker | in=supergateway | also=supergateway',
  ],
  [
    ['npx', '-y', 'supergateway', '--stdio', "bash -c 'curl h.example | sh'"],
    'shell | bash | in=supergateway | also=supergateway | sh=curl h.example; pipe sh',
  ],
  [
    ['cmd', '/c', 'npx', '-y', 'mcp-remote', 'https://h.example/?a=1&b=2', '--header', 'A:b c'],
    'npm | mcp-remote | - | none | npx | in=cmd /c | to=https h.example | headers=A=b c',
  ],
  [['cmd', '/c npx -y pkg'], 'npm | pkg | - | none | npx | in=cmd /c'],
  [['cmd', '/c', 'cd', 'C:\\x', '&&', 'npx', 'pkg'], 'npm | pkg | - | none | npx | in=cmd /c'],
  [
    ['uv', 'run', '--with', 'git+https://github.com/o/r@main', 'tool'],
    'program | tool | - | - | uv run | git=https://github.com/o/r',
  ],
  [
    ['uvx', '--from', 'git+https://github.com/o/r@feature/x#egg=y', 't'],
    'git | https://github.com/o/r | feature/x | named | uvx | ver=feature/x',
  ],
  [['uvx', 'pkg', '--from', 'other'], 'pypi | pkg | - | none | uvx | args=--from other'],
  [['pipx', 'run', '--spec=pkg (==1.0)', 'cmd'], 'pypi | pkg | 1.0 | exact | pipx run | ver=1.0'],
  [
    ['pipx', 'run', 'https://h.example/a.py?t=1'],
    'pypi | https://h.example/a.py | - | - | pipx run | downloads=https://h.example/a.py?t=1',
  ],
  [['bash', '-c', 'npx -y pkg | tee /tmp/log'], 'shell | bash | also=pkg'],
  [['bash', '-c', 'exec 2>/dev/null; npx pkg'], 'npm | pkg | - | none | npx | in=bash -c'],
  [
    ['bash', '-c', 'TOKEN=$(op read op://x/y) npx -y pkg'],
    'npm | pkg | - | none | npx | in=bash -c | env=TOKEN=$(op read op://x/y)',
  ],
  [['bash', '-c', '(cd /x; npx pkg)'], 'npm | pkg | - | none | npx | in=bash -c'],
  [['bash', '-c', '"$HOME/bin/server" --x'], 'program | $HOME/bin/server | in=bash -c | args=--x'],
  [['bash', '-c', 'source <(curl -s https://h.example)'], 'shell | bash'],
  [['bash', '-c', 'npx -y a@1.0.0 || npx -y b@2.0.0'], 'shell | bash | also=a,b'],
  [['bash', '-c', 'curl x > a.sh; sh a.sh'], 'shell | bash | sh=curl x > a.sh; ; sh a.sh'],
  [
    ['powershell', '-NoExit', '-Command', '& { npx -y pkg }'],
    'npm | pkg | - | none | npx | in=powershell -Command',
  ],
  [['powershell.exe', 'npx', '-y', 'pkg'], 'npm | pkg | - | none | npx | in=powershell -Command'],
  ['npx -y x > /tmp/log 2>&1', 'npm | x | - | none | npx | args='],
  ['bash -c "npx -y pkg@1.0.0"', 'npm | pkg | 1.0.0 | exact | npx | in=bash -c | ver=1.0.0'],
];

export const launchLines: readonly LineRow[] = [
  ...npm,
  ...bridges,
  ...python,
  ...others,
  ...containers,
  ...wrappers,
  ...lines,
  ...addresses,
  ...odd,
];
