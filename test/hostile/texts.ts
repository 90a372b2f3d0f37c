/** A text that grows with `n`, made to cost more than its length. */
export type Grow = (n: number) => string;

/** A made-up token of a known format, another one for each number. */
export function token(i: number): string {
  let state = i + 1;
  let body = '';
  while (body.length < 36) {
    state = (state * 48271 + 11) % 2147483647;
    body += state.toString(36).toUpperCase().slice(-3) + state.toString(36).slice(-3);
  }
  return `ghp_${body.slice(0, 36)}`;
}

export function many<Item>(n: number, item: (i: number) => Item): readonly Item[] {
  return Array.from({ length: n }, (_, i) => item(i));
}

const file = (content: object) => JSON.stringify(content);
const one = (server: object, rest: object = {}) => file({ ...rest, servers: { s: server } });
const command = (program: string, args: readonly string[]) => one({ command: program, args });
const image = (args: readonly string[]) => command('docker', ['run', ...args, 'x/y:1']);
const line = (text: string) => command('bash', ['-c', text]);
const env = (text: string) => one({ command: 'x', env: { CONFIG: text, TOKEN: text } });
const map = (entries: readonly string[]) => `{${entries.join()}}`;
const tokens = (n: number) => map(many(n, (i) => `"TOKEN_${i}":"${token(i)}"`));

/** By what is many or long in it, with a size that takes some ten milliseconds. */
export const texts: Readonly<Record<string, readonly [number, Grow]>> = {
  'credentials in one env': [
    500,
    (n) => `{"servers":{"s":{"command":"npx","args":["p"],"env":${tokens(n)}}}}`,
  ],
  'credentials in other keys': [500, (n) => `{"servers":{"s":{"command":"x","o":${tokens(n)}}}}`],
  'credentials outside servers': [500, (n) => `{"o":${tokens(n)},"servers":{"s":{"command":"x"}}}`],
  'credentials in args': [
    500,
    (n) =>
      command(
        'npx',
        many(n, (i) => `--token=${token(i)}`),
      ),
  ],
  'docker -e': [500, (n) => image(many(n, (i) => ['-e', `T${i}_TOKEN=${token(i)}`]).flat())],
  'mcp-remote --header': [
    500,
    (n) =>
      command('npx', [
        'mcp-remote@1.0.0',
        'https://h.example.com',
        ...many(n, (i) => ['--header', `Authorization: Bearer ${token(i)}`]).flat(),
      ]),
  ],
  'credentials in one text': [500, (n) => env(many(n, (i) => `TOKEN${i}=${token(i)}`).join(' '))],
  'credentials in one escaped text': [
    500,
    (n) => env(many(n, (i) => `"é" TOKEN${i}=${token(i)}`).join('\n')),
  ],
  'credentials in JSON in a string': [
    500,
    (n) => env(file(Object.fromEntries(many(n, (i) => [`token${i}`, `"${token(i)}`])))),
  ],
  'credentials in a query': [
    500,
    (n) =>
      one({ url: `https://h.example.com/?${many(n, (i) => `token${i}=${token(i)}`).join('&')}` }),
  ],
  'credentials where nothing parses': [
    1000,
    (n) => many(n, (i) => `token${i} = ${token(i)}`).join('\n'),
  ],
  'credentials in comments': [
    500,
    (n) => `{${many(n, (i) => `// ${token(i)}\n`).join('')}"servers":{}}`,
  ],
  'a key many times': [
    1000,
    (n) => `{"servers":{"s":{"command":"x","env":${map(many(n, (i) => `"A":"${token(i)}"`))}}}}`,
  ],
  'defaults of inputs': [
    500,
    (n) => one({ command: 'x' }, { inputs: many(n, (i) => ({ id: `t${i}`, default: token(i) })) }),
  ],
  'an input for each server': [
    300,
    (n) =>
      file({
        inputs: many(n, (i) => ({ id: `t${i}`, type: 'promptString', default: token(i) })),
        servers: Object.fromEntries(
          many(n, (i) => [`s${i}`, { command: 'x', env: { TOKEN: `\${input:t${i}}` } }]),
        ),
      }),
  ],
  'inputs of one server': [
    1000,
    (n) =>
      one(
        {
          command: 'x',
          env: Object.fromEntries(many(n, (i) => [`T${i}_TOKEN`, `\${input:t${i}}`])),
        },
        { inputs: many(n, (i) => ({ id: `t${i}`, type: 'promptString' })) },
      ),
  ],
  'keys of one input': [
    2000,
    (n) =>
      `{"inputs":[{"id":"t",${many(n, (i) => `"k${i}":"v"`).join()}}],"servers":{"s":{"command":"x"}}}`,
  ],
  'one input used often': [
    2000,
    (n) =>
      one({
        command: 'x',
        env: Object.fromEntries(many(n, (i) => [`T${i}_TOKEN`, '${input:gone}'])),
      }),
  ],
  'ids that are taken': [
    500,
    (n) =>
      file({
        inputs: many(n, (i) => ({ id: i === 0 ? 'x-token' : `x-token-${i + 1}` })),
        servers: { s: { command: 'x', args: many(n, (i) => `--x-token=${token(i)}`) } },
      }),
  ],
  'a long name of a server': [
    20,
    (n) => `{"servers":{"${'ab '.repeat(n * 500)}":{"command":"x","env":${tokens(20)}}}}`,
  ],
  'references in one text': [2000, (n) => env('${input:a}'.repeat(n))],
  'open references': [20_000, (n) => env('${input:'.repeat(n))],
  servers: [
    1000,
    (n) =>
      file({
        servers: Object.fromEntries(
          many(n, (i) => [`s${i}`, { command: 'npx', args: ['-y', `p${i}`] }]),
        ),
      }),
  ],
  mounts: [2000, (n) => image(many(n, (i) => ['-v', `/home/u${i}/.aws:/x:rw`]).flat())],
  'slashes of a mount': [100_000, (n) => image(['-v', `/home/u${'/'.repeat(n)}x:/y`])],
  'backslashes of a mount': [100_000, (n) => image(['-v', `${'\\'.repeat(n)}x:/y`])],
  'steps up of a mount': [50_000, (n) => image(['-v', `/home/u${'/..'.repeat(n)}:/y`])],
  'a cluster of flags': [20_000, (n) => image([`-${'it'.repeat(n)}`])],
  flags: [5000, (n) => image(many(n, () => '--privileged'))],
  'switches of certificates': [5000, (n) => command('npx', ['p', ...many(n, () => '--insecure')])],
  wrappers: [
    5000,
    (n) =>
      command(
        'sudo',
        many(n, () => 'sudo'),
      ),
  ],
  'words of nix': [5000, (n) => line('nix run '.repeat(n))],
  'commands of nix': [
    5000,
    (n) => command('nix', ['shell', ...many(n, () => ['-c', 'nix', 'shell']).flat()]),
  ],
  pipes: [50_000, (n) => line('|'.repeat(n))],
  downloads: [2000, (n) => line('curl x | '.repeat(n))],
  'downloads kept': [2000, (n) => line('curl -o f x ; '.repeat(n))],
  substitutions: [50_000, (n) => line('$('.repeat(n))],
  backticks: [50_000, (n) => line('`'.repeat(n))],
  quotes: [50_000, (n) => line(`"'`.repeat(n))],
  addresses: [10_000, (n) => env('http://b '.repeat(n))],
  'addresses of databases': [10_000, (n) => env('redis://b '.repeat(n))],
  'signs of userinfo': [50_000, (n) => one({ url: `https://${'a:'.repeat(n)}@h` })],
  segments: [50_000, (n) => one({ url: `https://h.example.com/${'a/'.repeat(n)}` })],
  'a range': [20_000, (n) => command('npx', [`a@${'1.2.3 || '.repeat(n)}`])],
  'a Python version': [20_000, (n) => command('uvx', [`a${'>=1,'.repeat(n)}`])],
  'beginnings of tokens': [50_000, (n) => env('ghp_sk-eyJ'.repeat(n))],
  'beginnings of keys': [10_000, (n) => env('-----BEGIN PRIVATE KEY-----'.repeat(n))],
  'brackets that close nothing': [50_000, (n) => `${'{"a":'.repeat(400)}${']'.repeat(n)}`],
  'words that are no JSON': [20_000, (n) => `{"servers":{"s":{${'"x" '.repeat(n)}`],
  'a comment': [200_000, (n) => `{/*${'*'.repeat(n)}*/"servers":{}}`],
  'suppressions in one comment': [
    10_000,
    (n) => `{"servers":{}} // ${'mcp-posture-ignore '.repeat(n)}`,
  ],
  'suppressions in a value': [2000, (n) => command('mcp-posture-ignore '.repeat(n), [])],
  'suppressions above each other': [
    500,
    (n) => `{\n${'// mcp-posture-ignore typosquat -- x\n'.repeat(n)}"servers":{}}`,
  ],
  'comments below suppressions': [
    50_000,
    (n) =>
      `{\n${'// mcp-posture-ignore typosquat -- x\n'.repeat(1000)}${'//\n'.repeat(n)}"servers":{}}`,
  ],
};
