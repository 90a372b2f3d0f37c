import type { Document, Input } from '../config/document.ts';
import { pathOf } from '../config/node.ts';
import { feedOf, isEncrypted, isSecretInput } from './credentials/feeds.ts';
import { usesOf, type Use } from './credentials/uses.ts';
import type { Draft } from './finding.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';

/** VS Code keeps the answer in plain text and shows it in the editor, unless the input is a password prompt. */
export const secretInPlainInput: Rule = {
  meta: {
    id: 'secret-in-plain-input',
    title: 'Secret asked for by an input that is kept in plain text',
    pillar: 'access',
    severity: 'warning',
    grade: 'bad',
    confidence: 'high',
    fix: 'safe',
    since: '0.1.0',
  },
  *check(server, document) {
    const told = new Set<string>();
    for (const use of usesOf(server)) {
      if (feedOf(use, server, document) !== 'plain-input') continue;
      if (use.kind === 'command') {
        const message = `${use.where} takes its secret from the command ${use.id}, whose answer is kept in plain text`;
        yield { at: use.at, message };
        continue;
      }
      const input = document.inputsById.get(use.id);
      if (input === undefined || told.has(use.id)) continue;
      told.add(use.id);
      yield draftOf(input, use);
    }
  },
  *checkDocument(document) {
    const plain = document.inputs.filter((input) => !isEncrypted(input) && isSecretInput(input));
    const used = plain.length === 0 ? new Set<string>() : usedInputs(document);
    for (const input of plain) {
      if (used.has(input.id)) continue;
      yield draftOf(input, null);
    }
  },
};

function draftOf(input: Input, use: Use | null): Draft {
  const { idAtom, id } = input;
  const at = { atom: idAtom, start: 0, end: idAtom.value.length };
  const where = use === null ? '' : ` for ${use.where}`;
  return {
    at,
    message: `input ${id} asks for a secret${where}, but keeps it in plain text, where other programs of yours can read it`,
    related: use === null ? [] : [{ message: 'used here', at: use.at }],
    fixes: input.type === 'promptString' ? [addPassword(input)] : [],
  };
}

function addPassword({ node }: Input): Fix {
  return {
    title: 'Add "password": true, so that it is encrypted',
    safety: 'safe',
    ops: [{ op: 'set', path: [...pathOf(node), 'password'], value: true }],
  };
}

function usedInputs({ servers }: Document): ReadonlySet<string> {
  const uses = servers.flatMap(usesOf).filter(({ kind }) => kind === 'input');
  return new Set(uses.map(({ id }) => id));
}
