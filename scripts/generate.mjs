// Writes what follows from the rules: the head of every page in docs/rules, the rule table of the README, and the table
// of docs/comparison.md, from what test/comparison holds.
// `--check` writes nothing and exits 1 when something would change.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clients } from '../src/core/config/dialects/index.ts';
import { rules } from '../src/core/rules/index.ts';
import { levels } from '../src/core/rules/levels.ts';
import { comparisonPage } from './comparison.ts';

const project = join(import.meta.dirname, '..');
const pillars = ['access', 'deployment', 'integrity', 'dependencies', 'monitoring', null];

const fixWords = {
  none: 'none',
  safe: 'yes, safe (may run in fix-all)',
  unsafe: 'yes, only when picked',
};

/** @param {import('../src/core/rules/rule.ts').RuleMeta} meta */
export function pageHead(meta) {
  return [
    `# ${meta.title}`,
    '',
    '| rule | pillar | severity | grade it sets | fix | since |',
    '|---|---|---|---|---|---|',
    `| \`${meta.id}\` | ${meta.pillar ?? 'document'} | ${meta.severity} | ${meta.grade ?? 'none'} | ${fixWords[meta.fix]} | ${meta.since} |`,
  ].join('\n');
}

/** @param {readonly import('../src/core/rules/rule.ts').Rule[]} all */
export function ruleTable(all) {
  const rows = pillars.flatMap((pillar) =>
    all
      .filter(({ meta }) => meta.pillar === pillar)
      .map(({ meta }) => meta)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(
        (meta) =>
          `| [\`${meta.id}\`](docs/rules/${meta.id}.md) | ${meta.title} | ${pillar ?? 'document'} | ${meta.severity} | ${meta.fix === 'none' ? '' : meta.fix} |`,
      ),
  );
  return ['| rule | finds | pillar | severity | fix |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

/**
 * The text with what stands between the markers of `name` replaced; they are put at the top when they are missing.
 * @param {string} text
 * @param {string} name
 * @param {string} body
 */
export function withGenerated(text, name, body) {
  const open = `<!-- generated: ${name} -->`;
  const close = `<!-- /generated: ${name} -->`;
  const block = `${open}\n${body}\n${close}`;
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) return `${block}\n${text === '' ? '' : `\n${text}`}`;
  return text.slice(0, start) + block + text.slice(end + close.length);
}

/**
 * The manifest with one entry for each rule in the setting `mcpPosture.rules`.
 * @param {string} text
 * @param {readonly import('../src/core/rules/rule.ts').Rule[]} all
 */
export function withRuleSettings(text, all) {
  const manifest = JSON.parse(text);
  const setting = manifest.contributes.configuration.properties['mcpPosture.rules'];
  const ids = all.map(({ meta }) => meta).sort((a, b) => (a.id < b.id ? -1 : 1));
  setting.properties = Object.fromEntries(
    ids.map(({ id, title }) => [id, { enum: [...levels], description: title }]),
  );
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * The manifest with one entry for each client in the setting `mcpPosture.clients`.
 * @param {string} text
 * @param {ReadonlyMap<string, string>} all
 */
export function withClientSettings(text, all) {
  const manifest = JSON.parse(text);
  const setting = manifest.contributes.configuration.properties['mcpPosture.clients'];
  const ids = [...all.keys()].sort();
  setting.properties = Object.fromEntries(
    ids.map((id) => [id, { type: 'boolean', default: true, description: all.get(id) }]),
  );
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Path from the project → the text it should have. */
export function generated() {
  const files = new Map();
  for (const { meta } of rules) {
    const path = `docs/rules/${meta.id}.md`;
    files.set(path, withGenerated(textOf(path), 'head', pageHead(meta)));
  }
  const manifest = withClientSettings(textOf('package.json'), clients);
  files.set('package.json', withRuleSettings(manifest, rules));
  files.set('docs/comparison.md', comparisonPage());
  files.set('README.md', withGenerated(textOf('README.md'), 'rules', ruleTable(rules)));
  return files;
}

function textOf(path) {
  const file = join(project, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function main() {
  const changed = [...generated()].filter(([path, text]) => textOf(path) !== text);
  if (!process.argv.includes('--check')) {
    for (const [path, text] of changed) writeFileSync(join(project, path), text);
    return;
  }
  for (const [path] of changed)
    console.error(`${path} is not what the rules say: run npm run generate`);
  if (changed.length > 0) process.exitCode = 1;
}

if (import.meta.main) main();
