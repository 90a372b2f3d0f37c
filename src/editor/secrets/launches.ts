import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Broker } from '../../secrets/broker.ts';
import { openRecord, recordFolder } from '../../secrets/record.ts';
import type { SecretStorageVault } from '../../secrets/secret-storage-vault.ts';
import type { Session } from '../session.ts';
import { decide, type Deciding } from './decide.ts';
import { createPending } from './pending.ts';
import { createQuestions, patience } from './questions.ts';
import { openRun } from './run.ts';
import { diskPath, worldOf } from './world.ts';

export interface LaunchWishes {
  readonly vault: SecretStorageVault;
  readonly session: Session;
  /** Whether launches are to be recorded. */
  readonly records: () => boolean;
  readonly log: (line: string) => void;
  /** A launch got what it asked for, or a secret was stored. */
  readonly onUsed: () => void;
}

export interface Launches extends vscode.Disposable {
  /** Listens from now on; does nothing when it does already. Never rejects: a failure is a line in the log. */
  open(): Promise<void>;
}

/** Answers the launches of this window. */
export function createLaunches({ vault, session, records, log, onUsed }: LaunchWishes): Launches {
  const questions = createQuestions();
  const pending = createPending<boolean>();
  const { env, platform } = process;
  const record = openRecord(recordFolder({ env, home: homedir(), platform }));
  let broker: Promise<Broker | null> | null = null;

  const ports: Deciding = {
    vault,
    isTrusted: () => vscode.workspace.isTrusted,
    filesNaming: (id) =>
      session.entries().flatMap(({ uri, report }) => {
        const file = diskPath(uri);
        const names = report?.document.servers.some(({ launch }) =>
          launch.secrets.some((use) => use.id === id),
        );
        return file !== null && names === true ? [file] : [];
      }),
    worldOf,
    async approve(question, allow, signal) {
      const { file, names, now } = question;
      const key = JSON.stringify(['approve', file, names, now]);
      async function ask(): Promise<boolean> {
        const allowed = await questions.approve(question);
        if (allowed) await allow();
        return allowed;
      }
      return await pending.ask(key, ask, { signal, patience });
    },
    async askValue(missing, keep, signal) {
      async function ask(): Promise<boolean> {
        const value = await questions.askValue(missing);
        if (value === undefined || value === '') return false;
        await keep(value);
        return true;
      }
      return await pending.ask(JSON.stringify(['value', missing.id]), ask, { signal, patience });
    },
    async record(launch) {
      if (records()) await record.append(launch);
    },
    now: Date.now,
  };

  async function start(): Promise<Broker | null> {
    try {
      return await openRun({
        log,
        async handle(request, signal) {
          const answer = await decide(request, signal, ports);
          if (answer.ok) onUsed();
          else if (answer.passOn !== true) log(`A launch got no secret: ${answer.why}`);
          return answer;
        },
      });
    } catch (error) {
      log(`No launch can ask for secrets: ${error instanceof Error ? error.message : 'unknown'}`);
      return null;
    }
  }

  return {
    async open() {
      broker ??= start();
      if ((await broker) === null) broker = null;
    },
    dispose() {
      questions.dispose();
      void broker?.then((one) => one?.close());
    },
  };
}
