import type { Document } from '../../core/config/document.ts';
import { spanOfSlice } from '../../core/config/slice.ts';
import { formatOf } from '../../core/rules/credentials/formats.ts';
import { literalsOf } from '../../core/rules/credentials/literals.ts';
import type { Surroundings } from '../../core/config/surroundings.ts';
import type { Moved } from '../../secrets/plan-moves.ts';

/** Where a provider takes a token back. */
export interface RevokePage {
  readonly label: string;
  readonly url: string;
}

/** The pages for what was moved out of a document, each once. */
export function revokePages(document: Document, moved: readonly Moved[]): readonly RevokePage[] {
  const pages = new Map<string, RevokePage>();
  for (const server of document.servers) {
    for (const { at, found } of literalsOf(server)) {
      const span = spanOfSlice(document.text, at);
      const isMoved = moved.some(({ move }) =>
        move.literalSpans.some(({ start, end }) => start === span.start && end === span.end),
      );
      const page = isMoved ? pageOfFormat(found.format) : null;
      if (page !== null) pages.set(page.url, page);
    }
  }
  return [...pages.values()];
}

/** Of a format that a row of the table describes; null for any other. */
export function pageOfFormat(format: string | null): RevokePage | null {
  const row = format === null ? undefined : formatOf(format);
  return row?.revoke.startsWith('https://') === true ? { label: row.label, url: row.revoke } : null;
}

/** Why a token that stood in a file has to be replaced, as sentences without a period. */
export function reasonsToRotate(around: Surroundings | null): readonly string[] {
  if (around === null) return [];
  const { tracked, synced, readableByOthers } = around;
  return [
    ...(tracked === true ? ['The file is tracked by git, which keeps what was committed'] : []),
    ...(synced === null ? [] : [`The file lies in ${synced}, which keeps older versions`]),
    ...(readableByOthers === true ? ['Other users of this machine could read the file'] : []),
  ];
}
