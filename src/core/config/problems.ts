import type { Dialect } from './dialects/dialect.ts';
import { child, isString, propertyOf } from './node.ts';
import type { Place } from './server.ts';
import type { ServerFields } from './server-fields.ts';
import type { Span } from './text.ts';

export interface Problem {
  readonly message: string;
  readonly span: Span;
  /** The entry is well-formed: another client would take it. */
  readonly isOwnTaste?: boolean;
}

/** What is wrong with the shape of an entry: its client skips or misreads it. */
export function* problemsOf(
  { node, nameSpan, problem }: Place,
  { client, keys, addresses, isKnownElsewhere, fields: ownFields }: Dialect,
  fields: ServerFields,
): Generator<Problem> {
  if (problem !== null) yield { message: problem, span: nameSpan };
  if (node === null) return;
  if (node.kind !== 'object') {
    yield { message: 'is not an object', span: node.span };
    return;
  }
  const command = child(node, keys.command);
  const elsewhere = isKnownElsewhere?.(node) === true;
  const hasCommand =
    fields.command !== null ||
    (command !== undefined && !(command.kind === 'atom' && command.value === null));
  if (!hasCommand && fields.url === null && fields.release === null && !elsewhere) {
    if (keys.url.every((key) => propertyOf(node, key) === undefined))
      yield { message: 'has neither a command nor a url', span: nameSpan };
  }
  if (!hasCommand && fields.url !== null && addresses !== undefined) {
    const { span } = fields.url;
    if (addresses === 'none')
      yield {
        message: `has a url, but ${client} starts only programs from this file: add it in the settings instead`,
        span,
        isOwnTaste: true,
      };
    else if (child(node, 'type') === undefined)
      yield {
        message: `has a url but no type, so ${client} takes it for a program and leaves it out`,
        span,
        isOwnTaste: true,
      };
  }
  if (hasCommand && fields.command === null && command !== undefined) {
    const isWords = command.kind === 'array' && keys.commandIs === 'words';
    if (!isWords) yield { message: 'has a command that is not a string', span: command.span };
  }
  if (isString(command) && command.value.trim() === '') {
    yield { message: 'has an empty command', span: command.span };
  }
  const args = child(node, keys.args);
  if (args !== undefined && args.kind !== 'array') {
    yield { message: 'has args that are not an array', span: args.span };
  }
  if (args?.kind === 'array') {
    for (const item of args.items) {
      if (!isString(item))
        yield { message: 'has an argument that is not a string', span: item.span };
    }
  }
  for (const key of [keys.env, ...keys.headers]) {
    const map = child(node, key);
    // Where the client has its own way to write them, it is the row that reads them.
    const isRead = map?.kind === 'array' && ownFields !== undefined;
    if (map !== undefined && map.kind !== 'object' && !isRead) {
      yield { message: `has ${key} that is not an object`, span: map.span };
    }
  }
}
