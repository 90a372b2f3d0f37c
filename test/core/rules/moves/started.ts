import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import { parse as parseTables } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { lowerOps, withText, type Document } from '../../../../src/core/config/document.ts';
import type { Op } from '../../../../src/core/config/edit.ts';
import { applyEdits } from '../../../../src/core/config/text.ts';
import { expandArgument, parseLauncherWords } from '../../../../src/core/launch/launcher-words.ts';
import type { MoveTarget } from '../../../../src/core/rules/moves/front.ts';
import { movesIn, type Move, type Stay } from '../../../../src/core/rules/moves/index.ts';
import { moveOps } from '../../../../src/core/rules/moves/move-ops.ts';

export const inEditor: MoveTarget = { vault: 'editor' };
export const inKeychain: MoveTarget = {
  vault: 'keychain',
  launcher: '/home/u/.mcp/bin/mcp-launch',
};

/** The target that belongs to a file. */
export function targetOf({ dialect }: Document): MoveTarget {
  return dialect.id === 'vscode' ? inEditor : inKeychain;
}

export interface Moved {
  readonly document: Document;
  readonly text: string;
  readonly moves: readonly Move[];
  readonly stays: readonly Stay[];
  readonly values: Readonly<Record<string, string>>;
}

/** Moves everything that can move, in one edit. */
export function moveAll(document: Document, target: MoveTarget = targetOf(document)): Moved {
  const found = document.servers.map((server) => ({
    server,
    ...movesIn(document, server, target),
  }));
  const ops = found.flatMap(({ server, moves }) => {
    const some = moveOps(document, server, moves, target);
    assert.ok(some !== null, server.name);
    return some;
  });
  const moves = found.flatMap((one) => one.moves);
  return {
    document,
    text: edited(document, ops),
    moves,
    stays: found.flatMap(({ stays }) => stays),
    values: Object.fromEntries(moves.map(({ id, value }) => [id, value])),
  };
}

export function edited(document: Document, ops: readonly Op[]): string {
  const edits = lowerOps(document, ops);
  assert.ok(edits !== null, `${document.path}: the edit does not hold\n${document.text}`);
  return applyEdits(document.text, edits);
}

export function again(document: Document, text: string): Document {
  return withText(document, text);
}

export interface Start {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Every server's start as its client makes it, by a reader that is not ours; null for what is not started here. */
export function startsOf(document: Document): readonly (Start | null)[] {
  const data = dataIn(document);
  return document.servers.map(({ path }) => {
    let entry: unknown = data;
    for (const step of path) entry = (entry as Record<string | number, unknown>)[step];
    return startOf((entry ?? {}) as Record<string, unknown>);
  });
}

function dataIn({ text, format }: Document): unknown {
  if (format?.id === 'toml') return parseTables(text);
  if (format?.id === 'yaml') return parseYaml(text, { merge: true });
  return parse(text.replace(/^\uFEFF/, ''), [], { allowTrailingComma: true });
}

function startOf({
  command,
  cmd = command,
  args,
  env,
  envs,
  environment,
}: Record<string, unknown>): Start | null {
  const words = [cmd ?? [], args ?? []].flat();
  if (words.length === 0 || cmd === undefined) return null;
  const variables = Object.entries({
    ...(env as object),
    ...(envs as object),
    ...(environment as object),
  });
  return {
    argv: words.map(String),
    env: Object.fromEntries(
      variables.filter(([, value]) => value !== null).map(([name, value]) => [name, String(value)]),
    ),
  };
}

/** What the launcher makes of a start with these values: the server's own. */
export function launched(start: Start, values: Readonly<Record<string, string>>): Start {
  const [program = '', ...words] = start.argv;
  if (!program.endsWith('/bin/mcp-launch')) return start;
  const parsed = parseLauncherWords(words);
  assert.ok(!('why' in parsed), JSON.stringify(words));
  // What stood behind the launcher before has its id for a value.
  const valueOf = (id: string): string => values[id] ?? id;
  const secrets = parsed.env.map(({ name, id }) => [name, valueOf(id)] as const);
  const args = parsed.args.map((text) => expandArgument(text, values) ?? text);
  return {
    argv: [parsed.command, ...args],
    env: { ...start.env, ...Object.fromEntries(secrets) },
  };
}

/**
 * The start with `-e NAME` of containers and NAME=value of `env` written out: what they take from the environment under
 * such a name is no variable of the start any more.
 */
export function resolved({ argv, env }: Start): Start {
  const rest = { ...env };
  const words = argv.map((word, i) => {
    const before = argv[i - 1];
    const [, flag = '', given = ''] = /^(--env=|-[a-z]*e(?=[A-Z_]))?(\w+)$/s.exec(word) ?? [];
    const isNamed = flag !== '' || before === '-e' || before === '--env' || before === '-ie';
    if (!/docker|podman/.test(argv.join(' ')) || !isNamed || env[given] === undefined) return word;
    delete rest[given];
    return `${flag}${given}=${env[given]}`;
  });
  if (!/(?:^|\/)env$/.test(words[0] ?? '')) return { argv: words, env: rest };
  const from = words.findIndex((word, i) => i > 0 && !/^\w+=/.test(word));
  for (const word of words.slice(1, from)) {
    const equals = word.indexOf('=');
    rest[word.slice(0, equals)] = word.slice(equals + 1);
  }
  return { argv: ['env', ...words.slice(from)], env: rest };
}

/** The moved document, started with the values in the vault, is what it was. */
export function assertSameStarts(before: Document, { text, values }: Moved, note: string): void {
  const old = startsOf(before);
  for (const [i, start] of startsOf(again(before, text)).entries()) {
    const was = old[i];
    if (was === null || was === undefined || start === null) assert.equal(start, was, note);
    else
      assert.deepEqual(
        resolved(launched(start, values)),
        resolved(launched(was, {})),
        `${note}\n${text}`,
      );
  }
}
