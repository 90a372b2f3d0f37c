import type { Document } from '../../config/document.ts';
import { atomsBelow, child, isString, type Atom, type ConfigNode } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { keep } from '../../config/kept.ts';
import { secretName } from './names.ts';
import { partsOf, type Part, type Place } from './parts.ts';

/** A string or number of the file with what it is called and where it stands. */
export interface Spot {
  readonly atom: Atom;
  /** The value as the server receives it. */
  readonly text: string;
  /** The variable, header, key, or the flag before it; empty for a bare argument. */
  readonly name: string;
  readonly place: Place;
  /** The values that stand in the string, cut out once: several rules ask. */
  readonly parts: readonly Part[];
}

/** A value with its name, wherever it was found. */
export function spotAt(atom: Atom, name: string, place: Place): Spot {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type of Object.create says nothing
  const spot = Object.create(answers) as Unfilled & typeof answers;
  spot.atom = atom;
  spot.text = String(atom.value);
  spot.name = name;
  spot.place = place;
  spot.cut = undefined;
  return spot;
}

type Unfilled = { -readonly [Key in keyof Held]: Held[Key] };

interface Held extends Omit<Spot, 'parts'> {
  cut: readonly Part[] | undefined;
}

const answers: Pick<Spot, 'parts'> & ThisType<Held> = {
  get parts() {
    return (this.cut ??= [...partsOf(this.text, this.name, this.place)]);
  },
};

/** Every string and number of a server entry, each once, in the order of the file. Kept per server: several rules ask. */
export function spotsOf(server: Server): readonly Spot[] {
  return keep(server, readSpots);
}

function readSpots(server: Server): readonly Spot[] {
  if (server.node === null) return [];
  const fields = fieldsByAtom(server);
  const address = server.launch.remote?.at.atom;
  return [...atomsBelow(server.node)].filter(isText).map((atom): Spot => {
    const spot = spotOf(atom, fields.get(atom));
    return atom === address || atom === server.url ? spotAt(atom, spot.name, 'url') : spot;
  });
}

interface FieldAt {
  readonly name: string;
  readonly place: 'env' | 'header' | 'arg';
}

/** What the client's keys say of an atom; the name of a word is told by the word before it. */
function fieldsByAtom({ command, words, env, headers }: Server): ReadonlyMap<ConfigNode, FieldAt> {
  const fields = new Map<ConfigNode, FieldAt>();
  for (const { name, value } of env) if (value !== null) fields.set(value, { name, place: 'env' });
  for (const { name, value } of headers)
    if (value !== null) fields.set(value, { name, place: 'header' });
  for (const word of words) fields.set(word, { name: '', place: 'arg' });
  if (command !== null) fields.set(command, { name: '', place: 'arg' });
  return fields;
}

/** What of the file belongs to no server: unused inputs, other settings, servers that a later one hides. */
export function spotsOutside(document: Document, without: ReadonlySet<Atom>): readonly Spot[] {
  if (document.root === null) return [];
  const servers = new Set(document.servers.map(({ node }) => node));
  return [...atomsBelow(document.root, (node) => servers.has(node))]
    .filter((atom) => isText(atom) && !without.has(atom))
    .map((atom) => inputSpot(atom) ?? spotOf(atom));
}

/** Numbers are handed on as text; `true`, `false` and `null` are no credentials. */
function isText({ value }: Atom): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** The default or an option of an input is called as the input; that it is asked for as a password says as much. */
export function inputSpot(atom: Atom): Spot | null {
  const holder = atom.parent?.kind === 'array' ? atom.parent.parent : atom.parent;
  if (holder?.parent?.kind !== 'array' || holder.parent.key !== 'inputs') return null;
  const id = child(holder, 'id');
  const key = atom.parent?.kind === 'array' ? atom.parent.key : atom.key;
  const isAnswer = key === 'default' || key === 'options';
  if (!isAnswer || !isString(id)) return spotAt(atom, '', 'input');
  const password = child(holder, 'password');
  const asked = password?.kind === 'atom' && password.value === true;
  return spotAt(
    atom,
    asked && secretName(id.value) === null ? `${id.value} token` : id.value,
    'input',
  );
}

/** Neither `-eNAME`, whose value is the name, nor a switch, which has no value. */
const flagName =
  /^(?!-[A-Za-z][A-Z_]{2}|--(?:no|disable|enable|without|skip|allow|use|require)-)-{1,2}[A-Za-z][\w-]*$/;

/** `--name=value` and `-eNAME=value` bring their own name. */
function isOption({ value }: Atom): boolean {
  return typeof value === 'string' && /^-{1,2}[A-Za-z][\w-]{0,63}=/.test(value);
}

function spotOf(atom: Atom, field?: FieldAt): Spot {
  const { parent, key } = atom;
  if (field !== undefined && field.place !== 'arg') return spotAt(atom, field.name, field.place);
  if (parent?.kind === 'array') {
    const before = typeof key === 'number' ? parent.items[key - 1] : undefined;
    const flag =
      isString(before) && flagName.test(before.value) && !isOption(atom) ? before.value : '';
    const isArgs = field !== undefined || parent.key === 'args' || parent.key === 'command';
    const name = flag === '' && !isArgs ? String(parent.key) : flag;
    return spotAt(atom, name, isArgs ? 'arg' : 'other');
  }
  const holder = parent?.key;
  if (holder === 'env' || holder === 'environment') return spotAt(atom, String(key), 'env');
  if (holder === 'headers') return spotAt(atom, String(key), 'header');
  if (field !== undefined || key === 'command' || key === 'args') return spotAt(atom, '', 'arg');
  const isUrl = key === 'url' || key === 'serverUrl' || key === 'httpUrl';
  return spotAt(atom, isUrl ? '' : String(key), isUrl ? 'url' : 'other');
}

/** A spot as people would say it, `inner` being the nearest name inside its text. */
export function whereOf({ name, place, text }: Spot, inner: string): string {
  const outer = shown(name);
  const nearest = shown(inner);
  const detail = nearest === '' || nearest === outer || outer === '' ? '' : ` (${nearest})`;
  switch (place) {
    case 'env':
      return outer === '' ? `a variable${detail}` : `env ${outer}${detail}`;
    case 'header':
      return outer === '' ? `a header${detail}` : `header ${outer}${detail}`;
    case 'arg':
      if (/^(?:-e|--env|-H|--header)$/.test(outer) && nearest !== outer && nearest !== '')
        return `argument ${outer} ${nearest}`;
      if (outer !== '') return `argument ${outer}${detail}`;
      if (nearest === '') return 'an argument';
      // The password of an address has no name there.
      return text.slice(0, 4096).includes(nearest)
        ? `argument ${nearest}`
        : `an argument (${nearest})`;
    case 'url':
      return nearest === '' ? 'the url' : `the url (${nearest})`;
    case 'input':
      return outer === '' ? 'an input' : `input ${outer}`;
    case 'other':
      return outer === '' ? 'the file' : `${outer}${detail}`;
  }
}

/** A name that can be one: anything longer or odder may itself be a secret that was put in the wrong place. */
function shown(name: string): string {
  return /^[\w .-]{1,64}$/.test(name) ? name : '';
}
