/** A VS Code file of this many servers, of the kinds people have; made up, the same at every call. */
export function sampleConfig(servers: number): string {
  const entries = Array.from(
    { length: servers },
    (_, i) => `    ${JSON.stringify(`server-${i}`)}: ${entry(i)}`,
  );
  return `{
  // Servers of the team
  "inputs": [
    { "id": "token", "type": "promptString", "description": "Token", "password": true }
  ],
  "servers": {
${entries.join(',\n')}
  }
}
`;
}

/** Where a person would type in the middle: inside the argument of a server half-way down. */
export function middleOf(text: string): number {
  const marker = '"args": ["';
  return text.indexOf(marker, text.length >> 1) + marker.length;
}

const kinds: readonly ((i: number) => Readonly<Record<string, unknown>>)[] = [
  (i) => ({
    command: 'npx',
    args: ['-y', `@example/server-${i}@latest`, '--port', String(3000 + i)],
  }),
  (i) => ({
    command: 'docker',
    args: [
      'run',
      '-i',
      '--rm',
      '-e',
      'API_TOKEN',
      '-v',
      '${workspaceFolder}:/work',
      `ghcr.io/example/tool-${i}:1.${i}`,
    ],
    env: { API_TOKEN: '${input:token}', REGION: 'eu-west-1', LOG_LEVEL: 'info' },
  }),
  (i) => ({
    command: 'uvx',
    args: ['--from', `git+https://github.com/example/tool-${i}@main`, `tool-${i}`],
  }),
  (i) => ({
    type: 'http',
    url: `https://mcp-${i}.example.com/mcp`,
    headers: { Authorization: 'Bearer ${input:token}' },
  }),
  (i) => ({
    command: 'node',
    args: [`/opt/servers/${i}/dist/index.js`, '--stdio'],
    env: { DATABASE: `postgresql://db.example.com:5432/app${i}`, MODE: 'production' },
  }),
];

function entry(i: number): string {
  const make = kinds[i % kinds.length];
  const body = JSON.stringify(make?.(i) ?? {}, null, 2).replaceAll('\n', '\n    ');
  // One-line arrays, as people and formatters write them.
  return body.replace(
    /\[\n\s+([^\]]*?)\n\s+\]/g,
    (_, items: string) => `[${items.replace(/\n\s+/g, ' ')}]`,
  );
}
