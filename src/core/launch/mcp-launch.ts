import type { Assignment, Launch, SecretUse, Word } from './launch.ts';
import { parseLauncherWords, secretsInArgument } from './launcher-words.ts';
import { unknownLaunch, wrapped, type Read } from './reading.ts';
import { partOf, subWord } from './words.ts';

/** What the launcher is called among the wrappers. */
export const launcherLabel = 'mcp-launch';

/** Our own: `mcp-launch --env NAME=<secret id> -- program`, also as `mcp-posture launch …`. */
export function readLauncher(_command: Word, words: readonly Word[], read: Read): Launch {
  const parsed = parseLauncherWords(words.map(({ text }) => text));
  if ('why' in parsed) return unknownLaunch(parsed.why, { wrappers: [launcherLabel] });
  const given = parsed.env.map(({ name, id, word: at }) => {
    const word = words[at];
    const start = word === undefined ? 0 : word.text.length - `${name}=${id}`.length;
    return word === undefined ? null : { name, id, at: partOf(word, start, word.text.length) };
  });
  const env = given.filter((use) => use !== null);
  const inner = words.slice(parsed.commandAt);
  const launch = wrapped(launcherLabel, read(inner), env.map(assignmentOf));
  const inArgs = inner.slice(1).flatMap(secretsIn);
  return { ...launch, secrets: [...env, ...inArgs, ...launch.secrets] };
}

/** What follows `=` names a secret and is none, so there is no value to show or to search. */
function assignmentOf({ name, at }: SecretUse & { readonly name: string }): Assignment {
  return { name, value: null, at, by: launcherLabel };
}

function secretsIn(word: Word): readonly SecretUse[] {
  return secretsInArgument(word.text).map(({ id, start, end }) => {
    const { atom, start: from, end: to } = subWord(word, start, end);
    return { id, name: null, at: { atom, start: from, end: to } };
  });
}
