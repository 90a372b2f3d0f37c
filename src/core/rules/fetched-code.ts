/** In a text of a program: what gets something from the network, and what runs a text. */
const fetches =
  /\b(?:urlopen|urlretrieve|requests\.get|httpx\.get|fetch\s?\(|https?\.get\s?\(|Net::HTTP|LWP|file_get_contents\s?\(\s?["']https?:)/;
const runs = /\b(?:exec|eval|Function|runInThisContext|os\.system|subprocess|child_process)\b/;

/** A line for a shell inside the text. */
const piped = /\b(?:curl|wget)\s[^|\n]{1,300}\|\s?(?:sudo\s)?(?:ba|z|da)?sh\b/;

/** Whether code that stands on a line gets other code from the network and runs it. */
export function fetchesAndRuns(code: string): boolean {
  return (fetches.test(code) && runs.test(code)) || piped.test(code);
}
