import { splitCommand } from './command-line.ts';
import type { ShellCommand, Word } from './launch.ts';
import { setOf } from './options.ts';
import type { Syntax } from './tokens.ts';
import { lineTokens, plainToken, subWord, type LineToken } from './words.ts';

export interface ScriptCommand extends ShellCommand {
  /** The words that the program receives: no redirections, no `exec`. */
  readonly plain: readonly Word[];
}

export interface Script {
  readonly commands: readonly ScriptCommand[];
  /** Those inside `$(…)`, backticks and `<(…)`; the first of each has that as its operator. */
  readonly inner: readonly ScriptCommand[];
}

const deepest = 6;

const keywords = setOf(`if then else elif do while until ! fi done esac { }`);

/** The commands of a line that stands in one word. */
export function scriptOf(line: Word, syntax: Syntax): Script {
  return commandsOf(lineTokens(unwrapped(line, syntax), syntax), syntax);
}

/** The same for a line that came as several words, as `cmd /c` and `-Command` take it. */
export function scriptOfWords(words: readonly Word[], syntax: Syntax): Script {
  const [first, ...others] = words;
  if (first === undefined) return { commands: [], inner: [] };
  // PowerShell joins its words with blanks and reads the result.
  if (syntax === 'powershell')
    return commandsOf(
      words.flatMap((word) => lineTokens(word, syntax)),
      syntax,
    );
  return commandsOf([...splitCommand(first, syntax), ...others].map(plainToken), syntax);
}

/** `cmd /s /c ""C:\a b\x.cmd" arg"`: the outermost pair goes. */
function unwrapped(line: Word, syntax: Syntax): Word {
  const { text } = line;
  const twice = syntax === 'cmd' && text.startsWith('""') && text.length > 4 && text.endsWith('"');
  return twice ? subWord(line, 1, text.length - 1) : line;
}

function commandsOf(tokens: readonly LineToken[], syntax: Syntax): Script {
  const commands: ScriptCommand[] = [];
  const inner: ScriptCommand[] = [];
  collect(tokens, null, commands, 0);
  return { commands, inner };

  function collect(
    from: readonly LineToken[],
    joinedBy: string | null,
    into: ScriptCommand[],
    depth: number,
  ): void {
    let operator = joinedBy;
    let words: Word[] = [];
    let plain: Word[] = [];
    let redirected = false;
    let some = false;
    for (const { kind, word, inner: substituted } of from) {
      if (kind === 'operator' && isRedirection(word.text)) {
        // Kept among the words: a rule asks where a download is saved.
        words.push(word);
        redirected = true;
        continue;
      }
      if (kind === 'operator') {
        if (words.length > 0) {
          into.push({ words, plain: withoutExec(plain), operator });
          [words, plain, operator, some] = [[], [], word.text, true];
        } else if (some) {
          operator = joined(operator, word.text);
        }
        redirected = false;
        continue;
      }
      if (depth < deepest) {
        for (const { by, line } of substituted)
          collect(lineTokens(line, syntax), by, inner, depth + 1);
      }
      if (words.length === 0 && keywords.has(word.text)) continue;
      words.push(word);
      if (!redirected) plain.push(word);
      redirected = false;
    }
    if (words.length > 0) into.push({ words, plain: withoutExec(plain), operator });
  }
}

function isRedirection(operator: string): boolean {
  return /^(?:&?>|<)/.test(operator);
}

/** Of two operators in a row, one that joins outlives a bracket or a line break. */
function joined(before: string | null, next: string): string {
  const joins = before === '|' || before === '|&' || before === '&&' || before === '||';
  return joins && !/^[|;]/.test(next) ? before : next;
}

/** `exec`, `command` and `call` start what follows them in the same shell. */
function withoutExec(words: readonly Word[]): readonly Word[] {
  const first = words[0]?.text;
  if (first === 'call') return words.slice(1);
  if (first === 'command' && !/^-[vV]/.test(words[1]?.text ?? '')) return words.slice(1);
  if (first !== 'exec') return words;
  let at = 1;
  while (/^-[acl]/.test(words[at]?.text ?? '')) at += words[at]?.text === '-a' ? 2 : 1;
  return words.slice(at);
}
