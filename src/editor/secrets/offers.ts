import type { Document } from '../../core/config/document.ts';
import { child } from '../../core/config/node.ts';
import type { Server } from '../../core/config/server.ts';
import type { Span } from '../../core/config/text.ts';
import type { MoveTarget } from '../../core/rules/moves/front.ts';
import { movesIn, type Move, type Stay } from '../../core/rules/moves/index.ts';
import { shortName, whyItStays } from '../../secrets/plan-moves.ts';
import type { Found } from '../finding-key.ts';
import type { Offer } from '../remedy.ts';

/** Where the secrets of a file can rest; else why they cannot, in one clause. */
export type Rest = MoveTarget | { readonly why: string };

/** What can be done about a credential in a file whose secrets rest there; null when there is nothing to say. */
export function offerOf({ finding, server }: Found, document: Document, rest: Rest): Offer | null {
  if (finding.rule !== 'secret-literal' || server === null) return null;
  if (!isMovable(server.server, document, finding.span)) return null;
  if ('why' in rest) return { kind: 'stays', why: rest.why };
  const { moves, stays } = movesIn(document, server.server, rest);
  const move = moves.find((one) => holds(one, finding.span));
  if (move !== undefined) return { kind: 'move', title: titleOf(move, rest) };
  const stay = stays.find((one) => holds(one, finding.span));
  return stay === undefined ? null : { kind: 'stays', why: whyItStays(stay) };
}

/** The move that takes a credential out of the text at this place. */
export function moveAt(moves: readonly Move[], span: Span): Move | undefined {
  return moves.find((move) => holds(move, span));
}

/** Of what the client sends itself, and of inputs, nothing is said: a prompt is the right thing there. */
function isMovable(server: Server, document: Document, { start, end }: Span): boolean {
  const { keys } = document.dialect;
  const places = [keys.command, keys.args, keys.env];
  return places.some((key) => {
    const span = child(server.node, key)?.span;
    return span !== undefined && span.start <= start && end <= span.end;
  });
}

function holds({ literalSpans }: Move | Stay, { start, end }: Span): boolean {
  return literalSpans.some((span) => span.start === start && span.end === end);
}

function titleOf(move: Move, { vault }: MoveTarget): string {
  const seen = move.inProcessList ? '; the list of processes still shows it' : '';
  const name = `(${shortName(move)}${seen})`;
  return vault === 'editor'
    ? `Move token to SecretStorage ${name}`
    : `Move token to the OS keychain ${name}: this file then works on this machine only`;
}
