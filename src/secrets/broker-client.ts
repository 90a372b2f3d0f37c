import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { doorsIn, removeDead, type Door } from './door.ts';
import { codeOf } from './error-code.ts';
import {
  maxAnswer,
  maxRequest,
  readAnswer,
  requestLimit,
  type BrokerAnswer,
  type BrokerRequest,
} from './protocol.ts';
import { checkRunFolder, missing, type Owner } from './run-folder.ts';

export interface Asking {
  /** The run folder. */
  readonly folder: string;
  readonly owner: Owner;
  readonly request: BrokerRequest;
  /** Milliseconds to wait for a broker that answers: a server may be started before the extension. */
  readonly wait: number;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which a broker counts as hung. */
  readonly silence?: number | undefined;
}

const pollEvery = 100;
/** A window may not have found its files yet when it passes on. Milliseconds. */
const askAgainAfter = 1000;

type Outcome =
  | { readonly kind: 'answer'; readonly answer: BrokerAnswer }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'broken'; readonly why: string };

/**
 * Asks the brokers of this user, newest first, until one decides. One that does not know the ids passes on, and is asked
 * again while there is time; one that ends before it answers (a window that is loaded anew) may be back by then. Never
 * throws but when stopped.
 */
export async function askBrokers(asking: Asking): Promise<BrokerAnswer> {
  const { folder, owner, request, wait, signal } = asking;
  const text = `${JSON.stringify(request)}\n`;
  if (Buffer.byteLength(text) > maxRequest)
    return { ok: false, why: `the launch does not fit into ${maxRequest} bytes` };
  const passed = new Map<string, { readonly answer: BrokerAnswer; readonly at: number }>();
  const end = performance.now() + wait;
  let broken: string | undefined;
  for (;;) {
    const fault = await checkRunFolder(folder, owner);
    if (fault !== undefined && fault !== missing) return { ok: false, why: fault };
    for (const door of await doorsIn(folder, owner.platform)) {
      const name = `${door.file} ${door.madeAt}`;
      const before = passed.get(name);
      if (before !== undefined && performance.now() - before.at < askAgainAfter) continue;
      const outcome = await ask(door, text, asking);
      signal.throwIfAborted();
      if (outcome.kind === 'nobody') await removeDead(door);
      else if (outcome.kind === 'broken') broken = outcome.why;
      else if (outcome.answer.ok || outcome.answer.passOn !== true) return outcome.answer;
      else passed.set(name, { answer: outcome.answer, at: performance.now() });
    }
    if (performance.now() >= end) break;
    await sleep(Math.min(pollEvery, wait), undefined, { signal });
  }
  const [refusal] = passed.values();
  return refusal?.answer ?? { ok: false, why: broken ?? noBroker(folder) };
}

function noBroker(folder: string): string {
  return `no editor with MCP Posture is open (none answers in ${folder}); open the one that keeps the secrets of this server, then start it again`;
}

function ask(
  { address, key }: Door,
  text: string,
  { signal, silence = 3 * requestLimit }: Asking,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const chunks: Buffer[] = [];
    let size = 0;

    function settle(outcome: Outcome): void {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(outcome);
    }
    function broken(why: string): void {
      settle({ kind: 'broken', why });
    }
    function stop(): void {
      broken('stopped');
    }

    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(silence, () => broken('the editor does not answer; reload its window'));
    socket.on('connect', () => socket.write(key === null ? text : `${key}\n${text}`));
    socket.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > maxAnswer) return broken('the editor answered with too much');
      if (!chunk.includes(0x0a)) return;
      const answer = readAnswer(Buffer.concat(chunks).toString('utf8'));
      if (answer === undefined) broken('the editor answered with something else');
      else settle({ kind: 'answer', answer });
    });
    socket.on('error', (error) => {
      const code = codeOf(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT') settle({ kind: 'nobody' });
      else broken(`the editor cannot be reached (${code ?? 'no reason given'})`);
    });
    socket.on('close', () =>
      broken('the editor closed before it answered; start the server again'),
    );
  });
}
