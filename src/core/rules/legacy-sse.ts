import { child, isString, type Slice } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import { partOf, wordOf } from '../launch/words.ts';
import type { Rule } from './rule.ts';

/** The transport was replaced in March 2025: servers switch it off and clients drop it, so the server may stop answering. */
export const legacySse: Rule = {
  meta: {
    id: 'legacy-sse',
    title: 'Server reached over the old SSE transport',
    pillar: 'deployment',
    severity: 'hint',
    grade: null,
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check(server) {
    for (const at of transportsOf(server)) {
      const message =
        'SSE is the old way to reach a server, replaced by streamable HTTP: it may stop working when the server or this client is updated';
      yield { at, message };
    }
  },
};

// The same in every client that has it: type in most, transport and transportType in some.
const keys = ['type', 'transport', 'transportType'];

function* transportsOf({ node, env, launch }: Server): Generator<Slice> {
  for (const key of keys) {
    const value = child(node, key);
    if (isString(value) && isSse(value.value)) yield wordOf(value);
  }
  for (const { name, value } of env) {
    if (isString(value) && variable.test(name) && isSse(value.value)) yield wordOf(value);
  }
  for (const { name, value } of launch.assignments) {
    if (value !== null && variable.test(name) && isSse(value.text)) yield value;
  }
  // Of supergateway: the address of a server that speaks it.
  const gateway = launch.packages.some(({ name }) => name === 'supergateway');
  for (const [index, word] of launch.args.entries()) {
    if (!word.text.startsWith('-')) continue;
    const [flag = '', value] = word.text.slice(0, 200).split('=', 2);
    if (flags.test(flag)) {
      const next = launch.args[index + 1];
      if (value !== undefined && isSse(value))
        yield partOf(word, flag.length + 1, word.text.length);
      else if (value === undefined && next !== undefined && isSse(next.text)) yield next;
    }
    if (gateway && flag === '--sse') yield word;
  }
}

function isSse(text: string): boolean {
  // `sse-only` is mcp-remote's; with `sse-first` the other is tried as well.
  return /^sse(?:-only)?$/i.test(text.trim());
}

const flags = /^--?(?:(?:mcp|server|client|output)-?)?transport(?:-(?:type|mode))?$/i;
const variable = /^(?:\w{1,40}_)?TRANSPORT(?:_(?:TYPE|MODE|PROTOCOL))?$/;
