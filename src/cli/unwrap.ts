import type { Dialect } from '../core/config/dialects/dialect.ts';
import { applyEdits } from '../core/config/text.ts';
import { putBack } from '../core/rules/moves/put-back.ts';
import type { Reference } from '../core/rules/moves/references.ts';
import type { ServerPutBack } from '../output/unwrapped.ts';
import { changesOf } from './changes.ts';
import { editFiles, type Edit, type EditOptions, type EditResult } from './edit-files.ts';
import type { Judged } from './judge-files.ts';

/** Takes the launcher off every server in the files among the paths. Never throws for what a file holds. */
export async function unwrap(
  paths: readonly string[],
  options: EditOptions,
): Promise<EditResult<ServerPutBack>> {
  return editFiles(paths, options, {
    edit: putFileBack,
    nameOf: ({ references }) => references.map(({ id }) => id).join(', '),
    fault: 'it was left as it is because of an error in this program',
  });
}

function putFileBack({ report }: Judged): Edit<ServerPutBack> {
  const { document, servers } = report;
  const names = new Map(servers.map(({ server, name }) => [server, name]));
  const { edits, done, left } = putBack(document, document.servers);
  return {
    text: applyEdits(document.text, edits),
    done: done.map(({ server, unwrapped: { references } }) => ({
      server: names.get(server) ?? '',
      references: references.map((reference) => ({
        ...reference,
        written: writtenAs(reference, document.dialect),
      })),
    })),
    left: left.map(({ server, why, variables }) => ({
      server: names.get(server) ?? '',
      what: variables.length === 0 ? 'mcp-launch' : variables.join(', '),
      why,
    })),
    changes: changesOf(report, edits),
  };
}

function writtenAs({ by, name }: Reference, { envReference, handsOn }: Dialect): string {
  if (by === 'input') return `\${input:${name}}`;
  return envReference?.(name) ?? `${handsOn?.key ?? ''} ${name}`;
}
