import type { Launch, PackageRef, Word } from './launch.ts';
import { npmSpec } from './npm-spec.ts';
import { setOf, scanEverywhere, scanOptions, valuesOf } from './options.ts';
import { wrapped, type Read } from './reading.ts';
import { headersOf, looksLikeUrl, remoteOf } from './remote.ts';
import { readLineIn } from './script-launch.ts';

/** Packages that only lead to the server: to an address, or to another launch. Any other launch stays as it is. */
export function readBridge(launch: Launch, read: Read): Launch {
  switch (launch.name) {
    case 'mcp-remote':
    case '@modelcontextprotocol/mcp-remote':
      return readMcpRemote(launch);
    case 'supergateway':
      return readSupergateway(launch, read);
    case '@smithery/cli':
      return readSmithery(launch);
    case 'dotenv-cli':
    case 'cross-env':
      return readInner(launch, read);
    default:
      return launch;
  }
}

const mcpRemoteValues = setOf(
  `--header --transport --host --resource --ignore-tool --auth-timeout --static-oauth-client-metadata
   --static-oauth-client-info --port`,
);

/** `mcp-remote <url> [port] --header "Name: value"` */
export function readMcpRemote(launch: Launch): Launch {
  const { options, plain, after } = scanEverywhere(launch.args, mcpRemoteValues);
  const url = [...plain, ...after].find(({ text, dynamic }) => dynamic || text.includes('://'));
  if (url === undefined) return { ...launch, why: 'no address is named' };
  return { ...launch, remote: remoteOf(url, headersOf(options, '--header')) };
}

const supergatewayValues = setOf(
  `--stdio --sse --streamableHttp --port --baseUrl --ssePath --messagePath --outputTransport --streamableHttpPath
   --protocolVersion --logLevel --healthEndpoint --header --oauth2Bearer --sessionTimeout`,
);

/** Either to an address (`--sse`, `--streamableHttp`) or from a launch of its own (`--stdio "line"`). */
export function readSupergateway(launch: Launch, read: Read): Launch {
  const { options } = scanEverywhere(launch.args, supergatewayValues);
  const headers = [
    ...headersOf(options, '--header'),
    ...valuesOf(options, '--oauth2Bearer').map((value) => ({
      name: 'Authorization',
      value,
      at: value,
      by: '--oauth2Bearer',
    })),
  ];
  const url = valuesOf(options, '--sse', '--streamableHttp').find(
    ({ text, dynamic }) => dynamic || looksLikeUrl(text),
  );
  if (url !== undefined) return { ...launch, remote: remoteOf(url, headers) };
  const line = valuesOf(options, '--stdio')[0];
  return line === undefined
    ? launch
    : around(launch, readLineIn('sh', line, read), ['supergateway']);
}

const smitheryValues = setOf('--key --config --profile --client -c -k');

/** `@smithery/cli run X`: X is what runs, the command line tool what fetches it. */
function readSmithery(launch: Launch): Launch {
  const [subcommand, ...words] = scanOptions(launch.args, smitheryValues).rest;
  if (subcommand?.text !== 'run') return launch;
  const { rest } = scanOptions(words, smitheryValues);
  const [target, ...args] = rest;
  if (target === undefined) return { ...launch, why: 'no server is named after run' };
  const spec = npmSpec(target, null);
  if (spec.kind !== 'package')
    return { ...launch, args, why: 'the server after run is not named by a package name' };
  const { name, version } = spec.ref;
  const packages: readonly PackageRef[] = [spec.ref, ...launch.packages];
  return wrapped('@smithery/cli run', { ...launch, name, version, packages, args });
}

/** `npx dotenv-cli -- line`, `npx cross-env A=b line`. */
function readInner(launch: Launch, read: Read): Launch {
  const [runner] = launch.packages;
  if (runner === undefined) return launch;
  const command: Word = { ...runner.at, text: runner.name, dynamic: false };
  const inner = read([command, ...launch.args]);
  return inner.kind === 'program' && inner.program === command ? launch : around(launch, inner, []);
}

/** A launch that a fetched package starts: both are fetched, and what the inner one runs is the server. */
function around(outer: Launch, inner: Launch, wrappers: readonly string[]): Launch {
  const fetches =
    inner.packages.length + inner.git.length + inner.downloads.length > 0 || inner.image !== null;
  const both = {
    ...inner,
    wrappers: [...wrappers, ...inner.wrappers],
    packages: [...inner.packages, ...outer.packages],
    git: [...inner.git, ...outer.git],
    downloads: [...inner.downloads, ...outer.downloads],
  };
  if (fetches || inner.kind === 'shell') return both;
  const { kind, name, version, runner } = outer;
  return {
    ...both,
    kind,
    name,
    version,
    runner,
    packages: outer.packages,
    wrappers: outer.wrappers,
  };
}
