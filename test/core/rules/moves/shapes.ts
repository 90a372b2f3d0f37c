/** A server before and after all of it moved; `ids` stand for what is hashed. */
export interface Shape {
  readonly name: string;
  /** Default: VS Code's. */
  readonly path?: string;
  readonly before: string;
  /** With `<launch>` for the launcher and `#1`, `#2` … for the hashes of ids in the order of the moves. */
  readonly after: string;
  /** Of each move: what it is called, and `ps` when the list of processes shows it. */
  readonly moves: readonly string[];
  readonly stays?: readonly string[];
}

export const T = ['ghp', 'Kq7wJt2ZbN5yVx9RcM4dLs8HfGp3QaUe1oWi'].join('_');
export const K = [
  'sk-or-v1',
  '7c1e4b9d2f8a6035e9b4c7d1a2f6830b5e9c4d7f1a8b2e6c3d0f9a5b7e4c1d82',
].join('-');

const other = 'claude_desktop_config.json';

export const shapes: readonly Shape[] = [
  {
    name: 'env, on one line',
    before: `{"servers":{"gh":{"command":"npx","args":["-y","s@1.2.3"],"env":{"GITHUB_TOKEN":"${T}","A":"b"}}}}`,
    after: `{"servers":{"gh":{"command":"<launch>","args":["--env","GITHUB_TOKEN=gh.github-token.#1","--","npx","-y","s@1.2.3"],"env":{"A":"b"}}}}`,
    moves: ['env GITHUB_TOKEN'],
  },
  {
    name: 'env with nothing else, no arguments, comments around',
    before: `{
  "servers": {
    // mine
    "gh": {
      "command": "/opt/gh server", // runs
      "env": { "GITHUB_TOKEN": "${T}" } // set
    }
  }
}
`,
    after: `{
  "servers": {
    // mine
    "gh": {
      "command": "<launch>", // runs
      // set
      "args": ["--env", "GITHUB_TOKEN=gh.github-token.#1", "--", "/opt/gh server"]
    }
  }
}
`,
    moves: ['env GITHUB_TOKEN'],
  },
  {
    name: 'a comment in env keeps its object',
    before: `{
  "servers": {
    "gh": {
      "command": "node",
      "args": [
        // the server
        "x.js", // ours
        "--api-key",
        "${K}"
      ],
      "env": {
        // from the team
        "GITHUB_TOKEN": "${T}"
      }
    }
  }
}
`,
    after: `{
  "servers": {
    "gh": {
      "command": "<launch>",
      "args": [
        "--env",
        "GITHUB_TOKEN=gh.github-token.#2",
        "--",
        "node",
        // the server
        "x.js", // ours
        "--api-key",
        "{secret:gh.api-key.#1}"
      ],
      "env": {
        // from the team
      }
    }
  }
}
`,
    moves: ['argument --api-key ps', 'env GITHUB_TOKEN'],
  },
  {
    name: 'a container',
    before: `{"servers":{"gh":{"command":"docker","args":["run","-i","-e","GITHUB_TOKEN=${T}","img:1"]}}}`,
    after: `{"servers":{"gh":{"command":"<launch>","args":["--env","GITHUB_TOKEN=gh.github-token.#1","--","docker","run","-i","-e","GITHUB_TOKEN","img:1"]}}}`,
    moves: ['env GITHUB_TOKEN'],
  },
  {
    name: 'a container, flag and value in one word, and a name that the engine reads itself',
    before: `{"servers":{"gh":{"command":"docker","args":["run","--env=GITHUB_TOKEN=${T}","-eDOCKER_TOKEN=${T}","img:1"]}}}`,
    after: `{"servers":{"gh":{"command":"<launch>","args":["--env","GITHUB_TOKEN=gh.github-token.#1","--","docker","run","--env=GITHUB_TOKEN","-eDOCKER_TOKEN={secret:gh.docker-token.#2}","img:1"]}}}`,
    moves: ['env GITHUB_TOKEN', 'argument DOCKER_TOKEN ps'],
  },
  {
    name: 'a container behind sudo, which drops the environment',
    before: `{"servers":{"gh":{"command":"sudo","args":["docker","run","-e","GITHUB_TOKEN=${T}","img:1"]}}}`,
    after: `{"servers":{"gh":{"command":"<launch>","args":["--","sudo","docker","run","-e","GITHUB_TOKEN={secret:gh.github-token.#1}","img:1"]}}}`,
    moves: ['argument -e GITHUB_TOKEN ps'],
  },
  {
    name: 'env on the line',
    before: `{"servers":{"gh":{"command":"env","args":["GITHUB_TOKEN=${T}","A=b","npx","s@1.2.3"]}}}`,
    after: `{"servers":{"gh":{"command":"<launch>","args":["--env","GITHUB_TOKEN=gh.github-token.#1","--","env","A=b","npx","s@1.2.3"]}}}`,
    moves: ['env GITHUB_TOKEN'],
  },
  {
    name: 'env that clears what was there',
    before: `{"servers":{"gh":{"command":"env","args":["-i","GITHUB_TOKEN=${T}","npx","s@1.2.3"]}}}`,
    after: `{"servers":{"gh":{"command":"<launch>","args":["--","env","-i","GITHUB_TOKEN={secret:gh.github-token.#1}","npx","s@1.2.3"]}}}`,
    moves: ['argument -i (GITHUB_TOKEN) ps'],
  },
  {
    name: 'cmd /c',
    before: `{"servers":{"gh":{"command":"cmd","args":["/c","npx","s@1.2.3","--token=${T}"]}}}`,
    after: `{"servers":{"gh":{"command":"<launch>","args":["--","cmd","/c","npx","s@1.2.3","--token={secret:gh.token.#1}"]}}}`,
    moves: ['argument token ps'],
  },
  {
    name: 'longer texts move whole: a header, a connection, JSON in a string',
    before: `{"servers":{"gh":{"command":"npx","args":["mcp-remote@0.1.2","https://h.example/mcp","--header","Authorization: Bearer ${T}"],"env":{"DATABASE_URL":"postgres://u:Zk4tVw8pQm2x@db.example/app","CONF":"{\\"apiKey\\":\\"${K}\\",\\"token\\":\\"${T}\\"}"}}}}`,
    after: `{"servers":{"gh":{"command":"<launch>","args":["--env","DATABASE_URL=gh.database-url.#2","--env","CONF=gh.conf.#3","--","npx","mcp-remote@0.1.2","https://h.example/mcp","--header","{secret:gh.header.#1}"]}}}`,
    moves: ['argument --header Authorization ps', 'env DATABASE_URL', 'env CONF'],
  },
  {
    name: 'what is run stays readable: an address, a script',
    before: `{"servers":{"a":{"command":"npx","args":["mcp-remote@0.1.2","https://h.example/mcp?api_key=${T}"]},"b":{"command":"bash","args":["-c","TOKEN=${T} npx s@1.2.3"]}}}`,
    after: `{"servers":{"a":{"command":"<launch>","args":["--","npx","mcp-remote@0.1.2","https://h.example/mcp?api_key={secret:a.api-key.#1}"]},"b":{"command":"<launch>","args":["--","bash","-c","TOKEN={secret:b.token.#2} npx s@1.2.3"]}}}`,
    moves: ['the url (api_key) ps', 'argument -c (TOKEN) ps'],
  },
  {
    name: 'another client',
    path: other,
    before: `{"mcpServers":{"gh":{"command":"uvx","args":["s==1.2.3"],"env":{"GITHUB_TOKEN":"${T}"}}}}`,
    after: `{"mcpServers":{"gh":{"command":"<launch>","args":["--keychain","--env","GITHUB_TOKEN=gh.github-token.#1","--","uvx","s==1.2.3"]}}}`,
    moves: ['env GITHUB_TOKEN'],
  },
  {
    name: 'a command that is a list',
    path: 'opencode.json',
    before: `{"mcp":{"gh":{"type":"local","command":["npx","-y","s@1.2.3"],"environment":{"GITHUB_TOKEN":"${T}"}}}}`,
    after: `{"mcp":{"gh":{"type":"local","command":["<launch>","--keychain","--env","GITHUB_TOKEN=gh.github-token.#1","--","npx","-y","s@1.2.3"]}}}`,
    moves: ['env GITHUB_TOKEN'],
  },
  {
    name: 'behind the launcher already, with a new one',
    before: `{"servers":{"gh":{"command":"\${extensionInstallFolder:mcp-posture.mcp-posture}/bin/mcp-launch","args":["--env","A=gh.a.00000000","--","npx","s@1.2.3","--k={secret:gh.k.00000000}","--token","${T}"],"env":{"GITHUB_TOKEN":"${T}"}}}}`,
    after: `{"servers":{"gh":{"command":"<launch>","args":["--env","A=gh.a.00000000","--env","GITHUB_TOKEN=gh.github-token.#2","--","npx","s@1.2.3","--k={secret:gh.k.00000000}","--token","{secret:gh.token.#1}"]}}}`,
    moves: ['argument --token ps', 'env GITHUB_TOKEN'],
  },
  {
    name: 'stays: a launch in an object of its own',
    path: '.zed/settings.json',
    before: `{"context_servers":{"gh":{"command":{"path":"npx","env":{"GITHUB_TOKEN":"${T}"}}}}}`,
    after: `{"context_servers":{"gh":{"command":{"path":"npx","env":{"GITHUB_TOKEN":"${T}"}}}}}`,
    moves: [],
    stays: ['env GITHUB_TOKEN: the launch does not stand in the entry itself'],
  },
  {
    name: 'stays: a launch below another key',
    path: '.cline/mcp.json',
    before: `{"mcpServers":{"gh":{"transport":{"command":"npx","env":{"GITHUB_TOKEN":"${T}"}}}}}`,
    after: `{"mcpServers":{"gh":{"transport":{"command":"npx","env":{"GITHUB_TOKEN":"${T}"}}}}}`,
    moves: [],
    stays: ['env GITHUB_TOKEN: the launch does not stand in the entry itself'],
  },
  ...[
    [
      'a remote server',
      `{"url":"https://h.example/mcp","headers":{"Authorization":"Bearer ${T}"}}`,
      'header Authorization: a server without a command is not started here: use the password prompt',
    ],
    [
      'a name that cannot be shown',
      `{"command":"npx","env":{"TÖKEN":"${T}"}}`,
      'a variable: the launcher sets no variable of this name',
    ],
    [
      'a sandbox',
      `{"command":"npx","sandboxEnabled":true,"env":{"GITHUB_TOKEN":"${T}"}}`,
      'env GITHUB_TOKEN: a sandboxed server cannot reach the vault: use the password prompt',
    ],
    [
      'a whole line',
      `{"command":"npx -y s@1.2.3","env":{"GITHUB_TOKEN":"${T}"}}`,
      'env GITHUB_TOKEN: the command is a whole line: put its words into args first',
    ],
    [
      'a variable beside it',
      `{"command":"npx","env":{"GITHUB_TOKEN":"${T}\${env:X}"}}`,
      'env GITHUB_TOKEN: VS Code puts something else into a part of the value at the start',
    ],
    [
      'braces of ours',
      `{"command":"npx","args":["{secret:x}"],"env":{"GITHUB_TOKEN":"${T}"}}`,
      'env GITHUB_TOKEN: an argument holds {secret: already',
    ],
    [
      'a name that is none',
      `{"command":"npx","env":{"github-token":"${T}"}}`,
      'env github-token: the launcher sets no variable of this name',
    ],
    [
      'twice',
      `{"command":"npx","env":{"GITHUB_TOKEN":"${T}","GITHUB_TOKEN":"${T}"}}`,
      'env GITHUB_TOKEN: the variable stands twice in the entry',
    ],
    [
      'a token where an id belongs',
      `{"command":"/x/bin/mcp-launch","args":["--env","GITHUB_TOKEN=${T}","--","npx","s@1.2.3"]}`,
      'argument --env GITHUB_TOKEN: it stands where the id of a secret belongs',
    ],
    [
      'no part of the launch',
      `{"command":"npx","oauth":{"clientSecret":"${T}"}}`,
      'clientSecret: it is no part of the launch',
    ],
    [
      'the launcher behind sudo',
      `{"command":"sudo","args":["-E","/x/bin/mcp-launch","--","npx","s@1"],"env":{"GITHUB_TOKEN":"${T}"}}`,
      'env GITHUB_TOKEN: its launcher stands behind another program',
    ],
  ].map(([name = '', server = '', stay = '']): Shape => {
    const before = `{"servers":{"gh":${server}}}`;
    const stays = name === 'twice' ? [stay, stay] : [stay];
    return { name: `stays: ${name}`, before, after: before, moves: [], stays };
  }),
];
