import { createQueue } from './queue.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a POST; it is sent once, to this address and no other. */
  readonly body?: string;
  /** Bytes of the body after decompression; more is a failure. */
  readonly maxBytes: number;
}

export type HttpAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: Headers;
      readonly body: Uint8Array;
    }
  | { readonly ok: false; readonly why: string };

/** Why an address must not be asked, or null. Called before every request, redirects included. */
export type Guard = (url: URL) => Promise<string | null>;

export interface Http {
  /** Never throws. An answer of any status is `ok`, but 429: then the host is left alone for as long as it says. */
  send(request: HttpRequest, guard: Guard, signal: AbortSignal): Promise<HttpAnswer>;
}

export interface HttpOptions {
  /** Default: the global one, which editors patch for proxies and certificates. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** For the whole of a request with its redirects and its body; milliseconds. */
  readonly timeLimit?: number | undefined;
  /** Gets hosts and statuses: a path may hold a token, as those of some private package indexes do. */
  readonly log?: ((line: string) => void) | undefined;
}

const perHost = 8;
const maxRedirects = 3;
const pauseAfterTimeout = 15_000;
const longestPause = 3_600_000;

export function createHttp(options: HttpOptions): Http {
  const { now, timeLimit = 10_000, log } = options;
  const queue = createQueue(perHost);
  const paused = new Map<string, { readonly until: number; readonly why: string }>();

  async function send(
    request: HttpRequest,
    guard: Guard,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    try {
      return await queue.run(request.url.host, signal, () => withinLimit(request, guard, signal));
    } catch {
      return failed('stopped');
    }
  }

  async function withinLimit(
    request: HttpRequest,
    guard: Guard,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const { host } = request.url;
    const pause = paused.get(host);
    if (pause !== undefined && pause.until > now()) return failed(pause.why);
    paused.delete(host);

    const limit = AbortSignal.timeout(timeLimit);
    const either = AbortSignal.any([signal, limit]);
    const started = now();
    let answer: HttpAnswer;
    try {
      answer = await orAborted(follow(request, guard, either), either);
    } catch (error) {
      if (signal.aborted) return failed('stopped');
      answer = failed(
        limit.aborted ? `${host} did not answer within ${timeLimit / 1000} s` : reason(host, error),
      );
      if (limit.aborted) paused.set(host, { until: now() + pauseAfterTimeout, why: answer.why });
    }
    log?.(
      `${request.method} ${host} ${answer.ok ? answer.status : answer.why} (${now() - started} ms)`,
    );
    if (!answer.ok || answer.status !== 429) return answer;
    const wait = waitOf(answer.headers.get('retry-after'), now());
    const why = `${host} asks to wait ${Math.ceil(wait / 1000)} s (429 too many requests)`;
    paused.set(host, { until: now() + wait, why });
    return failed(why);
  }

  async function follow(
    request: HttpRequest,
    guard: Guard,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const fetch = options.fetch ?? globalThis.fetch;
    let { url } = request;
    let headers: Record<string, string> = { ...request.headers };
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const refusal = await guard(url);
      if (refusal !== null) return failed(refusal);
      signal.throwIfAborted();
      const response = await fetch(url, {
        method: request.method,
        headers,
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal,
      });
      const next = redirectOf(response, url);
      if (next === undefined) return await read(response, request, signal);
      await response.body?.cancel();
      if (request.method === 'POST') return failed(`${url.host} sends a question on elsewhere`);
      if (next.origin !== url.origin) headers = withoutCredentials(headers);
      url = next;
    }
    return failed(`${request.url.host} redirects more than ${maxRedirects} times`);
  }

  return { send };
}

async function read(
  response: Response,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    signal.throwIfAborted();
    size += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (size > request.maxBytes) {
      return failed(`${request.url.host} sent more than ${sizeOf(request.maxBytes)}`);
    }
    chunks.push(chunk);
  }
  return {
    ok: true,
    status: response.status,
    headers: response.headers,
    body: Buffer.concat(chunks),
  };
}

/** `64 MB`: the limits are round numbers. */
function sizeOf(bytes: number): string {
  const kilo = bytes / 1024;
  if (!Number.isInteger(kilo)) return `${bytes} bytes`;
  return Number.isInteger(kilo / 1024) ? `${kilo / 1024} MB` : `${kilo} KB`;
}

function redirectOf(response: Response, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = response.headers.get('location');
  return location !== null && URL.canParse(location, from.href)
    ? new URL(location, from)
    : undefined;
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  );
}

/** A name's look-up cannot be aborted, so the wait for it is. */
async function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('Aborted'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

/** Milliseconds to wait by a `Retry-After` header: seconds or a date; one minute when it says nothing. */
function waitOf(header: string | null, now: number): number {
  const text = header?.trim() ?? '';
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(asked) ? 60_000 : Math.min(Math.max(asked, 1000), longestPause);
}

function reason(host: string, error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `${host} was not found`;
  if (code === 'ECONNREFUSED') return `${host} refused the connection`;
  if (code.includes('CERT') || code.includes('TLS') || code.includes('SIGNED')) {
    return `${host} has a certificate that is not trusted (${code})`;
  }
  return `${host} could not be reached${code === '' ? '' : ` (${code})`}`;
}

/** The system's code of a failed fetch, which hides it one or two causes deep. */
function codeOf(error: unknown): string {
  let at: unknown = error;
  for (let depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(at.code))
      return at.code;
    at = 'cause' in at ? at.cause : undefined;
  }
  return '';
}

function failed(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}
