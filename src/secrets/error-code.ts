/** The system's word for what went wrong, as `ENOENT`; undefined when it has none. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The same at the end of a line: ` (ENOENT)`, or nothing. */
export function codeInBrackets(error: unknown): string {
  const code = codeOf(error);
  return code === undefined ? '' : ` (${code})`;
}
