import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { type Questions, questions } from './questions.ts';

/** Runs inside the extension host: answers the test process until it hangs up. Port and token come in the environment. */
export async function run(): Promise<void> {
  const [port, token] = (process.env['MCP_POSTURE_BRIDGE'] ?? '').split(':');
  if (port === undefined || token === undefined) throw new Error('no bridge to answer');
  const answers: Questions = questions();
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${JSON.stringify({ token })}\n`);
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => {
    const { id, name, args } = JSON.parse(line) as {
      id: number;
      name: keyof Questions;
      args: unknown[];
    };
    void answer(answers[name] as (...all: unknown[]) => unknown, args).then((result) =>
      socket.write(`${JSON.stringify({ id, ...result })}\n`),
    );
  });
  await new Promise<void>((resolve) => {
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
}

async function answer(
  question: (...all: unknown[]) => unknown,
  args: readonly unknown[],
): Promise<{ value: unknown } | { error: string }> {
  try {
    return { value: (await question(...args)) ?? null };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
