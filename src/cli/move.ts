import { resolve } from 'node:path';
import { readDocument, type Document } from '../core/config/document.ts';
import { formatsFor } from '../core/config/formats-for.ts';
import type { Server } from '../core/config/server.ts';
import { applyEdits } from '../core/config/text.ts';
import type { MoveTarget } from '../core/rules/moves/front.ts';
import { movesIn, type Move } from '../core/rules/moves/index.ts';
import type { Finding } from '../core/rules/finding.ts';
import type { Left } from '../output/edited.ts';
import type { MovedValue } from '../output/moved.ts';
import { worldWithoutEditor } from '../secrets/bound-file.ts';
import { planMoves, shortName, whyItStays, type Plan } from '../secrets/plan-moves.ts';
import { storeThenEdit } from '../secrets/store-moves.ts';
import type { Vault } from '../secrets/vault.ts';
import { editFiles, type Edit, type EditOptions, type EditResult } from './edit-files.ts';
import type { Judged } from './judge-files.ts';
import { slashes } from './read-file.ts';
import { thisUser } from './user.ts';

export interface MoveOptions extends EditOptions {
  readonly vault: Vault;
  /** The path of the installed launcher. */
  readonly launcher: string;
  /** Only what belongs to servers of this name. */
  readonly server: string | undefined;
}

const IN_EDITOR =
  'VS Code keeps it in its own storage: move it there, by the lightbulb at the value';

/**
 * Moves the credentials in the files among the paths into the keychain. Rejects when no file has a server of the name.
 */
export async function move(
  paths: readonly string[],
  options: MoveOptions,
): Promise<EditResult<MovedValue>> {
  const { server } = options;
  const found = new Set<string>();
  const files = await editFiles<MovedValue>(paths, options, {
    edit(item) {
      for (const { name } of item.report.document.servers) found.add(name);
      return moveFile(item, options);
    },
    nameOf: ({ what }) => what,
    fault: 'nothing was moved because of an error in this program',
  });
  if (server !== undefined && !found.has(server))
    throw new Error(`no server of these files is called ${server}`);
  return files;
}

async function moveFile(item: Judged, options: MoveOptions): Promise<Edit<MovedValue>> {
  const { report } = item;
  // The ids of secrets and their bindings go by the absolute path.
  const file = resolve(item.file);
  const { text, dialect } = report.document;
  const document = readDocument(text, slashes(file), {
    dialect,
    formats: await formatsFor(file),
  });
  const { vault, launcher } = options;
  const { platform } = thisUser();
  const target: MoveTarget = { vault: 'keychain', launcher, windows: platform === 'win32' };
  const wants = ({ name }: Server): boolean =>
    options.server === undefined || name === options.server;
  const { moves, stays, texts } = foundIn(document, document.servers.filter(wants), target, report);
  if (options.server === undefined) {
    const { findings } = report;
    for (const { span } of findings.filter(isCredential))
      texts.add(text.slice(span.start, span.end));
    stays.push(...besideServers(report));
  }
  const untouched = { text, done: [], changes: [] };
  if (moves.length === 0) return { ...untouched, left: stays };
  const leave = (why: string): readonly Left[] => [
    ...stays,
    ...moves.map(({ server, move: { what } }) => ({ server, what, why })),
  ];
  if (dialect.launcher === 'editor') return { ...untouched, left: leave(IN_EDITOR) };
  const world = worldWithoutEditor(file, thisUser());
  let plan: Plan | string;
  try {
    plan = await planMoves({ document, file, target, wants, vault, world, now: Date.now() });
  } catch (error) {
    // What the keychain says.
    const why = error instanceof Error ? error.message : 'the keychain could not be asked';
    return { ...untouched, left: leave(why), failed: why };
  }
  if (typeof plan === 'string') return { ...untouched, left: leave(plan) };
  const stored = plan;
  const after = applyEdits(text, plan.edits);
  return {
    text: after,
    done: plan.moved.map(({ secret, move: { inProcessList } }) => ({
      server: nameIn(report, secret.server),
      what: secret.what,
      secret: secret.id,
      inProcessList,
    })),
    left: [
      ...stays,
      ...plan.left.map(({ server, move: one, why }) => ({
        server: nameIn(report, server.name),
        what: shortName(one),
        why,
      })),
      ...plan.moved.flatMap(({ secret, move: one }) =>
        stands(one, text, after, texts)
          ? [{ server: nameIn(report, secret.server), what: secret.what, why: TWICE }]
          : [],
      ),
    ],
    // What stood there is not to be shown.
    changes: [],
    write: (replace) => storeThenEdit(stored, vault, replace),
  };
}

const TWICE = 'what was moved stands in another place of the file as well';
/** Of a value that is told from the words around it. */
const TOLD = 6;

/** Whether a credential that moves is still there afterwards, where nothing else is said of it. */
function stands(
  { literalSpans }: Move,
  before: string,
  after: string,
  told: ReadonlySet<string>,
): boolean {
  return literalSpans
    .map(({ start, end }) => before.slice(start, end))
    .some((text) => text.length >= TOLD && !told.has(text) && after.includes(text));
}

function isCredential({ marks, suppressed }: Finding): boolean {
  return suppressed === null && marks.includes('literal-credential');
}

/** Those that stand in no server: in comments, in other settings. Where, a scan tells. */
function besideServers({ findings }: Judged['report']): readonly Left[] {
  return findings.filter(isCredential).map(({ message }) => ({
    server: '',
    what: '',
    why: `${message.replace(/, so whoever gets this file has it$/, '')}, and not in a server`,
  }));
}

interface Found {
  readonly moves: readonly { readonly server: string; readonly move: Pick<Move, 'what'> }[];
  readonly stays: Left[];
  /** The credentials that stay. */
  readonly texts: Set<string>;
}

function foundIn(
  document: Document,
  servers: readonly Server[],
  target: MoveTarget,
  report: Judged['report'],
): Found {
  const all = servers.map((server) => ({
    server: nameIn(report, server.name),
    ...movesIn(document, server, target),
  }));
  const spans = all.flatMap(({ stays }) => stays.flatMap(({ literalSpans }) => literalSpans));
  return {
    texts: new Set(spans.map(({ start, end }) => document.text.slice(start, end))),
    moves: all.flatMap(({ server, moves }) =>
      moves.map((one) => ({ server, move: { what: shortName(one) } })),
    ),
    stays: all.flatMap(({ server, stays }) =>
      stays.map((stay) => ({ server, what: shortName(stay), why: whyItStays(stay) })),
    ),
  };
}

/** As it may be shown. */
function nameIn({ servers }: Judged['report'], name: string): string {
  return servers.find(({ server }) => server.name === name)?.name ?? '';
}
