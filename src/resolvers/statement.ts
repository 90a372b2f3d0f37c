import * as z from 'zod/mini';
import { jsonOf } from './json.ts';

/** What an in-toto statement says about which things. */
export interface Statement {
  readonly predicateType: string;
  readonly subject: readonly Subject[];
}

interface Subject {
  readonly name: string;
  /** Of an algorithm, as hex. */
  digest(algorithm: 'sha256' | 'sha512'): string | undefined;
}

/** A release of a large project has some hundred files. */
const maxSubjects = 5000;

const statementBody = z.object({
  _type: z.string().check(z.regex(/^https:\/\/in-toto\.io\/Statement\/v(?:0\.1|1)$/)),
  predicateType: z.string().check(z.maxLength(500)),
  subject: z
    .array(
      z.object({
        name: z.optional(z.string()),
        digest: z.custom<Record<string, unknown>>(isObject),
      }),
    )
    .check(z.maxLength(maxSubjects)),
});

/** Undefined: these bytes are no statement. */
export function statementIn(content: Uint8Array): Statement | undefined {
  const read = statementBody.safeParse(jsonOf(content)).data;
  if (read === undefined) return undefined;
  return {
    predicateType: read.predicateType,
    subject: read.subject.map(({ name = '', digest }) => ({
      name,
      digest(algorithm) {
        const value = Object.hasOwn(digest, algorithm) ? digest[algorithm] : undefined;
        return typeof value === 'string' ? value.toLowerCase() : undefined;
      },
    })),
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
