/** Whether a text that will be shown has a run of six characters of a secret, such as the provider's prefix. */
export function sharesRun(text: string, secret: string): boolean {
  for (let at = 0; at + 6 <= text.length; at++) {
    if (secret.includes(text.slice(at, at + 6))) return true;
  }
  return false;
}
