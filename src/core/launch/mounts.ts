import type { Slice } from '../config/node.ts';
import type { ContainerOption, ContainerUse } from './launch.ts';

/** A file, folder, socket or pipe of the host that a container is given. */
export interface Mount {
  readonly option: ContainerOption;
  /** As written on the line. */
  readonly source: string;
  /** The source; the whole value where quotes or escapes hide it. */
  readonly sourceAt: Slice;
  readonly target: string;
  readonly readOnly: boolean;
}

/** The host's paths in `--volume` and `--mount`; named and anonymous volumes, tmpfs and the like are left out. */
export function mountsOf(container: ContainerUse | null): readonly Mount[] {
  return (container?.options ?? []).flatMap((option) => {
    if (option.flag === '--volume') return volumeOf(option);
    return option.flag === '--mount' ? bindOf(option) : [];
  });
}

/** `source:target[:options]`. */
function volumeOf(option: ContainerOption): readonly Mount[] {
  const [source = '', target, options = ''] = splitVolume(option.value ?? '');
  if (target === undefined || !isHostPath(source)) return [];
  const readOnly = options.split(',').some((word) => readOnlyWords.has(word));
  const sourceAt = partOfValue(option, 0, source.length);
  return [{ option, source, sourceAt, target, readOnly }];
}

/** `type=bind,source=…,target=…[,readonly]`. */
function bindOf(option: ContainerOption): readonly Mount[] {
  const value = option.value ?? '';
  const fields = new Map<string, { readonly text: string; readonly start: number }>();
  let at = 0;
  for (const field of value.split(',')) {
    const equals = field.indexOf('=');
    const name = (equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase();
    const text = equals < 0 ? 'true' : field.slice(equals + 1);
    fields.set(name, { text, start: at + (equals < 0 ? 0 : equals + 1) });
    at += field.length + 1;
  }
  const source = fields.get('source') ?? fields.get('src');
  const target = fields.get('target') ?? fields.get('destination') ?? fields.get('dst');
  const type = fields.get('type')?.text ?? 'volume';
  if (source === undefined || !bindTypes.has(type) || !isHostPath(source.text)) return [];
  const readOnly = [...readOnlyWords].some((name) => isTrue(fields.get(name)?.text));
  return [
    {
      option,
      source: source.text,
      sourceAt: partOfValue(option, source.start, source.start + source.text.length),
      target: target?.text ?? '',
      readOnly,
    },
  ];
}

const readOnlyWords: ReadonlySet<string> = new Set(['ro', 'readonly', 'rro']);
const bindTypes: ReadonlySet<string> = new Set(['bind', 'npipe', 'glob']);

function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(?:1|t|true)$/i.test(text);
}

/** The parts between colons; those of `${…}` and of a drive letter part nothing. */
function splitVolume(value: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '{') depth += 1;
    else if (value[i] === '}') depth = Math.max(0, depth - 1);
    if (value[i] !== ':' || depth > 0) continue;
    const drive =
      i === start + 1 && /[a-z]/i.test(value[start] ?? '') && /[\\/]/.test(value[i + 1] ?? '');
    if (drive) continue;
    parts.push(value.slice(start, i));
    start = i + 1;
  }
  return [...parts, value.slice(start)];
}

/** Not the name of a volume, which has no slash and begins with a letter or a digit. */
function isHostPath(source: string): boolean {
  return source !== '' && (/[\\/]/.test(source) || !/^[a-z0-9]/i.test(source));
}

/** Part of an option's value, by offsets in its text; the whole value where quotes or escapes hide the place. */
export function partOfValue({ at, value }: ContainerOption, start: number, end: number): Slice {
  const { atom } = at;
  if (String(atom.value).slice(at.start, at.end) !== value) return at;
  return { atom, start: at.start + start, end: at.start + end };
}
