import { gitLaunch } from './git.ts';
import { emptyLaunch, type GitRef, type Launch, type PackageRef, type Word } from './launch.ts';
import { valuesOf, type Option } from './options.ts';
import { pythonSpec, type PythonSpec } from './python-spec.ts';
import { programLaunch, shownAddress, unknownLaunch } from './reading.ts';
import { cutter } from './words.ts';

/** The index given on the line; one beside which there are others before the only one. */
export function registryOf(options: readonly Option[]): Word | null {
  const forPip = valuesOf(options, '--pip-args').filter(({ text }) => /index|-f/.test(text));
  const [extra] = [...valuesOf(options, ...extraIndexFlags), ...forPip];
  return extra ?? valuesOf(options, '--default-index', '--index-url', '-i')[0] ?? null;
}

/** What is looked into besides another index, or says which. */
const extraIndexFlags = ['--index', '--extra-index-url', '--find-links', '-f', '--config-file'];

/** `--with a,b`: commas part requirements, but not inside extras or specifiers. */
export function withSpecs(
  options: readonly Option[],
  registry: Word | null,
): readonly PythonSpec[] {
  return valuesOf(options, '--with', '-w').flatMap((word) =>
    partsOf(word).map((part) => pythonSpec(part, registry)),
  );
}

function partsOf(word: Word): readonly Word[] {
  const cut = cutter(word);
  const parts: Word[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i <= word.text.length; i++) {
    const char = word.text[i];
    if (char === '[') depth += 1;
    else if (char === ']') depth -= 1;
    const ends =
      char === undefined ||
      (char === ',' && depth <= 0 && /^\s*[A-Za-z0-9]/.test(word.text.slice(i + 1, i + 40)));
    if (!ends) continue;
    if (i > start) parts.push(cut(start, i));
    start = i + 1;
  }
  return parts;
}

/** What these specs fetch; `why` names the first that could not be read. */
export function fetchedBy(runner: string, specs: readonly PythonSpec[]): Partial<Launch> {
  const packages: PackageRef[] = [];
  const git: GitRef[] = [];
  const downloads: Word[] = [];
  let why = '';
  for (const spec of specs) {
    if (spec.kind === 'package') packages.push(spec.ref);
    else if (spec.kind === 'git') git.push(spec.ref);
    else if (spec.kind === 'download') downloads.push(spec.word);
    else if (spec.kind === 'unknown' && why === '') why = spec.why;
  }
  return { runner, packages, git, downloads, why };
}

/** The launch of the first of these specs; `program` where that is on disk. */
export function fetchedLaunch(
  runner: string,
  specs: readonly PythonSpec[],
  args: readonly Word[],
  program: Word,
): Launch {
  const found = { ...fetchedBy(runner, specs), args };
  const [main] = specs;
  if (main?.kind === 'package') {
    const { name, version } = main.ref;
    return { ...emptyLaunch, ...found, kind: 'pypi', name, version };
  }
  if (main?.kind === 'git') return { ...gitLaunch(main.ref), ...found };
  if (main?.kind === 'download') {
    return { ...emptyLaunch, ...found, kind: 'pypi', name: shownAddress(main.word.text) };
  }
  if (main === undefined || main.kind === 'local') return programLaunch(program, args, found);
  return unknownLaunch(main.why, found);
}
