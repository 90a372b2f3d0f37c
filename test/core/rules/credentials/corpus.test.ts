import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readDocument } from '../../../../src/core/config/document.ts';
import { lint } from '../../../../src/core/posture/lint.ts';
import { corpusFolder, corpusSkip } from '../../../corpus/corpus-folder.ts';
import { noFacts } from '../../../../src/core/rules/facts.ts';

const corpus = corpusFolder ?? '';

/**
 * The credentials in the readable part of the corpus, looked at one by one: file, then server and place of each.
 * Published defaults (hints) and keys that are made to be seen (information) are marked so.
 */
const truth: Readonly<Record<string, readonly string[]>> = {
  'amazonq/TerrenceMcGuinness': ['header Authorization'],
  'claude-code/0507jiho__booktalk': ['env OPENAPI_MCP_HEADERS (Authorization)'],
  'claude-code/05page__Vroom-Ci': ['header CONTEXT7_API_KEY'],
  'claude-code/0lasvo__godot': ['the url', 'the url'],
  'claude-desktop/Agentic-Person': ['env WHOP_API_KEY', 'env PIPEDREAM_API_KEY'],
  'cline/datar-ai': ['env BRAVE_API_KEY', 'env MSSQL_PASSWORD'],
  'cursor/0-uddeshya-0': ['hint env VAULT_NEO4J_PASSWORD'],
  'cursor/0247473': ['argument --access-token'],
  'cursor/0xlawrence': ['env SUPABASE_ACCESS_TOKEN'],
  'cursor/1062265550': ['an argument', 'argument --config (perplexityApiKey)'],
  'cursor/1140137093': [
    'argument --config (mysqlPassword)',
    'argument --key',
    'env AMAP_MAPS_API_KEY',
    'argument --key',
  ],
  'cursor/18501404120': ['argument --token'],
  'cursor/1liale': ['argument --access-token'],
  'cursor/22syn__crm': ['env OBSIDIAN_API_KEY'],
  'gemini/4lejandrito': ['hint header Authorization'],
  'generic/Andrew-ia': ['information an argument'],
  'kiro/Acurioustractor': ['env NOTION_TOKEN'],
  'roo/4Timci4': ['env SUPABASE_ACCESS_TOKEN'],
  'vscode/00WhengWheng': [
    'information env SUPABASE_ANON_KEY',
    'env SUPABASE_SERVICE_ROLE_KEY',
    'env SUPABASE_ACCESS_TOKEN',
    'env DATABASE_URL (password)',
  ],
  'vscode/0xD3ADBE3F': ['env MOLLIE_API_OAUTH_ORG_TOKEN'],
  'vscode/0xDracarys': ['argument API_KEY'],
  'vscode/0xTanzim__Multivendor': ['an argument (password)'],
  'vscode/0xTanzim__nextRush': ['env PLAYWRIGHT_MCP_EXTENSION_TOKEN'],
  'vscode/10000-C': ['argument figma-api-key'],
  'vscode/18121A05L2': ['hint an argument (password)'],
  'vscode/1954499140': ['env MOONSHOT_API_KEY'],
  'vscode/22satnam': ['the file'],
  'vscode/24cu0310111': ['header X-Goog-Api-Key'],
  'windsurf/1000XVentures': ['header X-Goog-Api-Key'],
};

/** How many stand-ins the readable part has where a credential belongs, by client. */
const placeholders: Readonly<Record<string, number>> = {
  'claude-code': 1,
  'claude-desktop': 6,
  cline: 6,
  cursor: 14,
  generic: 2,
  opencode: 2,
  trae: 5,
};

test(
  'the corpus: every credential that was seen by eye, and no other',
  { skip: corpusSkip },
  () => {
    const found: Record<string, string[]> = {};
    const hints: Record<string, number> = {};
    for (const client of clients()) {
      for (const file of readdirSync(join(corpus, client))) {
        const text = readFileSync(join(corpus, client, file), 'utf8');
        const path = file.split('__').slice(2).join('__').replaceAll('~', '/');
        const report = lint(readDocument(text, path === '' ? file : path), noFacts);
        const all = [...report.servers.flatMap(({ findings }) => findings), ...report.findings];
        for (const { rule, severity, message } of all) {
          if (rule === 'placeholder-secret') hints[client] = (hints[client] ?? 0) + 1;
          if (rule !== 'secret-literal') continue;
          const where = message.slice(0, message.indexOf(' holds a '));
          const key = Object.keys(truth).find((start) => `${client}/${file}`.startsWith(start));
          (found[key ?? `${client}/${file}`] ??= []).push(
            severity === 'error' ? where : `${severity} ${where}`,
          );
        }
      }
    }
    assert.deepEqual(found, truth);
    assert.deepEqual(hints, placeholders);
  },
);

function clients(): readonly string[] {
  return readdirSync(corpus, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '_doc-snippets')
    .map(({ name }) => name);
}
