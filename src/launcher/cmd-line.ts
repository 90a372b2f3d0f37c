/**
 * The line for `cmd.exe /d /s /c` that runs a batch file with these arguments, or undefined when one of them holds what
 * cmd would take for its own (`%`, a quote, a line break) however it is quoted.
 */
export function cmdLine(path: string, args: readonly string[]): string | undefined {
  const words = [path, ...args];
  if (words.some((word) => /[%"\r\n\0]/.test(word))) return undefined;
  // The program behind reads a backslash before a quote as one that escapes it.
  return `"${words.map((word) => `"${word}${/\\*$/.exec(word)?.[0] ?? ''}"`).join(' ')}"`;
}
