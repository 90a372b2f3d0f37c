import { parse } from 'jsonc-parser';
import { stringify as tables } from 'smol-toml';
import { parseTOML } from 'toml-eslint-parser';
import { parseDocument, stringify as blocks } from 'yaml';
import { allFormats } from '../src/core/config/all-formats.ts';
import { readDocument } from '../src/core/config/document.ts';
import { lint } from '../src/core/posture/lint.ts';
import type { Report } from '../src/core/posture/report.ts';
import { noFacts } from '../src/core/rules/facts.ts';
import { median } from './keystroke.ts';
import { sampleConfig } from './sample.ts';

export interface FormatTimes {
  readonly format: string;
  readonly bytes: number;
  /** Medians, in milliseconds. */
  readonly ours: number;
  /** The same text through the parser alone. */
  readonly parser: number;
}

/** As in the other bench of keystrokes. */
const word = '@example/another-server';
const WARM_UP = 100;

/** One character more in the middle of the file, then everything anew; beside it the parser that each is read with. */
export function measureOtherFormats(servers: number, keystrokes: number): readonly FormatTimes[] {
  const sample = parse(sampleConfig(servers)) as { readonly servers: object };
  return [
    measured('TOML', '.codex/config.toml', tables({ mcp_servers: sample.servers }), parseTOML),
    measured('YAML', 'librechat.yaml', blocks({ mcpServers: sample.servers }), parseDocument),
  ];

  function measured(
    format: string,
    path: string,
    text: string,
    read: (text: string) => unknown,
  ): FormatTimes {
    const marker = '/dist/index.js';
    const at = text.indexOf(marker, text.length >> 1) + marker.length;
    const [ours, parser]: [number[], number[]] = [[], []];
    let report: Report | null = null;
    for (let i = -WARM_UP; i < keystrokes; i++) {
      const typed = word.slice(0, 1 + (Math.abs(i) % word.length));
      const now = text.slice(0, at) + typed + text.slice(at);
      const started = performance.now();
      report = lint(readDocument(now, path, { formats: allFormats }), noFacts, report);
      const between = performance.now();
      read(now);
      const ended = performance.now();
      if (i < 0) continue;
      ours.push(between - started);
      parser.push(ended - between);
    }
    if (report?.servers.length !== servers) throw new Error(`${format}: not all servers are read`);
    return { format, bytes: text.length, ours: median(ours), parser: median(parser) };
  }
}
