import { many, token, type Grow } from './texts.ts';

const toml = '.codex/config.toml';
const yaml = 'librechat.yaml';
const rows = (n: number, row: (i: number) => string) => many(n, row).join('');
/** A server with a text of many lines under a name that a credential would have. */
const inYaml = (value: string) => `mcpServers:\n a:\n  command: x\n  env:\n   TOKEN: ${value}`;
const lines = (n: number) => rows(n, (i) => `\n    ${token(i)}`);

/** As `texts`, for the other formats: by what is many or long, the file's path, and a size of some ten milliseconds. */
export const otherTexts: Readonly<Record<string, readonly [string, number, Grow]>> = {
  'TOML: tables': [toml, 1000, (n) => rows(n, (i) => `[mcp_servers.a${i}]\ncommand="npx"\n`)],
  'TOML: dotted names': [toml, 2000, (n) => rows(n, (i) => `mcp_servers.a.env.k${i}="v"\n`)],
  'TOML: parts of a name': [toml, 20_000, (n) => `a${'.a'.repeat(n)}=1`],
  'TOML: tables of one name': [toml, 2000, (n) => '[mcp_servers.a]\ncommand="x"\n'.repeat(n)],
  'TOML: lists of tables': [toml, 1000, (n) => '[[mcp_servers]]\n'.repeat(n)],
  'TOML: lines that are none': [toml, 2000, (n) => 'a = = 1\n'.repeat(n)],
  'TOML: quotes that stay open': [toml, 2000, (n) => 'a = "x\n'.repeat(n)],
  'TOML: texts of lines that stay open': [toml, 2000, (n) => 'a = """\n'.repeat(n)],
  'TOML: brackets that stay open': [toml, 10_000, (n) => `a = ${'['.repeat(n)}`],
  'TOML: servers in braces': [
    toml,
    500,
    (n) => `mcp_servers={${rows(n, (i) => `a${i}={command="x"},`)}}`,
  ],
  'TOML: broken lines between good ones': [
    toml,
    500,
    (n) => rows(n, (i) => `[mcp_servers.a${i}]\ncommand = "npx\nargs=["x"]\n`),
  ],
  'TOML: credentials in a text of lines': [
    toml,
    500,
    (n) => `[mcp_servers.a]\ncommand = "x"\nenv.TOKEN = """${lines(n)}"""`,
  ],
  'TOML: credentials in a text of joined lines': [
    toml,
    500,
    (n) => `[mcp_servers.a]\ncommand = "x"\nenv.TOKEN = """${lines(n).replaceAll('\n', '\\\n')}"""`,
  ],
  'YAML: servers': [
    yaml,
    500,
    (n) => `mcpServers:\n${rows(n, (i) => `  a${i}:\n    command: npx\n`)}`,
  ],
  'YAML: credentials in a folded text': [yaml, 500, (n) => inYaml(`>${lines(n)}`)],
  'YAML: credentials in a text of lines': [yaml, 500, (n) => inYaml(`|${lines(n)}`)],
  'YAML: credentials in a plain text': [yaml, 500, (n) => inYaml(`a${lines(n)}`)],
  'YAML: credentials in quotes over lines': [yaml, 500, (n) => inYaml(`"a${lines(n)}"`)],
  'YAML: aliases of a server': [
    yaml,
    1000,
    (n) => `x: &x {command: npx}\nmcpServers:\n${rows(n, (i) => `  a${i}: *x\n`)}`,
  ],
  'YAML: aliases of a long text': [
    yaml,
    100,
    (n) =>
      `x: &x "${'y TOKEN=a'.repeat(10_000)}"\nmcpServers:\n${rows(n, (i) => `  a${i}: {command: *x}\n`)}`,
  ],
  'YAML: lists of lists by aliases': [
    yaml,
    500,
    (n) => `a0: &a0 [x]\n${rows(n, (i) => `a${i + 1}: &a${i + 1} [*a${i},*a${i}]\n`)}`,
  ],
  'YAML: merges of merges': [
    yaml,
    500,
    (n) => `a0: &a0 {k: v}\n${rows(n, (i) => `a${i + 1}: &a${i + 1} {<<: [*a${i},*a${i}]}\n`)}`,
  ],
  'YAML: maps as names by aliases': [
    yaml,
    1000,
    (n) => `x: &x {${rows(n, (i) => `k${i}: v,`)}}\n${'? *x\n: b\n'.repeat(n)}`,
  ],
  'YAML: documents': [yaml, 5000, (n) => '--- a\n'.repeat(n)],
  'YAML: tags': [yaml, 2000, (n) => rows(n, (i) => `- !t${i} x\n`)],
  'YAML: brackets that stay open': [yaml, 5000, (n) => '['.repeat(n)],
  'YAML: lines that are none': [yaml, 2000, (n) => 'a: b: c\n'.repeat(n)],
  'YAML: a name many times': [yaml, 1000, (n) => `mcpServers:\n${'  a: {command: x}\n'.repeat(n)}`],
  'YAML: suppressions in one comment': [
    yaml,
    5000,
    (n) => `a: 1 #${' mcp-posture-ignore'.repeat(n)}`,
  ],
};
