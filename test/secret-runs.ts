/** The shortest run of a secret that counts as a leak. */
const RUN = 6;
/** Encoded text has its own chance hits: it needs a longer run. */
const ENCODED_RUN = 10;

/**
 * Runs of the secret that stand in the output, plain or encoded (base64 at its three alignments, base64url, hex, URL
 * encoding), first one of each; empty when nothing leaked. `innocent` is text that may say the same by chance, such
 * as names of the file that are shown anyway.
 */
export function leakedRuns(secret: string, output: string, innocent = ''): readonly string[] {
  const found = [
    firstRun(secret, output, innocent, RUN),
    firstRun(encodeURIComponent(secret), output, innocent, RUN),
    firstRun(JSON.stringify(secret).slice(1, -1), output, innocent, RUN),
    ...base64s(secret).map((encoded) => firstRun(encoded, output, innocent, ENCODED_RUN)),
    firstRun(Buffer.from(secret).toString('hex'), output.toLowerCase(), innocent, ENCODED_RUN + 2),
  ];
  return [...new Set(found.filter((run) => run !== undefined))];
}

function firstRun(
  text: string,
  output: string,
  innocent: string,
  length: number,
): string | undefined {
  for (let i = 0; i + length <= text.length; i++) {
    const run = text.slice(i, i + length);
    if (output.includes(run) && !innocent.includes(run)) return run;
  }
  return undefined;
}

function base64s(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.from(`${'x'.repeat(shift)}${secret}`);
    // The first and the last group hold bits of what stands beside the secret.
    return [
      bytes.toString('base64').slice(shift === 0 ? 0 : 4, -4),
      bytes.toString('base64url').slice(4, -4),
    ];
  });
}
