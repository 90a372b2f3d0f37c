import type { Signer } from './judge-bundle.ts';

/** What a certificate that was checked says of its holder. */
export interface Identity {
  readonly subjectAlternativeName?: string;
  readonly oids?: readonly {
    readonly oid: { readonly id: readonly number[] } | undefined;
    readonly value: Uint8Array;
  }[];
}

/** Below Fulcio's arc of object identifiers (sigstore/fulcio, docs/oid-info.md). */
const fulcio = '1.3.6.1.4.1.57264.1';
const [oldIssuer, oldRepository, builderUri, repositoryUri] = [1, 5, 9, 12];

const longest = 500;

/** Null: it names nobody. */
export function signerOf({ subjectAlternativeName, oids = [] }: Identity): Signer | null {
  const valueOf = (last: number): Uint8Array | undefined =>
    oids.find(({ oid }) => oid?.id.join('.') === `${fulcio}.${last}`)?.value;
  const builder = shown(subjectAlternativeName) ?? shown(derText(valueOf(builderUri))) ?? null;
  if (builder === null) return null;
  const repository =
    addressOf(derText(valueOf(repositoryUri))) ??
    ofGithub(plainText(valueOf(oldIssuer)), plainText(valueOf(oldRepository))) ??
    null;
  return { repository, builder };
}

/** Certificates of before 2023 have the repository's name alone. */
function ofGithub(issuer: string | undefined, name: string | undefined): string | undefined {
  return issuer === 'https://token.actions.githubusercontent.com' &&
    name !== undefined &&
    /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name)
    ? `https://github.com/${name}`
    : undefined;
}

/** An address without userinfo and query, or a name such as a person's. */
function shown(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return addressOf(text) ?? (/^[\x21-\x7e]{1,200}$/.test(text) ? text : undefined);
}

function addressOf(text: string | undefined): string | undefined {
  if (text === undefined || text.length > longest || !/^https?:\/\/[\x21-\x7e]+$/.test(text))
    return undefined;
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return pathname === '/' ? origin : origin + pathname;
}

function plainText(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes.subarray(0, longest));
}

/** A string in DER: its tag, its length and its bytes. */
function derText(bytes: Uint8Array | undefined): string | undefined {
  const [tag, first = 0, second = 0, third = 0] = bytes ?? [];
  if (bytes === undefined || (tag !== 0x0c && tag !== 0x16 && tag !== 0x13)) return undefined;
  const [start, length] =
    first < 0x80
      ? [2, first]
      : first === 0x81
        ? [3, second]
        : first === 0x82
          ? [4, second * 256 + third]
          : [0, -1];
  return start + length === bytes.length ? plainText(bytes.subarray(start)) : undefined;
}
