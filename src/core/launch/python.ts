import type { Launch, Word } from './launch.ts';
import { setOf, scanOptions, valuesOf } from './options.ts';
import { fetchedLaunch, registryOf, withSpecs } from './python-fetch.ts';
import { pythonSpec } from './python-spec.ts';
import { programLaunch, unknownLaunch, type Read } from './reading.ts';
import { looksLikeUrl } from './remote.ts';

const pipxValues = setOf(
  '--spec --python -i --index-url --pip-args --with --backend --default-index --index',
);

/** `pipx run [--spec requirement] program`. */
export function readPipx(_command: Word, words: readonly Word[]): Launch {
  const before = scanOptions(words, pipxValues);
  const [subcommand, ...after] = before.rest;
  if (subcommand?.text !== 'run') {
    return unknownLaunch('this pipx command starts no server', { runner: 'pipx', args: words });
  }
  const { options, rest } = scanOptions(after, pipxValues);
  const [first, ...args] = rest;
  const registry = registryOf(options);
  const extras = withSpecs(options, registry);
  const spec = valuesOf(options, '--spec')[0] ?? first;
  if (spec === undefined) return unknownLaunch('pipx run is given no package');
  const local =
    options.some(({ flag }) => flag === '--path') || (first?.text.endsWith('.py') ?? false);
  if (spec === first && local && !looksLikeUrl(spec.text)) {
    return programLaunch(spec, args, { runner: 'pipx run' });
  }
  return fetchedLaunch('pipx run', [pythonSpec(spec, registry), ...extras], args, first ?? spec);
}

/** An interpreter; `python -m pip`, `pipx` and `uv` are those programs. */
export function readPython(command: Word, words: readonly Word[], read: Read): Launch {
  const [flag, module, ...rest] = words.slice(ownFlags(words));
  if (flag?.text === '-m' && module !== undefined && /^(?:pip|pipx|uv)$/.test(module.text)) {
    return read([module, ...rest]);
  }
  return programLaunch(command, words);
}

/** How many words are the interpreter's own: `-u`, `-X utf8`, and `-3.12` of the `py` of Windows. */
function ownFlags(words: readonly Word[]): number {
  let count = 0;
  for (;;) {
    const text = words[count]?.text ?? '';
    if (/^-[XW]$/.test(text)) count += 2;
    else if (/^-(?:[bBdEiIOPqRsSuvx]+|[XW].+|[23][\d.]*(?:-\d+)?|V:.+)$/.test(text)) count += 1;
    else return count;
  }
}
