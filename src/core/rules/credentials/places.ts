import type { Document } from '../../config/document.ts';
import { atomsBelow, child, isString, type StringAtom } from '../../config/node.ts';
import type { Server } from '../../config/server.ts';
import { partsOf, type Part, type Place } from './parts.ts';

/** A string of the file with what it is called and where it stands. */
export interface Spot {
  readonly atom: StringAtom;
  /** The variable, header, key, or the flag before it; empty for a bare argument. */
  readonly name: string;
  readonly place: Place;
}

const knownSpots = new WeakMap<Server, readonly Spot[]>();
const knownParts = new WeakMap<Spot, readonly Part[]>();

/** Every string of a server entry, each once, in the order of the file. Kept per server: several rules ask. */
export function spotsOf(server: Server): readonly Spot[] {
  const kept = knownSpots.get(server);
  if (kept !== undefined) return kept;
  const spots = readSpots(server);
  knownSpots.set(server, spots);
  return spots;
}

/** The values that stand in the string of a spot. Kept per spot. */
export function partsIn(spot: Spot): readonly Part[] {
  const kept = knownParts.get(spot);
  if (kept !== undefined) return kept;
  const parts = [...partsOf(spot.atom.value, spot.name, spot.place)];
  knownParts.set(spot, parts);
  return parts;
}

function readSpots(server: Server): readonly Spot[] {
  if (server.node === null) return [];
  const address = server.launch.remote?.at.atom;
  return [...atomsBelow(server.node)].filter(isString).map((atom): Spot => {
    const spot = spotOf(atom);
    return atom === address || atom === server.url ? { ...spot, place: 'url' } : spot;
  });
}

/** Every string of the file that belongs to no server: unused inputs, other settings, servers that a later one hides. */
export function spotsOutside(document: Document): readonly Spot[] {
  if (document.root === null) return [];
  const servers = new Set(document.servers.map(({ node }) => node));
  return [...atomsBelow(document.root, (node) => servers.has(node))]
    .filter(isString)
    .map((atom) => inputSpot(atom) ?? spotOf(atom));
}

/** The default or an option of an input is called as the input. */
export function inputSpot(atom: StringAtom): Spot | null {
  const holder = atom.parent?.kind === 'array' ? atom.parent.parent : atom.parent;
  if (holder?.parent?.kind !== 'array' || holder.parent.key !== 'inputs') return null;
  const id = child(holder, 'id');
  const key = atom.parent?.kind === 'array' ? atom.parent.key : atom.key;
  const isAnswer = key === 'default' || key === 'options';
  return { atom, name: isAnswer && isString(id) ? id.value : '', place: 'input' };
}

function spotOf(atom: StringAtom): Spot {
  const { parent, key } = atom;
  if (parent?.kind === 'array') {
    const before = typeof key === 'number' ? parent.items[key - 1] : undefined;
    const flag =
      isString(before) && /^-{1,2}[A-Za-z][\w-]*$/.test(before.value) ? before.value : '';
    const isArgs = parent.key === 'args' || parent.key === 'command';
    return {
      atom,
      name: flag === '' && !isArgs ? String(parent.key) : flag,
      place: isArgs ? 'arg' : 'other',
    };
  }
  const holder = parent?.key;
  if (holder === 'env' || holder === 'environment')
    return { atom, name: String(key), place: 'env' };
  if (holder === 'headers') return { atom, name: String(key), place: 'header' };
  if (key === 'command' || key === 'args') return { atom, name: '', place: 'arg' };
  const isUrl = key === 'url' || key === 'serverUrl' || key === 'httpUrl';
  return { atom, name: isUrl ? '' : String(key), place: isUrl ? 'url' : 'other' };
}

/** A spot as people would say it, `inner` being the nearest name inside its text. */
export function whereOf({ name, place }: Spot, inner: string): string {
  const outer = shown(name);
  const nearest = shown(inner);
  const detail = nearest === '' || nearest === outer || outer === '' ? '' : ` (${nearest})`;
  switch (place) {
    case 'env':
      return `env ${outer}${detail}`;
    case 'header':
      return `header ${outer}${detail}`;
    case 'arg':
      if (/^(?:-e|--env|-H|--header)$/.test(outer) && nearest !== outer && nearest !== '')
        return `argument ${outer} ${nearest}`;
      return outer === '' && nearest === ''
        ? 'an argument'
        : `argument ${outer === '' ? nearest : outer}${detail}`;
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
