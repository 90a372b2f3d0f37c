/** The first paragraph that a rule's page says under "Why"; empty when there is none. */
export function whyIn(page: string): string {
  return /^## Why\s+(\S[\s\S]*?)(?:\r?\n\s*\r?\n|$)/m.exec(page)?.[1]?.trim() ?? '';
}
