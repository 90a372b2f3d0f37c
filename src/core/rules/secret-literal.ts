import type { Document } from '../config/document.ts';
import { nodeAt, pathOf, type Atom } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import { findBetween } from './credentials/between.ts';
import type { Credential } from './credentials/find.ts';
import {
  cleanInputs,
  inputLiteralsOf,
  literalsIn,
  literalsOf,
  type Literal,
} from './credentials/literals.ts';
import { spotsOutside } from './credentials/places.ts';
import { askForIt, takeFromEnvironment } from './credentials/prompt.ts';
import { sharesRun } from './credentials/shown.ts';
import type { Draft } from './finding.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';

/** Whoever reads, copies, syncs or commits the file has the credential. */
export const secretLiteral: Rule = {
  meta: {
    id: 'secret-literal',
    title: 'Credential written into the file',
    pillar: 'access',
    severity: 'error',
    grade: 'bad',
    confidence: 'high',
    fix: 'unsafe',
    since: '0.1.0',
  },
  *check(server, document) {
    for (const literal of literalsOf(server)) {
      yield draftOf(literal, serverFixes(literal, server, document));
    }
    for (const literal of inputLiteralsOf(server, document)) {
      yield draftOf(literal, inputFixes(literal));
    }
  },
  *checkDocument(document) {
    // Told with the servers that take the input.
    const told = new Set(document.servers.flatMap((server) => atomsTold(server, document)));
    // What servers take by an alias is told with them. All of them are read only where something is found.
    let taken: ReadonlySet<number> | undefined;
    for (const spot of spotsOutside(document, cleanInputs(document))) {
      if (told.has(spot.atom)) continue;
      for (const literal of literalsIn(spot, null)) {
        taken ??= new Set(document.servers.flatMap((server) => literalsOf(server).map(startOf)));
        if (taken.has(startOf(literal))) continue;
        yield draftOf(literal, inputFixes(literal));
      }
    }
    for (const found of findBetween(document)) {
      const secret = document.text.slice(found.start, found.end);
      const at = { start: found.start, end: found.end };
      yield { at, ...gravity(found.kind, false, 'the file', found, secret), fixes: [] };
    }
  },
};

function draftOf({ at, kind, inClear, where, found }: Literal, fixes: readonly Fix[]): Draft {
  const secret = String(at.atom.value).slice(at.start, at.end);
  return {
    at,
    ...gravity(kind, inClear, where, found, secret),
    fixes: kind === 'secret' ? fixes : [],
  };
}

/** What is said, and how much it weighs. No part of the secret is in it, the provider's prefix included. */
function gravity(
  kind: Credential['kind'],
  inClear: boolean,
  where: string,
  { label, confidence }: Credential,
  secret: string,
): Omit<Draft, 'at' | 'fixes'> {
  const what = sharesRun(label, secret) ? 'credential' : label;
  if (kind === 'publishable') {
    const message = `${where} holds ${withArticle(what)} that is made to be seen`;
    return { message, severity: 'information', grade: null, confidence };
  }
  if (kind === 'default') {
    const message = `${where} holds a default password that anyone can guess`;
    return { message, severity: 'hint', grade: null, confidence };
  }
  const reach = inClear ? 'and it is sent over plain http' : 'so whoever gets this file has it';
  const message = `${where} holds ${withArticle(what)} in plain text, ${reach}`;
  const marks = inClear
    ? (['literal-credential', 'sent-in-clear'] as const)
    : (['literal-credential'] as const);
  return { message, confidence, marks };
}

/** As the first sound asks: an OpenAI key, an npm token, a user name. */
function withArticle(what: string): string {
  return /^(?:[aeio]|npm|nvidia|ssh|xai|hcp)/i.test(what) ? `an ${what}` : `a ${what}`;
}

function serverFixes(literal: Literal, server: Server, document: Document): readonly Fix[] {
  const { atom } = literal.at;
  // A key that stands twice: a path leads to the last one only.
  if (nodeAt(document.root, pathOf(atom)) !== atom) return [];
  return [
    askForIt(literal, server, document),
    takeFromEnvironment(literal, server, document),
  ].filter((fix) => fix !== null);
}

function atomsTold(server: Server, document: Document): readonly Atom[] {
  return inputLiteralsOf(server, document).map(({ at }) => at.atom);
}

/** Where it begins in the file; in a string with escapes, near it. */
function startOf({ at: { atom, start } }: Literal): number {
  return atom.span.start + start;
}

/** The default of an input: the input asks anyway. */
function inputFixes({ spot: { atom, place } }: Literal): readonly Fix[] {
  if (place !== 'input' || atom.key !== 'default') return [];
  const path = pathOf(atom);
  return [
    {
      title: 'Remove the default and ask with a password prompt',
      safety: 'unsafe',
      ops: [
        { op: 'remove', path },
        { op: 'set', path: [...path.slice(0, -1), 'password'], value: true },
      ],
    },
  ];
}
