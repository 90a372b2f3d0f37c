/** An address that stands for all of a machine's. */
export interface AnyAddress {
  readonly start: number;
  readonly end: number;
  /** The same place with the address of this machine alone. */
  readonly local: string;
}

/** Where such an address is written, with a port behind it or not; null for any other text. */
export function anyAddress(text: string, flag = ''): AnyAddress | null {
  const [address] = /^(?:0\.0\.0\.0|\[::\]|::|\*(?=:))(?=$|:\d{1,5}$)/.exec(text) ?? [];
  if (address !== undefined) return { start: 0, end: address.length, local: '127.0.0.1' };
  // `--listen :8080`, as programs in Go have it.
  if (!/^:\d{1,5}$/.test(text) || !/(?:listen|addr(?:ess)?|bind)$/i.test(flag)) return null;
  return { start: 0, end: text.length, local: `127.0.0.1${text}` };
}

const listening =
  /(?:^|[-_.])(?:host(?:name)?|bind(?:[-_](?:addr(?:ess)?|host|ip|to))?|listen(?:[-_.](?:addr(?:ess)?|host|on))?|addr(?:ess)?|interface|ip|inspect(?:-brk|-wait)?|(?:server|http|sse|mcp|web|transport)(?:[-_](?:addr(?:ess)?|name))?)$/i;
/** Flags and variables that say where something else is, or who may come. */
const elsewhere =
  /allow|trust|deny|block|target|upstream|remote|proxy|callback|origin|public|advertis|external|(?:^|[-_.])(?:db|database|pg|postgres(?:ql)?|mysql|redis|mongo(?:db)?|smtp|mail|imap|ssh|ldap|mqtt|kafka|nats|amqp|rabbitmq|elastic(?:search)?|opensearch|qdrant|chroma|milvus|weaviate|ollama|neo4j|influx(?:db)?|clickhouse|dest|backend|client|api)(?:$|[-_.])/i;

/** Whether a flag says where a server listens; of the short ones, those of gunicorn, php, uvicorn's kin. */
export function isListenFlag(flag: string): boolean {
  if (/^-[HSbhal]$/.test(flag)) return true;
  if (!/^--?[A-Za-z]/.test(flag) || flag.length > 60) return false;
  // `--httpHost` reads as `--http-host`.
  const parted = flag.replaceAll(/([a-z])([A-Z])/g, '$1-$2');
  return listening.test(parted) && !elsewhere.test(parted);
}

const own =
  /^(?:(?:MCP|FASTMCP|GRADIO|SERVER|HTTP|SSE|APP|WEB|UVICORN|HYPERCORN|FLASK_RUN|GRADIO_SERVER|NODE|LISTEN|BIND|TRANSPORT|STREAMABLE|PORT|DEV|LOCAL)_)*(?:HOST|HOSTNAME|BIND|BIND_ADDR(?:ESS)?|LISTEN|LISTEN_ADDR(?:ESS)?|ADDR|ADDRESS|INTERFACE|SERVER_NAME|IP)$/;

/** Whether a variable says where a server listens: one that names the server, or nothing in particular. */
export function isListenVariable(name: string): boolean {
  if (name.length > 60) return false;
  return (
    own.test(name) ||
    (/(?:^|_)(?:BIND|LISTEN)(?:_|$)/.test(name) && !elsewhere.test(name)) ||
    ownMcp.test(name)
  );
}

/** `ACME_MCP_HOST`: of the server itself. */
const ownMcp = /_(?:MCP|MCP_SERVER|MCP_HTTP|MCP_SSE|MCP_BIND)_(?:HOST|BIND|ADDR(?:ESS)?|LISTEN)$/;
