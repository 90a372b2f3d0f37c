import { mayExpand } from '../../config/dialects/variables.ts';
import type { Document } from '../../config/document.ts';
import { keep } from '../../config/kept.ts';
import type { Slice } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { spanOfSlice } from '../../config/slice.ts';
import type { Span } from '../../config/text.ts';
import { inputLiteralsOf, literalsOf, type Literal } from '../credentials/literals.ts';
import { sharesRun } from '../credentials/shown.ts';
import { frontFor, textOf, type MoveTarget, type Refused } from './front.ts';
import { regionOf, type Region } from './regions.ts';
import { namedSecretIds, secretIdFor } from './secret-ids.ts';

/** A value that goes into a vault, and what the launcher is told in its place. */
export interface Move {
  /** Stable for the same place. */
  readonly id: string;
  /** Such as `env GITHUB_TOKEN` or `argument --api-key`; no part of a credential. */
  readonly what: string;
  /** The whole text that moves, as the server receives it. */
  readonly value: string;
  /** The server gets it as an argument, which the list of processes shows. */
  readonly inProcessList: boolean;
  /** The credentials in the value, in the text of the document. */
  readonly literalSpans: readonly Span[];
  readonly region: Region;
}

/** A credential that cannot move. */
export interface Stay {
  readonly what: string;
  /** One line, no period, no part of a credential. */
  readonly why: string;
  readonly literalSpans: readonly Span[];
}

export interface Moves {
  readonly moves: readonly Move[];
  readonly stays: readonly Stay[];
}

/** What of a server can move to a vault, in the order of the file, and what cannot. Pure: the same for the same text. */
export function movesIn(document: Document, server: Server, target: MoveTarget): Moves {
  const literals = literalsOf(server).filter(({ kind }) => kind === 'secret');
  const ofInputs = inputLiteralsOf(server, document).filter(({ kind }) => kind === 'secret');
  const stays: Stay[] = ofInputs.map((literal) =>
    stayOf([literal], 'it stands in an input, not in the server', document),
  );
  if (literals.length === 0) return { moves: [], stays };
  const front = frontFor(document, server, target);
  const regions = new Map<string, { region: Region | Refused; literals: Literal[] }>();
  for (const literal of literals) {
    const found = 'why' in front ? front : regionOf(literal, front, server, document);
    const region = 'why' in found ? found : checked(found, document, target);
    const at = 'why' in region ? literal.at : region.at;
    const key = `${at.atom.span.start} ${at.start}`;
    const known = regions.get(key);
    if (known === undefined) regions.set(key, { region, literals: [literal] });
    else known.literals.push(literal);
  }
  const moves: Move[] = [];
  const taken = new Set(namedSecretIds(document));
  for (const { region, literals: within } of regions.values()) {
    if ('why' in region) stays.push(stayOf(within, region.why, document));
    else {
      const move = moveOf(region, within, { document, server, target, taken });
      taken.add(move.id);
      moves.push(move);
    }
  }
  return { moves, stays };
}

/** Bytes that a vault takes. */
const MOST = 64 * 1024;

/** In UTF-8; more than a vault takes where that is sure without a count. */
function bytesOf(text: string): number {
  return text.length > MOST ? text.length : new TextEncoder().encode(text).length;
}

/** The value must come out of the vault as the client would have given it. */
function checked(region: Region, { dialect }: Document, { vault }: MoveTarget): Region | Refused {
  const value = valueOf(region.at);
  const isTilde = region.kind === 'text' && region.at.start === 0 && value.startsWith('~');
  if (mayExpand(dialect, value) || (isTilde && vault === 'editor')) {
    return { why: `${dialect.client} puts something else into a part of the value at the start` };
  }
  if (value.includes('{secret:')) return { why: 'the value holds {secret: already' };
  if (value.includes('\0') || !value.isWellFormed()) {
    return { why: 'the value is no text that a program can be given' };
  }
  return bytesOf(value) > MOST ? { why: 'the value is longer than a vault takes' } : region;
}

interface Around {
  readonly document: Document;
  readonly server: Server;
  readonly target: MoveTarget;
  readonly taken: ReadonlySet<string>;
}

function moveOf(region: Region, literals: readonly Literal[], around: Around): Move {
  const { document, server, target, taken } = around;
  const secrets = literals.map(({ at }) => valueOf(at));
  const name = nameOf(region, literals);
  const place = {
    path: document.path,
    server: server.name,
    within: withinOf(server, document),
    name,
    kind: region.kind === 'text' ? 'argument' : 'variable',
    salt: target.salt ?? 0,
  } as const;
  const tells = secrets.some((secret) => sharesRun(name, secret));
  const variable = tells ? 'a variable' : `env ${name}`;
  return {
    id: secretIdFor(place, secrets, taken),
    what: region.kind === 'text' ? (literals[0]?.where ?? 'an argument') : variable,
    value: valueOf(region.at),
    inProcessList: region.kind === 'text',
    literalSpans: literals.map(({ at }) => spanOfSlice(document.text, at)),
    region,
  };
}

/** Tells servers of one name apart, which a file has for several projects: each keeps a secret of its own. */
function withinOf({ name, path }: Server, document: Document): string {
  return keep(document, sharedNames).has(name) ? JSON.stringify(path) : '';
}

function sharedNames({ servers }: Document): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(
    servers.flatMap(({ name }) => {
      if (seen.has(name)) return [name];
      seen.add(name);
      return [];
    }),
  );
}

function stayOf(literals: readonly Literal[], why: string, { text }: Document): Stay {
  return {
    what: literals[0]?.where ?? 'the file',
    why,
    literalSpans: literals.map(({ at }) => spanOfSlice(text, at)),
  };
}

/** The variable, else the flag in its long form, else the nearest name in the text. */
function nameOf(region: Region, [literal]: readonly Literal[]): string {
  if (region.name !== null) return region.name;
  const flag = /^(-{1,2}[A-Za-z][\w.-]{0,63})=/.exec(textOf(region.at.atom))?.[1] ?? '';
  const flags = [flag, literal?.spot.name ?? ''];
  const long = flags.filter((name) => name.startsWith('--'));
  const names = [...long, literal?.found.name ?? '', ...flags];
  return names.find((name) => /^[\w .-]{1,64}$/.test(name)) ?? 'argument';
}

function valueOf({ atom, start, end }: Slice): string {
  return textOf(atom).slice(start, end);
}
