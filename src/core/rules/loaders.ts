import type { Slice } from '../config/node.ts';
import type { Word } from '../launch/launch.ts';
import { partOf } from '../launch/words.ts';

/** Code that a variable makes a runtime load before the program it is told to run. */
export interface Loaded {
  /** The variable, and the option in it. */
  readonly how: string;
  readonly at: Slice;
}

/** What the value of a variable loads; nothing for other variables and for loaders that many projects need. */
export function loadedBy(name: string, value: Word): readonly Loaded[] {
  if (value.text.trim() === '') return [];
  const options = optionVariables.get(name);
  if (options !== undefined) return byOptions(name, value, options);
  const libraries = fileVariables.get(name);
  if (libraries === undefined) return [];
  const parts = [...value.text.slice(0, longest).matchAll(libraries)].map(([text]) => text);
  // A variable that is handed through may be empty.
  if (parts.every((text) => harmlessLibrary.test(text) || isReference(text))) return [];
  return [{ how: name, at: partOf(value, 0, value.text.length) }];
}

const longest = 8192;

interface Options {
  /** An option, and its value in the same word. */
  readonly option: RegExp;
  /** Values that many projects need. */
  readonly harmless: RegExp;
}

// https://nodejs.org/api/cli.html#node_optionsoptions and https://bun.com/docs/runtime/environment-variables
const node: Options = {
  option: /^(-r|--require|--import|--loader|--experimental-loader|--preload)(?:=(.*))?$/s,
  harmless:
    /^(?:tsx(?:\/(?:esm|cjs|preflight|suppress-warnings))?|ts-node\/(?:register|esm)(?:\/transpile-only|\/files)?|dotenv\/config|@dotenvx\/dotenvx\/config|tsconfig-paths\/register|source-map-support\/register|esbuild-register|@swc-node\/register(?:\/esm(?:-register)?)?|@oxc-node\/core\/register|@babel\/register|ts-blank-space\/register|@opentelemetry\/auto-instrumentations-node\/register|dd-trace\/(?:init|loader-hook\.mjs|register\.js)|newrelic|@sentry\/node\/preload|(?:\.\/|\$\{workspaceFolder\}\/)?\.pnp(?:\.c?js|\.loader\.mjs))$/,
};
// https://docs.oracle.com/en/java/javase/21/docs/specs/jvmti.html#starting-an-agent
const java: Options = {
  option: /^(-javaagent|-agentpath|-agentlib)(?::(.*))?$/s,
  harmless:
    /^(?:\S*[\\/])?(?:opentelemetry-javaagent|dd-java-agent|newrelic|jacocoagent)(?:-[\w.-]{1,40})?(?:\.jar)?(?:=.*)?$/s,
};
// https://perldoc.perl.org/perlrun#PERL5OPT
const perl: Options = {
  option: /^(-[Mmd])(.*)$/s,
  harmless: /^(?:-?(?:strict|warnings|utf8|open|local::lib)(?:=.*)?)?$/s,
};
// https://docs.ruby-lang.org/en/3.4/ruby/options_md.html
const ruby: Options = {
  option: /^(-r)(.*)$/s,
  harmless: /^(?:bundler\/setup|bundler|rubygems|set|json)$/,
};

const optionVariables: ReadonlyMap<string, Options> = new Map([
  ['NODE_OPTIONS', node],
  ['npm_config_node_options', node],
  ['NPM_CONFIG_NODE_OPTIONS', node],
  ['BUN_OPTIONS', node],
  ['JAVA_TOOL_OPTIONS', java],
  ['JDK_JAVA_OPTIONS', java],
  ['_JAVA_OPTIONS', java],
  ['PERL5OPT', perl],
  ['RUBYOPT', ruby],
]);

const byBlanks = /[^\s:;]+/g;
const whole = /\S.*/gs;

/** Variables whose value is a file, or several. ld.so(8), dyld(1), bash(1), python(1), DOTNET_STARTUP_HOOKS of .NET. */
const fileVariables: ReadonlyMap<string, RegExp> = new Map([
  ['LD_PRELOAD', byBlanks],
  ['LD_AUDIT', byBlanks],
  ['DYLD_INSERT_LIBRARIES', byBlanks],
  ['BASH_ENV', whole],
  ['PYTHONSTARTUP', whole],
  ['DOTNET_STARTUP_HOOKS', whole],
]);

/** Allocators and the like, which distributions tell people to load. */
const harmlessLibrary =
  /^(?:\S*\/)?lib(?:jemalloc|tcmalloc(?:_minimal)?|mimalloc|gcompat|nss_wrapper|stdc\+\+|gomp|iomp5|faketime|asan|tsan)(?:[-.][\w.+-]{0,40})?$/;

function isReference(text: string): boolean {
  return /^(?:\$\{[^}]{0,200}\}|\$\w{1,100}|%\w{1,100}%)$/.test(text);
}

function byOptions(name: string, value: Word, { option, harmless }: Options): readonly Loaded[] {
  const words = wordsOf(value);
  const found: Loaded[] = [];
  for (const [index, word] of words.entries()) {
    const match = option.exec(word.text);
    if (match === null) continue;
    const [, flag = '', attached] = match;
    const file = attached ?? words[index + 1]?.text ?? '';
    if (isHarmless(file, harmless)) continue;
    const last = attached === undefined ? (words[index + 1] ?? word) : word;
    found.push({ how: `${name} ${flag}`, at: partOf(value, word.start, last.end) });
  }
  return found;
}

/** An agent that `java` is told to load, but for those that many projects need. */
export function agentOf(option: string): { readonly how: string; readonly file: string } | null {
  const [, how = '', file = ''] = java.option.exec(option) ?? [];
  return how === '' || isHarmless(file, java.harmless) ? null : { how, file };
}

/** Whether a module that Node is to load first is one that many projects need. */
export function isUsualLoader(module: string): boolean {
  return isHarmless(module, node.harmless);
}

function isHarmless(file: string, harmless: RegExp): boolean {
  return harmless.test(file) || registersHarmless(file.slice(0, longest), harmless);
}

/** `data:text/javascript,import{register}from"node:module";register("ts-node/esm",…)`: a loader's own advice. */
function registersHarmless(module: string, harmless: RegExp): boolean {
  if (!module.startsWith('data:text/javascript,')) return false;
  const text = module.replaceAll('%20', ' ').replaceAll('%22', '"');
  const calls = [...text.matchAll(/\bregister\(\s?["'`]([^"'`]{1,100})["'`]/g)];
  const imports = [...text.matchAll(/\bfrom\s?["'`]([^"'`]{1,100})["'`]|\bimport\s?\(/g)];
  const known = imports.every(([, from]) => from === 'node:module' || from === 'node:url');
  return known && calls.length > 0 && calls.every(([, name = '']) => harmless.test(name));
}

/** Parted by blanks, but not within double quotes, where alone a backslash escapes. */
function wordsOf({ text }: Word) {
  const words = text.slice(0, longest).matchAll(/(?:[^\s"]|"(?:[^"\\]|\\.)*"?)+/gs);
  return [...words].map((match) => ({
    text: match[0].replace(/"((?:[^"\\]|\\.)*)"?/gs, (_, quoted: string) =>
      quoted.replaceAll(/\\(.)/gs, '$1'),
    ),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
