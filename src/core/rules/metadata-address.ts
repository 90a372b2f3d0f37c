import { isString, type Slice } from '../config/node.ts';
import type { Server } from '../config/server.ts';
import type { Word } from '../launch/launch.ts';
import { partOf, wordOf } from '../launch/words.ts';
import { metadataHosts } from './metadata-hosts.ts';
import type { Rule } from './rule.ts';

/** On a machine of a cloud this address hands out the machine's own credentials to whoever asks from it. */
export const metadataAddress: Rule = {
  meta: {
    id: 'metadata-address',
    title: "Address that gives out a cloud machine's credentials",
    pillar: 'deployment',
    severity: 'warning',
    grade: 'caution',
    confidence: 'high',
    fix: 'none',
    since: '0.1.0',
  },
  *check(server) {
    for (const { word, name } of textsOf(server)) {
      if (shuns.test(name)) continue;
      for (const { host, start, end } of metadataHosts(word.text)) {
        const at: Slice = partOf(word, start, end);
        const message = `${host} gives a cloud machine's own credentials to whoever asks from it: a server that goes there can be made to take them`;
        yield { at, message };
      }
    }
  },
};

/** What such a name lists is kept away from. */
const shuns = /no[-_]?proxy|deny|denied|block|exclude|bypass|disallow|forbid|ignore|except/i;

function* textsOf({ url, env, headers, launch }: Server): Generator<{ word: Word; name: string }> {
  if (url !== null) yield { word: wordOf(url), name: '' };
  for (const { name, value } of [...env, ...headers]) {
    if (isString(value)) yield { word: wordOf(value), name };
  }
  for (const { name, value } of launch.assignments) {
    if (value !== null) yield { word: value, name };
  }
  const words =
    launch.kind === 'shell' ? (launch.shell?.commands ?? []).flatMap((c) => c.words) : launch.args;
  for (const [index, word] of words.entries()) {
    const before = words[index - 1]?.text ?? '';
    const flag = word.text.startsWith('-')
      ? (word.text.split('=', 1)[0] ?? '')
      : before.startsWith('-')
        ? before
        : '';
    yield { word, name: flag.slice(0, 100) };
  }
}
