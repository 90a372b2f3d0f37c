import type { Dialect } from './dialect.ts';

/** A field of a server whose texts a client may expand. */
export type Field = 'command' | 'args' | 'env' | 'url' | 'headers' | 'cwd' | 'envFile';

/**
 * A way to write that something else is meant: `env` `${env:NAME}`; `braced` `${NAME}`; `default` `${NAME:-text}`; `dollar`
 * `$NAME`; `single` `{env:NAME}`; `file` `{file:path}`; `percent` `%NAME%`; `tilde` a leading `~`; `input` `${input:id}`;
 * `editor` `${workspaceFolder}` and the client's other own names; `mustache` `{{…}}` and `${{ … }}`; `command` `$(…)`.
 */
export type Form =
  | 'env'
  | 'braced'
  | 'default'
  | 'dollar'
  | 'single'
  | 'file'
  | 'percent'
  | 'tilde'
  | 'input'
  | 'editor'
  | 'mustache'
  | 'command';

/** Forms that a client expands, and where. */
export interface Expansion {
  readonly forms: readonly Form[];
  /** In every field when it is left out. */
  readonly in?: readonly Field[];
  /** The own names for `editor`, up to a colon; any when it is left out. */
  readonly names?: readonly string[];
  /** Whether that is not sure: then nothing is said. */
  readonly unsure?: true;
}

const shapes: Readonly<Record<Form, RegExp>> = {
  env: /\$\{env:/,
  braced: /\$\{/,
  default: /\$\{/,
  dollar: /\$\w/,
  single: /\{env:/,
  file: /\{file:/,
  percent: /%\w+%/,
  tilde: /^~/,
  input: /\$\{/,
  editor: /\$\{/,
  mustache: /\{\{/,
  command: /\$\(/,
};

/** Whether a client expands a form in a field; null when that is not known. `name`: one of its own, for `editor`. */
export function expands(
  { variables }: Dialect,
  form: Form,
  field: Field,
  name: string | null = null,
): boolean | null {
  if (variables === null) return null;
  const meant = variables.filter(
    ({ forms, names, in: fields }) =>
      forms.includes(form) &&
      (fields?.includes(field) ?? true) &&
      (form !== 'editor' || name === null || (names?.includes(name) ?? true)),
  );
  if (meant.length === 0) return false;
  return meant.some(({ unsure }) => unsure !== true) ? true : null;
}

/** Whether a client might put something else into a text in one field, and would leave it as it is in another. */
export function expandsOnlyIn(
  dialect: Dialect,
  text: string,
  { here, there }: { readonly here: Field; readonly there: Field },
): boolean {
  const forms = new Set((dialect.variables ?? []).flatMap((row) => row.forms));
  return [...forms].some((form) => {
    if (!shapes[form].test(text)) return false;
    const [is, would] = [expands(dialect, form, here), expands(dialect, form, there)];
    return is !== false && would !== true && is !== would;
  });
}

/** Whether a client might put something else into a text that stands anywhere in a server; its start aside. */
export function mayExpand({ variables }: Dialect, text: string): boolean {
  if (text.includes('${')) return true;
  return (variables ?? []).some(({ forms }) =>
    forms.some((form) => form !== 'tilde' && shapes[form].test(text)),
  );
}
