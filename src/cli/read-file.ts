import { readFileSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { dialectOf } from '../core/config/dialects/index.ts';
import type { Unreadable } from '../output/scanned.ts';
import { codeInBrackets, codeOf } from '../secrets/error-code.ts';
import { decode, type Decoded } from './text-encoding.ts';

/** A person who names a file means it; a walk leaves big ones alone. */
const NAMED_LIMIT = 4_000_000;
const WALK_LIMIT = 2_000_000;

/**
 * The text of a file, its byte order mark kept, or why there is none. UTF-8, or UTF-16 with a byte order mark; what
 * holds a NUL character after that is not text.
 */
export function readFile(
  path: string,
  named: boolean,
): ({ readonly kind: 'text' } & Decoded) | Unreadable {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return unreadableBecause(path, 'not a file');
    const limit = named ? NAMED_LIMIT : WALK_LIMIT;
    if (stat.size > limit) {
      return unreadableBecause(path, `larger than ${limit / 1_000_000} MB, so it was not read`);
    }
    const decoded = decode(readFileSync(path));
    if (decoded.text.includes('\0')) return unreadableBecause(path, 'a binary file, not text');
    return { kind: 'text', ...decoded };
  } catch (error) {
    return unreadable(path, error);
  }
}

/** The entry for a path that the system refused, in words. */
export function unreadable(path: string, error: unknown): Unreadable {
  return unreadableBecause(path, reasonOf(error));
}

export function unreadableBecause(path: string, why: string): Unreadable {
  const shown = slashes(path);
  const dialect = dialectOf(slashes(resolve(path)))?.id ?? null;
  return { kind: 'unreadable', path: shown, dialect, why };
}

export function slashes(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read it';
    case 'ELOOP':
      return 'a symbolic link that leads to itself';
    case 'ENAMETOOLONG':
      return 'the path is too long';
    default:
      return `could not be read${codeInBrackets(error)}`;
  }
}
