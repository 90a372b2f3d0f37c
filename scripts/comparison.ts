import type { Case } from '../test/comparison/case.ts';
import { keys, publicByDesign } from '../test/comparison/keys.ts';
import { peers } from '../test/comparison/peers.ts';
import { judged, raisedBy, saidAnyway, sections } from '../test/comparison/sections.ts';

/** docs/comparison.md, whole: what stands in it is what the engine says at this moment. */
export function comparisonPage(): string {
  const all = sections.flatMap(({ cases }) => cases);
  const counts = { same: 0, silent: 0, miss: 0 };
  for (const { note } of all)
    counts[note === null || note.kind === 'says' ? 'same' : note.kind] += 1;
  return `${[
    '# Compared with what the fixtures of other scanners hold',
    '',
    '<!-- Written by scripts/generate.mjs from test/comparison. -->',
    '',
    'Other scanners of MCP configurations publish the files they test themselves with. Each class of what these files',
    'hold is said again here in words of our own, and judged by the engine as it is now, with no network. Nothing of the',
    'files themselves is in this project. The table is about what is found, not about who is better: the scanners differ',
    'in what they want to find.',
    '',
    `${all.length} classes: ${counts.same} raise what they should, at ${counts.silent} we are silent on purpose, ${counts.miss} are misses.`,
    `Of the keys of ${keys.length} providers that MukundaKatta/mcpcheck tests, all are found but ${[...publicByDesign].join(', ')}, which`,
    '[its maker calls safe to publish](https://docs.sentry.io/concepts/key-terms/dsn-explainer/).',
    '',
    'What is said of every package that is fetched and of every plain container is left out of the rows:',
    `${saidAnyway.map(ruleLink).join(', ')}.`,
    ...sections.flatMap(({ title, cases }) => [
      '',
      `## ${title}`,
      '',
      head,
      rule,
      ...cases.map(row),
    ]),
    '',
    '## Whose fixtures',
    '',
    'Read on 2026-11-22, each at the commit that is linked. Where a fixture is a bare entry that no client reads, it was put',
    'below the key where its client would have it.',
    '',
    '| named here | repository | where |',
    '|---|---|---|',
    ...[...peers].map(
      ([owner, { name, commit, where }]) =>
        `| ${owner} | [${owner}/${name}](https://github.com/${owner}/${name}/tree/${commit}) | \`${where}\` |`,
    ),
  ].join('\n')}\n`;
}

const head = '| class | raised there | should raise | we raise | why |';
const rule = '|---|---|---|---|---|';

function row(item: Case): string {
  const report = judged(item);
  const names = report.servers.map(({ server }) => server.name);
  const read = item.servers === null || names.length > 5 ? '' : `reads ${listed(names.map(code))}`;
  const raised = raisedBy(report).map(ruleLink);
  const says = [...raised, ...(raised.length > 0 && read === '' ? [] : [read])].filter(
    (text) => text !== '',
  );
  return `| ${[
    escaped(item.what),
    item.from.split('; ').map(source).join('<br>'),
    wanted(item),
    listed(says),
    escaped(whyOf(item)),
  ].join(' | ')} |`;
}

/** A miss that no rule is there for has no name yet. */
function wanted({ should, note }: Case): string {
  return should.length === 0 && note?.kind === 'miss'
    ? 'no rule yet'
    : listed(should.map(ruleLink));
}

function whyOf({ note }: Case): string {
  if (note === null) return '';
  const { kind, why } = note;
  if (kind === 'silent') return `**Silent on purpose.** ${why}`;
  return kind === 'miss' ? `**Miss.** ${why}` : why;
}

/** `owner fixture: what it raises there`. */
function source(text: string): string {
  const [, owner = '', fixture = '', raised = ''] = /^(\S+) (.+): (.+)$/.exec(text) ?? [];
  return `${owner} \`${fixture}\`: ${raised}`;
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.join(', ');
}

function ruleLink(id: string): string {
  return `[\`${id}\`](rules/${id}.md)`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
