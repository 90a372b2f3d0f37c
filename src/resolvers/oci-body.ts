import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { jsonOf } from './json.ts';

const errorBody = z.object({ errors: z.array(z.object({ code: z.string() })) });

/** Whether a 404 is the registry's own word that there is no such thing, not the page of something else. */
export function saysMissing(body: Uint8Array): boolean {
  const codes = errorBody.safeParse(jsonOf(body)).data?.errors.map((error) => error.code) ?? [];
  return codes.some((code) => ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND'].includes(code));
}

/** What a registry names these bytes by: `sha256:` and 64 hex digits. */
export function digestOf(body: Uint8Array): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && /^sha256:[0-9a-f]{64}$/.test(text);
}
